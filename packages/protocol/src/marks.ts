/**
 * What an agent points at on the visitor's page. A mark names an element and a place in its box, never a place on the
 * screen: it stays where it is meant when the page scrolls or reflows. Marks are passed on and never stored.
 */
import type { AgentId } from "./ids.ts";

/** An element as the stream numbers it. A page whose capture began at a later segment has other numbers. */
export interface MarkNode {
  readonly segment: number;
  readonly nodeId: number;
}

/** A place in a box: 0 is its left or upper edge, 1 its right or lower one. */
export type MarkPoint = readonly [rx: number, ry: number];

export type Mark =
  /** The agent's cursor; null: it is nowhere on the page. */
  | { readonly kind: "pointer"; readonly at: (MarkNode & { readonly point: MarkPoint }) | null }
  | { readonly kind: "click"; readonly at: MarkNode & { readonly point: MarkPoint } }
  | { readonly kind: "highlight"; readonly node: MarkNode; readonly pinned: boolean }
  /** Grows by `points` from its `from`-th on; from 0 it begins anew, also in another element's box. */
  | {
      readonly kind: "stroke";
      readonly id: number;
      readonly node: MarkNode;
      readonly from: number;
      readonly points: readonly MarkPoint[];
      readonly pinned: boolean;
    }
  /** All that this viewer drew and highlighted. */
  | { readonly kind: "clear" };

/** Who marked; of the hub's own knowledge. `viewer` tells two screens of one agent apart, within their session. */
export interface MarkedBy {
  readonly viewer: number;
  readonly agentId: AgentId;
  readonly name: string;
  /** Which of the `MARK_COLOURS` colours. */
  readonly colour: number;
}

export interface Marked {
  readonly by: MarkedBy;
  readonly mark: Mark;
}

export const MARK_COLOURS = 6;
/** In one message. */
export const MARK_POINTS_MAX = 200;
export const STROKE_POINTS_MAX = 1_000;
/** How far from a box a stroke that began in it may run, in widths and heights of the box. */
export const MARK_REACH = 1_000;

/** What the hub's token bucket for one viewer holds, and gives back in a second. A pointer leaves the reserve alone. */
export const MARK_BURST = 120;
export const MARKS_PER_SECOND = 60;
export const MARK_RESERVE = 60;
