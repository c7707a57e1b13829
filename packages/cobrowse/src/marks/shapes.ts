/** The elements of the picture of marks: made once, changed only where something changed. Knows no marks. */
const SVG = "http://www.w3.org/2000/svg";

/** Dark enough for white letters, and each with a white halo, so that they are seen on dark pages, too. */
export const COLOURS = ["#6d28d9", "#0f6e56", "#b4460a", "#1d4ed8", "#a3195b", "#4d5b00"] as const;

export const ARROW = "M0 0v20l5.2-4.6 3.3 7.6 3.4-1.5-3.3-7.4h7z";

export interface Shapes {
  make(name: string, attributes?: Record<string, string | number>): SVGElement;
  set(element: SVGElement, attributes: Record<string, string | number>): void;
}

export const createShapes = (window: Window & typeof globalThis): Shapes => {
  const { document } = window;
  const { createElementNS } = window.Document.prototype;
  const { setAttribute } = window.Element.prototype;
  const known = new WeakMap<SVGElement, Map<string, string>>();

  const set: Shapes["set"] = (element, attributes) => {
    const before = known.get(element) ?? new Map<string, string>();
    known.set(element, before);
    for (const [name, raw] of Object.entries(attributes)) {
      const value = String(raw);
      if (before.get(name) === value) continue;
      before.set(name, value);
      setAttribute.call(element, name, value);
    }
  };
  return {
    set,
    make: (name, attributes = {}) => {
      const element = createElementNS.call(document, SVG, name) as SVGElement;
      set(element, attributes);
      return element;
    },
  };
};
