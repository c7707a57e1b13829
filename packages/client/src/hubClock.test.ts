import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HubClock } from "./hubClock.ts";

/** A round trip: the way there, the way back, and how long nothing is asked afterwards. */
const trip = fc.record({ there: fc.nat(5_000), back: fc.nat(5_000), pause: fc.nat(600_000) });
const skew = fc.integer({ min: -10 * 86_400_000, max: 10 * 86_400_000 });

/** Plays round trips against a hub whose clock is `aheadMs` ahead; tells of each what the clock made of it. */
const play = (
  clock: HubClock,
  trips: readonly { readonly there: number; readonly back: number; readonly pause: number }[],
  aheadMs: number,
) => {
  let nowMs = 1_700_000_000_000;
  return trips.map(({ there, back, pause }) => {
    const askedAtMs = nowMs;
    const heardAtMs = askedAtMs + there + back;
    clock.heard({ askedAtMs, heardAtMs, hubNowMs: askedAtMs + there + aheadMs });
    nowMs = heardAtMs + pause;
    return { roundTripMs: there + back, aheadMs: clock.aheadMs };
  });
};

describe("the hub's clock, as guessed from its answers", () => {
  it("is off by no more than half the best round trip, and never jumps by more than that", () => {
    fc.assert(
      fc.property(fc.array(trip, { minLength: 1, maxLength: 40 }), skew, (trips, aheadMs) => {
        let bestMs = Number.POSITIVE_INFINITY;
        let before: number | null = null;
        for (const guess of play(new HubClock(), trips, aheadMs)) {
          // Whatever jumps does so within what was possible before. Half a millisecond is rounded.
          if (before !== null) expect(Math.abs(guess.aheadMs - before)).toBeLessThanOrEqual(bestMs / 2 + 1);
          bestMs = Math.min(bestMs, guess.roundTripMs);
          expect(Math.abs(guess.aheadMs - aheadMs)).toBeLessThanOrEqual(bestMs / 2 + 0.5);
          before = guess.aheadMs;
        }
      }),
    );
  });

  it("is right again with the first answer after a clock was set, off by no more than that round trip", () => {
    fc.assert(
      fc.property(
        fc.array(trip, { maxLength: 10 }),
        fc.array(trip, { minLength: 1, maxLength: 10 }),
        fc.tuple(skew, skew),
        (earlier, later, [first, second]) => {
          const clock = new HubClock();
          play(clock, earlier, first);
          for (const { aheadMs, roundTripMs } of play(clock, later, second))
            expect(Math.abs(aheadMs - second)).toBeLessThanOrEqual(roundTripMs + 0.5);
        },
      ),
    );
  });

  it("is our own until the hub told its time, and ignores an answer that came before it was asked for", () => {
    const clock = new HubClock();
    expect(clock.aheadMs).toBe(0);
    clock.heard({ askedAtMs: 10_000, heardAtMs: 4_000, hubNowMs: 99_000 });
    expect(clock.aheadMs).toBe(0);
  });
});
