import { encodePacket, type FramePacket, PACKET_BYTES_MAX } from "@lotse/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPacketWriter } from "./packets.ts";

const world = () => {
  const sent: FramePacket[] = [];
  const later: (() => void)[] = [];
  const writer = createPacketWriter({
    send: packet => void sent.push(packet),
    soon: fn => void later.push(fn),
  });
  return { sent, writer, turn: () => later.splice(0).map(fn => fn()) };
};
const frame = (segment: number, seq: number, bytes = 3) => ({ segment, seq, bytes: new Uint8Array(bytes) });

describe("packets", () => {
  it("carry every frame once, in order, consecutive, of one segment, within the size", () => {
    const step = fc.record({ next: fc.boolean(), turn: fc.boolean(), bytes: fc.nat(400_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const { sent, writer, turn } = world();
        const written: string[] = [];
        let [segment, seq] = [1, 0];
        for (const { next, turn: ends, bytes } of steps) {
          if (next) [segment, seq] = [segment + 1, 0];
          writer.add(frame(segment, seq, bytes));
          written.push(`${segment}.${seq++} ${bytes}`);
          if (ends) turn();
        }
        turn();
        const read = sent.flatMap(packet => {
          expect(encodePacket(packet).byteLength).toBeLessThanOrEqual(PACKET_BYTES_MAX);
          const { segment: of, firstSeq, frames } = packet;
          return frames.map(({ byteLength }, index) => `${of}.${firstSeq + index} ${byteLength}`);
        });
        expect(read).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });

  it("go together at the end of the turn", () => {
    const { sent, writer, turn } = world();
    writer.add(frame(1, 0));
    writer.add(frame(1, 1));
    expect(sent).toHaveLength(0);
    turn();
    expect(sent).toHaveLength(1);
  });

  it("are not made of what was dropped, nor of a frame that is too large", () => {
    const { sent, writer, turn } = world();
    writer.add(frame(1, 0));
    writer.drop();
    expect(writer.add(frame(1, 1, PACKET_BYTES_MAX))).toBe(false);
    turn();
    expect(sent).toEqual([]);
  });
});
