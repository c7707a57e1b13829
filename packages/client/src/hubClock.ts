/**
 * How far the hub's clock is ahead of ours. The hub read its time somewhere between our asking and our hearing, so
 * every answer bounds the difference from both sides, and the bounds of all answers hold together: the guess in their
 * middle is never further off than half the best round trip.
 */
export class HubClock {
  #leastMs = Number.NEGATIVE_INFINITY;
  #mostMs = Number.POSITIVE_INFINITY;

  /** 0 until the hub told its time. */
  get aheadMs(): number {
    return Number.isFinite(this.#mostMs) ? Math.round((this.#leastMs + this.#mostMs) / 2) : 0;
  }

  heard(answer: { readonly askedAtMs: number; readonly heardAtMs: number; readonly hubNowMs: number }): void {
    const least = answer.hubNowMs - answer.heardAtMs;
    const most = answer.hubNowMs - answer.askedAtMs;
    // Our clock was set back while the answer was under way.
    if (least > most) return;
    this.#leastMs = Math.max(this.#leastMs, least);
    this.#mostMs = Math.min(this.#mostMs, most);
    if (this.#leastMs <= this.#mostMs) return;
    // One of the two clocks was set since, or they drifted apart: what was known before is not true any more.
    this.#leastMs = least;
    this.#mostMs = most;
  }
}
