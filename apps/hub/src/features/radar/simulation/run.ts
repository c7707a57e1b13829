/**
 * Takes trials through recorded visits in the order of time, all visits at once as they happened: who is asked first has the slot.
 * Keeps only the visits that are going on. Pure.
 */
import type { RecordedVisit } from "@lotse/storage";
import type { Course } from "./course.ts";
import type { Trial } from "./trial.ts";

export interface Run {
  /** Visits in order of their beginning. */
  add(visits: readonly RecordedVisit[]): void;
  /** At most so many steps before that time; false: there are more. */
  go(until: { readonly beforeMs: number; readonly stepsMax: number }): boolean;
  /** Visits that are through, with every trial. */
  readonly finished: number;
}

interface Entry {
  readonly course: Course;
  readonly trial: Trial;
  readonly atMs: number;
  /** Decides between two of one moment: the order in which they began. */
  readonly order: number;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

/** A binary heap: the next in time is at the top. */
const createHeap = () => {
  const entries: Entry[] = [];
  const swap = (one: number, other: number): void => {
    const [a, b] = [entries[one], entries[other]];
    if (a === undefined || b === undefined) return;
    entries[one] = b;
    entries[other] = a;
  };
  const precedes = (one: number, other: number): boolean => {
    const [a, b] = [entries[one], entries[other]];
    return a !== undefined && b !== undefined && isBefore(a, b);
  };
  const sink = (from: number): void => {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const smaller = precedes(right, left) ? right : left;
      if (!precedes(smaller, at)) return;
      swap(smaller, at);
      at = smaller;
    }
  };
  return {
    peek: (): Entry | undefined => entries[0],
    push: (entry: Entry): void => {
      entries.push(entry);
      for (let at = entries.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (!precedes(at, above)) break;
        swap(at, above);
        at = above;
      }
    },
    pop: (): Entry | undefined => {
      const top = entries[0];
      const last = entries.pop();
      if (last !== undefined && entries.length > 0) {
        entries[0] = last;
        sink(0);
      }
      return top;
    },
  };
};

export const createRun = (trials: readonly Trial[]): Run => {
  const heap = createHeap();
  let begun = 0;
  let through = 0;

  const put = (entry: Omit<Entry, "atMs">): void => {
    const { course, trial } = entry;
    if (course.nextAtMs !== null) {
      heap.push({ ...entry, atMs: course.nextAtMs });
      return;
    }
    through += 1;
    trial.tally.visit(course.recorded.visitId, course.outcome);
  };

  return {
    get finished() {
      return Math.floor(through / trials.length);
    },
    add: visits => {
      for (const recorded of visits) {
        begun += 1;
        for (const trial of trials) put({ course: trial.begin(recorded), trial, order: begun });
      }
    },
    go: ({ beforeMs, stepsMax }) => {
      for (let steps = 0; steps < stepsMax; steps++) {
        const next = heap.peek();
        if (next === undefined || next.atMs >= beforeMs) return true;
        heap.pop();
        next.course.step();
        put(next);
      }
      return false;
    },
  };
};
