/**
 * Scroll bars that take as much room as the visitor's: beside them a page has less, and breaks its lines elsewhere. Bars that
 * lie over the page take none, and are not shown. Where a browser lets nobody say how wide they are (Firefox), the page's
 * own bar is left out.
 */
import { EVENT, type PageEvent } from "../wire/events.ts";

export interface ScrollBars {
  /** With `more`, for every document that is built from now on; the list changes when they do. */
  rules(more: readonly string[]): string[];
  /** After it was applied. */
  after(event: PageEvent): void;
}

const WIDTH = "--lotse-bar";
const widthRule = (px: number): string => `:root { ${WIDTH}: ${px}px; }`;
const STYLABLE = "selector(::-webkit-scrollbar)";

const RULES = [
  `::-webkit-scrollbar { width: var(${WIDTH}); height: var(${WIDTH}); }`,
  "::-webkit-scrollbar-track, ::-webkit-scrollbar-corner { background: #f1f1f1; }",
  "::-webkit-scrollbar-thumb { background: #c1c1c1; border: 2px solid #f1f1f1; }",
  // Said otherwise, it would be as wide as the viewer's.
  `@supports ${STYLABLE} { html { scrollbar-width: auto !important; scrollbar-color: auto !important; } }`,
  `@supports not ${STYLABLE} { html { scrollbar-width: none; } }`,
];

const documents = (top: Document | null): Document[] => {
  if (top === null) return [];
  const frames = Array.from(top.querySelectorAll("iframe"), frame => frame.contentDocument);
  return [top, ...frames.flatMap(documents)];
};

/** Where ours stands among the rules that the Replayer has put before the page's. */
const widthsIn = (document: Document): CSSStyleDeclaration[] =>
  Array.from(document.querySelectorAll<HTMLStyleElement>(":root > style"))
    .flatMap(({ sheet }) => Array.from(sheet?.cssRules ?? []))
    .flatMap(rule => ("style" in rule ? (rule.style as CSSStyleDeclaration) : []))
    .filter(style => style.getPropertyValue(WIDTH) !== "");

export const createScrollBars = (document: () => Document | null): ScrollBars => {
  let width = 0;
  let rules: string[] = [];
  return {
    rules: more => {
      rules = [widthRule(width), ...RULES, ...more];
      return rules;
    },
    after: event => {
      if (event.type !== EVENT.meta || event.data.bar === undefined || event.data.bar === width) return;
      width = event.data.bar;
      rules[0] = widthRule(width);
      for (const style of documents(document()).flatMap(widthsIn)) style.setProperty(WIDTH, `${width}px`);
    },
  };
};
