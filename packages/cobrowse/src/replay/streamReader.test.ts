/** The viewer's side of the wire: order, gaps, forgeries and bombs. */
import { randomBytes } from "node:crypto";
import { deflateRawSync, constants as zlib } from "node:zlib";
import { encodePacket } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SegmentEncoder } from "../capture/SegmentEncoder.ts";
import { EVENT, NODE } from "../wire/events.ts";
import { EVENT_BYTES_MAX, FRAME_TEXT_BYTES_MAX } from "../wire/limits.ts";
import { type Reading, StreamReader } from "./StreamReader.ts";

const meta = (n: number) => ({
  type: EVENT.meta,
  timestamp: n,
  data: { href: `https://a.example/${n}`, width: 800, height: 600 },
});

/** One frame per event, as packets of one frame. */
const packetsOf = (segment: number, events: readonly unknown[]): Uint8Array[] => {
  const packets: Uint8Array[] = [];
  const encoder = new SegmentEncoder(segment, ({ seq, bytes }) =>
    packets.push(encodePacket({ segment, firstSeq: seq, frames: [bytes] })),
  );
  for (const event of events) {
    encoder.add(event);
    encoder.flush();
  }
  return packets;
};

const hrefs = (reading: Reading): string[] =>
  reading.kind === "events"
    ? reading.events.map(event => (event.type === EVENT.meta ? event.data.href : "?"))
    : [];

const packed = (text: string | Buffer): Uint8Array =>
  encodePacket({
    segment: 1,
    firstSeq: 0,
    frames: [deflateRawSync(text, { finishFlush: zlib.Z_SYNC_FLUSH })],
  });

describe("order", () => {
  test("whatever is lost, doubled or reordered, what comes out is a beginning of a segment or a gap is told", () => {
    const step = fc.record({
      segment: fc.integer({ min: 1, max: 3 }),
      index: fc.integer({ min: 0, max: 5 }),
    });
    const segments = [1, 2, 3].map(segment =>
      packetsOf(
        segment,
        [0, 1, 2, 3, 4, 5].map(n => meta(segment * 10 + n)),
      ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const reader = new StreamReader();
        let current = 0;
        let upTo = 0;
        for (const { segment, index } of steps) {
          const reading = reader.read(segments[segment - 1]?.[index] as Uint8Array);
          // From here on the segment may come again from its start.
          if (reading.kind === "gap") current = 0;
          for (const href of hrefs(reading)) {
            if (segment !== current) [current, upTo] = [segment, 0];
            expect(href).toBe(`https://a.example/${segment * 10 + upTo}`);
            upTo += 1;
          }
        }
        // Sent again from its start, the latest segment is complete.
        reader.reset();
        const again = (segments[2] ?? []).flatMap(bytes => hrefs(reader.read(bytes)));
        expect(again).toHaveLength(6);
      }),
    );
  });

  test("a gap is told once, and healed by the segment from its start", () => {
    const packets = packetsOf(7, [0, 1, 2, 3].map(meta)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const reader = new StreamReader();
    reader.read(packets[0]);
    expect(reader.read(packets[2])).toEqual({ kind: "gap" });
    expect(reader.read(packets[3])).toEqual({ kind: "events", segment: 7, events: [] });
    expect(packets.flatMap(bytes => hrefs(reader.read(bytes)))).toHaveLength(4);
  });

  test("a viewer that was served the same segment again goes on where it was", () => {
    const packets = packetsOf(7, [0, 1, 2, 3].map(meta));
    const reader = new StreamReader();
    for (const bytes of packets.slice(0, 2)) reader.read(bytes);
    expect(packets.flatMap(bytes => hrefs(reader.read(bytes)))).toEqual([
      "https://a.example/2",
      "https://a.example/3",
    ]);
  });
});

