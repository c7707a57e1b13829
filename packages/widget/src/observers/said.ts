/** What the page itself says of the visit: `track` counts, `fact` tells. Of names that no rule reads nothing is kept. */
import type { FactValue } from "@lotse/radar";
import { clip } from "../shared/text.ts";
import type { ObserverDefinition } from "./Watch.ts";

const TEXT_MAX = 200;
const COUNT_MAX = 100_000;
const YEAR_MS = 365 * 86_400_000;

interface Counted {
  readonly count: number;
  readonly atMs: number;
}

const isCounted = (value: unknown): value is Counted => {
  const { count, atMs } = Object(value) as Partial<Counted>;
  return Number.isSafeInteger(count) && Number.isSafeInteger(atMs);
};

const factOf = (value: unknown): FactValue => {
  if (typeof value === "string") return clip(value, TEXT_MAX);
  return typeof value === "boolean" || Number.isFinite(value) ? (value as boolean | number) : undefined;
};

export const said: ObserverDefinition = {
  name: "said",
  facts: ["event.count", "event.sinceMs", "fact"],
  start: watch => {
    const events = new Map<string, Counted | undefined>();
    const facts = new Map<string, FactValue>();
    for (const name of [...watch.about("event.count"), ...watch.about("event.sinceMs")])
      events.set(name, undefined);
    for (const name of watch.about("fact")) facts.set(name, undefined);
    const tell = (name: string) => {
      const known = events.get(name);
      watch.set("event.count", known?.count ?? 0, name);
      const since = known
        ? { accumulatedMs: 0, sinceMs: known.atMs }
        : { accumulatedMs: YEAR_MS, sinceMs: null };
      watch.set("event.sinceMs", since, name);
    };
    return {
      recall: kept => {
        for (const name of events.keys()) {
          const before = kept[`track ${name}`];
          events.set(name, isCounted(before) ? before : undefined);
          tell(name);
        }
        for (const name of facts.keys()) {
          facts.set(name, factOf(kept[`fact ${name}`]));
          watch.set("fact", facts.get(name), name);
        }
      },
      keep: () => ({
        ...Object.fromEntries([...events].map(([name, known]) => [`track ${name}`, known])),
        ...Object.fromEntries([...facts].map(([name, value]) => [`fact ${name}`, value])),
      }),
      hear: (command, name, value) => {
        if (command === "track" && events.has(name)) {
          const count = Math.min(COUNT_MAX, (events.get(name)?.count ?? 0) + 1);
          events.set(name, { count, atMs: watch.clock.nowMs() });
          tell(name);
        }
        if (command === "fact" && facts.has(name)) {
          facts.set(name, factOf(value));
          watch.set("fact", facts.get(name), name);
        }
      },
    };
  },
};
