import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SegmentDecoder } from "../replay/SegmentDecoder.ts";
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";
import { createSegmentWriter } from "./segmentWriter.ts";
import type { CapturedFrame } from "./types.ts";

const scroll = (y: number): PageEvent => ({
  type: EVENT.incremental,
  timestamp: 1,
  data: { source: SOURCE.scroll, id: 1, x: 0, y },
});
const input = (text: string): PageEvent => ({
  type: EVENT.incremental,
  timestamp: 1,
  data: { source: SOURCE.input, id: 1, text, isChecked: false },
});

const world = () => {
  const clock = new FakeClock();
  const frames: CapturedFrame[] = [];
  const later: (() => void)[] = [];
  const writer = createSegmentWriter({
    clock,
    firstSegment: 1,
    onFrame: frame => void frames.push(frame),
    guarded: action => action(),
    soon: fn => void later.push(fn),
  });
  const turn = () => {
    for (const fn of later.splice(0)) fn();
  };
  return { clock, frames, writer, turn };
};

describe("frames", () => {
  it("leave at the end of the turn after a pause, together with what came in it", () => {
    const { frames, writer, turn } = world();
    writer.write(scroll(1));
    writer.write(scroll(2));
    expect(frames).toHaveLength(0);
    turn();
    expect(frames).toHaveLength(1);
  });

  it("wait for what follows when one was made a moment ago", async () => {
    const { clock, frames, writer, turn } = world();
    writer.write(scroll(1));
    turn();
    await clock.advance(2);
    writer.write(scroll(2));
    turn();
    writer.write(scroll(3));
    turn();
    await clock.advance(5);
    expect(frames).toHaveLength(1);
    await clock.advance(1);
    expect(frames).toHaveLength(2);
  });

  it("leave at once with what is typed, and not twice", () => {
    const { frames, writer, turn } = world();
    writer.write(scroll(1));
    writer.write(input("a"));
    expect(frames).toHaveLength(1);
    turn();
    expect(frames).toHaveLength(1);
  });

  it("are not made after the end", async () => {
    const { clock, frames, writer, turn } = world();
    writer.write(scroll(1));
    writer.close();
    turn();
    await clock.advance(20);
    expect(frames).toHaveLength(0);
  });

  it("hold everything once and in order, at most one per batch but for what is typed", async () => {
    const step = fc.record({
      event: fc.constantFrom("scroll", "input", "none"),
      ms: fc.nat(12),
      turn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const { clock, frames, writer, turn } = world();
        const written: PageEvent[] = [];
        for (const [n, { event, ms, turn: ends }] of steps.entries()) {
          if (event !== "none") {
            const made = event === "scroll" ? scroll(n) : input(String(n));
            written.push(made);
            writer.write(made);
          }
          if (ends) turn();
          await clock.advance(ms);
        }
        turn();
        await clock.advance(8);
        const decoder = new SegmentDecoder();
        const read = frames.flatMap(({ bytes }) => decoder.push(bytes)).map(line => JSON.parse(line));
        expect(read).toEqual(written);
        const typed = written.filter(event => event.data === undefined || "text" in event.data).length;
        const lastedMs = steps.reduce((sum, { ms }) => sum + ms, 0) + 8;
        expect(frames.length).toBeLessThanOrEqual(typed + Math.ceil(lastedMs / 8) + 1);
      }),
    );
  });
});
