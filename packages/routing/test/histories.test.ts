import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRoutingState,
  type RoutingEffect,
  type RoutingEvent,
  type RoutingState,
  step,
  stepViolationsOf,
} from "../src/index.ts";
import { offerIdOf } from "../src/tables.ts";
import { eventOf, type Move, moves, opening } from "./histories.ts";
import { Reference } from "./reference.ts";

const EPOCH = 7;
const START_MS = 1_700_000_000_000;
const histories = fc.array(moves, { minLength: 1, maxLength: 2_000, size: "max" });

interface Entry {
  readonly event: RoutingEvent;
  readonly nowMs: number;
  readonly before: RoutingState;
  readonly result: ReturnType<typeof step>;
}

/** Plays a history, waking the engine whenever it asked for it (or, on odd moves, letting it oversleep). */
function* play(history: readonly Move[]): Generator<Entry> {
  let state = createRoutingState(EPOCH);
  let nowMs = START_MS;
  let wakeAtMs: number | null = null;
  function* send(event: RoutingEvent): Generator<Entry> {
    const before = state;
    const result = step(before, event, nowMs);
    ({ state, wakeAtMs } = result);
    yield { event, nowMs, before, result };
  }
  for (const event of opening) yield* send(event);
  for (const [index, move] of history.entries()) {
    const dueMs = nowMs + move.waitMs;
    while (index % 2 === 0 && wakeAtMs !== null && wakeAtMs <= dueMs) {
      nowMs = wakeAtMs;
      yield* send({ type: "woken" });
    }
    nowMs = dueMs;
    yield* send(eventOf(move, state));
  }
}

const effectsOf = (history: readonly Move[]): RoutingEffect[] =>
  [...play(history)].flatMap(entry => entry.result.effects);

describe("random histories", () => {
  test("A1-A5 Q1-Q5 O1 R2 T1-T3: every invariant holds after every step, and the naive reference agrees (E1 included)", () => {
    let steps = 0;
    fc.assert(
      fc.property(histories, history => {
        const reference = new Reference(number => offerIdOf(EPOCH, number));
        for (const { event, nowMs, before, result } of play(history)) {
          steps += 1;
          expect(result.effects).toEqual(reference.step(event, nowMs));
          expect(stepViolationsOf(before, result)).toEqual([]);
        }
      }),
      { numRuns: 10 },
    );
    expect(steps).toBeGreaterThan(2_000);
  });

  test("R2: every reservation ends exactly once, and only after it was made", () => {
    fc.assert(
      fc.property(histories, history => {
        const open = new Set<string>();
        for (const effect of effectsOf(history)) {
          if (effect.effect === "reserved") {
            expect(open.has(effect.reservation.id)).toBe(false);
            open.add(effect.reservation.id);
          }
          if (effect.effect === "reservationEnded") expect(open.delete(effect.reservation.id)).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });

  test("O1 O4: every offer has an id of its own and ends at most once", () => {
    fc.assert(
      fc.property(histories, history => {
        const made = new Set<string>();
        const open = new Set<string>();
        for (const { result } of play(history)) {
          for (const effect of result.effects) {
            if (effect.effect === "offered") {
              expect(made.has(effect.offer.id)).toBe(false);
              made.add(effect.offer.id);
              open.add(effect.offer.id);
            }
            if (effect.effect === "offerEnded") expect(open.delete(effect.offer.id)).toBe(true);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test("E2: the same history replays deeply equal, and no step changes the state it was given", () => {
    fc.assert(
      fc.property(histories, history => {
        const first = [...play(history)];
        const untouched = structuredClone(first[first.length - 1]?.before);
        const second = [...play(history)];
        expect(second.map(entry => entry.result.effects)).toEqual(first.map(entry => entry.result.effects));
        expect(second[second.length - 1]?.result).toEqual(first[first.length - 1]?.result);
        expect(first[first.length - 1]?.before).toEqual(untouched);
      }),
      { numRuns: 10 },
    );
  });
});
