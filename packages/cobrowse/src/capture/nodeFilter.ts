/**
 * What of a serialized node may leave. Makes filtered copies and never drops a node: later events refer to its id,
 * and a missing sibling would stall the mirror. Knows nodes and attributes, not events.
 */
import { type Attributes, type AttributeValue, type ElementSn, NODE, type Sn } from "../wire/events.ts";
import { MASK, TITLE_CHARS_MAX } from "../wire/limits.ts";
import { box } from "./boxStyle.ts";
import { isChoice } from "./choices.ts";
import { hasDigitAtAnEnd } from "./digits.ts";
import { isElement } from "./dom.ts";
import { EXPOSURE, type Exposure, isField, type Judge } from "./exposure.ts";
import { type FieldStates, STATE_NAME } from "./fieldStates.ts";
import { maskCss, maskDeclaration } from "./maskCss.ts";
import type { NearText } from "./nearText.ts";
import { createQuotes } from "./quotes.ts";
import {
  isSecretName,
  scrubAddress,
  scrubCss,
  scrubPart,
  scrubSrcset,
  scrubText,
  scrubUrl,
} from "./scrub.ts";

export interface NodeFilter {
  node(sn: Sn): Sn;
  /** Remembers a tree that does not leave, so that no part of it does when it is moved elsewhere. */
  withhold(sn: Sn): void;
  /** Null: the attribute does not leave. */
  attribute(element: Element, name: string, value: AttributeValue): AttributeValue;
  text(node: Node | null, value: string): string;
  /** `property`: the value is this one's; without it, the text is of a sheet or a list of declarations. */
  css(value: string, isMasked: boolean, property?: string): string;
  /** The page's own address. */
  address(value: string): string;
}

const URL_NAMES = new Set(
  "href src action formaction poster cite background data xlink:href manifest longdesc".split(" "),
);
/** Attributes that tell nothing but how something looks or what kind of thing it is. */
const PLAIN_NAMES = new Set(
  "class id name type dir lang role width height hidden disabled readonly required multiple size rows cols for tabindex colspan rowspan rel style viewBox fill stroke xmlns open slot part is contenteditable rr_scrollTop rr_scrollLeft rr_width rr_height rr_open_mode _cssText data-lotse-mask".split(
    " ",
  ),
);
const DROPPED_NAMES =
  /^(on|srcdoc$|nonce$|integrity$|ping$|data-rr-is-password$|autoplay$|rr_(src|dataURL|media\w*)$)/i;
const GEOMETRY_NAMES = new Set("d points viewBox transform".split(" "));
/** Elements that are kept as empty boxes: they load, run or reveal something a mirror has no use for. */
const EMPTIED = new Set(
  "base object embed applet frame portal noscript script template meta link".split(" "),
);
const PLUGINS = new Set(["object", "embed", "applet"]);
const METAS = new Set(["viewport", "color-scheme", "theme-color"]);
const DATA_CHARS_MAX = 256;

export const maskOf = (value: string): string => (value.trim() === "" ? value : MASK);

export interface NodeFilterParts {
  readonly judge: Judge;
  readonly nodeOf: (id: number) => Node | null;
  readonly near: NearText;
  readonly states: FieldStates;
  readonly onMasked: (element: Element) => void;
  /** What is shown already turned out to be part of a secret. */
  readonly onRaised: () => void;
}

