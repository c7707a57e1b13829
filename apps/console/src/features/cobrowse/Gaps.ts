/**
 * How long to wait before a gap in the stream is mended: the first at once, those that come back soon ever more slowly.
 * Knows neither stream nor mirror.
 */
import type { Clock } from "@lotse/protocol";

const FIRST_MS = 500;
const MAX_MS = 10_000;
/** This long without a gap: all is well again. */
const CALM_MS = 15_000;

export class Gaps {
  readonly #clock: Clock;
  #count = 0;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** There is one more. */
  next(): number {
    const nowMs = this.#clock.nowMs();
    this.#count = nowMs - this.#lastAtMs > CALM_MS ? 1 : this.#count + 1;
    this.#lastAtMs = nowMs;
    return this.#count === 1 ? 0 : Math.min(MAX_MS, FIRST_MS * 2 ** (this.#count - 2));
  }
}
