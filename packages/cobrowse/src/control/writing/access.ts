/** The ways to write in a field, by what it is. Knows no revisions. */
import type { ActRefusal, Splice } from "@lotse/protocol";
import type { Focus } from "../hands/focus.ts";
import type { Page } from "../hands/page.ts";
import { apply, isNothing } from "../text/splice.ts";
import { hostOf, richAccess } from "./rich.ts";

export interface FieldAccess {
  readonly multiline: boolean;
  maxLength(element: Element): number | null;
  read(element: Element): string;
  /** Where the writing mark is; null: nobody can say. */
  caret(element: Element): number | null;
  /** Why it cannot be written in just now. */
  refuses(element: Element): ActRefusal | null;
  put(element: Element, splice: Splice): void;
}

/** What holds a text of one line or more. */
const TEXTS = ["text", "search", "url", "tel", "email"];
/** Those whose text a access may change in part. */
const RANGED = ["text", "search", "url", "tel", "textarea"];

const isTextField = (element: Element): boolean =>
  element.localName === "textarea" ||
  (element.localName === "input" && TEXTS.includes((element as HTMLInputElement).type));

const inputTypeOf = ({ remove, insert }: Splice): string => {
  if (insert === "") return "deleteContentBackward";
  return remove === 0 ? "insertText" : "insertReplacementText";
};

const fieldAccess = (page: Page, multiline: boolean): FieldAccess => {
  const { setRangeText } = multiline
    ? page.window.HTMLTextAreaElement.prototype
    : page.window.HTMLInputElement.prototype;
  const typeOf = (element: Element): string => (element as HTMLInputElement).type;
  return {
    multiline,
    maxLength: element => {
      const { maxLength } = element as HTMLInputElement;
      return maxLength < 0 ? null : maxLength;
    },
    read: page.value,
    caret: element => (RANGED.includes(typeOf(element)) ? (element as HTMLInputElement).selectionEnd : null),
    refuses: () => null,
    put: (element, splice) => {
      if (isNothing(splice)) return;
      const said = { inputType: inputTypeOf(splice), data: splice.insert || null };
      // A page that lets only some keys through says so here.
      if (!page.fire(element, "InputEvent", "beforeinput", { ...said, cancelable: true })) return;
      const { at, remove, insert } = splice;
      // Where the visitor's own mark is, it stays.
      if (RANGED.includes(typeOf(element)))
        setRangeText.call(element as HTMLTextAreaElement, insert, at, at + remove, "preserve");
      else page.setValue(element, apply(page.value(element), splice));
      page.fire(element, "InputEvent", "input", said);
    },
  };
};

/** Null: nobody writes there. A part of what is edited as a whole stands for the whole. */
export const accessFor = (
  { page, focus }: { readonly page: Page; readonly focus: Focus },
  element: Element,
): { readonly element: Element; readonly access: FieldAccess } | null => {
  if (isTextField(element)) return { element, access: fieldAccess(page, element.localName === "textarea") };
  const host = hostOf(element);
  return host && { element: host, access: richAccess(page, focus) };
};
