/**
 * What the agent writes and chooses in: a field of the mirror's own over the page's field, which the agent's keys never
 * reach. Knows no acts and no numbers.
 */
import type { Box } from "../../marks/boxes.ts";

export interface Editor {
  readonly element: HTMLElement;
  place(box: Box): void;
  /** Takes the keys. */
  focus(): void;
  /** Idempotent. */
  close(): void;
}

export interface EditorKeys {
  /** Tab, or Shift and Tab. */
  readonly onNext: (step: 1 | -1) => void;
  readonly onEnd: () => void;
}

export interface TextEditor extends Editor {
  show(text: string, caret: { readonly start: number; readonly end: number }): void;
  /** Null while characters are composed. */
  readonly caret: () => { readonly start: number; readonly end: number } | null;
}

/** As on the page, as far as a field has a look of its own there. */
const dress = (element: HTMLElement, like: Element): void => {
  const style = like.ownerDocument.defaultView?.getComputedStyle(like);
  element.className = "acting-editor";
  element.dataset.testid = "acting-editor";
  if (style === undefined) return;
  for (const name of ["fontFamily", "fontSize", "fontWeight", "lineHeight", "textAlign", "padding"] as const)
    element.style[name] = style[name];
};

const placeIn = (element: HTMLElement, { x, y, width, height }: Box): void => {
  Object.assign(element.style, {
    ...{ left: `${x}px`, top: `${y}px` },
    ...{ width: `${Math.max(width, 40)}px`, height: `${Math.max(height, 20)}px` },
  });
};

const editorOf = (parent: Element, element: HTMLElement, { onNext, onEnd }: EditorKeys): Editor => {
  let open = true;
  element.addEventListener("keydown", event => {
    // The mirror's own keys (Escape ends a tool) are not meant while one writes.
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") onEnd();
    else if (event.key === "Tab") {
      event.preventDefault();
      onNext(event.shiftKey ? -1 : 1);
    }
  });
  element.addEventListener("blur", () => {
    // The window's own loss of focus (another tab looked at for a moment) ends nothing.
    if (open && element.ownerDocument.hasFocus()) onEnd();
  });
  parent.append(element);
  return {
    element,
    place: box => placeIn(element, box),
    focus: () => element.focus(),
    close: () => {
      open = false;
      // What is being composed is brought to its end.
      element.blur();
      element.remove();
    },
  };
};

export const createTextEditor = (
  parent: Element,
  like: Element,
  options: EditorKeys & {
    readonly multiline: boolean;
    readonly label: string;
    /** What stands in the editor now, where the caret is, and what was shown in it last. */
    readonly onInput: (text: string, caret: number, shown: string) => void;
    readonly onCaret: (caret: { readonly start: number; readonly end: number }) => void;
  },
): TextEditor => {
  const field = document.createElement(options.multiline ? "textarea" : "input");
  dress(field, like);
  field.setAttribute("aria-label", options.label);
  field.autocomplete = "off";
  field.spellcheck = false;
  // Until the page has said what stands there.
  field.readOnly = true;
  const base = editorOf(parent, field, options);
  /** While characters are being composed, the field is the input method's. */
  let composing = false;
  let shown = "";
  const tell = (): void => options.onInput(field.value, field.selectionEnd ?? field.value.length, shown);
  const show: TextEditor["show"] = (text, { start, end }) => {
    if (composing) return;
    field.readOnly = false;
    shown = text;
    if (field.value !== text) field.value = text;
    if (field.selectionStart !== start || field.selectionEnd !== end) field.setSelectionRange(start, end);
  };
  field.addEventListener("compositionstart", () => {
    composing = true;
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    tell();
  });
  field.addEventListener("input", () => {
    if (!composing) tell();
  });
  for (const name of ["keyup", "pointerup", "select"]) {
    field.addEventListener(name, () => {
      if (!composing) options.onCaret({ start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 });
    });
  }
  const caret: TextEditor["caret"] = () =>
    composing ? null : { start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 };
  return { ...base, show, caret };
};

/** The same kind of field as on the page: the browser's own picker for it. */
export const createSetEditor = (
  parent: Element,
  like: HTMLInputElement,
  options: EditorKeys & { readonly label: string; readonly onSet: (value: string) => void },
): Editor => {
  const field = document.createElement("input");
  field.type = like.type;
  for (const name of ["min", "max", "step"] as const) if (like[name] !== "") field[name] = like[name];
  field.value = like.value;
  field.setAttribute("aria-label", options.label);
  dress(field, like);
  let told = field.value;
  const tell = (): void => {
    if (field.value === told) return;
    told = field.value;
    options.onSet(field.value);
  };
  // A date is whole before it is written down in full: it counts when it is left.
  if (MOVED.includes(field.type)) field.addEventListener("change", tell);
  field.addEventListener("keydown", event => {
    if (event.key === "Enter") tell();
  });
  const base = editorOf(parent, field, options);
  return {
    ...base,
    close: () => {
      tell();
      base.close();
    },
  };
};

/** What is moved instead of written. */
const MOVED = ["range", "color"];
const ROWS_MAX = 8;

/** A page's list opens in no mirror: the same choices, in a list of ours. */
export const createChoiceEditor = (
  parent: Element,
  like: HTMLSelectElement,
  options: EditorKeys & { readonly label: string; readonly onChoose: (chosen: readonly number[]) => void },
): Editor => {
  const list = document.createElement("select");
  const texts = Array.from(like.options, option => option.label || option.text);
  list.multiple = like.multiple;
  list.size = Math.min(ROWS_MAX, Math.max(2, texts.length));
  list.append(
    ...Array.from(like.options, (option, at) => {
      const made = document.createElement("option");
      made.textContent = texts[at] ?? "";
      made.selected = option.selected;
      made.disabled = option.disabled;
      return made;
    }),
  );
  list.setAttribute("aria-label", options.label);
  dress(list, like);
  list.classList.add("choices");
  const choose = (): void => options.onChoose(Array.from(list.selectedOptions, option => option.index));
  // Of one choice: arrows go through it, a press or Enter takes it.
  if (list.multiple) list.addEventListener("change", choose);
  else list.addEventListener("click", choose);
  list.addEventListener("keydown", event => {
    if (event.key === "Enter") choose();
  });
  const base = editorOf(parent, list, options);
  return {
    ...base,
    place: box => {
      Object.assign(list.style, { left: `${box.x}px`, top: `${box.y}px`, minWidth: `${box.width}px` });
    },
  };
};
