/**
 * What agents point at, drawn over the visitor's page from within the widget's own shadow root: nothing of the page is
 * touched, asked for events, or moved. Knows no connection; which numbers mean which elements, the capture knows.
 */
import type { Clock, MarkNode } from "@lotse/protocol";
import { createPlaces } from "../marks/places.ts";
import { type MarkShow, showMarks } from "../marks/showMarks.ts";

export interface PointingOptions {
  readonly window: Window & typeof globalThis;
  readonly clock: Clock;
  readonly root: ShadowRoot;
  /** What marks never cover: they are drawn before it. */
  readonly below: Element;
  /** Null for numbers of a page or capture that is not this one. */
  readonly nodeOf: (node: MarkNode) => Node | null;
  readonly shownParent: (node: Node) => Node | null;
  readonly onDrawn: (hasDrawn: boolean) => void;
}

export const createPointing = (options: PointingOptions): MarkShow => {
  const { window, clock, root, below } = options;
  const show = showMarks({
    window,
    nowMs: () => clock.nowMs(),
    places: createPlaces({ window, shownParent: options.shownParent, top: () => window.document }),
    nodeOf: options.nodeOf,
    size: () => ({ width: window.innerWidth, height: window.innerHeight }),
    unit: () => 1,
    onDrawn: options.onDrawn,
  });
  root.insertBefore(show.element, below);
  return show;
};
