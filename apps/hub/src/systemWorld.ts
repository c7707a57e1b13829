/** The real clock, ids and randomness; the only place of the hub that touches them. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Clock, MakeId } from "@lotse/protocol";

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

export const systemIds: MakeId = () => randomUUID();

export const systemRandom = (): number => Math.random();

export const systemRandomBytes = (count: number): Uint8Array => randomBytes(count);
