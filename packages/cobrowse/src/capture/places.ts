/**
 * Where a painted element stands, and what comes to stand there once it is gone: a page that renders a part anew keeps
 * nothing of the old one but its place. Knows nodes; why an element is hidden it does not know.
 */
import type { Dom } from "./dom.ts";

/** Not dom.ts's: with the brush this is fetched apart from the recorder. */
export const isElement = (node: Node): node is Element => node.nodeType === 1;

/** One level of the way up, over shadow roots. */
interface Step {
  readonly node: Element;
  readonly id: string | null;
  readonly at: number;
  readonly count: number;
  readonly inShadow: boolean;
}
export type Place = readonly Step[];

export const placeOf = (dom: Dom, element: Element): Place => {
  const steps: Step[] = [];
  let node: Node | null = element;
  while (node !== null && isElement(node)) {
    const parent: Node | null = dom.parent(node);
    if (parent === null) break;
    const siblings = dom.children(parent).filter(isElement);
    const inShadow: boolean = parent.nodeType === 11;
    const [id, at] = [dom.attribute(node, "id"), siblings.indexOf(node)];
    steps.push({ node, id, at, count: siblings.length, inShadow });
    node = inShadow ? dom.shownParent(parent) : parent;
  }
  return steps;
};

/** What still stands of the way, or was put there under the same id. */
const standing = ({ node, id }: Step): Element | null => {
  if (node.isConnected) return node;
  const same = id === null ? null : document.getElementById(id);
  return same?.localName === node.localName ? same : null;
};

export interface Taken {
  /** What nearest still stands around the place. */
  readonly around: Element;
  readonly elements: readonly Element[];
  /** False: it may be any of them, or one yet to come. */
  readonly sure: boolean;
}

/**
 * Who took the place. In doubt (other neighbours, another kind of element) whatever is new at the deepest level that is
 * the same as before; nobody, if nothing new is there.
 */
export const takenBy = (dom: Dom, place: Place, isNew: (node: Node) => boolean): Taken => {
  let level = 0;
  let at: Element | null = null;
  while (at === null && ++level < place.length) at = standing(place[level] as Step);
  const around = at ?? document.documentElement;
  if (at === null) return { around, elements: [around], sure: false };
  let within = isNew(at);
  for (const { node, at: index, count, inShadow } of place.slice(0, level).reverse()) {
    const nodes = dom.children(inShadow ? (at.shadowRoot ?? at) : at);
    const kids = nodes.filter(isElement);
    const next: Element | undefined = kids[index];
    const isSame = next?.localName === node.localName && kids.length === count;
    if (next === undefined || !isSame || !(within || isNew(next))) {
      const parent: Element = at;
      const isText = (one: Node): boolean => one.nodeType === 3 && dom.text(one).trim() !== "";
      const news = nodes.filter(one => isNew(one) && (isElement(one) || isText(one)));
      const doubtful = within ? [parent] : news.map(one => (isElement(one) ? one : parent));
      return { around, elements: doubtful, sure: false };
    }
    within = true;
    at = next;
  }
  return { around, elements: [at], sure: true };
};
