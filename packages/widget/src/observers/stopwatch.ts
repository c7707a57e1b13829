/** A duration that runs, stops and begins anew. The object stays the same, so that whoever reads it reads what is true now. */
import { elapsedMs } from "@lotse/radar";

export interface Stopwatch {
  accumulatedMs: number;
  sinceMs: number | null;
}

export const createStopwatch = (): Stopwatch => ({ accumulatedMs: 0, sinceMs: null });

/** True if it started or stopped. */
export const settle = (watch: Stopwatch, running: boolean, nowMs: number): boolean => {
  if (running === (watch.sinceMs !== null)) return false;
  watch.accumulatedMs = elapsedMs(watch, nowMs);
  watch.sinceMs = running ? nowMs : null;
  return true;
};

export const restart = (watch: Stopwatch, running: boolean, nowMs: number): void => {
  watch.accumulatedMs = 0;
  watch.sinceMs = running ? nowMs : null;
};
