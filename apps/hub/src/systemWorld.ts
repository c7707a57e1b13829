/** The real clock, ids and randomness; the only place of the hub that touches them. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock, MakeId } from "@lotse/protocol";

/** Asked for more, the runtime's timers go off at once: a rule that falls due in a month would wake the hub without end. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, fn) => {
    const waitFor = (ms: number): NodeJS.Timeout =>
      ms <= TIMER_MAX_MS
        ? setTimeout(fn, ms)
        : setTimeout(() => {
            timer = waitFor(ms - TIMER_MAX_MS);
          }, TIMER_MAX_MS);
    let timer = waitFor(delayMs);
    return () => clearTimeout(timer);
  },
};

export const systemIds: MakeId = () => randomUUID();

export const systemRandom = (): number => Math.random();

export const systemRandomBytes = (count: number): Uint8Array => randomBytes(count);
