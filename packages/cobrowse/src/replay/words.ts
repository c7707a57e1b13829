/**
 * Which characters a browser may have to set as text: those of text nodes, and of any attribute, for style sheets can show
 * attributes (`content: attr(…)`). Not those of rules, nor what elements without text of their own load or draw.
 */
import { NODE, type Sn } from "../wire/events.ts";

const DATA: ReadonlySet<string> = new Set(
  "src srcset imagesrcset href xlink:href poster d points".split(" "),
);
const WITHOUT_TEXT: ReadonlySet<string> = new Set(
  "img image source video audio feimage path polygon polyline use link".split(" "),
);

export const isWord = (tag: string, name: string): boolean =>
  name !== "_cssText" && !(WITHOUT_TEXT.has(tag) && DATA.has(name));

/** `parentTag`: empty unless it stands in an element. */
export const wordsOf = (sn: Sn, parentTag: string): number => {
  if (sn.type === NODE.element) {
    let chars = 0;
    for (const [name, value] of Object.entries(sn.attributes))
      if (isWord(sn.tagName.toLowerCase(), name)) chars += String(value).length;
    return chars;
  }
  return "textContent" in sn && parentTag !== "style" ? sn.textContent.length : 0;
};
