/**
 * What follows when the mirror is not what the visitor's page says it sent: first the segment from its start, as after a gap,
 * which costs the visitor nothing; if that is no better, a fresh picture. Seldom, and given up when neither helps, so that
 * nothing a stream claims makes more of it. Knows neither stream nor mirror.
 */
import type { Clock } from "@lotse/protocol";

/** At most. */
const EVERY_MS = 60_000;
/** One after the other, until it is the same once. */
const MEANS = ["again", "fresh"] as const;

export type Means = (typeof MEANS)[number];

export class Mending {
  readonly #clock: Clock;
  #tried = 0;
  #atMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null: nothing is to be done, or nothing more. */
  checked(same: boolean): Means | null {
    if (same) this.#tried = 0;
    const means = MEANS[this.#tried];
    const nowMs = this.#clock.nowMs();
    if (same || means === undefined || nowMs - this.#atMs < EVERY_MS) return null;
    this.#tried += 1;
    this.#atMs = nowMs;
    return means;
  }
}
