/**
 * What is said about a field: its own names and labels, and those around it where it has none. Knows no verdicts.
 */
import type { Dom } from "./dom.ts";

/** Of a field, and of the component it stands in; whose id calls the component, not the field: a box named "card". */
const NAMES = ["name", "placeholder", "aria-label", "title", "label"];
/** Longer descriptions are sentences, which speak of other things, too. */
const DESCRIPTION_CHARS_MAX = 40;

export const hintsOf = (dom: Dom, element: Element, names = ["id", ...NAMES]): readonly string[] => {
  const own = [...names.map(name => dom.attribute(element, name) ?? ""), ...dom.labels(element)];
  const around = dom.descriptions(element).filter(text => text.trim().length <= DESCRIPTION_CHARS_MAX);
  const host = dom.host(element);
  // A component's field has its name and words outside, on the component.
  return [...own, ...around, ...(host === null ? [] : hintsOf(dom, host, NAMES))].filter(hint => hint !== "");
};
