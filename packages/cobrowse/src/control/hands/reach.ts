/**
 * Whether an element can be touched at a place: nothing lies over it there, in its own document and in those around it.
 * Brings it into view where it is not. Knows no grants.
 */
import type { MarkPoint } from "@lotse/protocol";
import { isElement, type Page } from "./page.ts";

export interface Touch {
  /** What is there: the element or a part of it. */
  readonly target: Element;
  /** In its own window's pixels. */
  readonly x: number;
  readonly y: number;
}

/** Where a field is looked for: something small of its own may stand in the middle of it. */
const PLACES: readonly MarkPoint[] = [
  [0.5, 0.5],
  [0.2, 0.5],
  [0.8, 0.5],
];

const deepest = (page: Page, root: Document | ShadowRoot, x: number, y: number): Element | null => {
  const found = page.at(root, x, y);
  const inner = found && page.shadow(found);
  const within = inner && page.at(inner, x, y);
  // A shadow root answers with what lies outside of it where it shows nothing itself.
  return within && within !== found && within.getRootNode() === inner ? deepest(page, inner, x, y) : found;
};

const isWithin = (page: Page, node: Element, outer: Element): boolean => {
  for (let at: Node | null = node; at !== null; at = page.above(at)) if (at === outer) return true;
  return false;
};

/** The frame's element is what is seen there, in each document around. */
const showsFrame = (page: Page, inner: Document, x: number, y: number): boolean => {
  const frame = page.above(inner);
  if (!isElement(frame)) return inner === page.window.document;
  const box = page.box(frame);
  const { clientLeft, clientTop, offsetWidth, offsetHeight } = frame as HTMLElement;
  const left = box.x + ((clientLeft + x) * box.width) / (offsetWidth || 1);
  const top = box.y + ((clientTop + y) * box.height) / (offsetHeight || 1);
  const outer = frame.ownerDocument;
  return deepest(page, outer, left, top) === frame && showsFrame(page, outer, left, top);
};

const touchAt = (page: Page, element: Element, [rx, ry]: MarkPoint, isField: boolean): Touch | null => {
  const box = page.box(element);
  const document = page.realm(element)?.document;
  if (document === undefined || box.width === 0 || box.height === 0) return null;
  // The edges themselves belong to what is beside.
  const x = box.x + Math.min(box.width - 0.5, Math.max(0.5, box.width * rx));
  const y = box.y + Math.min(box.height - 0.5, Math.max(0.5, box.height * ry));
  const target = deepest(page, document, x, y);
  if (target === null || !showsFrame(page, document, x, y)) return null;
  const isIts = isWithin(page, target, element) || (isField && isLabelled(page, target, element));
  return isIts ? { target, x, y } : null;
};

/** A label over its field: whoever presses it means the field. */
const isLabelled = (page: Page, target: Element, field: Element): boolean =>
  Array.from((field as HTMLInputElement).labels ?? []).some(label => isWithin(page, target, label));

const isOutside = (page: Page, element: Element, [rx, ry]: MarkPoint): boolean => {
  const { x, y, width, height } = page.box(element);
  const { innerWidth, innerHeight } = page.realm(element) ?? page.window;
  const [left, top] = [x + width * rx, y + height * ry];
  return left < 0 || top < 0 || left > innerWidth || top > innerHeight;
};

/** `point`: null, if any place of a field will do. Null: something else lies over it, or it has no box. */
export const touch = (page: Page, element: Element, point: MarkPoint | null): Touch | null => {
  const places = point === null ? PLACES : [point];
  const look = (): Touch | null => {
    for (const place of places) {
      const found = touchAt(page, element, place, point === null);
      if (found !== null) return found;
    }
    return null;
  };
  const seen = look();
  if (seen !== null) return seen;
  // What is in view and covered stays where it is; what a scrolled box cuts off moves as little as may be.
  const block = isOutside(page, element, places[0] ?? [0.5, 0.5]) ? "center" : "nearest";
  element.scrollIntoView({ block, inline: block, behavior: "instant" });
  return look();
};
