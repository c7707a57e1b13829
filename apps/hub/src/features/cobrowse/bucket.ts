/** A token bucket: what somebody may do at once, and then in a second. Tokens come back evenly. */
import type { Clock } from "@lotse/protocol";

/** Takes one token and answers whether there was one; `leave`: so many are not for this. */
export type Bucket = (leave?: number) => boolean;

export const createBucket = (
  clock: Clock,
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
): Bucket => {
  let tokens = burst;
  let atMs = clock.nowMs();
  return (leave = 0) => {
    const nowMs = clock.nowMs();
    tokens = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * perSecond) / 1_000);
    atMs = nowMs;
    if (tokens - 1 < leave) return false;
    tokens -= 1;
    return true;
  };
};
