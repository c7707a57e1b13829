/**
 * Shares the page, after consent: capture, a connection of its own, the frame. Stops synchronously. Knows nothing of
 * chat, and nothing of how consent was given.
 */
import { connectStream } from "@lotse/client";
import { type Capture, startCapture } from "@lotse/cobrowse/capture";
import type { CobrowseView } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import { createFrame } from "./frame.ts";
import { createPacketWriter } from "./packets.ts";

export interface Recording {
  /** Synchronous and idempotent: after it returns, nothing more leaves the page. */
  stop(): void;
}

export interface RecordingOptions {
  readonly context: LoaderContext;
  readonly cobrowse: CobrowseView;
  /** The visitor pressed Stop, or the hub ended the session. Everything here has stopped already. */
  readonly onStop: () => void;
  /** The page cannot be shared (any longer). Everything here has stopped already. */
  readonly onFailed: () => void;
}

export const startRecording = ({ context, cobrowse, onStop, onFailed }: RecordingOptions): Recording => {
  const { clock, host, root, site } = context;
  let capture: Capture | null = null;
  let stopped = false;

  const stream = connectStream({
    hubUrl: site.hub,
    cobrowseId: cobrowse.id,
    token: context.visit.get().token ?? "",
    clock,
  });
  const packets = createPacketWriter({
    send: packet => stream.send(packet),
    soon: fn => queueMicrotask(fn),
  });
  const stopCapture = () => {
    capture?.stop();
    capture = null;
    packets.drop();
  };
  const stop = () => {
    if (stopped) return;
    stopped = true;
    stopCapture();
    stream.close();
    frame.remove();
  };
  const stopAndTell = (tell: () => void) => () => {
    if (stopped) return;
    stop();
    tell();
  };
  const failed = stopAndTell(onFailed);

  const frame = createFrame({
    root,
    language: context.language,
    agentName: cobrowse.agent.name,
    onStop: stopAndTell(onStop),
  });

  stream.on("stream:opened", ({ nextSegment }) => {
    if (stopped) return;
    // Also after a reconnect: what the hub did not get is never sent late, a fresh snapshot replaces it.
    stopCapture();
    capture = startCapture({
      policy: { strict: site.strictMasking },
      clock,
      firstSegment: nextSegment,
      own: [host],
      onFrame: captured => {
        if (!stopped && !packets.add(captured)) failed();
      },
      onFailed: failed,
    });
  });
  stream.on("stream:snapshotWanted", () => capture?.newSegment());
  stream.on("stream:ended", stopAndTell(onStop));
  stream.onState(({ kind }) => {
    if (kind === "offline") stopCapture();
    else if (kind === "refused") failed();
  });
  return { stop };
};
