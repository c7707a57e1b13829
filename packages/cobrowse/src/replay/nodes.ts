/**
 * Checks a serialized tree and hands back a clean copy: known node types, unique ids, bounded size and depth, no
 * element that could run or load something. Knows nothing of what is in the mirror already.
 */
import { type Attributes, type ElementSn, NODE, type Sn } from "../wire/events.ts";
import { FORBIDDEN, isInert } from "../wire/placing.ts";
import { cleanAttributes, isAllowedMeta } from "./attributes.ts";
import { DEPTH_MAX, NODES_MAX, VALUE_CHARS_MAX } from "./caps.ts";
import { flag, id, invalid, type Json, list, object, text } from "./checks.ts";

export interface Walk {
  /** Ids of this event. */
  readonly seen: Set<number>;
  /** The document the nodes belong to; what the recording says of it is not believed. */
  readonly rootId: number | undefined;
}

const TAG = /^[a-z][a-z0-9._:-]{0,127}$/i;
const CUSTOM = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;
const NOT_CUSTOM = /^(annotation-xml|color-profile|font-face(-.*)?|missing-glyph)$/;
const HOSTS = /^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
const isCustomTag = (tag: string): boolean => CUSTOM.test(tag) && !NOT_CUSTOM.test(tag);

const attributesOf = (tag: string, raw: Json): Attributes => {
  const attributes = object(raw.attributes, "attributes");
  if (tag === "meta" && !isAllowedMeta(attributes)) return {};
  const kept = cleanAttributes(tag, attributes);
  // Only style sheets: no icons, no prefetching, no manifests.
  return tag === "link" && kept.rel !== "stylesheet" && !("_cssText" in kept) ? {} : kept;
};

const element = (raw: Json, base: Pick<ElementSn, "id" | "rootId">, walk: Walk, depth: number): Sn => {
  const tag = text(raw.tagName, "tag", 128);
  if (!TAG.test(tag)) throw invalid("tag");
  const tagName = tag.toLowerCase() === "template" || FORBIDDEN.has(tag.toLowerCase()) ? "template" : tag;
  const children = list(raw.childNodes, "children", NODES_MAX);
  const inert = isInert(tagName);
  const mayHost = isCustomTag(tagName) || HOSTS.test(tagName);
  return {
    ...base,
    type: NODE.element,
    tagName,
    attributes: tagName === "template" ? {} : attributesOf(tagName, raw),
    childNodes: inert ? [] : children.map(child => node(child, walk, depth + 1)),
    isSVG: tagName === "template" ? undefined : flag(raw.isSVG),
    isCustom: isCustomTag(tagName) ? flag(raw.isCustom) : undefined,
    isShadow: flag(raw.isShadow),
    isShadowHost: mayHost ? flag(raw.isShadowHost) : undefined,
  };
};

const node = (value: unknown, walk: Walk, depth: number): Sn => {
  const raw = object(value, "node");
  const base = { id: id(raw.id, "node id"), rootId: walk.rootId };
  if (depth > DEPTH_MAX) throw invalid("too deep");
  if (walk.seen.has(base.id)) throw invalid("an id twice");
  walk.seen.add(base.id);
  if (walk.seen.size > NODES_MAX) throw invalid("too many nodes");
  // No page can hold these in a shadow root; let through, they would stand elsewhere than the recorder's book says.
  if (raw.isShadow === true && (raw.type === NODE.document || raw.type === NODE.doctype))
    throw invalid("a document in a shadow root");
  switch (raw.type) {
    case NODE.element:
      return element(raw, base, walk, depth);
    case NODE.document: {
      if (depth > 0) throw invalid("a document within a document");
      const childNodes = list(raw.childNodes, "children", NODES_MAX).map(child =>
        node(child, { ...walk, rootId: base.id }, depth + 1),
      );
      const quirks = raw.compatMode === "BackCompat" && childNodes.length > 0;
      // A root of its own: with that of the page around, the Replayer would take it for the page.
      return {
        id: base.id,
        type: NODE.document,
        childNodes,
        compatMode: quirks ? "BackCompat" : undefined,
      };
    }
    case NODE.doctype:
      return { ...base, type: NODE.doctype, name: "html", publicId: "", systemId: "" };
    case NODE.text:
      return {
        ...base,
        type: NODE.text,
        textContent: text(raw.textContent, "text", VALUE_CHARS_MAX),
        isShadow: flag(raw.isShadow),
      };
    case NODE.cdata:
    case NODE.comment:
      return { ...base, type: NODE.comment, textContent: "", isShadow: flag(raw.isShadow) };
    default:
      throw invalid("node type");
  }
};

export const cleanTree = (value: unknown, walk: Walk = { seen: new Set(), rootId: undefined }): Sn =>
  node(value, walk, 0);
