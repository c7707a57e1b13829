/**
 * Looks at all fields of a serialized tree before any of its text is judged, so that a password already repeated
 * higher up on the page is recognised there.
 */
import { NODE, type Sn } from "../wire/events.ts";
import { isElement } from "./dom.ts";
import { isField, type Judge } from "./exposure.ts";

export const primeFields = (sn: Sn, nodeOf: (id: number) => Node | null, judge: Judge): void => {
  if (sn.type !== NODE.element && sn.type !== NODE.document) return;
  if (sn.type === NODE.element) {
    const node = nodeOf(sn.id);
    if (node !== null && isElement(node) && isField(node)) judge.maskedField(node);
  }
  for (const child of sn.childNodes) primeFields(child, nodeOf, judge);
};
