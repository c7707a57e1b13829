/**
 * What the visitor hid by hand. It lasts for the visit: kept by a selector where one is likely to mean the same on the
 * next page, else as long as this page lives, by its place and by what it says. Only the visitor takes it back. Knows
 * nothing of how it is shown.
 */
import type { Dom } from "./dom.ts";

/** What an event tells of. */
export interface News {
  /** Null: a picture of all. The first of a capture tells of whatever was not there when the last one ended. */
  readonly added: ReadonlySet<Node> | null;
  /** Texts that are new or changed. */
  readonly texts: readonly Node[];
}

/** Elements hidden by hand, and what a page renders in their stead. Comes with the brush: most visitors never use it. */
export interface Strokes {
  is(element: Element): boolean;
  add(element: Element): void;
  remove(element: Element): void;
  /** Whether anything can come of news. */
  active(): boolean;
  /** Hides what took the place of something hidden, or says the same. True: some of that is shown already. */
  meet(news: News): boolean;
  /** Nobody looks from now on. */
  rest(): void;
}
export type MakeStrokes = (dom: Dom) => Strokes;

/** Of a page, whatever captures come and go. */
export interface PaintMemory {
  strokes: Strokes | null;
}

export interface Paint {
  is(element: Element): boolean;
  /** True: it will be hidden on further pages, too. */
  add(element: Element, make: MakeStrokes): boolean;
  remove(element: Element): void;
  /** Null: nothing can come of news. */
  readonly strokes: Strokes | null;
  rest(): void;
}

const KEY = "lotse:brush";
const SELECTORS_MAX = 50;

/** Named by a person, not counted up by a machine. */
const isName = (value: string | null): value is string =>
  value !== null && /^[a-z][\w-]{0,60}$/i.test(value) && !/\d{3}/.test(value);

/** Null: nothing about it will be the same on the next page. */
export const stableSelector = (element: Element): string | null => {
  if (element.getRootNode() !== document) return null;
  const id = element.getAttribute("id");
  const name = element.getAttribute("name");
  const selectors = [
    ...(isName(id) ? [`#${id}`] : []),
    ...(isName(name) ? [`${element.localName}[name="${name}"]`] : []),
  ];
  return selectors.find(selector => document.querySelectorAll(selector).length === 1) ?? null;
};

const read = (): string[] => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(one => typeof one === "string").slice(0, SELECTORS_MAX) : [];
  } catch {
    return [];
  }
};

export const createPaint = (dom: Dom, memory: PaintMemory): Paint => {
  let selectors = read();
  const { matches } = Element.prototype;
  const isKept = (element: Element): boolean =>
    selectors.some(selector => {
      try {
        return matches.call(element, selector);
      } catch {
        return false;
      }
    });
  const keep = (next: string[]): boolean => {
    selectors = next;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(next));
      return true;
    } catch {
      return false; // Full or forbidden: it holds for this page.
    }
  };
  return {
    is: element => memory.strokes?.is(element) === true || (selectors.length > 0 && isKept(element)),
    add: (element, make) => {
      memory.strokes ??= make(dom);
      memory.strokes.add(element);
      const selector = stableSelector(element);
      return selector !== null && selectors.length < SELECTORS_MAX && keep([...selectors, selector]);
    },
    remove: element => {
      memory.strokes?.remove(element);
      if (isKept(element)) keep(selectors.filter(selector => !matches.call(element, selector)));
    },
    get strokes() {
      return memory.strokes?.active() === true ? memory.strokes : null;
    },
    rest: () => memory.strokes?.rest(),
  };
};
