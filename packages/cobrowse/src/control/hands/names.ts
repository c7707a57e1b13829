/**
 * What an element is called on the page, as agents may read it: what is masked has no name. Shorter than what a screen
 * reader would say, in the same order of sources.
 */
import { DEED_LABEL_MAX } from "@lotse/protocol";
import { isElement, type Page } from "./page.ts";

export interface Sayable {
  shows(node: Node): boolean;
  said(node: Node, text: string): string;
}

/** No longer than that, and no half of a character at its end. */
export const shorten = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, "");

/** The words of it that can be read. */
const wordsIn = (page: Page, sight: Sayable, element: Element): string => {
  let [words, budget] = ["", 500];
  const walk = (node: Node): void => {
    if (budget-- < 0) return;
    if (node.nodeType === 3) words += ` ${sight.said(node, node.nodeValue ?? "")}`;
    else if (
      node === element ||
      (isElement(node) && sight.shows(node) && !page.matches(node, "script,style"))
    ) {
      if (page.matches(node as Element, "img[alt]"))
        words += ` ${sight.said(node, page.attribute(node as Element, "alt") ?? "")}`;
      for (const child of node.childNodes) walk(child);
    }
  };
  walk(element);
  return words;
};

export const nameOf = (page: Page, sight: Sayable, element: Element): string => {
  if (!sight.shows(element)) return "";
  const given = (name: string): string => sight.said(element, page.attribute(element, name) ?? "");
  const worded = (elements: Iterable<Element | null>): string =>
    Array.from(elements, one => (one !== null && sight.shows(one) ? wordsIn(page, sight, one) : "")).join(
      " ",
    );
  const root = element.getRootNode() as Document;
  const referred = (page.attribute(element, "aria-labelledby") ?? "").split(/\s+/).filter(id => id !== "");
  const isField = page.matches(element, "input,textarea,select");
  const isButton = page.matches(
    element,
    'input[type="button" i],input[type="submit" i],input[type="reset" i]',
  );
  const sources = [
    () => worded(referred.map(id => root.getElementById(id))),
    () => given("aria-label"),
    () => (isField ? worded((element as HTMLInputElement).labels ?? []) : ""),
    () => (isButton ? given("value") : isField ? "" : worded([element])),
    ...["alt", "title", "placeholder"].map(name => () => given(name)),
  ];
  for (const source of sources) {
    const name = source().replace(/\s+/g, " ").trim();
    if (name !== "") return shorten(name, DEED_LABEL_MAX);
  }
  return "";
};
