/** Everything a page sends, decoded: WebSocket frames (segments inflated), request bodies, addresses. */
import { inflateRawSync, constants as zlib } from "node:zlib";
import { decodePacket } from "@lotse/protocol";
import type { Page } from "@playwright/test";

export interface Wire {
  /** All that was sent so far, as text. Throws if a binary frame is not a packet: nothing may go unread. */
  text(): string;
  /** Decompressed bytes of the co-browsing stream; 0 means the test saw no stream at all. */
  streamBytes(): number;
}

/** The frames of a segment are one zlib stream, flushed but not finished. */
const inflateSegment = (frames: ReadonlyMap<number, Uint8Array>): string => {
  const inOrder = [...frames.entries()].sort(([a], [b]) => a - b);
  const missing = inOrder.find(([seq], index) => seq !== index);
  if (missing !== undefined) throw new Error(`The segment lacks a frame before ${missing[0]}`);
  const whole = Buffer.concat(inOrder.map(([, bytes]) => bytes));
  return inflateRawSync(whole, { finishFlush: zlib.Z_SYNC_FLUSH }).toString("utf8");
};

const decodeStreams = (packets: readonly Buffer[]): string[] => {
  const segments = new Map<number, Map<number, Uint8Array>>();
  for (const bytes of packets) {
    const packet = decodePacket(bytes);
    if (packet === null) throw new Error(`A binary frame of ${bytes.byteLength} bytes is not a packet`);
    const frames = segments.get(packet.segment) ?? new Map<number, Uint8Array>();
    for (const [index, frame] of packet.frames.entries()) frames.set(packet.firstSeq + index, frame);
    segments.set(packet.segment, frames);
  }
  return [...segments.values()].map(inflateSegment);
};

/** Listens from before the first navigation on. */
export const tapWire = (page: Page): Wire => {
  const texts: string[] = [];
  const packets: Buffer[] = [];
  page.on("request", request => {
    texts.push(request.url(), request.postData() ?? "");
  });
  page.on("websocket", socket => {
    texts.push(socket.url());
    socket.on("framesent", ({ payload }) => {
      if (typeof payload === "string") texts.push(payload);
      else packets.push(payload);
    });
  });
  return {
    text: () => [...texts, ...decodeStreams(packets)].join("\n"),
    streamBytes: () => decodeStreams(packets).reduce((sum, text) => sum + text.length, 0),
  };
};