export const createNodeFilter = (parts: NodeFilterParts): NodeFilter => {
  const { judge, nodeOf, near, states, onMasked, onRaised } = parts;
  const { dom } = judge;
  const quotes = createQuotes(judge.copies);
  const masked = (node: Node): boolean => judge.exposure(node) >= EXPOSURE.mask;

  const fieldMasked = (element: Element): boolean => isField(element) && judge.maskedField(element);

  const inMaskedList = (element: Element): boolean => isChoice(element) && judge.maskedChoice(element);

  const fieldValue = (element: Element, value: AttributeValue): AttributeValue => {
    if ((dom.attribute(element, "type") ?? "").toLowerCase() === "hidden") return null;
    return typeof value === "string" && value !== "" ? MASK : value;
  };

  const attribute = (element: Element, name: string, value: AttributeValue): AttributeValue => {
    const lower = name.toLowerCase();
    if (value === null) return null;
    // The state is ours to say, not the page's.
    if (DROPPED_NAMES.test(lower) || lower === STATE_NAME) return null;
    if (isField(element) && fieldMasked(element)) {
      if (lower === "value") return fieldValue(element, value);
      // How far it has scrolled tells how long its text is.
      if (lower === "checked" || name.startsWith("rr_scroll") || !PLAIN_NAMES.has(name)) return null;
    }
    if ((masked(element) || inMaskedList(element)) && !PLAIN_NAMES.has(name)) return null;
    if (typeof value !== "string") return value;
    if (lower === "style" && isRefused(element)) return "";
    if (lower === "style" || name === "_cssText") return css(value, masked(element));
    if (URL_NAMES.has(lower)) return isDestination(element, lower) ? address(value) : url(value);
    if (lower === "srcset" || lower === "imagesrcset") return scrubSrcset(value, judge.unsay);
    if (GEOMETRY_NAMES.has(name)) return value;
    if (name === "class") return scrubClass(value);
    // "open", "checked": sheets select by it. Anything longer than words may be a sign-in's state.
    if (lower === "data-state" && /^[a-z-]+$/.test(value)) return value;
    if (lower.startsWith("data-") && (value.length > DATA_CHARS_MAX || isSecretName(lower.slice(5))))
      return null;
    return PLAIN_NAMES.has(name)
      ? scrubText(value, judge.unsay)
      : said(element, scrubText(value, judge.unsay));
  };
  /** A password may well be a word; without its class a page falls apart. */
  const scrubClass = (value: string): string =>
    scrubText(value).replace(/\S*\d\S*/g, word => judge.unsay(word));
  /** Without masked texts that it repeats. */
  const said = (node: Node, value: string): string => {
    const clean = quotes.hide(value);
    if (clean !== value) judge.copies.echoing.add(node);
    return clean;
  };

  const css = (value: string, isMasked: boolean, property?: string): string => {
    const masked = property === undefined ? maskCss : (text: string) => maskDeclaration(property, text);
    return scrubCss(isMasked ? masked(value) : value, judge.unsay);
  };
  const url = (value: string): string => scrubUrl(value, { unsay: judge.unsay, isSecret: judge.secretName });
  const address = (value: string): string =>
    scrubAddress(value, {
      unsay: text => quotes.hide(judge.unsay(text)),
      ...{ isSecret: judge.secretName, all: judge.policy.strict },
    });

  /** Pieces of a longer number are shown no more once the whole is recognised. */
  const partScrubbed = (node: Node, value: string): string => {
    if (!hasDigitAtAnEnd(value)) return value;
    const { before, after } = near.around(node);
    if (before === "" && after === "") return value;
    const clean = scrubPart(value, before, after);
    if (clean !== value && !partsKnown.has(node)) {
      partsKnown.add(node);
      onRaised();
    }
    return clean;
  };
  const partsKnown = new WeakSet<Node>();

  const text = (node: Node | null, value: string): string => {
    const parent = node === null ? null : dom.parent(node);
    if (node === null) return maskOf(value);
    if (parent !== null && isElement(parent)) {
      if (parent.localName === "style") return css(value, masked(parent));
      if ((isField(parent) && fieldMasked(parent)) || inMaskedList(parent)) return maskOf(value);
    }
    const isSecret = masked(node) || (parent !== null && isElement(parent) && judge.secretText(parent));
    if (isSecret) return maskOf(value);
    const shown = said(node, scrubText(partScrubbed(node, value), judge.unsay));
    // Cut last: half a number is not recognised.
    const isTitle = parent !== null && isElement(parent) && parent.localName === "title";
    return isTitle ? shown.slice(0, TITLE_CHARS_MAX) : shown;
  };

  const attributes = (element: Element, sn: ElementSn): Attributes => {
    const kept: Attributes = {};
    if (EMPTIED.has(sn.tagName) && !isSheet(sn) && !isPlainMeta(sn)) return kept;
    for (const [name, value] of Object.entries(sn.attributes)) {
      const shown = attribute(element, name, value);
      if (shown !== null) kept[name] = shown;
    }
    if (fieldMasked(element)) kept[STATE_NAME] = states.tell(element);
    if (fieldMasked(element) || masked(element)) onMasked(element);
    if (sn.tagName === "iframe" && sn.attributes.rr_src !== undefined) kept["data-lotse-foreign"] = "";
    return kept;
  };

  const element = (sn: ElementSn, live: Element | null): Sn => {
    const exposure: Exposure = live === null ? EXPOSURE.own : judge.exposure(live);
    if (live === null || exposure >= EXPOSURE.block) sn.childNodes.forEach(withhold);
    if (live === null || exposure === EXPOSURE.own) return emptied(sn, "template", {});
    if (exposure === EXPOSURE.block) {
      onMasked(live);
      return emptied(sn, sn.tagName, box(live));
    }
    const childNodes = EMPTIED.has(sn.tagName) && !isSheet(sn) ? [] : sn.childNodes.map(node);
    // As itself it would be invisible in the mirror; what it is, its label says.
    const tagName = PLUGINS.has(sn.tagName) ? "lotse-plugin" : sn.tagName;
    return { ...sn, tagName, attributes: attributes(live, sn), childNodes };
  };

  const withhold = (sn: Sn): void => {
    const live = nodeOf(sn.id);
    // Judging a node is what makes its verdict stay with it.
    if (live !== null) judge.exposure(live);
    if (sn.type === NODE.element || sn.type === NODE.document) sn.childNodes.forEach(withhold);
  };

  const node = (sn: Sn): Sn => {
    const live = nodeOf(sn.id);
    switch (sn.type) {
      case NODE.element:
        return element(sn, live !== null && isElement(live) ? live : null);
      case NODE.document:
        return { ...sn, childNodes: sn.childNodes.map(node) };
      case NODE.doctype:
        return sn;
      case NODE.text:
        return { ...sn, textContent: text(live, sn.textContent) };
      default:
        return { ...sn, textContent: "" };
    }
  };

  return { node, withhold, attribute, text, css, address };
};

