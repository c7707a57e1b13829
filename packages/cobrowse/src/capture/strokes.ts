/**
 * What of the page is hidden by hand, for as long as it is open. A page that renders a part anew makes other elements of
 * it: those that stand in the place of one that is gone are hidden, and those that say what it said. Fetched with the
 * brush. Knows neither events nor the wire.
 */
import type { MakeStrokes, News } from "./paint.ts";
import { isElement, type Place, placeOf, takenBy } from "./places.ts";

/** Hidden in one go, and with it all that took its place or says the same. */
interface Stroke {
  /** Empty: it says nothing to be known by. */
  readonly text: string;
  isOver: boolean;
}

const PLACES_MAX = 100;
const TEXT_CHARS = { min: 3, max: 500 };

export const createStrokes: MakeStrokes = dom => {
  const strokes = new WeakMap<Element, Stroke>();
  const places = new Map<Element, Place>();
  /** What stood on the page when nobody looked any more; null: somebody looks. */
  let seen: WeakSet<Node> | null = null;
  const textOf = (node: Node): string => dom.text(node).replace(/\s+/g, " ").trim();
  const is = (element: Element): boolean => strokes.get(element)?.isOver === false;

  const put = (element: Element, stroke: Stroke): boolean => {
    const isNews = !is(element);
    if (isNews) strokes.set(element, stroke);
    return isNews;
  };
  const keep = (element: Element): void => {
    if (places.size < PLACES_MAX) places.set(element, placeOf(dom, element));
  };
  const add = (element: Element): void => {
    const text = textOf(element);
    const isTelling = text.length >= TEXT_CHARS.min && text.length <= TEXT_CHARS.max;
    put(element, { text: isTelling ? text : "", isOver: false });
    places.set(element, placeOf(dom, element));
  };
  const strokeOf = (element: Element): Stroke => strokes.get(element) as Stroke;

  /** The innermost element that says what something hidden said. */
  const sayingSame = (texts: readonly Node[]): Element[] => {
    const known = new Map([...places.keys()].map(element => [strokeOf(element).text, strokeOf(element)]));
    known.delete("");
    const said = new Map<Node, string>();
    const longest = Math.max(...Array.from(known.keys(), text => text.length));
    return texts.flatMap(node => {
      for (let at: Node | null = node; at !== null; at = dom.shownParent(at)) {
        const text = said.get(at) ?? textOf(at);
        said.set(at, text);
        if (text.length > longest) break;
        const stroke = known.get(text);
        const element: Node | null = isElement(at) ? at : dom.shownParent(at);
        if (stroke === undefined || element === null || !isElement(element)) continue;
        return put(element, stroke) ? [element] : [];
      }
      return [];
    });
  };
  const isIn = (around: Element, element: Element): boolean => {
    let at: Node | null = element;
    while (at !== null && at !== around) at = dom.shownParent(at);
    return at !== null;
  };
  /** What took the places of those that are gone. */
  const replacing = (isNew: (node: Node) => boolean, same: readonly Element[]): Element[] => {
    const hidden: Element[] = [];
    for (const [gone, place] of [...places]) {
      if (gone.isConnected) {
        places.set(gone, placeOf(dom, gone));
        continue;
      }
      const stroke = strokeOf(gone);
      const { around, elements, sure } = takenBy(dom, place, isNew);
      const again = same.find(one => isNew(one) && strokeOf(one) === stroke && isIn(around, one));
      const heirs = again === undefined ? elements : [again];
      hidden.push(...heirs.filter(heir => put(heir, stroke)));
      if (again === undefined && !sure) continue;
      places.delete(gone);
      for (const heir of heirs) keep(heir);
    }
    return hidden;
  };
  return {
    is,
    add,
    remove: (element: Element): void => {
      const stroke = strokes.get(element);
      if (stroke !== undefined) stroke.isOver = true;
      for (const one of [...places.keys()]) if (!is(one)) places.delete(one);
    },
    meet: ({ added, texts }: News): boolean => {
      const before = added === null ? seen : null;
      const isNew = (node: Node): boolean =>
        before === null ? added?.has(node) === true : !before.has(node);
      seen = null;
      const same = sayingSame(texts);
      const hidden = [...same, ...replacing(isNew, same)];
      for (const one of same) if (!places.has(one)) keep(one);
      return hidden.some(one => !isNew(one));
    },
    active: () => places.size > 0,
    rest: () => {
      seen = new WeakSet(document.querySelectorAll("*"));
    },
  };
};
