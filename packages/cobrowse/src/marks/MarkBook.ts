/**
 * The marks that are to be seen now: each viewer's cursor, clicks, highlight and strokes, and when they end. Pure but
 * for its own state; knows no elements, only their numbers.
 */
import type { Marked, MarkedBy, MarkNode, MarkPoint } from "@lotse/protocol";

interface Shown {
  readonly by: MarkedBy;
  readonly node: MarkNode;
  /** Since when it lasts: the last movement, the last growth. */
  readonly atMs: number;
  readonly pinned: boolean;
}
export interface Cursor extends Shown {
  readonly point: MarkPoint;
}
export interface Stroke extends Shown {
  readonly id: number;
  readonly points: readonly MarkPoint[];
}
export type Click = Cursor;
export type Highlight = Shown;

/** A cursor at rest is still meant; one whose viewer fell asleep is not. */
export const CURSOR_MS = 60_000;
export const CLICK_MS = 700;
export const DRAWN_MS = 8_000;
/** The last part of a mark's time, in which it fades. */
export const FADE_MS = 1_000;
const STROKES_MAX = 100;
const CLICKS_MAX = 20;

export class MarkBook {
  readonly #cursors = new Map<number, Cursor>();
  readonly #highlights = new Map<number, Highlight>();
  readonly #strokes = new Map<string, Stroke>();
  #clicks: Click[] = [];
  #firstSegment = 0;

  get cursors(): Iterable<Cursor> {
    return this.#cursors.values();
  }
  get clicks(): readonly Click[] {
    return this.#clicks;
  }
  get highlights(): Iterable<Highlight> {
    return this.#highlights.values();
  }
  get strokes(): Iterable<Stroke> {
    return this.#strokes.values();
  }
  /** Something that stays until it fades or is cleared. */
  get hasDrawn(): boolean {
    return this.#highlights.size + this.#strokes.size > 0;
  }
  get isEmpty(): boolean {
    return !this.hasDrawn && this.#cursors.size + this.#clicks.length === 0;
  }

  take({ by, mark }: Marked, nowMs: number): void {
    if (mark.kind === "clear") this.clearDrawn(by.viewer);
    else if (mark.kind === "pointer" && mark.at === null) this.#cursors.delete(by.viewer);
    else if (mark.kind === "highlight") {
      if (!this.#isPast(mark.node)) this.#highlights.set(by.viewer, { ...mark, by, atMs: nowMs });
    } else if (mark.kind === "stroke") {
      if (!this.#isPast(mark.node)) this.#grow({ by, mark }, nowMs);
    } else if (mark.at !== null && !this.#isPast(mark.at)) {
      const at = { by, node: mark.at, point: mark.at.point, atMs: nowMs, pinned: false };
      this.#cursors.set(by.viewer, at);
      if (mark.kind === "click") this.#clicks = [...this.#clicks, at].slice(-CLICKS_MAX);
    }
  }

  /** What was drawn, of one viewer or of all. Cursors stay. */
  clearDrawn(viewer?: number): void {
    for (const [key, { by }] of this.#strokes) {
      if (viewer === undefined || by.viewer === viewer) this.#strokes.delete(key);
    }
    if (viewer === undefined) this.#highlights.clear();
    else this.#highlights.delete(viewer);
  }

  takeBack(viewer: number, strokeId: number): void {
    this.#strokes.delete(keyOf(viewer, strokeId));
  }

  clear(): void {
    this.clearDrawn();
    this.#cursors.clear();
    this.#clicks = [];
  }

  /** Another page: whatever means the one before is gone, and is not taken any more. */
  begin(firstSegment: number): void {
    this.#firstSegment = firstSegment;
    this.#drop(({ node }) => this.#isPast(node));
  }

  /** The element is gone; its marks go with it. */
  gone(node: MarkNode): void {
    this.#drop(shown => shown.node.nodeId === node.nodeId);
  }

  prune(nowMs: number): void {
    this.#drop(shown => !shown.pinned && nowMs - shown.atMs >= DRAWN_MS, "drawn");
    for (const [key, { atMs }] of this.#cursors) if (nowMs - atMs >= CURSOR_MS) this.#cursors.delete(key);
    this.#clicks = this.#clicks.filter(({ atMs }) => nowMs - atMs < CLICK_MS);
  }

  #grow({ by, mark }: { readonly by: MarkedBy; readonly mark: MarkOf<"stroke"> }, nowMs: number): void {
    const { id, node, from, pinned } = mark;
    const before = this.#strokes.get(keyOf(by.viewer, id))?.points ?? [];
    // How many they may be, the hub has seen to.
    const points = [...before.slice(0, from), ...mark.points];
    this.#strokes.set(keyOf(by.viewer, id), { by, id, node, points, pinned, atMs: nowMs });
    // The hand is where the line ends.
    const point = points.at(-1);
    if (point !== undefined) this.#cursors.set(by.viewer, { by, node, point, pinned: false, atMs: nowMs });
    const mine = [...this.#strokes].filter(([, stroke]) => stroke.by.viewer === by.viewer);
    for (const [key] of mine.slice(0, -STROKES_MAX)) this.#strokes.delete(key);
  }

  #isPast(node: MarkNode): boolean {
    return node.segment < this.#firstSegment;
  }

  #drop(isMeant: (shown: Shown) => boolean, which: "drawn" | "all" = "all"): void {
    for (const [key, shown] of this.#strokes) if (isMeant(shown)) this.#strokes.delete(key);
    for (const [key, shown] of this.#highlights) if (isMeant(shown)) this.#highlights.delete(key);
    if (which === "drawn") return;
    for (const [key, shown] of this.#cursors) if (isMeant(shown)) this.#cursors.delete(key);
    this.#clicks = this.#clicks.filter(click => !isMeant(click));
  }
}

type MarkOf<K extends Marked["mark"]["kind"]> = Extract<Marked["mark"], { readonly kind: K }>;

const keyOf = (viewer: number, id: number): string => `${viewer}.${id}`;
