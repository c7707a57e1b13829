/**
 * Values that know who read them: a watch runs again when a cell it read has changed. The few lines of signals that
 * the widget needs; the library would cost every visitor in contact four times as much.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";

export interface ReadonlyCell<T> {
  /** Reading inside a watch subscribes it. */
  readonly value: T;
  peek(): T;
}

interface Watcher {
  readonly run: () => void;
  readonly reads: Set<Set<Watcher>>;
}

let current: Watcher | null = null;
const due = new Set<Watcher>();
let flushing = false;

/** Each watch runs once for all that changed meanwhile; what a watch changes is heeded in the same flush. */
const flush = () => {
  if (flushing) return;
  flushing = true;
  try {
    for (const watcher of due) {
      due.delete(watcher);
      guard(watcher.run)();
    }
  } finally {
    flushing = false;
  }
};

export class Cell<T> implements ReadonlyCell<T> {
  #value: T;
  readonly #readers = new Set<Watcher>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    if (current !== null) {
      this.#readers.add(current);
      current.reads.add(this.#readers);
    }
    return this.#value;
  }

  set value(next: T) {
    if (next === this.#value) return;
    this.#value = next;
    for (const reader of this.#readers) due.add(reader);
    flush();
  }

  peek(): T {
    return this.#value;
  }
}

/** Runs `fn` now and whenever a cell it read the last time has changed. */
export const watch = (fn: () => void): Unsubscribe => {
  const forget = () => {
    for (const readers of watcher.reads) readers.delete(watcher);
    watcher.reads.clear();
    due.delete(watcher);
  };
  const watcher: Watcher = {
    reads: new Set(),
    run: () => {
      forget();
      const outer = current;
      current = watcher;
      try {
        fn();
      } finally {
        current = outer;
      }
    },
  };
  watcher.run();
  return forget;
};
