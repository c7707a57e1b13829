/**
 * May the hub get traffic? Asks the storage, but at most once a second however often it is asked itself, and takes a
 * slow answer for none.
 */
import type { Clock } from "@lotse/protocol";

const FRESH_MS = 1_000;
const PATIENCE_MS = 2_000;

export const createReadiness = (deps: {
  /** Rejects while the storage is away. */
  readonly probe: () => Promise<unknown>;
  readonly clock: Clock;
}): (() => Promise<boolean>) => {
  let last: { readonly atMs: number; readonly answer: Promise<boolean> } | null = null;

  const ask = (): Promise<boolean> =>
    new Promise(resolve => {
      const stop = deps.clock.after(PATIENCE_MS, () => resolve(false));
      deps
        .probe()
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(stop);
    });

  return () => {
    const nowMs = deps.clock.nowMs();
    if (last === null || nowMs - last.atMs >= FRESH_MS) last = { atMs: nowMs, answer: ask() };
    return last.answer;
  };
};
