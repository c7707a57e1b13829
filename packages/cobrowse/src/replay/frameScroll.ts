/**
 * Where a frame's document and the boxes in it stood when the picture was taken: the Replayer sets that for the page
 * itself, and not for what is put into a frame afterwards. Knows nothing of later scrolling.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";

const scroll = (sn: Sn, nodeOf: (id: number) => Node | null): void => {
  if (sn.type === NODE.element) {
    const { rr_scrollLeft: left, rr_scrollTop: top } = sn.attributes;
    const element = left === undefined && top === undefined ? null : (nodeOf(sn.id) as Element | null);
    if (element !== null) {
      element.scrollLeft = Number(left ?? 0);
      element.scrollTop = Number(top ?? 0);
    }
  }
  if (sn.type === NODE.element || sn.type === NODE.document)
    for (const child of sn.childNodes) scroll(child, nodeOf);
};

/** After the event was applied. */
export const scrollFrames = (event: PageEvent, nodeOf: (id: number) => Node | null): void => {
  if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return;
  for (const { node } of event.data.adds) if (node.type === NODE.document) scroll(node, nodeOf);
};
