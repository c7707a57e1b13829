/**
 * Codes of the second factor that let somebody in, until none of them is accepted any more: each opens one door
 * (RFC 6238, 5.2). Whoever reads one over a shoulder has nothing. Knows neither secrets nor sessions.
 */

/** A code is taken one step of 30 s before and after its own. */
const ACCEPTED_MS = 90_000;

export interface UsedCodes {
  /** True once per account and code; synchronous, so that of two at the same time one gets it. */
  take(accountId: string, code: string, nowMs: number): boolean;
}

export const createUsedCodes = (): UsedCodes => {
  /** In the order of their use. */
  const usedAtMs = new Map<string, number>();

  const forget = (nowMs: number): void => {
    for (const [used, atMs] of usedAtMs) {
      if (nowMs - atMs < ACCEPTED_MS) return;
      usedAtMs.delete(used);
    }
  };

  return {
    take: (accountId, code, nowMs) => {
      forget(nowMs);
      const used = `${accountId} ${code}`;
      if (usedAtMs.has(used)) return false;
      usedAtMs.set(used, nowMs);
      return true;
    },
  };
};
