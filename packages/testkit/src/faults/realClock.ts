import type { Clock } from "@lotse/protocol";

/** Real time: what runs against real processes has no other. */
export const realClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};
