/** Where on the page something is or happened, as far as anybody may know of it. */

/** The elements an event went through, innermost first; none where the page keeps everybody out, and none of our own. */
export const insideOf = (event: Event): readonly Element[] => {
  const path = event.composedPath().filter(one => one instanceof Element);
  return path.some(one => one.localName === "lotse-widget" || one.hasAttribute("data-lotse-block"))
    ? []
    : path;
};

/** Texts in here are nobody's but the visitor's. */
export const isHidden = (element: Element): boolean =>
  element.closest("[data-lotse-mask],[data-lotse-block]") !== null;
