/** Where an element stands in the window. Knows nothing of why somebody asks. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Over the frames it stands in. */
export const boxOf = (element: Element): Box => {
  const { left, top, width, height } = element.getBoundingClientRect();
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
