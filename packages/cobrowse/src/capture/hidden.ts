/** What of the page agents do not see, outermost elements first come, and where it stands in the window. */
import { EXPOSURE, isField, type Judge } from "./exposure.ts";

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

const innerOf = (element: Element): ParentNode | null => {
  if (element.localName !== "iframe") return element.shadowRoot;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
};

export const hiddenElements = (root: ParentNode, judge: Judge): Element[] => {
  const found: Element[] = [];
  const walk = (parent: ParentNode): void => {
    for (const element of Array.from(parent.children)) {
      const exposure = judge.exposure(element);
      if (exposure === EXPOSURE.own) continue;
      if (exposure !== EXPOSURE.open || (isField(element) && judge.secretField(element))) found.push(element);
      else {
        const inner = innerOf(element);
        if (inner !== null) walk(inner);
        walk(element);
      }
    }
  };
  walk(root);
  return found;
};