describe("refused", () => {
  const codeOf = (bytes: Uint8Array): string => {
    const reading = new StreamReader().read(bytes);
    return reading.kind === "refused" ? reading.code : reading.kind;
  };

  test("a frame that inflates beyond its limit, before it is in memory", () => {
    const bomb = packed(Buffer.alloc(60_000_000));
    const between = process.memoryUsage().rss;
    expect(codeOf(bomb)).toBe("DECOMPRESSED_TOO_LARGE");
    expect(process.memoryUsage().rss - between).toBeLessThan(20_000_000);
    expect(codeOf(packed("x".repeat(FRAME_TEXT_BYTES_MAX + 1)))).toBe("DECOMPRESSED_TOO_LARGE");
  });

  test("a ratio that only a bomb has", () => {
    const frame = Buffer.alloc(FRAME_TEXT_BYTES_MAX, " ");
    const reader = new StreamReader();
    const outcomes: string[] = [];
    const deflated = deflateRawSync(frame, { finishFlush: zlib.Z_SYNC_FLUSH });
    for (let seq = 0; seq < 8; seq++) {
      const reading = reader.read(encodePacket({ segment: 1, firstSeq: seq, frames: [deflated] }));
      outcomes.push(reading.kind === "refused" ? reading.code : reading.kind);
    }
    expect(outcomes).toContain("DECOMPRESSED_TOO_LARGE");
  });

  test("a line without an end", () => {
    const reader = new StreamReader();
    // Hard to compress, so that only the line's length can be the reason.
    const noise = deflateRawSync(randomBytes(380_000).toString("base64"), { finishFlush: zlib.Z_SYNC_FLUSH });
    let outcome = "events";
    for (let seq = 0; outcome === "events" && seq * 500_000 < EVENT_BYTES_MAX * 2; seq++) {
      const reading = reader.read(encodePacket({ segment: 1, firstSeq: seq, frames: [noise] }));
      outcome = reading.kind === "refused" ? reading.code : reading.kind;
    }
    expect(outcome).toBe("DECOMPRESSED_TOO_LARGE");
  });

  test.each([
    ["no packet", new Uint8Array([9, 9, 9])],
    ["no deflate", encodePacket({ segment: 1, firstSeq: 0, frames: [new Uint8Array([255, 255, 255, 255])] })],
    ["a finished stream", encodePacket({ segment: 1, firstSeq: 0, frames: [deflateRawSync("{}\n")] })],
    ["no JSON", packed("{nonsense\n")],
    ["no UTF-8", packed(Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]))],
    ["no event", packed("7\n")],
  ])("%s", (_, bytes) => {
    expect(codeOf(bytes)).toBe("REPLAY_INVALID");
  });

  test("random bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const packet = encodePacket({ segment: 1, firstSeq: 0, frames: [bytes] });
        expect(["events", "refused"]).toContain(new StreamReader().read(packet).kind);
      }),
    );
  });

  test("and a later segment is shown again", () => {
    const reader = new StreamReader();
    expect(reader.read(packed("7\n")).kind).toBe("refused");
    expect(hrefs(reader.read(packetsOf(1, [meta(1)])[0] as Uint8Array))).toEqual([]);
    expect(hrefs(reader.read(packetsOf(2, [meta(2)])[0] as Uint8Array))).toEqual(["https://a.example/2"]);
  });
});

test("a repetitive page, as honest ones are, is not taken for a bomb", () => {
  const row = (n: number) => ({
    type: NODE.element,
    id: n * 2 + 10,
    tagName: "tr",
    attributes: { class: "row" },
    childNodes: [{ type: NODE.text, id: n * 2 + 11, textContent: `Zeile ${n}` }],
  });
  const rows = Array.from({ length: 40_000 }, (_, n) => row(n));
  const body = { type: NODE.element, id: 2, tagName: "body", attributes: {}, childNodes: rows };
  const node = { type: NODE.document, id: 1, childNodes: [body] };
  const full = { type: EVENT.full, timestamp: 0, data: { node, initialOffset: { top: 0, left: 0 } } };
  const reader = new StreamReader();
  const readings = packetsOf(1, [full]).map(bytes => reader.read(bytes));
  expect(readings.every(reading => reading.kind === "events")).toBe(true);
  expect(readings.flatMap(reading => (reading.kind === "events" ? reading.events : []))).toHaveLength(1);
});
