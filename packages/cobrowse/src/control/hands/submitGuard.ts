/** Keeps what an agent does from sending a form, whatever the page's own scripts make of it. */
import type { Page } from "./page.ts";

/** What a page does in answer to an event, it mostly does in the same turn. */
const TURNS = 5;

export interface Guarded<T> {
  readonly result: T;
  /** Something was about to be sent. */
  readonly isStopped: boolean;
}

export const withoutSubmits = async <T>(page: Page, element: Element, act: () => T): Promise<Guarded<T>> => {
  let isStopped = false;
  const stop = (event: Event): void => {
    isStopped = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const ends: (() => void)[] = [];
  for (let at: Node | null = element; at !== null; at = page.above(at)) {
    // A shadow root keeps it to itself.
    const hearer = at.nodeType === 9 ? page.realm(at) : at.nodeType === 11 ? at : null;
    if (hearer !== null) ends.push(page.listen(hearer, "submit", stop));
  }
  try {
    const result = act();
    // Nobody's key or click comes between these: what is stopped is never the visitor's own.
    for (let turn = 0; turn < TURNS; turn++) await null;
    return { result, isStopped };
  } finally {
    for (const end of ends) end();
  }
};
export type WithoutSubmits = typeof withoutSubmits;
