/**
 * What the mirror says of fields whose values it does not know: a title in the viewer's language, and which field has
 * the focus. It writes attributes of its own onto mirrored nodes, never text.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";

const STATE = "data-lotse-masked";
const FOCUS = "data-lotse-focus";
const INTERACTION = { focus: 5, blur: 6 } as const;
const WORDS = {
  de: { hidden: "Verborgen", empty: "leer", filled: "ausgefüllt", valid: "gültig", invalid: "ungültig" },
  en: { hidden: "Masked", empty: "empty", filled: "filled in", valid: "valid", invalid: "invalid" },
} as const;

/** Of an empty field nobody need know that it is valid. */
const titleOf = (state: string, language: keyof typeof WORDS): string => {
  const words = WORDS[language];
  const said = state
    .split(" ")
    .filter(word => word === "empty" || word === "filled" || word === "invalid")
    .map(word => words[word as "empty"]);
  return [words.hidden, said.join(", ")].filter(part => part !== "").join(": ");
};

export interface FieldMarks {
  /** After it was applied. */
  after(event: PageEvent): void;
}

export const createFieldMarks = (nodeOf: (id: number) => Node | null, language: () => string): FieldMarks => {
  let focused: Element | null = null;
  const elementOf = (id: number): Element | null => {
    const node = nodeOf(id);
    return node !== null && node.nodeType === 1 ? (node as Element) : null;
  };
  const mark = (id: number): void => {
    const element = elementOf(id);
    const state = element?.getAttribute(STATE);
    if (state === null || state === undefined) return;
    element?.setAttribute("title", titleOf(state, language() === "de" ? "de" : "en"));
  };
  const markAll = (sn: Sn): void => {
    if (sn.type !== NODE.element && sn.type !== NODE.document) return;
    if (sn.type === NODE.element && STATE in sn.attributes) mark(sn.id);
    for (const child of sn.childNodes) markAll(child);
  };
  const focus = (element: Element | null): void => {
    focused?.removeAttribute(FOCUS);
    focused = element;
    element?.setAttribute(FOCUS, "");
  };
  return {
    after: event => {
      if (event.type === EVENT.full) {
        focused = null;
        markAll(event.data.node);
      }
      if (event.type !== EVENT.incremental) return;
      const { data } = event;
      if (data.source === SOURCE.mutation) {
        for (const add of data.adds) markAll(add.node);
        for (const { id, attributes } of data.attributes) if (STATE in attributes) mark(id);
      } else if (data.source === SOURCE.mouseInteraction) {
        if (data.type === INTERACTION.focus) focus(elementOf(data.id));
        else if (data.type === INTERACTION.blur && elementOf(data.id) === focused) focus(null);
      }
    },
  };
};
