/** The visitor's page as Lotse shares it: recorder, gate, segments, packets, its own connection. */
import { connectStream, systemClock } from "@lotse/client";
import { startCapture } from "../../../packages/cobrowse/src/capture/index.ts";
import type { CapturedFrame } from "../../../packages/cobrowse/src/capture/types.ts";
import { createPacketWriter } from "../../../packages/widget/src/recorder/packets.ts";
import { Uplink } from "../../../packages/widget/src/recorder/uplink.ts";
import { createChanges } from "./changes.ts";
import { openWorkload } from "./pages.ts";

const failed = (error: unknown): never => {
  throw error;
};

const capture = (firstSegment: number, onFrame: (frame: CapturedFrame) => void) =>
  startCapture({
    policy: { strict: false },
    clock: systemClock,
    firstSegment,
    own: [],
    onFrame,
    onFailed: failed,
  });

/** To the hub. Resolves once it takes packets. */
const share = (session: string): Promise<void> => {
  const stream = connectStream({
    hubUrl: location.origin,
    cobrowseId: session,
    token: session,
    clock: systemClock,
  });
  const uplink = new Uplink(packet => stream.send(packet));
  const packets = createPacketWriter({ send: packet => uplink.send(packet), soon: fn => queueMicrotask(fn) });
  stream.on("stream:acked", upTo => uplink.acked(upTo));
  return new Promise(resolve =>
    stream.on("stream:opened", ({ nextSegment }) => {
      const running = capture(nextSegment, frame => void packets.add(frame));
      stream.on("stream:snapshotWanted", () => running.newSegment());
      resolve();
    }),
  );
};

/** Into memory: the frames as they would be sent. */
const frames: Uint8Array[] = [];
const record = (): void => void capture(1, frame => void frames.push(frame.bytes));
const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
const taken = (): string[] => frames.splice(0).map(base64);

Object.assign(window, {
  bench: { share, change: createChanges(() => undefined), record, taken, openWorkload },
});
