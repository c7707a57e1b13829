/** A press of the pointer, as scripts of a page hear it from a person. Judges nothing. */
import type { Focus } from "./focus.ts";
import type { Page } from "./page.ts";
import type { Touch } from "./reach.ts";

const FOCUSABLE =
  'input,select,textarea,button,a[href],area[href],summary,[tabindex],[contenteditable]:not([contenteditable="false" i])';

const focusable = (page: Page, target: Element): Element | null => {
  for (let at: Node | null = target; at !== null && at.nodeType !== 9; at = page.above(at))
    if (at.nodeType === 1 && page.matches(at as Element, FOCUSABLE)) return at as Element;
  return null;
};

/** `isStill`: whether it may still be pressed; what the page does in between counts. False: it was not. */
export const press = (page: Page, focus: Focus, { target, x, y }: Touch, isStill: () => boolean): boolean => {
  const at = { cancelable: true, clientX: x, clientY: y, detail: 1 };
  const pointer = { ...at, detail: 0, pointerId: 1, pointerType: "mouse", isPrimary: true };
  const wantsMouse = page.fire(target, "PointerEvent", "pointerdown", { ...pointer, buttons: 1 });
  if (!isStill()) return false;
  const wantsFocus = !wantsMouse || page.fire(target, "MouseEvent", "mousedown", { ...at, buttons: 1 });
  const field = wantsFocus ? focusable(page, target) : null;
  if (field !== null && isStill()) focus.give(field);
  page.fire(target, "PointerEvent", "pointerup", pointer);
  if (wantsMouse) page.fire(target, "MouseEvent", "mouseup", at);
  if (!isStill()) return false;
  page.fire(target, "PointerEvent", "click", { ...pointer, detail: 1 });
  return true;
};
