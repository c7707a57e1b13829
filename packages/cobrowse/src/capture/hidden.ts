/** What of the page agents do not see, outermost elements first come. */
import { EXPOSURE, isField, type Judge } from "./exposure.ts";

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
