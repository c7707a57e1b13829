/** The parts of the outside world that logic may touch, injected so that tests own them. */

/** Undo of a subscription or a timer. Calling it twice is harmless. */
export type Unsubscribe = () => void;

/** Wall clock and timers in one place. Times are milliseconds since 1970-01-01T00:00Z. */
export interface Clock {
  nowMs(): number;
  /** Runs `fn` once, `delayMs` from now at the earliest. */
  after(delayMs: number, fn: () => void): Unsubscribe;
}

/** Makes a fresh id (a random UUID in production, a counter in tests). */
export type MakeId = () => string;
