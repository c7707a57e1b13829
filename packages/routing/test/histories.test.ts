import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { itemsOf, type RoutingEffect, stepViolationsOf } from "../src/index.ts";
import { offerIdOf } from "../src/tables.ts";
import { EPOCH, type History, histories, play } from "./histories.ts";
import { Reference } from "./reference.ts";

const PATIENCE_MS = 240_000;

/** A failing history is long and slow to shrink: its seed is worth more than a shorter one tomorrow. */
const forHistories = (longest: number, numRuns: number, check: (history: History) => void): void => {
  fc.assert(fc.property(histories(longest), check), { numRuns, endOnFailure: true });
};

const effectsOf = (history: History): RoutingEffect[] =>
  [...play(history)].flatMap(entry => entry.result.effects);

/** What an effect was about, for the tally of what histories reach. */
const kindOf = (effect: RoutingEffect): string => {
  switch (effect.effect) {
    case "assigned":
      return `assigned ${effect.why.how}`;
    case "rejected":
      return `rejected ${effect.reason}`;
    case "offered":
      return `offered ${effect.offer.purpose}`;
    case "overflowed":
    case "turnedAway":
    case "alternativeDue":
      return `${effect.effect} ${effect.reason.if}`;
    case "released":
      return `released ${effect.reason}`;
    default:
      return effect.effect;
  }
};

const REACHED = [
  ...["best", "preferred", "interrupt", "returned", "next", "picked", "transfer", "reserved"].map(
    how => `assigned ${how}`,
  ),
  ...["work", "transfer", "consult", "conference"].map(purpose => `offered ${purpose}`),
  ...["unknown", "duplicate", "foreign", "stale", "invalid", "notAllowed", "notEligible"].map(
    reason => `rejected ${reason}`,
  ),
  ...["lease", "requeued", "transferred"].map(reason => `released ${reason}`),
  ...["closed", "nobodyOnDuty", "waiting", "expectedWait"].map(reason => `turnedAway ${reason}`),
  ...["closed", "nobodyOnDuty", "waiting", "expectedWait", "waited"].map(reason => `overflowed ${reason}`),
  ...["closed", "nobodyOnDuty", "waiting", "expectedWait", "waited"].map(
    reason => `alternativeDue ${reason}`,
  ),
  ...["parked", "idled", "wrapUpStarted", "wrapUpEnded", "assistStarted", "assistEnded", "waited"],
  ...["reserved", "notReserved", "reservationEnded", "nothingNext", "presenceChanged", "itemEnded"],
];

describe("random histories", () => {
  test(
    "all rules: the naive reference agrees effect for effect",
    () => {
      let steps = 0;
      forHistories(500, 30, history => {
        const reference = new Reference(history.plan, number => offerIdOf(EPOCH, number));
        for (const { event, nowMs, result } of play(history)) {
          steps += 1;
          expect({ event, effects: result.effects }).toEqual({
            event,
            effects: reference.step(event, nowMs),
          });
        }
      });
      expect(steps).toBeGreaterThan(3_000);
    },
    PATIENCE_MS,
  );

  test(
    "there is no kind of effect that histories do not reach",
    () => {
      const reached = new Set<string>();
      for (const history of fc.sample(histories(1_500), { seed: 6, numRuns: 40 })) {
        for (const effect of effectsOf(history)) reached.add(kindOf(effect));
      }
      expect(REACHED.filter(kind => !reached.has(kind))).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    "A1-A5 B1-B3 K1 Q2-Q4 O1 R2 T1-T3: every invariant holds after every step",
    () => {
      let steps = 0;
      forHistories(500, 20, history => {
        for (const { event, before, result } of play(history)) {
          steps += 1;
          expect({ event, violations: stepViolationsOf(before, result) }).toEqual({ event, violations: [] });
        }
      });
      expect(steps).toBeGreaterThan(2_000);
    },
    PATIENCE_MS,
  );

  test(
    "R2 O1 O4: every reservation and every offer has an id of its own and ends exactly once, after it was made",
    () => {
      forHistories(1_500, 10, history => {
        const [reservations, offers, made] = [new Set<string>(), new Set<string>(), new Set<string>()];
        for (const effect of effectsOf(history)) {
          if (effect.effect === "reserved") {
            expect(reservations.has(effect.reservation.id)).toBe(false);
            reservations.add(effect.reservation.id);
          }
          if (effect.effect === "reservationEnded") {
            expect(reservations.delete(effect.reservation.id)).toBe(true);
          }
          if (effect.effect === "offered") {
            expect(made.has(effect.offer.id)).toBe(false);
            made.add(effect.offer.id);
            offers.add(effect.offer.id);
          }
          if (effect.effect === "offerEnded") expect(offers.delete(effect.offer.id)).toBe(true);
        }
      });
    },
    PATIENCE_MS,
  );

  test(
    "F1: the number of an item's assignment only grows, and who has an older one is refused",
    () => {
      let refused = 0;
      forHistories(1_500, 10, history => {
        const last = new Map<string, number>();
        for (const { event, before, result } of play(history)) {
          for (const effect of result.effects) {
            if (effect.effect === "itemEnded") last.delete(effect.itemId);
            if (effect.effect !== "assigned") continue;
            expect(effect.assignment).toBeGreaterThan(last.get(effect.itemId) ?? 0);
            last.set(effect.itemId, effect.assignment);
          }
          if (!("holder" in event) || event.holder === null) continue;
          const place = [...itemsOf(before)].find(item => item.id === event.itemId)?.place;
          if (place?.at !== "assigned" || place.assignment === event.holder.assignment) continue;
          expect(result.effects.some(effect => effect.effect === "rejected")).toBe(true);
          refused += 1;
        }
      });
      expect(refused).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test(
    "E2: the same history replays deeply equal, and no step changes the state it was given",
    () => {
      forHistories(1_500, 10, history => {
        const first = [...play(history)];
        const untouched = structuredClone(first.at(-1)?.before);
        const second = [...play(history)];
        expect(second.map(entry => entry.result.effects)).toEqual(first.map(entry => entry.result.effects));
        expect(second.at(-1)?.result).toEqual(first.at(-1)?.result);
        expect(first.at(-1)?.before).toEqual(untouched);
      });
    },
    PATIENCE_MS,
  );
});
