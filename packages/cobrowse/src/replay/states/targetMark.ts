/** Which mirrored element the page's address points to (`#offers`), by a mark. */
import { EVENT, type PageEvent } from "../../wire/events.ts";
import { TARGET_MARK } from "./stateSelectors.ts";

export interface TargetMark {
  /** After it was applied. */
  after(event: PageEvent): void;
}

const nameIn = (href: string): string => {
  const name = href.split("#")[1] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

export const createTargetMark = (document: () => Document | null): TargetMark => {
  let marked: Element | null = null;
  let name = "";
  return {
    after: event => {
      if (event.type !== EVENT.meta && event.type !== EVENT.full) return;
      if (event.type === EVENT.meta) name = nameIn(event.data.href);
      marked?.removeAttribute(TARGET_MARK);
      marked = name === "" ? null : (document()?.getElementById(name) ?? null);
      marked?.setAttribute(TARGET_MARK, "");
    },
  };
};
