/** Where an element stands in the window. Knows nothing of why somebody asks. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Around all that belongs to it: the box of an element in a line, or without one, is not that of what stands in it. */
export const extentOf = (element: Element): Omit<DOMRect, "toJSON"> => {
  const own = element.getBoundingClientRect();
  const display = element.ownerDocument.defaultView?.getComputedStyle(element).display;
  if (display !== "inline" && display !== "contents") return own;
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  const inner = range.getBoundingClientRect();
  if (inner.width + inner.height === 0) return own;
  if (own.width + own.height === 0) return inner;
  const [left, top] = [Math.min(own.left, inner.left), Math.min(own.top, inner.top)];
  const [right, bottom] = [Math.max(own.right, inner.right), Math.max(own.bottom, inner.bottom)];
  return new DOMRect(left, top, right - left, bottom - top);
};

/** Over the frames it stands in. */
export const boxOf = (element: Element): Box => {
  const { left, top, width, height } = extentOf(element);
  const box = { left, top, width, height };
  let frame = element.ownerDocument.defaultView?.frameElement ?? null;
  while (frame !== null) {
    const outer = frame.getBoundingClientRect();
    box.left += outer.left + frame.clientLeft;
    box.top += outer.top + frame.clientTop;
    frame = frame.ownerDocument.defaultView?.frameElement ?? null;
  }
  return box;
};
