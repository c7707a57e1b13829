/** A blocked element's place in the layout, without its classes: they may tell, too. Knows nothing of why it is blocked. */
import type { Attributes } from "../wire/events.ts";
import { extentOf } from "./boxOf.ts";

const BOX_STYLES =
  "display position float top right bottom left width height margin flex grid-area box-sizing z-index".split(
    " ",
  );
/** Of a font's height what is below the baseline, near enough. */
const DESCENT = 0.22;

/** By line, however many boxes stand in one. */
const linesOf = (live: Element): DOMRect[] => {
  const lines: DOMRect[] = [];
  for (const rect of live.getClientRects()) {
    if (rect.top >= (lines.at(-1)?.bottom ?? -1e9) - 1) lines.push(rect);
  }
  return lines;
};

/** It has no size of its own: a box as large as what stood in it, which moves its neighbours as little. */
const sizeless = (live: Element, style: CSSStyleDeclaration): string => {
  const { width, height, bottom } = extentOf(live);
  const size = `width:${width}px;height:${height}px;margin:`;
  if (style.display === "contents") {
    const edge = (child: Element | null, side: "marginTop" | "marginBottom"): string =>
      child === null ? "0" : getComputedStyle(child)[side];
    const [top, below] = [
      edge(live.firstElementChild, "marginTop"),
      edge(live.lastElementChild, "marginBottom"),
    ];
    return `display:block;${size}${top} 0 ${below}`;
  }
  const lines = linesOf(live);
  const [first, last] = [lines[0], lines.at(-1)];
  if (first !== last) {
    // The first line to its end, then the breaks, then the last line: drawn by the mirror's sheet.
    const breaks = "\\a ".repeat(lines.length - 1);
    return `display:inline;--lotse-first:${first?.width}px;--lotse-last:${last?.width}px;--lotse-breaks:"${breaks}"`;
  }
  const own = live.getBoundingClientRect();
  const inline = `display:inline-block;${size}${style.margin};`;
  // Mere text adds nothing to its line; what is higher stands as far below the baseline as on the page.
  return height > own.height + 1
    ? `${inline}vertical-align:${own.bottom - bottom - DESCENT * own.height}px`
    : `${inline}margin-top:${-height}px;vertical-align:text-bottom`;
};

export const boxStyle = (live: Element): string => {
  const style = live.ownerDocument.defaultView?.getComputedStyle(live);
  // A picture or a field has a size, though it stands in a line.
  if (style?.display === "contents" || (style?.display === "inline" && style.width === "auto")) {
    return sizeless(live, style);
  }
  return BOX_STYLES.map(name => `${name}:${style?.getPropertyValue(name) ?? ""}`).join(";");
};

/** Marked with how it is drawn: what has several lines is drawn apart. */
export const box = (live: Element): Attributes => {
  const style = boxStyle(live);
  return { style, "data-lotse-blocked": style.includes("--") ? "lines" : "" };
};
