/** What was fetched lately, within a bound of bytes and time; what is being fetched is not fetched twice. Knows no addresses. */
import type { Clock } from "@lotse/protocol";

export interface MemoryLimits {
  readonly bytesMax: number;
  readonly keptMs: number;
}

export interface Memory<T> {
  get(key: string, make: () => Promise<T>): Promise<T>;
  readonly bytes: number;
}

export const createMemory = <T>(deps: {
  readonly clock: Clock;
  readonly limits: MemoryLimits;
  readonly sizeOf: (value: T) => number;
}): Memory<T> => {
  const { clock, limits, sizeOf } = deps;
  /** The one used longest ago is first. */
  const kept = new Map<string, { readonly value: T; readonly size: number; readonly untilMs: number }>();
  const coming = new Map<string, Promise<T>>();
  let bytes = 0;

  const forget = (key: string): void => {
    bytes -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, value: T): void => {
    // What is kept costs more than its bytes: its address, its place.
    const size = sizeOf(value) + key.length + 500;
    forget(key);
    if (size > limits.bytesMax) return;
    kept.set(key, { value, size, untilMs: clock.nowMs() + limits.keptMs });
    bytes += size;
    for (const oldest of kept.keys()) {
      if (bytes <= limits.bytesMax) return;
      forget(oldest);
    }
  };

  return {
    get bytes() {
      return bytes;
    },
    get: async (key, make) => {
      const known = kept.get(key);
      if (known !== undefined && known.untilMs > clock.nowMs()) {
        kept.delete(key);
        kept.set(key, known);
        return known.value;
      }
      const before = coming.get(key);
      if (before !== undefined) return before;
      const making = make();
      coming.set(key, making);
      try {
        const value = await making;
        keep(key, value);
        return value;
      } finally {
        coming.delete(key);
      }
    },
  };
};
