/**
 * When to fetch what is missing: one round at a time, again at once while it helps, with growing pauses while it
 * does not. Does not know what is fetched.
 */
import type { Clock } from "@lotse/protocol";
import { Pace } from "./pace.ts";

/**
 * `progress`: got something, more is missing. `stuck`: nothing came although something is missing, or the round
 * failed. `gone`: there is nothing to fetch from, until the next connect.
 */
export type RoundOutcome = "complete" | "progress" | "stuck" | "gone";

export interface ResumerOptions {
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  readonly round: () => Promise<RoundOutcome>;
}

export class Resumer {
  readonly #pace: Pace;
  /** Another round was asked for while one was under way. */
  #again = false;
  readonly #options: ResumerOptions;

  constructor(options: ResumerOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, () => this.ask());
  }

  ask(): void {
    if (this.#pace.busy) this.#again = true;
    else if (this.#pace.idle && this.#options.isOnline()) {
      this.#again = false;
      this.#pace.begin();
      void this.#round();
    }
  }

  wake(): void {
    this.#pace.wake();
  }

  close(): void {
    this.#pace.close();
  }

  async #round(): Promise<void> {
    this.#ended(await this.#options.round());
  }

  #ended(outcome: RoundOutcome): void {
    if (!this.#pace.end()) return;
    if (outcome === "progress" || (outcome === "complete" && this.#again)) {
      this.#pace.succeeded();
      this.ask();
    } else if (outcome === "stuck") this.#pace.rest();
  }
}
