/**
 * When to fetch what is missing: one round at a time, again at once while it helps, with growing pauses while it
 * does not. Does not know what is fetched.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { backoffMs } from "./backoff.ts";

/**
 * `progress`: got something, more is missing. `stuck`: nothing came although something is missing, or the round
 * failed. `gone`: there is nothing to fetch from, until the next connect.
 */
export type RoundOutcome = "complete" | "progress" | "stuck" | "gone";

/** `again`: another round was asked for while one was under way. */
type Progress = "idle" | "fetching" | "again" | "resting" | "closed";

export interface ResumerOptions {
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  readonly round: () => Promise<RoundOutcome>;
}

export class Resumer {
  #progress: Progress = "idle";
  #attempt = 0;
  #cancelRest: Unsubscribe = () => {};
  readonly #options: ResumerOptions;

  constructor(options: ResumerOptions) {
    this.#options = options;
  }

  ask(): void {
    if (this.#progress === "fetching") this.#progress = "again";
    else if (this.#progress === "idle") this.#run();
  }

  /** The connection is back: no need to wait any longer. */
  wake(): void {
    this.#cancelRest();
    this.#attempt = 0;
    if (this.#progress === "resting") this.#progress = "idle";
    this.ask();
  }

  close(): void {
    this.#progress = "closed";
    this.#cancelRest();
  }

  #run(): void {
    if (!this.#options.isOnline()) return;
    this.#progress = "fetching";
    void this.#options.round().then(outcome => this.#ended(outcome));
  }

  #ended(outcome: RoundOutcome): void {
    if (this.#progress === "closed") return;
    const again = this.#progress === "again";
    this.#progress = "idle";
    if (outcome === "progress" || (outcome === "complete" && again)) {
      this.#attempt = 0;
      this.#run();
    } else if (outcome === "stuck") {
      this.#progress = "resting";
      this.#cancelRest = this.#options.clock.after(backoffMs(++this.#attempt), () => {
        this.#progress = "idle";
        this.#run();
      });
    }
  }
}
