import type { Clock } from "@lotse/protocol";

/** The real clock, for composition roots only. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, fn) => {
    // Asked for more, a browser's timer goes off at once.
    const timer = setTimeout(fn, Math.min(delayMs, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};
