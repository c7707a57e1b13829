/** So many at once, so many of them for one key; the others wait in their order, and beyond a bound nobody waits. Knows no requests. */
import { LotseError } from "@lotse/protocol";

export interface TurnLimits {
  readonly atOnce: number;
  readonly atOncePerKey: number;
  readonly waitingPerKey: number;
}

export interface Turns {
  /** Throws RATE_LIMITED where too many wait. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

export const createTurns = ({ atOnce, atOncePerKey, waitingPerKey }: TurnLimits): Turns => {
  /** In the order in which they are served: who was served goes behind the others. */
  const lines = new Map<string, Line>();
  let running = 0;

  const next = (): void => {
    while (running < atOnce) {
      const due = [...lines].find(([, line]) => line.running < atOncePerKey && line.waiting.length > 0);
      if (due === undefined) return;
      const [key, line] = due;
      lines.delete(key);
      lines.set(key, line);
      running += 1;
      line.running += 1;
      line.waiting.shift()?.();
    }
  };
  const end = (key: string, line: Line): void => {
    running -= 1;
    line.running -= 1;
    if (line.running === 0 && line.waiting.length === 0) lines.delete(key);
    next();
  };

  return {
    take: async (key, work) => {
      const line = lines.get(key) ?? { running: 0, waiting: [] };
      lines.set(key, line);
      if (line.waiting.length >= waitingPerKey) {
        throw new LotseError("RATE_LIMITED", "Too many assets are waited for", { retryAfterMs: 1_000 });
      }
      await new Promise<void>(resolve => {
        line.waiting.push(resolve);
        next();
      });
      try {
        return await work();
      } finally {
        end(key, line);
      }
    },
  };
};
