/**
 * What a page lets be edited as a whole (`contenteditable`), read as lines of text and written in as by a person: a place
 * is selected, the page is asked, and the browser's own editing does it. Formats are the page's matter.
 */
import type { Splice } from "@lotse/protocol";
import type { Focus } from "../hands/focus.ts";
import type { Page } from "../hands/page.ts";
import { isNothing, movePlace } from "../text/splice.ts";
import type { FieldAccess } from "./access.ts";

interface Place {
  readonly node: Node;
  readonly offset: number;
}
/** A stretch of text, or where a line begins. */
type Token =
  | { readonly kind: "text"; readonly node: Text; readonly length: number; readonly shown: string }
  | { readonly kind: "line"; readonly place: Place };

/** The outermost element that is edited together with this one; null: it is not edited. */
export const hostOf = (element: Element): Element | null => {
  const isEdited = (one: Element | null): boolean => (one as HTMLElement | null)?.isContentEditable === true;
  if (!isEdited(element)) return null;
  let host = element;
  for (let at = element.parentElement; at !== null && isEdited(at); at = at.parentElement) host = at;
  return host;
};

const indexOf = (node: Node): number =>
  Array.from(node.parentNode?.childNodes ?? []).indexOf(node as ChildNode);

const isBlock = (page: Page, element: Element): boolean => {
  const display = page.realm(element)?.getComputedStyle(element).display ?? "";
  return !/^(inline|contents|none)/.test(display);
};

/** As it is shown: the source's own line breaks are spaces there, unless the page keeps them. */
const shownText = (page: Page, text: Text): string => {
  const parent = text.parentElement;
  const space = parent && page.realm(parent)?.getComputedStyle(parent).whiteSpace;
  return text.data.replace(/^(pre|break)/.test(space ?? "") ? /\u00a0/g : /[\u00a0\n\r\t]/g, " ");
};

/** Between blocks, where nothing is shown of it. */
const isBetween = (page: Page, text: Text): boolean =>
  text.data.trim() === "" &&
  [text.previousSibling, text.nextSibling].some(
    beside => beside?.nodeType === 1 && isBlock(page, beside as Element),
  );

/** Text and lines in their order. The first line begins with the host. */
const tokensOf = (page: Page, host: Element): Token[] => {
  const tokens: Token[] = [{ kind: "line", place: { node: host, offset: 0 } }];
  /** A line has begun, and nothing stands in it yet: a block's own beginning is the same line's. */
  let isFresh = true;
  const begin = (place: Place): void => {
    if (isFresh) tokens.pop();
    tokens.push({ kind: "line", place });
    isFresh = true;
  };
  const walk = (parent: Node): void => {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) {
        if (isBetween(page, node as Text)) continue;
        const shown = shownText(page, node as Text);
        tokens.push({ kind: "text", node: node as Text, length: shown.length, shown });
        isFresh = false;
      } else if (node.nodeName === "BR") {
        // The last one of a block only keeps its line open.
        const isLast = node.nextSibling === null;
        isFresh = false;
        if (!isLast) {
          tokens.push({ kind: "line", place: { node: parent, offset: indexOf(node) + 1 } });
        }
      } else if (node.nodeType === 1) {
        const isLine = isBlock(page, node as Element);
        if (isLine) begin({ node, offset: 0 });
        walk(node);
        const next = node.nextSibling;
        if (isLine && next?.nodeType === 3 && !isBetween(page, next as Text)) {
          isFresh = false;
          begin({ node: parent, offset: indexOf(node) + 1 });
        }
        if (isLine) isFresh = false;
      }
    }
  };
  walk(host);
  return tokens;
};

const read = (page: Page, host: Element): string =>
  tokensOf(page, host)
    .map(token => (token.kind === "text" ? token.shown : "\n"))
    .join("")
    .slice(1);

const placeAt = (tokens: readonly Token[], offset: number): Place => {
  // One before the text: where the first line begins.
  let [at, line] = [-1, tokens[0]];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "line") {
      at += 1;
      line = token;
      const isAlone = tokens[index + 1]?.kind !== "text";
      if (at === offset && isAlone) return token.place;
    } else {
      if (offset <= at + token.length) return { node: token.node, offset: Math.max(0, offset - at) };
      at += token.length;
    }
  }
  return line?.kind === "line" ? line.place : { node: document, offset: 0 };
};

/** Null: it is not in the host. */
const offsetAt = (page: Page, host: Element, node: Node | null, offset: number): number | null => {
  if (node === null || !host.contains(node)) return null;
  const range = host.ownerDocument.createRange();
  range.setStart(node, offset);
  let at = -1;
  for (const token of tokensOf(page, host)) {
    if (token.kind === "line") {
      if (range.comparePoint(token.place.node, token.place.offset) > 0) return Math.max(0, at);
      at += 1;
    } else if (token.node === node) return at + offset;
    else {
      if (range.comparePoint(token.node, token.length) > 0) return at;
      at += token.length;
    }
  }
  return at;
};

const steps = ({
  remove,
  insert,
}: Splice): readonly (readonly [type: string, command: string, data: string | null])[] => {
  const lines = insert.split("\n");
  const written = lines.flatMap((line, index) => [
    ...(index > 0 ? [["insertParagraph", "insertParagraph", null] as const] : []),
    ...(line === "" ? [] : [["insertText", "insertText", line] as const]),
  ]);
  const isRemoving = remove > 0 && lines[0] === "";
  return [...(isRemoving ? [["deleteContentBackward", "delete", null] as const] : []), ...written];
};

export const richAccess = (page: Page, focus: Focus): FieldAccess => {
  const select = (host: Element, from: number, to: number): void => {
    const tokens = tokensOf(page, host);
    const [start, end] = [placeAt(tokens, from), placeAt(tokens, to)];
    host.ownerDocument.getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
  };
  const marks = (host: Element): readonly (number | null)[] => {
    const selection = host.ownerDocument.getSelection();
    if (selection === null || page.active() !== host) return [null, null];
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    return [offsetAt(page, host, anchorNode, anchorOffset), offsetAt(page, host, focusNode, focusOffset)];
  };
  return {
    multiline: true,
    maxLength: () => null,
    read: host => read(page, host),
    caret: host => marks(host)[1] ?? null,
    // The browser edits where the selection is, and that is where the visitor's keys go.
    refuses: host => (focus.give(host) ? null : "visitorWrites"),
    put: (host, splice) => {
      if (isNothing(splice) || !focus.give(host)) return;
      const [from, to] = marks(host);
      select(host, splice.at, splice.at + splice.remove);
      for (const [inputType, command, data] of steps(splice)) {
        // An editor of the page's own takes it from here.
        if (!page.fire(host, "InputEvent", "beforeinput", { inputType, data, cancelable: true })) continue;
        host.ownerDocument.execCommand(command, false, data ?? "");
      }
      if (from === null || from === undefined || to === null || to === undefined) return;
      select(host, movePlace(from, splice, true), movePlace(to, splice, true));
    },
  };
};
