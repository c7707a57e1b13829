/**
 * Which element of the mirrored page is under a point: as deep as shadow roots and frames go, but never into what is
 * blocked. Reads only; knows no marks.
 */
import type { MARK_REACH, MarkNode, MarkPoint } from "@lotse/protocol";
import { createDom, isElement } from "../../capture/dom.ts";
import { type At, type Box, ratioIn, wirePoint } from "../../marks/boxes.ts";
import type { Places } from "../../marks/places.ts";

export interface Hit {
  readonly element: Element;
  readonly id: number;
  /** Seen from outside, as points are. */
  readonly box: Box;
}

export interface HitTest {
  /** Null: the page shows nothing there that the stream has a number for. */
  at(point: At): Hit | null;
  /** The nearest element above that has a number and a box. */
  above(hit: Hit): Hit | null;
}

interface HitTestParts {
  readonly document: () => Document | null;
  readonly idOf: (element: Element) => number;
  readonly places: Places;
}

const FRAMES_DEEP = 20;

export const createHitTest = ({ document, idOf, places }: HitTestParts): HitTest => {
  const dom = createDom(window);

  const inShadow = (root: Document | ShadowRoot, { x, y }: At): Element | null => {
    let found = root.elementFromPoint(x, y);
    for (;;) {
      const inner: Element | null = found?.shadowRoot?.elementFromPoint(x, y) ?? null;
      if (inner === null || inner === found) return found;
      // A shadow root answers with what lies outside of it where it shows nothing itself.
      if (inner.getRootNode() !== found?.shadowRoot) return found;
      found = inner;
    }
  };
  const deepest = (point: At): Element | null => {
    let root = document();
    let local = point;
    let found: Element | null = null;
    for (let depth = 0; root !== null && depth < FRAMES_DEEP; depth++) {
      const here = inShadow(root, local);
      if (here === null) return found;
      found = here;
      root = here.localName === "iframe" ? (here as HTMLIFrameElement).contentDocument : null;
      const { origin, scale } = places.frame(
        here.localName === "iframe" ? here : here.ownerDocument.documentElement,
      );
      if (root !== null) local = { x: (local.x - origin.x) / scale.x, y: (local.y - origin.y) / scale.y };
    }
    return found;
  };

  /** A blocked part is one box, whatever stands in it. */
  const outermost = (element: Element): Element => {
    let found = element;
    for (let at: Node | null = element; at !== null; at = dom.shownParent(at)) {
      if (isElement(at) && dom.has(at, "data-lotse-blocked")) found = at;
    }
    return found;
  };
  const numbered = (from: Node | null): Hit | null => {
    for (let at = from; at !== null && at !== document(); at = dom.shownParent(at)) {
      if (!isElement(at) || idOf(at) < 1) continue;
      const place = places.place(at);
      if (place.kind === "shown" && place.box.width > 0 && place.box.height > 0) {
        return { element: at, id: idOf(at), box: place.box };
      }
    }
    return null;
  };

  return {
    at: point => {
      const found = deepest(point);
      return found === null ? null : numbered(outermost(found));
    },
    above: hit => numbered(dom.shownParent(hit.element)),
  };
};

export const nodeOf = (hit: Hit, segment: number): MarkNode => ({ segment, nodeId: hit.id });

/** `reach`: how far outside of the box it may be. */
export const placeIn = (hit: Hit, point: At, reach: 0 | typeof MARK_REACH): MarkPoint =>
  wirePoint(ratioIn(hit.box, point) ?? [0, 0], reach);
