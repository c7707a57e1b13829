/**
 * How many elements a part comes to when every reference in it is followed. Parts that lead to each other (which browsers break
 * off) count as if each could pass through all of them. Pure graph arithmetic; knows nothing of ids and attributes.
 */
import { tooLarge } from "./weighing.ts";

export interface Part {
  readonly inner: number;
  /** Which parts it draws, how often. */
  readonly draws: ReadonlyMap<string, number>;
}

/** No page nests so deep. */
const DEPTH_MAX = 400;

interface Visit {
  readonly key: string;
  readonly part: Part;
  readonly at: number;
  low: number;
}

export const createReckoning = (partOf: (key: string) => Part): ((key: string) => number) => {
  const weights = new Map<string, number>();
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];

  /** The parts of one circle, or the one part that is in none. */
  const close = (circle: readonly Visit[]): void => {
    const keys = new Set(circle.map(({ key }) => key));
    let sum = 0;
    let turns = 1;
    for (const { part } of circle) {
      let back = 0;
      sum += part.inner;
      for (const [key, times] of part.draws) {
        if (keys.has(key)) back += times;
        else sum += times * (weights.get(key) ?? 0);
      }
      turns *= 1 + back;
    }
    for (const key of keys) weights.set(key, sum * turns);
  };
  /** Tarjan's search: a circle is complete when nothing in it leads further up. */
  const visit = (key: string, depth: number): Visit => {
    if (depth > DEPTH_MAX) throw tooLarge();
    const here: Visit = { key, part: partOf(key), at: visits.size, low: visits.size };
    visits.set(key, here);
    open.push(here);
    for (const next of here.part.draws.keys()) {
      if (weights.has(next)) continue;
      here.low = Math.min(here.low, visits.get(next)?.at ?? visit(next, depth + 1).low);
    }
    if (here.low === here.at) close(open.splice(open.indexOf(here)));
    return here;
  };
  return key => {
    if (!weights.has(key)) visit(key, 0);
    return weights.get(key) ?? 0;
  };
};
