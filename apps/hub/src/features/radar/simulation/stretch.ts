/**
 * A visit between two recorded moments: which times went on, from when and until when, as far as the later moment lets one tell. So a
 * rule over a time is true when it would have been, not at the next word of the page. Pure.
 *
 * What the page does not say is not made up: a time that did not grow stood still, and after the last word nothing is known.
 */
import type { Facts } from "@lotse/protocol";
import { type Duration, type LiveFacts, OBSERVED } from "@lotse/radar";

export interface Moment {
  readonly atMs: number;
  readonly facts: Facts;
}

export interface Stretch {
  readonly fromMs: number;
  /** Within it: when some time begins or ends to run. In order. */
  readonly turns: readonly number[];
  /** As a page would know it then. */
  liveAt(atMs: number): LiveFacts;
}

interface Run {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Less than this is lost on the way from the page to the hub. */
export const SLACK_MS = 1_500;

const nameOf = (key: string): string => key.split(":", 1)[0] ?? key;

const isDuration = (key: string): boolean => {
  const name = nameOf(key);
  return Object.hasOwn(OBSERVED, name) && OBSERVED[name as keyof typeof OBSERVED] === "duration";
};

const observedMs = (facts: Facts, key: string): number | undefined => {
  const value = facts.observed?.[key];
  return typeof value === "number" ? value : undefined;
};

/** A form that is being filled in runs on first; what was not running began late enough to come out right. */
const runOf = (
  within: Run,
  { grownMs, isRunning }: { readonly grownMs: number; readonly isRunning: boolean },
): Run | null => {
  if (grownMs <= 0) return null;
  const startsAtOnce = isRunning || grownMs >= within.toMs - within.fromMs - SLACK_MS;
  const fromMs = startsAtOnce ? within.fromMs : within.toMs - grownMs;
  return { fromMs, toMs: Math.min(within.toMs, fromMs + grownMs) };
};

const runsBetween = (here: Moment, next: Moment): ReadonlyMap<string, Run> => {
  const within: Run = { fromMs: here.atMs, toMs: next.atMs };
  const runs = new Map<string, Run>();
  const note = (key: string, grownMs: number, isRunning: boolean): void => {
    const run = runOf(within, { grownMs, isRunning });
    if (run !== null) runs.set(key, run);
  };
  for (const [name, { activeMs, active }] of Object.entries(here.facts.forms)) {
    note(`form.ms:${name}`, (next.facts.forms[name]?.activeMs ?? activeMs) - activeMs, active);
  }
  for (const key of Object.keys(here.facts.observed ?? {}).filter(isDuration)) {
    const beforeMs = observedMs(here.facts, key) ?? 0;
    note(key, (observedMs(next.facts, key) ?? beforeMs) - beforeMs, false);
  }
  // Somebody was there: the page spoke again, or a time on it went on. Otherwise it may have been shut for long
  const wasThere = here.facts.page.url === next.facts.page.url || runs.size > 0;
  if (wasThere) note("visit.ms", next.facts.visit.ms - here.facts.visit.ms, true);
  return runs;
};

const durationAt = (ms: number, run: Run | undefined, atMs: number): Duration => {
  if (run === undefined || atMs < run.fromMs) return { accumulatedMs: ms, sinceMs: null };
  if (atMs >= run.toMs) return { accumulatedMs: ms + run.toMs - run.fromMs, sinceMs: null };
  return { accumulatedMs: ms, sinceMs: run.fromMs };
};

/** `next`: null if nothing more was heard. */
export const stretchOf = (here: Moment, next: Moment | null): Stretch => {
  const runs = next === null ? new Map<string, Run>() : runsBetween(here, next);
  const ends = [...runs.values()].flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const isWithin = (atMs: number): boolean => atMs > here.atMs && atMs < (next?.atMs ?? here.atMs);
  const { page, visit, forms, products, observed } = here.facts;
  const observedAt = (atMs: number) => (claim: NonNullable<Facts["observed"]>[string], key: string) => {
    if (claim === null) return Number.NaN;
    return isDuration(key) && typeof claim === "number" ? durationAt(claim, runs.get(key), atMs) : claim;
  };
  return {
    fromMs: here.atMs,
    turns: [...new Set(ends.filter(isWithin))].sort((one, other) => one - other),
    liveAt: atMs => ({
      page,
      products,
      visit: { pages: visit.pages, time: durationAt(visit.ms, runs.get("visit.ms"), atMs) },
      forms: Object.fromEntries(
        Object.entries(forms).map(([name, { activeMs }]) => [
          name,
          durationAt(activeMs, runs.get(`form.ms:${name}`), atMs),
        ]),
      ),
      ...(observed === undefined ? {} : { observed: withKeys(observed, observedAt(atMs)) }),
    }),
  };
};

const withKeys = <A, B>(record: Readonly<Record<string, A>>, map: (value: A, key: string) => B) =>
  Object.assign(
    Object.create(null) as Record<string, B>,
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)])),
  );
