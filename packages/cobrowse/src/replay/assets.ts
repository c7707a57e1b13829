/**
 * Leads what a page loads from other origins to the hub, which fetches it: addresses of pictures, style sheets and fonts, in attributes and
 * in styles, on events that passed the customs. Only origins that the hub named; everything else stays what the mirror's policy refuses.
 */
import { type AssetKind, rewriteCss } from "../assets/rewriteCss.ts";
import { cleanStyle } from "../capture/cleanStyle.ts";
import {
  type Attributes,
  EVENT,
  type IncrementalData,
  type MutationData,
  NODE,
  type PageEvent,
  type Sn,
  SOURCE,
  type StyleChange,
} from "../wire/events.ts";
import type { Assets } from "./port.ts";

export interface AssetLead {
  /** What the hub said last. */
  tell(assets: Assets): void;
  /** `nodeOf`: what stands in the mirror. */
  lead(event: PageEvent, nodeOf: (id: number) => Node | null): PageEvent;
}

/** Which attribute of which element names a picture; `*`: of any. */
const PICTURES: Readonly<Record<string, string>> = {
  src: "img input source image",
  poster: "video",
  background: "*",
  href: "image feImage",
  "xlink:href": "image feImage",
};

const kindOf = (tag: string, name: string): AssetKind | null => {
  if (tag === "link") return name === "href" ? "sheet" : null;
  const tags = PICTURES[name] ?? "";
  return tags === "*" || tags.split(" ").includes(tag) ? "image" : null;
};

const tagOf = (node: Node | null): string =>
  node === null || node.nodeType !== 1 ? "" : node.nodeName.toLowerCase();

export const createAssetLead = (): AssetLead => {
  let assets: Assets = { base: "", origins: [], fontOrigins: [] };

  const address = (url: string, kind: AssetKind): string | null => {
    if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
    const { origin, href, hash } = new URL(url);
    const isLed = assets.origins.includes(origin) || (kind === "font" && assets.fontOrigins.includes(origin));
    if (!isLed) return null;
    return `${assets.base}?u=${encodeURIComponent(href.slice(0, href.length - hash.length))}${hash}`;
  };
  const css = (text: string): string => {
    const isNamed = (origin: string): boolean => text.includes(origin.slice(origin.indexOf("//")));
    // Most styles name none of them, and to look through one takes its time.
    if (!assets.origins.some(isNamed) && !(/@font-face/i.test(text) && assets.fontOrigins.some(isNamed)))
      return text;
    return rewriteCss(text, { base: null, address });
  };
  const srcset = (text: string): string =>
    text.replace(
      /(^|,\s+|\s)(https?:\/\/[^\s,]\S*[^\s,])/gi,
      (_, before: string, url: string) => before + (address(url, "image") ?? url),
    );

  const attribute = (tag: string, name: string, value: string): string => {
    if (name === "style" || name === "_cssText") return css(value);
    if (name === "srcset") return srcset(value);
    const kind = kindOf(tag, name);
    return kind === null ? value : (address(value.trim(), kind) ?? value);
  };
  const attributesOf = (tag: string, given: Attributes): Attributes =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === "string" ? attribute(tag, name, value) : value,
      ]),
    );

  const node = (sn: Sn, parentTag: string): Sn => {
    if (sn.type === NODE.document) return { ...sn, childNodes: sn.childNodes.map(child => node(child, "")) };
    if (sn.type === NODE.element) {
      const childNodes = sn.childNodes.map(child => node(child, sn.tagName));
      return { ...sn, attributes: attributesOf(sn.tagName, sn.attributes), childNodes };
    }
    return sn.type === NODE.text && parentTag === "style" ? { ...sn, textContent: css(sn.textContent) } : sn;
  };

  const styleChange = (change: StyleChange): StyleChange =>
    Object.fromEntries(
      Object.entries(change).map(([name, set]) => {
        if (set === false) return [name, set];
        return [name, typeof set === "string" ? css(set) : ([css(set[0]), set[1]] as const)];
      }),
    );

  const mutation = (data: MutationData, nodeOf: (id: number) => Node | null): MutationData => {
    const coming = new Map(
      data.adds.map(({ node: sn }) => [sn.id, sn.type === NODE.element ? sn.tagName : ""]),
    );
    return {
      ...data,
      adds: data.adds.map(add => ({
        ...add,
        node: node(add.node, coming.get(add.parentId) ?? tagOf(nodeOf(add.parentId))),
      })),
      texts: data.texts.map(({ id, value }) => {
        const isStyle = value !== null && tagOf(nodeOf(id)?.parentNode ?? null) === "style";
        return { id, value: isStyle ? css(value) : value };
      }),
      attributes: data.attributes.map(({ id, attributes }) => {
        const tag = tagOf(nodeOf(id));
        const led = Object.entries(attributes).map(([name, value]) => {
          if (value === null) return [name, value];
          return [name, typeof value === "string" ? attribute(tag, name, value) : styleChange(value)];
        });
        return { id, attributes: Object.fromEntries(led) };
      }),
    };
  };

  const incremental = (data: IncrementalData, nodeOf: (id: number) => Node | null): IncrementalData => {
    switch (data.source) {
      case SOURCE.mutation:
        return mutation(data, nodeOf);
      case SOURCE.styleRule:
      case SOURCE.styleDeclaration:
      case SOURCE.adoptedSheet:
        return cleanStyle(data, css);
      default:
        return data;
    }
  };

  return {
    tell: told => {
      assets = told;
    },
    lead: (event, nodeOf) => {
      if (assets.origins.length + assets.fontOrigins.length === 0) return event;
      if (event.type === EVENT.full) {
        return { ...event, data: { ...event.data, node: node(event.data.node, "") } };
      }
      return event.type === EVENT.incremental ? { ...event, data: incremental(event.data, nodeOf) } : event;
    },
  };
};
