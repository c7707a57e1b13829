/**
 * Leads what a page loads from other origins to the hub, which fetches it: addresses of pictures, style sheets and fonts, in attributes and
 * in styles. Only origins that the hub named; everything else stays what the mirror's policy refuses. Knows nothing of events.
 */
import { type AssetKind, rewriteCss } from "../assets/rewriteCss.ts";
import type { Assets } from "./port.ts";

export interface AssetLead {
  /** What the hub said last. */
  tell(assets: Assets): void;
  css(text: string): string;
  attribute(tag: string, name: string, value: string): string;
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

  return {
    tell: told => {
      assets = told;
    },
    css,
    attribute: (tag, name, value) => {
      if (name === "srcset") return srcset(value);
      const kind = kindOf(tag, name);
      return kind === null ? value : (address(value.trim(), kind) ?? value);
    },
  };
};
