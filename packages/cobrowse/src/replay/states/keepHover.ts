/**
 * The Replayer says by a class what the pointer is over: where the page sets the classes of such an element, as it may for that
 * very reason, the class stays.
 */
import { EVENT, type PageEvent, SOURCE } from "../../wire/events.ts";
import type { NodeOf } from "../rewriteEvent.ts";

const HOVERED = ":hover";

export const keepHover = (event: PageEvent, nodeOf: NodeOf): PageEvent => {
  if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return event;
  const attributes = event.data.attributes.map(change => {
    const { class: given } = change.attributes;
    if (given === undefined || (typeof given === "object" && given !== null)) return change;
    const isHovered = (nodeOf(change.id) as Element | null)?.classList?.contains(HOVERED);
    if (isHovered !== true) return change;
    return { ...change, attributes: { ...change.attributes, class: `${given ?? ""} ${HOVERED}` } };
  });
  return { ...event, data: { ...event.data, attributes } };
};
