/** Gathers the frames of one turn into packets: consecutive, of one segment, within the hub's size. */

import type { CapturedFrame } from "@lotse/cobrowse/capture";
import { type FramePacket, PACKET_BYTES_MAX } from "@lotse/protocol";

const HEADER_BYTES = 11;
const FRAME_HEADER_BYTES = 4;
const FRAMES_MAX = 65_535;

export interface PacketWriter {
  /** False if the frame is larger than any packet: the page is too big to share. */
  add(frame: CapturedFrame): boolean;
  flush(): void;
  /** Forgets what was gathered; nothing is sent after it. */
  drop(): void;
}

export const createPacketWriter = (options: {
  readonly send: (packet: FramePacket) => void;
  /** Runs soon, at the end of the turn. */
  readonly soon: (fn: () => void) => void;
}): PacketWriter => {
  let frames: CapturedFrame[] = [];
  let bytes = HEADER_BYTES;
  let planned = false;

  const drop = () => {
    frames = [];
    bytes = HEADER_BYTES;
  };
  const flush = () => {
    planned = false;
    const [first] = frames;
    if (first === undefined) return;
    const packet = { segment: first.segment, firstSeq: first.seq, frames: frames.map(frame => frame.bytes) };
    drop();
    options.send(packet);
  };

  return {
    add: frame => {
      const size = frame.bytes.byteLength + FRAME_HEADER_BYTES;
      if (HEADER_BYTES + size > PACKET_BYTES_MAX) return false;
      const last = frames.at(-1);
      const follows = last === undefined || (last.segment === frame.segment && last.seq + 1 === frame.seq);
      if (!follows || bytes + size > PACKET_BYTES_MAX || frames.length === FRAMES_MAX) flush();
      frames.push(frame);
      bytes += size;
      if (!planned) {
        planned = true;
        options.soon(flush);
      }
      return true;
    },
    flush,
    drop,
  };
};
