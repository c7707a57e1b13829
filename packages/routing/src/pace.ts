/**
 * How fast a lane of a queue is served, and what that lets one expect. Its pace counts the items taken that had waited and the time
 * during which somebody waited; both fade with that time, so that the last quarter of an hour counts most. What was given out
 * at once says nothing about a queue whose agents are all busy. Knows no items and no agents.
 */
import type { Pace } from "./model.ts";

/** After so much waiting time an observation counts half. */
const HALF_LIFE_MS = 15 * 60_000;
/** So much of such time an observed pace comes from. */
const SEEN_MS = HALF_LIFE_MS / Math.LN2;
/** Fewer takes say nothing. */
const TAKES_AT_LEAST = 3;
/** Of the normal distribution: four of five waits fall between low and high. */
const FOUR_OF_FIVE = 1.2816;

export interface Estimate {
  /** 1: next. */
  readonly position: number;
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** The pace at a later time; only time during which somebody waited counts. */
export const paceAt = (pace: Pace | undefined, atMs: number, isBusy: boolean): Pace => {
  if (pace === undefined) return { takes: 0, busyMs: 0, atMs };
  if (!isBusy || atMs <= pace.atMs) return { ...pace, atMs };
  // Time fades while it passes: so it makes no difference how often somebody looks
  const fading = 0.5 ** ((atMs - pace.atMs) / HALF_LIFE_MS);
  const addedMs = (1 - fading) * SEEN_MS;
  return { takes: pace.takes * fading, busyMs: pace.busyMs * fading + addedMs, atMs };
};

export const withTake = (pace: Pace): Pace => ({ ...pace, takes: pace.takes + 1 });

/**
 * The wait of whoever stands at the position: so many takes at the observed rate. Its spread is that of a sum of `position`
 * random gaps, widened by how few takes the rate itself was learned from, and by how long it would have to stay the same.
 */
export const estimateAt = (pace: Pace, position: number): Estimate | null => {
  if (pace.takes < TAKES_AT_LEAST) return null;
  const expectedMs = (pace.busyMs / pace.takes) * position;
  const spreadMs =
    FOUR_OF_FIVE * expectedMs * Math.sqrt(1 / position + 1 / pace.takes + expectedMs / (2 * SEEN_MS));
  return {
    position,
    expectedMs: Math.round(expectedMs),
    lowMs: Math.round(Math.max(0, expectedMs - spreadMs)),
    highMs: Math.round(expectedMs + spreadMs),
  };
};
