/**
 * Shows marks on a page and keeps them where they are meant. One loop of animation frames runs while there is
 * something to show and not longer; each turn asks where the elements are now, whatever moved them. Knows neither
 * who sends marks nor how elements are numbered.
 */
import type { Marked, MarkedBy, MarkNode } from "@lotse/protocol";
import { type At, type Box, holds, pointIn } from "./boxes.ts";
import { CLICK_MS, CURSOR_MS, DRAWN_MS, FADE_MS, MarkBook } from "./MarkBook.ts";
import { createMarkLayer, type Drawn } from "./MarkLayer.ts";
import type { Place, Places } from "./places.ts";
import { createShapes } from "./shapes.ts";

export interface MarkShow {
  readonly element: SVGElement;
  /** Something drawn, by anybody, stays until it fades or is cleared. */
  readonly hasDrawn: boolean;
  take(marked: Marked): void;
  takeBack(viewer: number, strokeId: number): void;
  /** Marks of earlier segments mean another page. */
  begin(firstSegment: number): void;
  clearDrawn(): void;
  clear(): void;
  /** Idempotent. */
  close(): void;
}

export interface MarkShowOptions {
  readonly window: Window & typeof globalThis;
  readonly nowMs: () => number;
  readonly places: Places;
  /** `"later"`: the page it belongs to is not there yet. */
  readonly nodeOf: (node: MarkNode) => Node | null | "later";
  readonly size: () => { readonly width: number; readonly height: number };
  readonly unit: () => number;
  /** A cursor that is not drawn, for it is somebody's own hand. */
  readonly isHeld?: (by: MarkedBy, at: At) => boolean;
  readonly onDrawn?: (hasDrawn: boolean) => void;
}

const OVER_THE_PAGE = { position: "absolute", inset: "0", overflow: "hidden", "pointer-events": "none" };
const HIDDEN: Place = { kind: "hidden" };

export const showMarks = (options: MarkShowOptions): MarkShow => {
  const { window, nowMs, places } = options;
  const { requestAnimationFrame, cancelAnimationFrame } = window;
  const book = new MarkBook();
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const layer = createMarkLayer({
    shapes: createShapes(window),
    unit: options.unit,
    still: () => motion.matches,
  });
  // Each property by itself: an attribute would be refused where the site's policy forbids inline styles.
  for (const [name, value] of Object.entries(OVER_THE_PAGE)) layer.element.style.setProperty(name, value);
  let frame: number | null = null;
  let told = false;
  let closed = false;

  /** Each element is asked for once in a turn, however many marks it has. */
  const placer = () => {
    const asked = new Map<number, Place>();
    return (node: MarkNode): Place => {
      const before = asked.get(node.nodeId);
      if (before !== undefined) return before;
      const found = options.nodeOf(node);
      const place =
        found === "later" ? HIDDEN : found === null ? ({ kind: "gone" } as const) : places.place(found);
      asked.set(node.nodeId, place);
      return place;
    };
  };
  const fade = (leftMs: number): number => Math.max(0, Math.min(1, leftMs / FADE_MS));

  const seen = (now: number, size: Box): Map<string, Drawn> => {
    const drawn = new Map<string, Drawn>();
    const placeOf = placer();
    const shown = (node: MarkNode): Extract<Place, { kind: "shown" }> | null => {
      const place = placeOf(node);
      if (place.kind === "gone") book.gone(node);
      return place.kind === "shown" ? place : null;
    };
    const left = (mark: { atMs: number; pinned: boolean }) =>
      mark.pinned ? 1 : fade(mark.atMs + DRAWN_MS - now);
    for (const { by, node, ...mark } of book.highlights) {
      const place = shown(node);
      if (place === null) continue;
      const { box, clip } = place;
      drawn.set(`h${by.viewer}`, { kind: "highlight", by, box, clip: grown(clip), opacity: left(mark) });
    }
    for (const { by, node, id, points, ...mark } of book.strokes) {
      const place = shown(node);
      if (place === null) continue;
      const at = points.map(point => pointIn(place.box, point));
      drawn.set(`s${by.viewer}.${id}`, {
        kind: "stroke",
        by,
        clip: place.clip,
        points: at,
        opacity: left(mark),
      });
    }
    for (const { by, node, point, atMs } of book.clicks) {
      const place = shown(node);
      const age = (now - atMs) / CLICK_MS;
      if (place === null || age >= 1) continue;
      const at = pointIn(place.box, point);
      drawn.set(`k${by.viewer}.${atMs}`, { kind: "click", by, clip: size, at, age, opacity: 1 - age });
    }
    for (const { by, node, point, atMs } of book.cursors) {
      const place = shown(node);
      const at = place === null ? null : pointIn(place.box, point);
      // Scrolled out of sight: it points at nothing that can be seen.
      if (place === null || at === null || !holds(place.clip, at) || !holds(size, at)) continue;
      if (options.isHeld?.(by, at)) continue;
      drawn.set(`c${by.viewer}`, {
        kind: "cursor",
        by,
        clip: size,
        at,
        opacity: fade(atMs + CURSOR_MS - now),
      });
    }
    return drawn;
  };

  const turn = (): void => {
    frame = null;
    const now = nowMs();
    book.prune(now);
    const size = { x: 0, y: 0, ...options.size() };
    layer.draw(seen(now, size), size);
    if (told !== book.hasDrawn) options.onDrawn?.(book.hasDrawn);
    told = book.hasDrawn;
    if (!book.isEmpty) wake();
  };
  const wake = (): void => {
    if (!closed) frame ??= requestAnimationFrame.call(window, turn);
  };
  const after = (change: () => void) => {
    change();
    wake();
  };

  return {
    element: layer.element,
    get hasDrawn() {
      return book.hasDrawn;
    },
    take: marked => after(() => book.take(marked, nowMs())),
    takeBack: (viewer, strokeId) => after(() => book.takeBack(viewer, strokeId)),
    begin: firstSegment => after(() => book.begin(firstSegment)),
    clearDrawn: () => after(() => book.clearDrawn()),
    clear: () => after(() => book.clear()),
    close: () => {
      closed = true;
      if (frame !== null) cancelAnimationFrame.call(window, frame);
      frame = null;
      layer.remove();
    },
  };
};

/** A frame around an element that fills its scrolled box is drawn just outside of it. */
const grown = ({ x, y, width, height }: Box): Box => ({
  ...{ x: x - 6, y: y - 6 },
  ...{ width: width + 12, height: height + 12 },
});
