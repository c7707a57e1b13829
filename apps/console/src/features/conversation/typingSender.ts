/** Tells the other side that somebody writes: at once, again while it goes on, and when it stops. Knows no text. */
import type { Clock, Unsubscribe } from "@lotse/protocol";

/** Told again this often, so that a lost event is made good. */
const AGAIN_MS = 4_000;
/** No key for this long: not writing any more. */
const IDLE_MS = 6_000;

export const createTypingSender = (options: {
  readonly clock: Clock;
  readonly tell: (typing: boolean) => void;
}) => {
  const { clock, tell } = options;
  let toldAtMs: number | null = null;
  let cancelIdle: Unsubscribe = () => undefined;

  const stop = () => {
    cancelIdle();
    if (toldAtMs === null) return;
    toldAtMs = null;
    tell(false);
  };

  return {
    changed(typing: boolean): void {
      if (!typing) {
        stop();
        return;
      }
      if (toldAtMs === null || clock.nowMs() - toldAtMs >= AGAIN_MS) {
        toldAtMs = clock.nowMs();
        tell(true);
      }
      cancelIdle();
      cancelIdle = clock.after(IDLE_MS, stop);
    },
    close(): void {
      cancelIdle();
    },
  };
};
