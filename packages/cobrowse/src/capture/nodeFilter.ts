/**
 * What of a serialized node may leave. Makes filtered copies and never drops a node: later events refer to its id,
 * and a missing sibling would stall the mirror. Knows nodes and attributes, not events.
 */
import { type Attributes, type AttributeValue, type ElementSn, NODE, type Sn } from "../wire/events.ts";
import { MASK } from "../wire/limits.ts";
import { isElement } from "./dom.ts";
import { EXPOSURE, type Exposure, isField, type Judge } from "./exposure.ts";
import { type FieldStates, STATE_NAME } from "./fieldStates.ts";
import { maskCss, maskDeclaration } from "./maskCss.ts";
import type { NearText } from "./nearText.ts";
import {
  DIGIT,
  GAP,
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
const AT_AN_END = new RegExp(`^${GAP}*${DIGIT}|${DIGIT}${GAP}*$`);
const METAS = new Set(["viewport", "color-scheme", "theme-color"]);
const DATA_CHARS_MAX = 256;
const BOX_STYLES =
  "display position float top right bottom left width height margin flex grid-area box-sizing z-index".split(
    " ",
  );

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
  const masked = (node: Node): boolean => judge.exposure(node) >= EXPOSURE.mask;

  const fieldMasked = (element: Element): boolean =>
    isField(element) && (judge.secretField(element) || masked(element));

  /** The choices of a masked list are as secret as the choice. */
  const inMaskedList = (element: Element): boolean => {
    if (element.localName !== "option" && element.localName !== "optgroup") return false;
    for (let at: Node | null = element; at !== null; at = dom.parent(at)) {
      if (!isElement(at)) continue;
      if (at.localName === "select") return fieldMasked(at);
      if (at.localName === "datalist") return judge.strict(at) || dom.listUsers(at).some(fieldMasked);
    }
    return false;
  };

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
    if (lower === "style" || name === "_cssText") return css(value, masked(element));
    if (URL_NAMES.has(lower)) return isDestination(element, lower) ? address(value) : url(value);
    if (lower === "srcset" || lower === "imagesrcset") return scrubSrcset(value, judge.passwords());
    if (GEOMETRY_NAMES.has(name)) return value;
    // A password may well be a word; without its class a page falls apart.
    if (name === "class") return scrubText(value, []);
    // "open", "checked": sheets select by it. Anything longer than words may be a sign-in's state.
    if (lower === "data-state" && /^[a-z-]+$/.test(value)) return value;
    if (lower.startsWith("data-") && (value.length > DATA_CHARS_MAX || isSecretName(lower.slice(5))))
      return null;
    return scrubText(value, judge.passwords());
  };

  const css = (value: string, isMasked: boolean, property?: string): string => {
    const masked = property === undefined ? maskCss : (text: string) => maskDeclaration(property, text);
    return scrubCss(isMasked ? masked(value) : value, judge.passwords());
  };
  const url = (value: string): string => scrubUrl(value, judge.passwords(), judge.secretName);
  const address = (value: string): string =>
    scrubAddress(value, judge.passwords(), { isSecret: judge.secretName, all: judge.policy.strict });

  /** Pieces of a longer number are shown no more once the whole is recognised. */
  const partScrubbed = (node: Node, value: string): string => {
    if (!AT_AN_END.test(value)) return value;
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
    return isSecret ? maskOf(value) : scrubText(partScrubbed(node, value), judge.passwords());
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

/** A blocked element's place in the layout, without its classes: they may tell, too. */
export const boxStyle = (live: Element): string => {
  const style = live.ownerDocument.defaultView?.getComputedStyle(live);
  return BOX_STYLES.map(name => `${name}:${style?.getPropertyValue(name) ?? ""}`).join(";");
};

const box = (live: Element): Attributes => ({ style: boxStyle(live), "data-lotse-blocked": "" });
