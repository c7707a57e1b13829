/** One state onto one mirrored element, if it is not in it already. Knows nothing of events. */
import type { ExtraData } from "../../wire/extras.ts";
import { labelPicture, labelWords } from "./labels.ts";

/** What was drawn last, so that a picture is not decoded with every packet. */
const drawn = new WeakMap<Element, string>();

export const showState = (element: HTMLElement, data: ExtraData, language: string): void => {
  switch (data.kind) {
    case "indeterminate":
      if (is(element, "input")) element.indeterminate = data.on;
      return;
    case "chosen":
      if (is(element, "select")) choose(element, new Set(data.indexes));
      return;
    case "popover":
      open(element, data.on);
      return;
    case "sheet":
      // A link's text is mirrored as a style element.
      if ((is(element, "style") || is(element, "link")) && element.sheet) element.sheet.disabled = !data.on;
      return;
    case "picture":
      draw(element, data.src);
      return;
    case "label":
      label(element, data, language);
  }
};

const is = <T extends keyof HTMLElementTagNameMap>(
  element: Element,
  name: T,
): element is HTMLElementTagNameMap[T] => element.localName === name;

const choose = (select: HTMLSelectElement, indexes: ReadonlySet<number>): void => {
  Array.from(select.options).forEach((option, at) => {
    if (option.selected !== indexes.has(at)) option.selected = indexes.has(at);
  });
};

const open = (element: HTMLElement, on: boolean): void => {
  if (!element.isConnected || element.popover === null || element.matches(":popover-open") === on) return;
  if (on) element.showPopover();
  else element.hidePopover();
};

const draw = (element: HTMLElement, src: string): void => {
  if (is(element, "img")) {
    if (element.getAttribute("src") !== src) element.src = src;
    element.removeAttribute("srcset");
    return;
  }
  if (!is(element, "canvas") || drawn.get(element) === src) return;
  drawn.set(element, src);
  const picture = element.ownerDocument.createElement("img");
  picture.addEventListener("load", () => {
    // A later one may have been decoded first.
    if (drawn.get(element) !== src) return;
    const context = element.getContext("2d");
    context?.clearRect(0, 0, element.width, element.height);
    context?.drawImage(picture, 0, 0, element.width, element.height);
  });
  picture.src = src;
};

const label = (
  element: HTMLElement,
  { label, width, height }: Extract<ExtraData, { kind: "label" }>,
  language: string,
): void => {
  const words = labelWords(label, language);
  const key = `${words} ${width} ${height}`;
  // rrweb may have written the element's style anew, and with it have taken ours away.
  if (element.dataset.lotseLabel === key && element.style.backgroundImage !== "") return;
  element.dataset.lotseLabel = key;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", words);
  const style: Record<string, string> = {
    "background-image": labelPicture(words, width, height),
    "background-color": "#e9eef2",
    "background-position": "center",
    "background-repeat": "no-repeat",
    "box-sizing": "border-box",
    width: `${width}px`,
    height: `${height}px`,
  };
  if (element.localName.includes("-")) style.display = "inline-block";
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, "important");
};
