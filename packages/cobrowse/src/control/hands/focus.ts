/**
 * Whose the focus is. It is never taken from where the visitor may be typing: the next key would fall into another
 * field, perhaps one that the agent sees. Knows no acts.
 */
import { inside, type Page } from "./page.ts";

export interface Focus {
  /** Gives it to the element, as a press or a tab would. False: the visitor has it. */
  give(element: Element): boolean;
  /** Takes it back, if it is still where it was given. False: it is not. */
  take(element: Element): boolean;
  /** The visitor wrote there: it is theirs now. */
  isVisitors(element: Element): void;
}

const TYPES = "button checkbox radio submit reset image range color file";

export const isEditable = (page: Page, element: Element): boolean => {
  if (element.localName === "textarea" || element.localName === "select") return true;
  if (element.localName === "input") return !TYPES.includes((element as HTMLInputElement).type);
  return (element as HTMLElement).isContentEditable === true && page.realm(element) !== null;
};

export const createFocus = (page: Page): Focus => {
  let given: WeakRef<Element> | null = null;
  const isTyped = (active: Element | null): boolean => {
    if (active === null || active === given?.deref()) return false;
    // Into another origin's frame nobody can look.
    const isClosed = active.localName === "iframe" && inside(active) === null;
    return isClosed || isEditable(page, active);
  };
  return {
    give: element => {
      if (page.active() === element) return true;
      if (isTyped(page.active())) return false;
      page.focus(element);
      if (page.active() !== element) return false;
      given = new WeakRef(element);
      return true;
    },
    take: element => {
      if (given?.deref() !== element || page.active() !== element) return false;
      given = null;
      page.blur(element);
      return true;
    },
    isVisitors: element => {
      if (given?.deref() === element) given = null;
    },
  };
};
