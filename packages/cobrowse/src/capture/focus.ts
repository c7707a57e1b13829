/** Where the focus is: a picture does not say it, and an event of the focus not whether the browser shows it. */
import { EVENT, FOCUS, type InteractionData, type PageEvent, SOURCE } from "../wire/events.ts";
import { isElement } from "./dom.ts";

/** As if it came there now; of what holds it in shadow roots, the innermost. */
export const focusNow = (mirror: { getId(node: Node | null): number }, timestamp: number): PageEvent => {
  let at = document.activeElement;
  for (let inner = at; inner !== null; inner = at?.shadowRoot?.activeElement ?? null) at = inner;
  const data = { source: SOURCE.mouseInteraction, type: FOCUS, id: mirror.getId(at) };
  return { type: EVENT.incremental, timestamp, data };
};

const { matches } = Element.prototype;

/** A browser that does not know of it says no, as it stands in a list. */
export const withVisible = (data: InteractionData, node: Node | null): InteractionData =>
  data.type === FOCUS && node !== null && isElement(node)
    ? { ...data, visible: matches.call(node, ":is(:focus-visible)") }
    : data;
