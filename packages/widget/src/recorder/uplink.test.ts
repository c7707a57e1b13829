import { describe, expect, it } from "vitest";
import { Uplink } from "./uplink.ts";

const packet = (segment: number, firstSeq: number, bytes: number) => ({
  segment,
  firstSeq,
  frames: [new Uint8Array(bytes)],
});

describe("the uplink", () => {
  it("is clogged by what is not confirmed, and free again when it is", () => {
    const sent: Uint8Array[] = [];
    const uplink = new Uplink(bytes => void sent.push(bytes));
    for (let seq = 0; seq < 5; seq++) uplink.send(packet(3, seq, 850_000));
    expect(uplink).toMatchObject({ clogged: true, free: false, nextSegment: 4 });
    uplink.acked({ segment: 3, seq: 3 });
    expect(uplink).toMatchObject({ clogged: false, free: false });
    uplink.acked({ segment: 3, seq: 4 });
    expect(uplink).toMatchObject({ clogged: false, free: true });
    expect(sent).toHaveLength(5);
  });

  it("takes a later segment's confirmation for the earlier ones, too", () => {
    const uplink = new Uplink(() => {});
    for (let seq = 0; seq < 5; seq++) uplink.send(packet(3, seq, 850_000));
    uplink.send(packet(4, 0, 10));
    uplink.acked({ segment: 4, seq: 0 });
    expect(uplink.free).toBe(true);
  });

  it("forgets what was under way on a connection that is gone", () => {
    const uplink = new Uplink(() => {});
    for (let seq = 0; seq < 5; seq++) uplink.send(packet(3, seq, 850_000));
    uplink.reset();
    expect(uplink).toMatchObject({ clogged: false, free: true, nextSegment: 4 });
  });
});
