/** The visitor's facts on their way: from the loader's live ones into a beacon, and out of it at the hub. */
import type { Facts } from "@lotse/protocol";
import {
  createFactSource,
  elapsedMs,
  type FactSource,
  type LiveFacts,
  type ReadHub,
  withHub,
} from "./facts.ts";
import { observedFromWire } from "./observed.ts";

const DAY_MS = 86_400_000;

export const mapRecord = <A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Record<string, B> => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));

export const toWireFacts = (live: LiveFacts, nowMs: number): Facts => ({
  page: live.page,
  visit: { pages: live.visit.pages, ms: Math.min(30 * DAY_MS, elapsedMs(live.visit.time, nowMs)) },
  forms: mapRecord(live.forms, time => ({
    activeMs: Math.min(DAY_MS, elapsedMs(time, nowMs)),
    active: time.sinceMs !== null,
  })),
  products: live.products,
  // What is not known is not told. That there is no number (NaN) becomes null, as JSON has it.
  observed:
    live.observed &&
    (mapRecord(live.observed, value =>
      typeof value === "object" ? elapsedMs(value, nowMs) : value,
    ) as Facts["observed"]),
});

/** As `factsFromWire`, but what was running when the claims were made runs on from there: how it is now, if nothing else happened. */
export const factsRunning = (
  facts: Facts,
  { readHub, sinceMs }: { readonly readHub: ReadHub; readonly sinceMs: number | null },
): FactSource =>
  withHub(
    createFactSource({
      page: facts.page,
      visit: { pages: facts.visit.pages, time: { accumulatedMs: facts.visit.ms, sinceMs } },
      forms: mapRecord(facts.forms, form => ({
        accumulatedMs: form.activeMs,
        sinceMs: form.active ? sinceMs : null,
      })),
      products: facts.products,
      observed: observedFromWire(facts.observed ?? {}),
    }),
    readHub,
  );

/** Claims stand still: the hub judges the moment at which they were made. */
export const factsFromWire = (facts: Facts, readHub: ReadHub): FactSource =>
  factsRunning(facts, { readHub, sinceMs: null });
