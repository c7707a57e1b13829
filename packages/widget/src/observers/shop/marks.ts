/** The attributes by which a page says what it sells: how they are read, and who hears that one of them says something else. */

import { JSON_LD } from "../../reader/products.ts";
import { guard } from "../../shared/guard.ts";
import { native } from "../../shared/native.ts";
import type { Watch } from "../Watch.ts";
import { isHidden } from "../where.ts";

const NAMES = [
  "data-lotse-price",
  "data-lotse-category",
  "data-lotse-basket-value",
  "data-lotse-basket-count",
];
const ANYWHERE = [...NAMES.map(name => `[${name}]`), JSON_LD].join();

/** An attribute with a value says it; an empty one says that the element's text does. */
export const marked = (root: ParentNode, attribute: string): string | null => {
  const inside = root.querySelector(`[${attribute}]`);
  const element = root instanceof Element && root.hasAttribute(attribute) ? root : inside;
  if (element === null || element.closest("[data-lotse-block]")) return null;
  const said = element.getAttribute(attribute);
  return said || (isHidden(element) ? null : element.textContent);
};

/** Answers what to call at each look: elements come and go, and their texts are watched only where they say something. */
export const watchMarks = (watch: Watch): (() => void) => {
  const mutations = new (native(self, "MutationObserver"))(guard(() => watch.lookSoon()));
  watch.onEnd(() => mutations.disconnect());
  return () => {
    mutations.disconnect();
    mutations.observe(document, { subtree: true, attributeFilter: NAMES });
    for (const element of document.querySelectorAll(ANYWHERE))
      mutations.observe(element, { subtree: true, childList: true, characterData: true });
  };
};
