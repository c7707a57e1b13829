/** Which mirrored element has the visitor's focus, and which stand around it, by marks. Nothing in the mirror has it itself. */
import { BLUR, EVENT, FOCUS, type PageEvent, SOURCE } from "../../wire/events.ts";
import type { NodeOf } from "../rewriteEvent.ts";
import { FOCUS_MARK, VISIBLE, WITHIN_MARK } from "./stateSelectors.ts";

export interface FocusMarks {
  /** After it was applied. */
  after(event: PageEvent): void;
}

const isElement = (node: Node | null): node is Element => node?.nodeType === 1;

/** Of which nobody would say that it has the focus, when nothing has. */
const isGround = (element: Element): boolean =>
  element === element.ownerDocument.documentElement || element === element.ownerDocument.body;

/** In the tree as it is shown: slots and hosts included. */
const shownParent = (node: Node): Node | null =>
  (node as Element).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;

export const createFocusMarks = (nodeOf: NodeOf): FocusMarks => {
  let focused: Element | null = null;
  let around: Element[] = [];
  const clear = (): void => {
    focused?.removeAttribute(FOCUS_MARK);
    for (const element of around) element.removeAttribute(WITHIN_MARK);
    focused = null;
    around = [];
  };
  const mark = (element: Element, isVisible: boolean): void => {
    focused = element;
    element.setAttribute(FOCUS_MARK, isVisible ? VISIBLE : "");
    for (let at: Node | null = element; at !== null; at = shownParent(at)) if (isElement(at)) around.push(at);
    for (const one of around) one.setAttribute(WITHIN_MARK, "");
  };
  return {
    after: event => {
      // The old picture's elements are gone.
      if (event.type === EVENT.full) clear();
      if (event.type !== EVENT.incremental) return;
      const { data } = event;
      if (data.source === SOURCE.mutation && focused?.isConnected === false) clear();
      if (data.source !== SOURCE.mouseInteraction) return;
      const node = nodeOf(data.id);
      if (data.type === FOCUS) {
        clear();
        if (isElement(node) && !isGround(node)) mark(node, data.visible === true);
      } else if (data.type === BLUR && node === focused) clear();
    },
  };
};
