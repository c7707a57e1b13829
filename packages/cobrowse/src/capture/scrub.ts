/**
 * Takes secrets out of strings that are otherwise shown: card numbers, tokens, credentials in addresses.
 * Pure. Knows nothing of elements; what is masked as a whole never comes here.
 */
import { MASK } from "../wire/limits.ts";
import { cardIn, runsIn } from "./digits.ts";
import { hintsAtSecret } from "./fields.ts";

/** Takes out what is a secret on this page alone: what its masked fields and parts say. */
export type Unsay = (text: string) => string;
const same: Unsay = text => text;

/** In addresses a slash ends a number: paths are full of them. */
const ADDRESS_RUN = /\d(?:[ \u00a0.\-–]?\d){12,}/g;
const JWT = /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g;

const maskRun = (run: string): string => {
  const card = cardIn(run);
  return card === null ? run : run.slice(0, card[0]) + MASK + run.slice(card[1]);
};

export const holdsCardNumber = (text: string): boolean =>
  (text.match(runsIn(text)) ?? []).some(run => cardIn(run) !== null);

/** The text without its part of card numbers that begin before or end after it; itself if there is none. */
export const scrubPart = (text: string, before: string, after: string): string => {
  const whole = before + text + after;
  let clean = text;
  for (const run of whole.matchAll(runsIn(whole))) {
    const card = cardIn(run[0]);
    if (card === null) continue;
    const start = Math.max(0, run.index + card[0] - before.length);
    const end = Math.min(text.length, run.index + card[1] - before.length);
    if (start < end) clean = text.slice(0, start) + MASK + text.slice(end);
  }
  return clean;
};

/** Card numbers, signed tokens and what is secret on this page. */
export const scrubText = (text: string, unsay: Unsay = same): string =>
  unsay(text.length < 13 ? text : text.replace(runsIn(text), run => maskRun(run)).replace(JWT, MASK));

/** Beyond what makes a field secret: in an address nobody needs help with them. */
const SECRET_PARTS = /token|passw|session|sessid|signature|csrf|xsrf|credential|authori[sz]|apikey/;
const SECRET_WORDS = new Set("sid auth code key sig jwt nonce state ticket hmac mail email".split(" "));
/** Long, without a word boundary, letters mixed with digits: made by a machine. */
const opaque = (value: string): boolean =>
  value.length >= 20 && /^[\w~+/=.%-]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);

export const isSecretName = (name: string): boolean => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return (
    SECRET_PARTS.test(words.join("")) || words.some(word => SECRET_WORDS.has(word)) || hintsAtSecret(name)
  );
};

const HIDDEN_VALUE = encodeURIComponent(MASK);
/** Without the separators of readable names. */
const isToken = (text: string): boolean => /^[\w~+=%]{20,}$/.test(text) && opaque(text);

/** As it was before it was put into an address; itself, where that cannot be said. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

export interface AddressRules {
  readonly unsay?: Unsay;
  readonly isSecret?: (name: string) => boolean;
}

/** What stands for a parameter's value. An address as a value is looked into. */
const scrubValue = (value: string, rules: Required<AddressRules>): string => {
  const plain = decoded(value);
  if (opaque(value) || rules.unsay(plain) !== plain) return HIDDEN_VALUE;
  if (plain === value || !plain.includes("=")) return value;
  const clean = scrubPairs(plain, rules);
  return clean === plain ? value : encodeURIComponent(clean);
};
const scrubPairs = (pairs: string, rules: Required<AddressRules>): string =>
  pairs.replace(/([^&=;?#/]+)=([^&;#]*)/g, (_, name: string, value: string) => {
    const isHidden = value !== "" && rules.isSecret(decoded(name));
    return `${name}=${isHidden ? HIDDEN_VALUE : scrubValue(value, rules)}`;
  });
/** `;name=value` in a path. */
const scrubPath = (path: string, rules: Required<AddressRules>): string =>
  path.replace(/;[^/]*/g, pairs => scrubPairs(pairs, rules));

/** An address without credentials, without token-like parameters, without card numbers. */
export const scrubUrl = (url: string, rules: AddressRules = {}): string => {
  if (/^\s*data:/i.test(url)) return url;
  const all = { unsay: rules.unsay ?? same, isSecret: rules.isSecret ?? isSecretName };
  const bare = url.replace(/^(\s*[a-z][\w+.-]*:\/\/)[^/?#@]*@/i, "$1");
  const at = bare.search(/[?#]|$/);
  const shown = scrubPath(bare.slice(0, at), all) + scrubPairs(bare.slice(at), all);
  return all.unsay(shown.replace(ADDRESS_RUN, run => maskRun(run)).replace(JWT, MASK));
};

/**
 * The same for an address that is gone to, not loaded from: machine-made words in its path, and as its fragment, too.
 * `all`: no parameter keeps its value.
 */
export const scrubAddress = (
  url: string,
  { unsay, isSecret, all }: Required<AddressRules> & { readonly all: boolean },
): string => {
  const shown = scrubUrl(url, { unsay, isSecret: all ? () => true : isSecret });
  const at = shown.search(/[?#]|$/);
  const hidden = (part: string): string => {
    const plain = decoded(part);
    return isToken(part) || unsay(plain) !== plain ? HIDDEN_VALUE : part;
  };
  const path = shown.slice(0, at).split("/").map(hidden).join("/");
  const rest = shown.slice(at);
  return (
    path +
    rest.replace(/#([^?&=]*)$/, (_, fragment: string) => `#${fragment.split("/").map(hidden).join("/")}`)
  );
};

export const scrubSrcset = (srcset: string, unsay: Unsay = same): string =>
  srcset.replace(/\S+/g, part => (part.length < 8 ? part : scrubUrl(part, { unsay })));

/** Addresses and long numbers in style sheets; embedded `data:` images stay as they are. */
export const scrubCss = (css: string, unsay: Unsay = same): string =>
  css.replace(
    /url\(\s*("[^"]*"|'[^']*'|[^)]*)\s*\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|--[\w-]+\s*:[^;{}"'()]*/g,
    (whole, address: string | undefined) => {
      if (address === undefined) return scrubText(whole, unsay);
      const quote = /^["']/.exec(address)?.[0] ?? "";
      const inner = quote === "" ? address : address.slice(1, -1);
      return `url(${quote}${scrubUrl(inner, { unsay })}${quote})`;
    },
  );
