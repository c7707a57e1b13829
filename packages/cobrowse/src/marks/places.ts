/**
 * Where an element is on the screen now, and how much of it can be seen: through shadow roots, scrolled boxes and
 * same-origin frames, by accessors captured before the page could put others in their place. Writes nothing.
 */
import type { Dom } from "../capture/dom.ts";
import { type At, type Box, outOfFrame, overlap } from "./boxes.ts";

export type Place =
  | { readonly kind: "gone" }
  /** Still there, without a box. */
  | { readonly kind: "hidden" }
  | { readonly kind: "shown"; readonly box: Box; readonly clip: Box };

export interface Places {
  place(node: Node): Place;
  box(element: Element): Box;
  /** How a point of the frame's own document is to be seen from outside. */
  frame(element: Element): { readonly origin: At; readonly scale: At };
}

/** What of an ancestor's clipping does not hold for who is positioned so. */
type Leaves = "none" | "absolute" | "fixed";

const ANYWHERE: Box = { x: -1e6, y: -1e6, width: 2e6, height: 2e6 };

export interface PlacesParts {
  readonly window: Window & typeof globalThis;
  /** Handed in, so that what draws can be fetched without what captures. */
  readonly shownParent: Dom["shownParent"];
  /** The document whose viewport places are told in. */
  readonly top: () => Document | null;
}

const isElement = (node: Node): node is Element => node.nodeType === 1;

export const createPlaces = ({ window, shownParent, top }: PlacesParts): Places => {
  const { getBoundingClientRect } = window.Element.prototype;
  const getter = (prototype: object, name: string) =>
    Object.getOwnPropertyDescriptor(prototype, name)?.get as () => number;
  const clientLeft = getter(window.Element.prototype, "clientLeft");
  const clientTop = getter(window.Element.prototype, "clientTop");
  const offsetWidth = getter(window.HTMLElement.prototype, "offsetWidth");
  const offsetHeight = getter(window.HTMLElement.prototype, "offsetHeight");
  const getComputedStyle = window.getComputedStyle;

  const box = (element: Element): Box => {
    const { x, y, width, height } = getBoundingClientRect.call(element);
    return { x, y, width, height };
  };
  const frame = (element: Element) => {
    const outer = box(element);
    const [width, height] = [offsetWidth.call(element), offsetHeight.call(element)];
    const scale = { x: width === 0 ? 1 : outer.width / width, y: height === 0 ? 1 : outer.height / height };
    const x = outer.x + clientLeft.call(element) * scale.x;
    const y = outer.y + clientTop.call(element) * scale.y;
    return { origin: { x, y }, scale };
  };

  /** The ancestor's part in what can be seen of the element, and what it means for those above. */
  const clipBy = (
    ancestor: Element,
    leaves: Leaves,
  ): { readonly clip: Box | null; readonly leaves: Leaves } => {
    const { overflowX, overflowY, position } = getComputedStyle.call(window, ancestor);
    const isStatic = position === "static";
    const passes = leaves === "fixed" || (leaves === "absolute" && isStatic);
    // What the root and the body cut off is the viewport's matter.
    const isRoot = ancestor.localName === "body" || ancestor.localName === "html";
    const clips = !passes && !isRoot && (overflowX !== "visible" || overflowY !== "visible");
    return { clip: clips ? box(ancestor) : null, leaves: passes ? leaves : leavesBy(position) };
  };

  const place = (node: Node): Place => {
    if (!isElement(node)) return { kind: "gone" };
    let own = box(node);
    let clip = ANYWHERE;
    let leaves: Leaves = leavesBy(getComputedStyle.call(window, node).position);
    const end = top();
    for (let at: Node | null = shownParent(node), depth = 0; at !== end; depth++) {
      if (at === null || depth > 5_000) return { kind: "gone" };
      const above: Node | null = shownParent(at);
      if (at.nodeType === 9 && above !== null && isElement(above)) {
        const seen = frame(above);
        own = outOfFrame(own, seen);
        clip = overlap(outOfFrame(clip, seen), box(above));
        leaves = leavesBy(getComputedStyle.call(window, above).position);
      } else if (isElement(at)) {
        const by = clipBy(at, leaves);
        if (by.clip !== null) clip = overlap(clip, by.clip);
        leaves = by.leaves;
      }
      at = above;
    }
    return own.width === 0 && own.height === 0 ? { kind: "hidden" } : { kind: "shown", box: own, clip };
  };
  return { place, box, frame };
};

const leavesBy = (position: string): Leaves =>
  position === "fixed" || position === "absolute" ? position : "none";
