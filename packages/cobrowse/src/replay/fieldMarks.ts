/**
 * What the mirror says of fields whose values it does not know: a title in the viewer's language. It writes an attribute of
 * its own onto mirrored nodes, never text.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";

const STATE = "data-lotse-masked";
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
  return {
    after: event => {
      if (event.type === EVENT.full) markAll(event.data.node);
      if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return;
      for (const add of event.data.adds) markAll(add.node);
      for (const { id, attributes } of event.data.attributes) if (STATE in attributes) mark(id);
    },
  };
};
