/**
 * What all acts share: the page as it is read and touched, the element that is meant, its name, and the note that is
 * made of a deed.
 */
import type { ActCall, ActRefusal, Deed, MarkNode } from "@lotse/protocol";
import type { Admission } from "./admission.ts";
import { type TellDeed, takeDown } from "./deeds.ts";
import { createFocus, type Focus } from "./focus.ts";
import { forbids } from "./forbids.ts";
import { nameOf } from "./names.ts";
import { createPage, isElement, type Page } from "./page.ts";
import type { HandsOptions } from "./types.ts";
import { createUndoBook, type UndoBook } from "./undoBook.ts";

export interface Tools {
  readonly options: HandsOptions;
  readonly page: Page;
  readonly focus: Focus;
  readonly undoBook: UndoBook;
  readonly holds: (call: ActCall) => boolean;
  readonly name: (element: Element) => string;
  /** Begun before it is done, told afterwards. */
  readonly note: (kind: Deed["kind"], element: Element) => TellDeed;
  readonly isGone: (element: Element, node: MarkNode) => boolean;
  /** The element that is meant, if agents see it and may act on it. */
  readonly find: (node: MarkNode) => { readonly element: Element } | { readonly refusal: ActRefusal };
}

export const createTools = (options: HandsOptions, admission: Admission): Tools => {
  const { sight } = options;
  const page = createPage(options.window, sight.shownParent, options.own);
  const isGone = (element: Element, node: MarkNode): boolean =>
    sight.nodeOf(node) !== element || !element.isConnected || page.realm(element) === null;
  return {
    options,
    page,
    focus: createFocus(page),
    undoBook: createUndoBook(page),
    holds: call => admission.holds(call),
    name: element => nameOf(page, sight, element),
    note: (kind, element) =>
      takeDown(page, sight, { kind, element }, deed =>
        options.onDeed({ grant: admission.lastGrant, ...deed }),
      ),
    isGone,
    find: node => {
      const element = sight.nodeOf(node);
      if (!isElement(element) || isGone(element, node)) return { refusal: "gone" };
      if (!sight.shows(element)) return { refusal: "masked" };
      const refusal = forbids(page, element);
      return refusal === null ? { element } : { refusal };
    },
  };
};
