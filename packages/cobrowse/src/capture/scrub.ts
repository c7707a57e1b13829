/**
 * Takes secrets out of strings that are otherwise shown: card numbers, tokens, credentials in addresses.
 * Pure. Knows nothing of elements; what is masked as a whole never comes here.
 */
import { MASK } from "../wire/limits.ts";

const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
};

const DIGIT_RUN = /\d(?:[ \u00a0\u2009\u202f.\-–]?\d){12,}/g;
const JWT = /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g;

/** Masks every stretch of whole digit groups that makes 13 to 19 digits with a valid check digit. */
const maskRun = (run: string): string => {
  const groups = [...run.matchAll(/\d+/g)];
  const ranges: [number, number][] = [];
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length < 19; last++) {
      const group = groups[last];
      digits += group?.[0] ?? "";
      if (digits.length < 13 || digits.length > 19 || !luhn(digits)) continue;
      ranges.push([groups[first]?.index ?? 0, (group?.index ?? 0) + (group?.[0].length ?? 0)]);
    }
  }
  if (ranges.length === 0) return run;
  const start = Math.min(...ranges.map(range => range[0]));
  const end = Math.max(...ranges.map(range => range[1]));
  return run.slice(0, start) + MASK + run.slice(end);
};

export const holdsCardNumber = (text: string): boolean =>
  (text.match(DIGIT_RUN) ?? []).some(run => maskRun(run) !== run);

/** Card numbers, signed tokens and the passwords now in the page's fields. */
export const scrubText = (text: string, passwords: Iterable<string>): string => {
  let clean = text;
  if (clean.length >= 13) clean = clean.replace(DIGIT_RUN, maskRun).replace(JWT, MASK);
  for (const password of passwords) {
    if (clean.includes(password)) clean = clean.replaceAll(password, MASK);
  }
  return clean;
};

const SECRET_PARTS = /token|secret|passw|session|sessid|signature|csrf|xsrf|credential|authori[sz]|apikey/;
const SECRET_WORDS = new Set(
  "pwd sid auth code key sig jwt otp pin nonce state ticket hmac mail email iban card cvc cvv".split(" "),
);
/** Long, without a word boundary, letters mixed with digits: made by a machine. */
const opaque = (value: string): boolean =>
  value.length >= 20 && /^[\w~+/=.%-]+$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);

export const isSecretName = (name: string): boolean => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return SECRET_PARTS.test(words.join("")) || words.some(word => SECRET_WORDS.has(word));
};

const scrubPairs = (pairs: string): string =>
  pairs.replace(/([^&=;?#]+)=([^&;#]*)/g, (pair, name: string, value: string) =>
    value !== "" && (isSecretName(name) || opaque(value)) ? `${name}=${encodeURIComponent(MASK)}` : pair,
  );

/** An address without credentials, without token-like parameters in query and fragment, without card numbers. */
export const scrubUrl = (url: string, passwords: Iterable<string>): string => {
  if (/^\s*data:/i.test(url)) return url;
  const bare = url.replace(/^(\s*[a-z][\w+.-]*:\/\/)[^/?#@]*@/i, "$1");
  const at = bare.search(/[?#]/);
  return scrubText(at < 0 ? bare : bare.slice(0, at) + scrubPairs(bare.slice(at)), passwords);
};

export const scrubSrcset = (srcset: string, passwords: Iterable<string>): string =>
  srcset.replace(/\S+/g, part => (part.length < 8 ? part : scrubUrl(part, passwords)));

/**
 * Styles of a masked part: `content` could say what the mask hides, so their strings and comments are not shown. Kept
 * are those that only lay out: fonts, grids, addresses (see below), selectors by what an element is.
 */
export const maskCss = (css: string): string =>
  css.replace(
    /\/\*.*?(?:\*\/|$)|(url\(\s*(?:"[^"]*"|'[^']*'|[^)]*)\s*\)|(?:^|[{;\s])(?:font|grid)[\w-]*:(?:[^;}"'/]|"[^"]*"|'[^']*')*|\[(?:class|id|type)\W?="[^"]*")|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/gs,
    (whole, kept: string | undefined) => kept ?? (whole.startsWith("/") ? "" : `"${MASK}"`),
  );

/** Addresses and long numbers in style sheets; embedded `data:` images stay as they are. */
export const scrubCss = (css: string, passwords: Iterable<string>): string =>
  css.replace(
    /url\(\s*("[^"]*"|'[^']*'|[^)]*)\s*\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g,
    (whole, address: string | undefined) => {
      if (address === undefined) return scrubText(whole, passwords);
      const quote = /^["']/.exec(address)?.[0] ?? "";
      const inner = quote === "" ? address : address.slice(1, -1);
      return `url(${quote}${scrubUrl(inner, passwords)}${quote})`;
    },
  );