/** Where one goes, not what is loaded. */
const isDestination = (element: Element, name: string): boolean => {
  const tag = element.localName;
  if (name === "href") return tag === "a" || tag === "area";
  return name !== "src" || tag === "iframe"
    ? name !== "poster" && name !== "background" && name !== "xlink:href"
    : false;
};

/**
 * By the page's Content-Security-Policy: what is written there is not in force, and in the mirror it would be. What was
 * there before is not in force any more either, and so the attribute is told as empty.
 */
const isRefused = (element: Element): boolean => (element as HTMLElement).style?.length === 0;

/** Kept without its attributes; they are not sent later either. */
export const isEmptied = (element: Element): boolean =>
  EMPTIED.has(element.localName) && element.localName !== "link";

const isSheet = (sn: ElementSn): boolean =>
  sn.tagName === "link" && (sn.attributes.rel === "stylesheet" || "_cssText" in sn.attributes);

const isPlainMeta = (sn: ElementSn): boolean =>
  sn.tagName === "meta" && ("charset" in sn.attributes || METAS.has(String(sn.attributes.name)));

const emptied = (sn: ElementSn, tagName: string, attributes: Attributes): Sn => ({
  type: NODE.element,
  id: sn.id,
  tagName,
  attributes,
  childNodes: [],
  rootId: sn.rootId,
  isShadow: sn.isShadow,
  isSVG: tagName === "template" ? undefined : sn.isSVG,
});
