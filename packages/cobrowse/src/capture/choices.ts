/** The choices of a masked list are as secret as the choice. Knows neither events nor why a list is masked. */
import { type Dom, isElement } from "./dom.ts";

const CHOICES = new Set(["option", "optgroup", "selectedcontent"]);

export const isChoice = (node: Node): node is Element => isElement(node) && CHOICES.has(node.localName);

export const inMaskedList = (
  dom: Dom,
  choice: Element,
  is: { readonly masked: (field: Element) => boolean; readonly strict: (list: Element) => boolean },
): boolean => {
  for (let at: Node | null = choice; at !== null; at = dom.parent(at)) {
    if (!isElement(at)) continue;
    if (at.localName === "select") return is.masked(at);
    if (at.localName === "datalist") return is.strict(at) || dom.listUsers(at).some(is.masked);
  }
  return false;
};
