const FIRST_MS = 500;
const LAST_MS = 30_000;

/** How long to wait before try number `attempt` (1 = the first repetition). Doubles, up to half a minute. */
export const backoffMs = (attempt: number): number => Math.min(LAST_MS, FIRST_MS * 2 ** (attempt - 1));
