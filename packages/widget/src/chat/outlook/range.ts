/**
 * An expected wait as people say it: in steps that grow with it, and the same words until it is really another. Minutes
 * come in, none go out that nobody could know.
 */
import type { WaitRange } from "@lotse/protocol";

const MINUTE_MS = 60_000;
/** In minutes. Over half an hour nobody's estimate is worth a number. */
const LADDER = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, Number.POSITIVE_INFINITY] as const;
const TOP = LADDER.length - 1;

/** Two rungs of the ladder. */
export interface Rungs {
  readonly low: number;
  readonly high: number;
}

/** The narrowest rungs with the range between them. */
export const rungsOf = ({ lowMs, highMs }: WaitRange): Rungs => {
  const low = LADDER.filter(minutes => minutes * MINUTE_MS <= Math.max(0, lowMs)).length - 1;
  const high = LADDER.findIndex(minutes => minutes * MINUTE_MS >= highMs);
  return { low, high: Math.max(low, high) };
};

/**
 * What is shown stays while it is about right: numbers that flicker are believed by nobody. It rises at once, so that it
 * never says less than the estimate, and sinks by two rungs.
 */
export const steady = (shown: Rungs | null, next: Rungs): Rungs => {
  if (shown === null) return next;
  const spare = shown.high - next.high;
  return spare >= 0 && spare <= 1 && Math.abs(shown.low - next.low) <= 1 ? shown : next;
};

/** The rungs in minutes; `high` null: over half an hour. */
export const minutesOf = ({ low, high }: Rungs): { readonly low: number; readonly high: number | null } => ({
  low: LADDER[low] ?? 0,
  high: high >= TOP ? null : (LADDER[high] ?? null),
});
