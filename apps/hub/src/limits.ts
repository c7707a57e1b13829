/** How much one party may ask for in a while. Buckets live in memory; a cluster will share them. */
import { LotseError } from "@lotse/protocol";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface Quota {
  readonly points: number;
  readonly perMs: number;
}

export interface Limits {
  /** Commands of one visit or one agent, over both transports. */
  readonly commands: Quota;
  /** Beacons from one address; generous, because whole companies share one. */
  readonly beacons: Quota;
  /** One-time links read and redeemed from one address: a person opens one, whoever guesses tries many. */
  readonly links: Quota;
  readonly socketsPerAddress: number;
}

export const DEFAULT_LIMITS: Limits = {
  commands: { points: 150, perMs: 3_000 },
  beacons: { points: 600, perMs: 10_000 },
  links: { points: 20, perMs: 60_000 },
  socketsPerAddress: 1_000,
};

/** Throws RATE_LIMITED with the time after which asking again makes sense. */
export type TakeOne = (key: string) => Promise<void>;

export const createLimiter = (quota: Quota): TakeOne => {
  const limiter = new RateLimiterMemory({ points: quota.points, duration: quota.perMs / 1_000 });
  return async key => {
    try {
      await limiter.consume(key);
    } catch (verdict) {
      if (!(verdict instanceof RateLimiterRes)) throw verdict;
      const retryAfterMs = Math.max(1, Math.ceil(verdict.msBeforeNext));
      throw new LotseError("RATE_LIMITED", "Too many requests", { retryAfterMs });
    }
  };
};
