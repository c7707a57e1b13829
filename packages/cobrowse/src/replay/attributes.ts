/**
 * Which attributes the mirror may carry. What could run, navigate or load from elsewhere than a site's assets is
 * gone before rrweb sees it; the mirror's CSP and sandbox stand behind this as second and third wall.
 */
import type { Attributes, AttributeValue, StyleChange } from "../wire/events.ts";
import { ATTRIBUTES_MAX, VALUE_CHARS_MAX } from "./caps.ts";
import { invalid, type Json, list, object, text } from "./checks.ts";
import { isAnimatedDrawing } from "./namedParts.ts";

const NAME = /^[A-Za-z_:][\w:.-]{0,127}$/;
/** With variables (`--x`) and a browser's own (`-webkit-x`). */
const PROPERTY = /^-{0,2}[A-Za-z][\w-]{0,127}$/;
const DROPPED =
  /^(on.*|srcdoc|http-equiv|action|formaction|ping|nonce|integrity|autofocus|autoplay|sandbox|allow|csp|manifest|archive|classid|codebase|code|data|crossorigin|referrerpolicy|__proto__|constructor|prototype)$/i;
const ASSETS = new Set(["src", "poster", "background", "lowsrc"]);
const LINKS = new Set(["href", "xlink:href", "cite", "longdesc"]);
const IFRAME = new Set(["class", "id", "style", "width", "height", "title", "data-lotse-foreign"]);
const METAS = new Set(["viewport", "color-scheme", "theme-color"]);

const isAsset = (url: string): boolean => /^\s*(https?:\/\/|data:image\/)/i.test(url);
const isLink = (url: string): boolean => /^\s*(https?:\/\/|mailto:|tel:|#)/i.test(url);

const isSpecial = (name: string, value: AttributeValue): boolean => {
  if (name === "rr_scrollTop" || name === "rr_scrollLeft") return typeof value === "number";
  if (name === "rr_width" || name === "rr_height") return /^[\d.]+px$/.test(String(value));
  return name === "rr_open_mode" && (value === "modal" || value === "non-modal");
};

const isAllowedValue = (name: string, value: AttributeValue): boolean => {
  if (value === null) return true;
  if (ASSETS.has(name)) return isAsset(String(value));
  if (name === "srcset" || name === "imagesrcset") {
    return String(value)
      .split(/,\s+/)
      .every(part => isAsset(part));
  }
  return !LINKS.has(name) || isLink(String(value));
};

/** True if an element of this tag may have the attribute. */
export const isAllowed = (tag: string, name: string, value: AttributeValue): boolean => {
  const lower = name.toLowerCase();
  if (name !== "_cssText" && (!NAME.test(name) || DROPPED.test(lower))) return false;
  if (lower.startsWith("rr_")) return isSpecial(name, value);
  if (tag === "iframe" && !IFRAME.has(lower)) return false;
  if (tag === "link" && !["rel", "href", "media", "_csstext", "class", "id"].includes(lower)) return false;
  return !isAnimatedDrawing(tag, lower, String(value)) && isAllowedValue(lower, value);
};

/** Sheets ask whether it is there, and for this one value; what else they would do stays out. */
const neutral = (name: string, value: AttributeValue): AttributeValue => {
  const isAction = /^(target|download)$/i.test(name) && value !== null;
  return isAction && String(value).toLowerCase() !== "_blank" ? "" : value;
};

/** A link that may not be kept leads nowhere, and still looks like one. */
const isDeadLink = (tag: string, name: string, value: AttributeValue): boolean =>
  (tag === "a" || tag === "area") && name === "href" && value !== null && !isLink(String(value));

export const isAllowedMeta = (attributes: Json): boolean =>
  "charset" in attributes || METAS.has(String(attributes.name).toLowerCase());

const scalar = (value: unknown): AttributeValue => {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  return text(value, "attribute", VALUE_CHARS_MAX);
};

export const cleanAttributes = (tag: string, value: unknown): Attributes => {
  const entries = Object.entries(object(value, "attributes"));
  if (entries.length > ATTRIBUTES_MAX) throw invalid("attributes");
  const kept: Attributes = {};
  for (const [name, raw] of entries) {
    const shown = neutral(name, scalar(raw));
    if (isAllowed(tag, name, shown)) kept[name] = shown;
    else if (isDeadLink(tag, name, shown)) kept[name] = "#";
  }
  return kept;
};

const styleChange = (value: unknown): StyleChange => {
  const kept: StyleChange = {};
  for (const [name, raw] of Object.entries(object(value, "style"))) {
    if (!PROPERTY.test(name)) continue;
    if (raw === false) kept[name] = raw;
    else if (typeof raw === "string") kept[name] = text(raw, "style", VALUE_CHARS_MAX);
    else {
      const [css, priority] = list(raw, "style", 2);
      kept[name] = [text(css, "style", VALUE_CHARS_MAX), text(priority, "style", 20)];
    }
  }
  return kept;
};

/** Changed attributes: null removes one. A link or a meta gets its attributes once, but for late style sheets. */
export const cleanChange = (tag: string, value: unknown): Record<string, string | StyleChange | null> => {
  const kept: Record<string, string | StyleChange | null> = {};
  for (const [name, raw] of Object.entries(object(value, "attributes"))) {
    if (name === "style" && typeof raw === "object" && raw !== null) {
      kept[name] = styleChange(raw);
      continue;
    }
    const said = neutral(name, scalar(raw));
    const shown = isDeadLink(tag, name, said) ? "#" : said;
    if (!isAllowed(tag, name, shown) || tag === "meta") continue;
    if (shown === null || typeof shown === "string") kept[name] = shown;
  }
  return kept;
};
