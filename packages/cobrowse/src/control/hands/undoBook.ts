/**
 * What agents changed on this page, so that the visitor can have back what stood there before: of each thing what the
 * visitor did not touch since. Knows no grants: it lasts as long as the page.
 */
import type { FieldText } from "../text/FieldText.ts";
import type { Choice } from "./choosing.ts";
import type { Page } from "./page.ts";

interface Entry {
  readonly element: Element;
  /** False: the visitor, or the page, has made something else of it. */
  readonly back: () => boolean;
}

export interface Written {
  readonly text: FieldText;
  /** Writes it in the field. */
  readonly put: (element: Element, text: string) => void;
  readonly read: (element: Element) => string;
}

export interface UndoBook {
  /** A choice that was made: whatever it is, `before` says and restores what was. */
  chose(element: Element, before: Choice): void;
  /** Looks at what a press may switch; returns what keeps it, if it did. */
  presses(element: Element): () => void;
  wrote(element: Element, written: Written): void;
  readonly isEmpty: boolean;
  /** Takes all back, the last first; returns what was changed. */
  undo(): Element[];
}

const isSwitch = (page: Page, element: Element): boolean =>
  page.matches(element, 'input[type="checkbox" i],input[type="radio" i]');

/** The one of its group that is on. */
const onInGroup = (page: Page, radio: HTMLInputElement): Element | null => {
  const all = (radio.getRootNode() as Document).querySelectorAll<HTMLInputElement>('input[type="radio" i]');
  const group = Array.from(all).filter(one => one.name === radio.name && one.form === radio.form);
  return group.find(one => page.checked(one)) ?? null;
};

/** Switches it back as a person would, so that the page hears of it. */
const switchBack = (page: Page, element: Element, was: boolean, other: Element | null): boolean => {
  if (page.checked(element) === was) return false;
  const pressed = other ?? (page.matches(element, '[type="radio" i]') ? null : element);
  if (pressed !== null) page.fire(pressed, "PointerEvent", "click", { cancelable: true });
  else {
    // Nothing of the group was on: no press leads back there.
    page.setChecked(element, was);
    page.fire(element, "Event", "input");
    page.fire(element, "Event", "change", { composed: false });
  }
  return true;
};

export const createUndoBook = (page: Page): UndoBook => {
  let entries: Entry[] = [];
  const texts = new Map<FieldText, Entry>();
  const add = (element: Element, back: () => boolean): void => {
    entries.push({ element, back });
  };
  return {
    chose: (element, before) => {
      const after = before.now();
      add(element, () => {
        if (before.now() !== after) return false;
        before.restore();
        return true;
      });
    },
    presses: target => {
      const label = target.closest("label") as HTMLLabelElement | null;
      const element = isSwitch(page, target) ? target : (label?.control ?? null);
      if (element === null || !isSwitch(page, element)) return () => undefined;
      const was = page.checked(element);
      const isRadio = page.matches(element, '[type="radio" i]');
      const other = isRadio ? onInGroup(page, element as HTMLInputElement) : null;
      return () => {
        if (page.checked(element) !== was) add(element, () => switchBack(page, element, was, other));
      };
    },
    wrote: (element, { text, put, read }) => {
      if (texts.has(text)) return;
      const entry: Entry = {
        element,
        back: () => {
          text.notice(read(element), "visitor");
          const before = text.undone();
          if (!text.isWritten || before === text.text) return false;
          put(element, before);
          text.wasUndone(read(element));
          return true;
        },
      };
      texts.set(text, entry);
      entries.push(entry);
    },
    get isEmpty() {
      return entries.length === 0;
    },
    undo: () => {
      const all = entries.reverse();
      entries = [];
      texts.clear();
      const changed = new Set<Element>();
      for (const { element, back } of all) {
        const isFree = element.isConnected && !page.matches(element, ":disabled,[readonly]");
        if (isFree && back()) changed.add(element);
      }
      return [...changed];
    },
  };
};
