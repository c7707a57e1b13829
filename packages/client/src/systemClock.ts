import type { Clock } from "@lotse/protocol";

/** The real clock, for composition roots only. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};
