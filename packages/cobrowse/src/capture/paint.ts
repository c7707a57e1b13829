/**
 * What the visitor hid by hand. It lasts for the visit: kept by a selector where one is likely to mean the same on the
 * next page, else as long as this page lives. Only the visitor takes it back. Knows nothing of how it is shown.
 */
export interface Paint {
  is(element: Element): boolean;
  /** True: it will be hidden on further pages, too. */
  add(element: Element): boolean;
  remove(element: Element): void;
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

export const createPaint = (painted: Set<Element>): Paint => {
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
    is: element => painted.has(element) || (selectors.length > 0 && isKept(element)),
    add: element => {
      painted.add(element);
      const selector = stableSelector(element);
      return selector !== null && selectors.length < SELECTORS_MAX && keep([...selectors, selector]);
    },
    remove: element => {
      painted.delete(element);
      if (isKept(element)) keep(selectors.filter(selector => !matches.call(element, selector)));
    },
  };
};
