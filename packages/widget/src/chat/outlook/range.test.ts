/** Ranges as words: never narrower than the estimate, never flickering, and nobody's number beyond half an hour. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minutesOf, rungsOf, steady } from "./range.ts";
import { outlookWords, placeIn, waitIn } from "./words.ts";

const [de, en] = [outlookWords("de"), outlookWords("en")];
const minutes = (low: number, high: number) => ({ lowMs: low * 60_000, highMs: high * 60_000 });

describe("an expected wait in words", () => {
  it.each([
    [0, 0.5, "weniger als eine Minute", "less than a minute"],
    [0, 1, "weniger als eine Minute", "less than a minute"],
    [0.4, 2.5, "bis zu etwa 3 Minuten", "up to about 3 minutes"],
    [1, 1, "etwa eine Minute", "about a minute"],
    [1, 1.5, "etwa 1 bis 2 Minuten", "about 1 to 2 minutes"],
    [2.2, 4.6, "etwa 2 bis 5 Minuten", "about 2 to 5 minutes"],
    [5, 5, "etwa 5 Minuten", "about 5 minutes"],
    [11, 29, "etwa 10 bis 30 Minuten", "about 10 to 30 minutes"],
    [30, 30, "etwa 30 Minuten", "about 30 minutes"],
    [0, 31, "vielleicht länger als eine halbe Stunde", "maybe more than half an hour"],
    [1.5, 40, "eine Minute bis über eine halbe Stunde", "a minute to over half an hour"],
    [20, 40, "20 Minuten bis über eine halbe Stunde", "20 minutes to over half an hour"],
    [31, 90, "länger als eine halbe Stunde", "more than half an hour"],
    [600, 6_000, "länger als eine halbe Stunde", "more than half an hour"],
    // A hub that is wrong is no reason to say nonsense.
    [-3, 0.2, "weniger als eine Minute", "less than a minute"],
    [7, 2, "etwa 7 Minuten", "about 7 minutes"],
  ])("%d to %d minutes: %s", (low, high, german, english) => {
    expect(waitIn(de, rungsOf(minutes(low, high)))).toBe(german);
    expect(waitIn(en, rungsOf(minutes(low, high)))).toBe(english);
  });

  it("never says less than the estimate: what is likely lies within the words", () => {
    // Around whole minutes, where the rungs are.
    const time = fc.tuple(fc.nat(35), fc.integer({ min: -2, max: 2 })).map(([at, by]) => at * 60_000 + by);
    const range = fc.tuple(time, time).map(pair => pair.map(ms => Math.max(0, ms)).sort((a, b) => a - b));
    fc.assert(
      fc.property(range, ([lowMs = 0, highMs = 0]) => {
        const { low, high } = minutesOf(rungsOf({ lowMs, highMs }));
        expect(low * 60_000).toBeLessThanOrEqual(lowMs);
        if (high !== null) expect(high * 60_000).toBeGreaterThanOrEqual(highMs);
      }),
    );
  });
});

describe("the words shown", () => {
  const shown = rungsOf(minutes(2, 5));

  it.each([
    ["about the same, a little less", minutes(1.5, 4), false],
    ["much less", minutes(1, 2), true],
    ["more, however little", minutes(2, 5.1), true],
    ["later at the earliest", minutes(4, 5), true],
  ])("stay or change with an estimate that is %s", (_, range, changes) => {
    expect(steady(null, shown)).toBe(shown);
    expect(steady(shown, rungsOf(range)) !== shown).toBe(changes);
  });

  it("never drift away from the estimate, by however small steps", () => {
    const history = fc.array(fc.tuple(fc.nat(3_000_000), fc.nat(600_000)), { minLength: 1 });
    fc.assert(
      fc.property(history, estimates => {
        let last: ReturnType<typeof rungsOf> | null = null;
        for (const [lowMs, widthMs] of estimates) {
          const next = rungsOf({ lowMs, highMs: lowMs + widthMs });
          last = steady(last, next);
          expect(Math.abs(last.low - next.low)).toBeLessThanOrEqual(1);
          // Never less than the estimate.
          expect([0, 1]).toContain(last.high - next.high);
        }
      }),
    );
  });
});

it("a place in words, before and while waiting", () => {
  expect([1, 2, 3].map(place => placeIn(de, place, false))).toEqual([
    "Sie wären als Nächstes dran.",
    "Vor Ihnen wartet eine Person.",
    "Vor Ihnen warten 2 Personen.",
  ]);
  expect([1, 2, 3].map(place => placeIn(en, place, true))).toEqual([
    "You are next.",
    "One person waits before you.",
    "2 people wait before you.",
  ]);
});
