/** Values that are chosen, not written: lists, dates, ranges, colours. Judges only what the element itself can take. */
import type { ActRefusal } from "@lotse/protocol";
import type { Page } from "./page.ts";

const SETTABLE = ["date", "time", "datetime-local", "month", "week", "range", "color", "number"];

/** What was chosen before, and how it is written down to see whether it still is. */
export interface Choice {
  now(): string;
  restore(): void;
}

export const tellChange = (page: Page, element: Element): void => {
  page.fire(element, "Event", "input");
  page.fire(element, "Event", "change", { composed: false });
};

const optionsOf = (list: Element): HTMLOptionElement[] => Array.from((list as HTMLSelectElement).options);

/** Writing of every option in order unselects the others of a list that holds one. */
const select = (page: Page, list: Element, chosen: ReadonlySet<number>): void => {
  for (const [index, option] of optionsOf(list).entries()) {
    if (option.selected !== chosen.has(index)) page.setSelected(option, chosen.has(index));
  }
  tellChange(page, list);
};

const chosenIn = (list: Element): number[] =>
  optionsOf(list).flatMap((option, index) => (option.selected ? [index] : []));

export const choiceIn = (page: Page, list: Element): Choice => {
  const before = new Set(chosenIn(list));
  return {
    now: () => chosenIn(list).join(),
    restore: () => select(page, list, before),
  };
};

export const valueIn = (page: Page, field: Element): Choice => {
  const before = page.value(field);
  return {
    now: () => page.value(field),
    restore: () => {
      page.setValue(field, before);
      tellChange(page, field);
    },
  };
};

/** Null: done. */
export const choose = (page: Page, list: Element, indices: readonly number[]): ActRefusal | null => {
  if (list.localName !== "select") return "unfit";
  const options = optionsOf(list);
  const chosen = indices.map(index => options[index]);
  if (!(list as HTMLSelectElement).multiple && chosen.length !== 1) return "unfit";
  if (chosen.some(option => option === undefined)) return "unfit";
  if (chosen.some(option => option && page.matches(option, ":disabled,optgroup:disabled *")))
    return "disabled";
  select(page, list, new Set(indices));
  return null;
};

/** What is chosen, in the page's words. */
export const chosenWords = (list: Element): string =>
  Array.from((list as HTMLSelectElement).selectedOptions, option => option.label).join(", ");

export const isSettable = (element: Element): boolean =>
  element.localName === "input" && SETTABLE.includes((element as HTMLInputElement).type);

/** What stands there; undefined: it holds nothing that can be said in words. */
export const wordsOf = (page: Page, element: Element): string | undefined => {
  if (element.localName === "select") return chosenWords(element);
  const isWritten = page.matches(element, "textarea,input:not([type=checkbox i],[type=radio i])");
  return isWritten ? page.value(element) : undefined;
};

export const set = (page: Page, field: Element, value: string): ActRefusal | null => {
  if (!isSettable(field)) return "unfit";
  const before = page.value(field);
  page.setValue(field, value);
  // What the field cannot read it throws away.
  if (value !== "" && page.value(field) !== value && page.matches(field, ":not([type=range i])")) {
    page.setValue(field, before);
    return "unfit";
  }
  tellChange(page, field);
  return null;
};
