/** Boxes and places in them. Pure; knows no elements. */
import type { MarkPoint } from "@lotse/protocol";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface At {
  readonly x: number;
  readonly y: number;
}

export const pointIn = (box: Box, [rx, ry]: MarkPoint): At => ({
  x: box.x + box.width * rx,
  y: box.y + box.height * ry,
});

/** Null: the box has no inside to be relative to. */
export const ratioIn = (box: Box, { x, y }: At): MarkPoint | null =>
  box.width <= 0 || box.height <= 0 ? null : [(x - box.x) / box.width, (y - box.y) / box.height];

const bound = (value: number, reach: number): number => Math.min(1 + reach, Math.max(-reach, value));

/** Kept within what the wire takes, and no finer than a hundredth of a pixel of a screen's width. */
export const wirePoint = ([rx, ry]: MarkPoint, reach: number): MarkPoint => [
  Math.round(bound(rx, reach) * 1e5) / 1e5,
  Math.round(bound(ry, reach) * 1e5) / 1e5,
];

export const overlap = (one: Box, other: Box): Box => {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(0, Math.min(one.x + one.width, other.x + other.width) - x),
    height: Math.max(0, Math.min(one.y + one.height, other.y + other.height) - y),
  };
};

export const holds = (box: Box, { x, y }: At): boolean =>
  x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;

/** A box inside a frame, as the frame's own document's viewport has it, seen from outside. */
export const outOfFrame = (box: Box, frame: { readonly origin: At; readonly scale: At }): Box => ({
  x: frame.origin.x + box.x * frame.scale.x,
  y: frame.origin.y + box.y * frame.scale.y,
  width: box.width * frame.scale.x,
  height: box.height * frame.scale.y,
});
