/**
 * One request at a time, tried again after growing pauses, or after the pause the hub asks for. Knows nothing of what
 * is asked.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";

const FIRST_MS = 500;
const LAST_MS = 30_000;

/** How long to wait before try number `attempt` (1 = the first repetition). Doubles, up to half a minute. */
export const backoffMs = (attempt: number): number => Math.min(LAST_MS, FIRST_MS * 2 ** (attempt - 1));

export class Pace {
  #state: "idle" | "busy" | "resting" | "closed" = "idle";
  #attempt = 0;
  #cancel: Unsubscribe = () => {};
  readonly #clock: Clock;
  readonly #next: () => void;

  /** `next` is called whenever there may be something to do; it calls `begin` if there is. */
  constructor(clock: Clock, next: () => void) {
    this.#clock = clock;
    this.#next = next;
  }

  get idle(): boolean {
    return this.#state === "idle";
  }

  get busy(): boolean {
    return this.#state === "busy";
  }

  begin(): void {
    this.#state = "busy";
  }

  /** What was begun is answered. False: nobody wants to know any more. */
  end(): boolean {
    if (this.#state === "closed") return false;
    this.#state = "idle";
    return true;
  }

  succeeded(): void {
    this.#attempt = 0;
  }

  rest(retryAfterMs?: number): void {
    this.#state = "resting";
    this.#cancel = this.#clock.after(retryAfterMs ?? backoffMs(++this.#attempt), () => {
      this.#state = "idle";
      this.#next();
    });
  }

  /** The connection is back: no need to wait any longer. */
  wake(): void {
    this.#cancel();
    this.#attempt = 0;
    if (this.#state === "resting") this.#state = "idle";
    this.#next();
  }

  close(): void {
    this.#cancel();
    this.#state = "closed";
  }
}
