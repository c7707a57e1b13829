/** What a pressed element of the mirror takes. The mirror only guesses so that the agent's hand fits; the page judges. */
import { isElement } from "../../capture/dom.ts";

export type Target =
  | { readonly kind: "text"; readonly element: HTMLElement; readonly multiline: boolean }
  | { readonly kind: "choose"; readonly element: HTMLSelectElement }
  | { readonly kind: "set"; readonly element: HTMLInputElement }
  | { readonly kind: "click" };

const SET = ["date", "time", "month", "week", "datetime-local", "color", "range", "number"];
const PRESSED = ["button", "submit", "reset", "image", "checkbox", "radio", "file", "hidden"];
const CLICK: Target = { kind: "click" };

/** By name, not by class: what stands in the mirror belongs to another window. */
export const targetOf = (element: Element): Target => {
  const { localName } = element;
  if (localName === "textarea") return { kind: "text", element: element as HTMLElement, multiline: true };
  if (localName === "select") return { kind: "choose", element: element as HTMLSelectElement };
  if (localName === "option" || localName === "optgroup") {
    const list = element.closest("select");
    return list === null ? CLICK : { kind: "choose", element: list };
  }
  if (localName === "input") {
    const input = element as HTMLInputElement;
    if (SET.includes(input.type)) return { kind: "set", element: input };
    return PRESSED.includes(input.type) ? CLICK : { kind: "text", element: input, multiline: false };
  }
  return editableAround(element);
};

/** Rich text: the outermost that can be written in, as a whole. */
const editableAround = (element: Element): Target => {
  let found: Element | null = null;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const says = at.getAttribute("contenteditable");
    if (says === "" || says === "true" || says === "plaintext-only") found = at;
    else if (says === "false") break;
  }
  return found === null ? CLICK : { kind: "text", element: found as HTMLElement, multiline: true };
};

const FIELDS = ":is(input,textarea,select,[contenteditable]):not(:disabled,[readonly],[data-lotse-masked])";

const isFieldOfItsOwn = (element: Element): boolean => {
  const target = targetOf(element);
  return target.kind !== "click" && target.element === element;
};

/** What the keyboard goes to from one field, in the order of the page; null: nothing more. */
export const fieldBeside = (from: Element, step: 1 | -1): Element | null => {
  const root = from.getRootNode() as Document | ShadowRoot;
  const fields = Array.from(root.querySelectorAll(FIELDS)).filter(
    field => isElement(field) && isFieldOfItsOwn(field) && field.getClientRects().length > 0,
  );
  return fields[fields.indexOf(from) + step] ?? null;
};
