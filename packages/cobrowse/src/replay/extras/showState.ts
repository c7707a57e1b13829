/** One state onto one mirrored element, if it is not in it already. Knows nothing of events. */
import type { ExtraData } from "../../wire/extras.ts";
import { showStill } from "./canvasBoxes.ts";
import { labelPicture, labelWords } from "./labels.ts";

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
      // A link's text is mirrored as a style element; one that is still loaded has no sheet to be switched off.
      if (is(element, "link")) element.disabled = !data.on;
      else if (is(element, "style") && element.sheet) element.sheet.disabled = !data.on;
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
  // Without several to choose from, the first would be chosen in the stead of the one that is not.
  if (indexes.size === 0 && select.selectedIndex >= 0) select.selectedIndex = -1;
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
  if (is(element, "canvas")) showStill(element, src);
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
  const { defaultView } = element.ownerDocument;
  // In a line it would have no size. What has one of its own keeps its place.
  if (element.localName.includes("-") && defaultView?.getComputedStyle(element).display === "inline")
    style.display = "inline-block";
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, "important");
};
