/**
 * Digits that stand beside a text without anything between them: the same number to the eye, several nodes to the
 * page. Looks over elements that stand in a line (spans, links), never over boxes. Knows nothing of card numbers.
 */
import { DIGIT, GAP } from "./digits.ts";
import { isElement } from "./dom.ts";
import { getter } from "./getter.ts";

const INLINE = new Set(
  "span b i em strong a u s small mark code kbd samp var sub sup font bdi bdo tt time data abbr cite q ins del wbr slot tspan".split(
    " ",
  ),
);
const STEPS_MAX = 60;
const CHARS_MAX = 80;
const ENDS = new RegExp(`(?:${DIGIT}|${GAP})*$`, "u");
const BEGINS = new RegExp(`^(?:${DIGIT}|${GAP})*`, "u");

export interface NearText {
  /** What stands right before and right after it, as far as it is digits. */
  around(node: Node): { readonly before: string; readonly after: string };
}

export const createNearText = (window: Window & typeof globalThis): NearText => {
  const { prototype } = window.Node;
  const parent = getter<Node | null>(prototype, "parentNode");
  const value = getter<string | null>(prototype, "nodeValue");
  const ways = {
    before: {
      beside: getter<Node | null>(prototype, "previousSibling"),
      into: getter<Node | null>(prototype, "lastChild"),
    },
    after: {
      beside: getter<Node | null>(prototype, "nextSibling"),
      into: getter<Node | null>(prototype, "firstChild"),
    },
  };
  const isInline = (node: Node | null): boolean =>
    node !== null && isElement(node) && (INLINE.has(node.localName) || node.localName.includes("-"));

  const look = (from: Node, way: "before" | "after"): string => {
    const { beside, into } = ways[way];
    let found = "";
    let at: Node = from;
    for (let steps = 0; steps < STEPS_MAX && found.length < CHARS_MAX; steps++) {
      const next = beside(at);
      if (next === null) {
        const above = parent(at);
        if (above === null || !isInline(above)) break;
        at = above;
        continue;
      }
      at = next;
      while (isInline(at)) {
        const inner = into(at);
        if (inner === null) break;
        at = inner;
      }
      if (at.nodeType === 8 || isInline(at)) continue;
      if (at.nodeType !== 3) break;
      const text = value(at) ?? "";
      const digits = (way === "before" ? ENDS : BEGINS).exec(text)?.[0] ?? "";
      found = way === "before" ? digits + found : found + digits;
      if (digits.length < text.length) break;
    }
    return found;
  };
  return { around: node => ({ before: look(node, "before"), after: look(node, "after") }) };
};
