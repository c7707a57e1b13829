/** Hears that something was written in a window's fields, and where the visitor is in the middle of a character. */
import type { Unsubscribe } from "@lotse/protocol";
import type { Page } from "../hands/page.ts";

export interface Heard {
  /** `isVisitors`: by their own hand, not by a script. */
  readonly input: (target: Element, isVisitors: boolean) => void;
  readonly composing: (target: Element | null) => void;
}

export const hearing = (page: Page, realm: Window & typeof globalThis, heard: Heard): Unsubscribe => {
  const targetOf = (event: Event): Element => event.composedPath()[0] as Element;
  const ends = [
    page.listen(realm, "input", event => heard.input(targetOf(event), event.isTrusted)),
    page.listen(realm, "compositionstart", event => heard.composing(targetOf(event))),
    page.listen(realm, "compositionend", () => heard.composing(null)),
  ];
  return () => {
    for (const end of ends) end();
  };
};
