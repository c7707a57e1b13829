/**
 * Notices that the mirror's process is gone, which no browser tells: it is asked now and then, and answers nothing more. It is
 * put up again, but not without end. A mirror that only works hard answers later. Knows neither stream nor mirror.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";

/** Counted by how often it was asked: what sleeps as a whole is not gone. */
const ASK_EVERY_MS = 5_000;
const UNANSWERED = 2;
const LIVES = 3;
/** This long without: what was before does not count. */
const CALM_MS = 60_000;

export interface LivesOptions {
  readonly clock: Clock;
  readonly ask: () => void;
  /** It is gone; whether another may be put up. */
  readonly onGone: (again: boolean) => void;
}

export class Lives {
  readonly #options: LivesOptions;
  #cancel: Unsubscribe = () => undefined;
  #asked = 0;
  #gone = 0;
  #goneAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: LivesOptions) {
    this.#options = options;
  }

  begin(): void {
    this.end();
    this.#ask();
  }

  /** Whatever it says. */
  heard(): void {
    this.#asked = 0;
  }

  end(): void {
    this.#cancel();
    this.#asked = 0;
  }

  #ask(): void {
    const { clock, ask } = this.#options;
    if (this.#asked === UNANSWERED) {
      this.#lost();
      return;
    }
    this.#asked += 1;
    ask();
    this.#cancel = clock.after(ASK_EVERY_MS, () => this.#ask());
  }

  #lost(): void {
    const nowMs = this.#options.clock.nowMs();
    this.#gone = nowMs - this.#goneAtMs > CALM_MS ? 1 : this.#gone + 1;
    this.#goneAtMs = nowMs;
    this.#options.onGone(this.#gone <= LIVES);
  }
}
