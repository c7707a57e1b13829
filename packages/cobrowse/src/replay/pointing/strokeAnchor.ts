/**
 * What a line that was drawn around something means: the largest element that lies in it. Then it is that element's,
 * wherever it goes, and no longer the one's on which the hand began. Pure.
 */
import type { At, Box } from "../../marks/boxes.ts";
import type { Hit, HitTest } from "./hitTest.ts";

const TOLERANCE_PX = 10;
const SMALLEST = { width: 24, height: 16 };

export const boundsOf = (points: readonly At[]): Box => {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
};

const within = (box: Box, bounds: Box): boolean =>
  box.x >= bounds.x - TOLERANCE_PX &&
  box.y >= bounds.y - TOLERANCE_PX &&
  box.x + box.width <= bounds.x + bounds.width + TOLERANCE_PX &&
  box.y + box.height <= bounds.y + bounds.height + TOLERANCE_PX;

/** Null: it was drawn around nothing. */
export const enclosed = (points: readonly At[], hits: HitTest): Hit | null => {
  const bounds = boundsOf(points);
  if (bounds.width < SMALLEST.width || bounds.height < SMALLEST.height) return null;
  let found: Hit | null = null;
  let at = hits.at({ x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 });
  while (at !== null && within(at.box, bounds)) {
    found = at;
    at = hits.above(at);
  }
  return found;
};
