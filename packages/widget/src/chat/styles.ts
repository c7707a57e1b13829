import type { Unsubscribe } from "@lotse/protocol";

/** Constructed sheets: the page's policy allows no inline styles. */
export const addStyles = (root: ShadowRoot, css: string): Unsubscribe => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter(one => one !== sheet);
  };
};
