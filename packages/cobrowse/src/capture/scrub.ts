/**
 * Takes secrets out of strings that are otherwise shown: card numbers, tokens, credentials in addresses.
 * Pure. Knows nothing of elements; what is masked as a whole never comes here.
 */
import { MASK } from "../wire/limits.ts";

/** Also wide and Arabic ones: their last four bits are their value. */
export const DIGIT = "[\\d\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]";
/** What may stand between the groups of a number. */
export const GAP = "[\\s.\\-/_\\u00ad\\u200b-\\u200d\\u2010-\\u2015\\u2060\\ufeff]";

const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) & 15;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
};

const DIGIT_RUN = new RegExp(`${DIGIT}(?:${GAP}{0,3}${DIGIT}){12,}`, "g");
/** In addresses a slash ends a number: paths are full of them. */
const ADDRESS_RUN = /\d(?:[ \u00a0.\-–]?\d){12,}/g;
const DIGITS = new RegExp(`${DIGIT}+`, "g");
const JWT = /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g;

/** From the first to the last of whole digit groups that make 13 to 19 digits with a valid check digit; or nothing. */
const cardIn = (run: string): readonly [number, number] | null => {
  const groups = [...run.matchAll(DIGITS)];
  let [start, end] = [run.length, 0];
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length < 19; last++) {
      const group = groups[last];
      digits += group?.[0] ?? "";
      if (digits.length < 13 || digits.length > 19 || !luhn(digits)) continue;
      start = Math.min(start, groups[first]?.index ?? 0);
      end = Math.max(end, (group?.index ?? 0) + (group?.[0].length ?? 0));
    }
  }
  return end === 0 ? null : [start, end];
};

const maskRun = (run: string): string => {
  const card = cardIn(run);
  return card === null ? run : run.slice(0, card[0]) + MASK + run.slice(card[1]);
};

export const holdsCardNumber = (text: string): boolean =>
  (text.match(DIGIT_RUN) ?? []).some(run => cardIn(run) !== null);

/** The text without its part of card numbers that begin before or end after it; itself if there is none. */
export const scrubPart = (text: string, before: string, after: string): string => {
  const whole = before + text + after;
  let clean = text;
  for (const run of whole.matchAll(DIGIT_RUN)) {
    const card = cardIn(run[0]);
    if (card === null) continue;
    const start = Math.max(0, run.index + card[0] - before.length);
    const end = Math.min(text.length, run.index + card[1] - before.length);
    if (start < end) clean = text.slice(0, start) + MASK + text.slice(end);
  }
  return clean;
};

const withoutPasswords = (text: string, passwords: Iterable<string>): string => {
  let clean = text;
  for (const password of passwords) {
    if (clean.includes(password)) clean = clean.replaceAll(password, MASK);
  }
  return clean;
};

/** Card numbers, signed tokens and the passwords now in the page's fields. */
export const scrubText = (text: string, passwords: Iterable<string>): string =>
  withoutPasswords(text.length < 13 ? text : text.replace(DIGIT_RUN, maskRun).replace(JWT, MASK), passwords);

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

const HIDDEN_VALUE = encodeURIComponent(MASK);
/** Without the separators of readable names. */
const isToken = (text: string): boolean => /^[\w~+=%]{20,}$/.test(text) && opaque(text);

const scrubPairs = (pairs: string, isSecret: (name: string) => boolean): string =>
  pairs.replace(/([^&=;?#]+)=([^&;#]*)/g, (pair, name: string, value: string) =>
    value !== "" && (isSecret(name) || opaque(value)) ? `${name}=${HIDDEN_VALUE}` : pair,
  );

/** An address without credentials, without token-like parameters in query and fragment, without card numbers. */
export const scrubUrl = (
  url: string,
  passwords: Iterable<string>,
  isSecret: (name: string) => boolean = isSecretName,
): string => {
  if (/^\s*data:/i.test(url)) return url;
  const bare = url.replace(/^(\s*[a-z][\w+.-]*:\/\/)[^/?#@]*@/i, "$1");
  const at = bare.search(/[?#]/);
  const shown = at < 0 ? bare : bare.slice(0, at) + scrubPairs(bare.slice(at), isSecret);
  return withoutPasswords(shown.replace(ADDRESS_RUN, maskRun).replace(JWT, MASK), passwords);
};

/**
 * The same for an address that is gone to, not loaded from: machine-made words in its path, and as its fragment, too.
 * `all`: no parameter keeps its value.
 */
export const scrubAddress = (
  url: string,
  passwords: Iterable<string>,
  { isSecret, all }: { readonly isSecret: (name: string) => boolean; readonly all: boolean },
): string => {
  const shown = scrubUrl(url, passwords, all ? () => true : isSecret);
  const at = shown.search(/[?#]/);
  const path = at < 0 ? shown : shown.slice(0, at);
  const rest = at < 0 ? "" : shown.slice(at);
  const hidden = (part: string): string => (isToken(part) ? HIDDEN_VALUE : part);
  return (
    path.split("/").map(hidden).join("/") +
    rest.replace(/#([^?&=]*)$/, (_, fragment: string) => `#${fragment.split("/").map(hidden).join("/")}`)
  );
};

export const scrubSrcset = (srcset: string, passwords: Iterable<string>): string =>
  srcset.replace(/\S+/g, part => (part.length < 8 ? part : scrubUrl(part, passwords)));

/** Addresses and long numbers in style sheets; embedded `data:` images stay as they are. */
export const scrubCss = (css: string, passwords: Iterable<string>): string =>
  css.replace(
    /url\(\s*("[^"]*"|'[^']*'|[^)]*)\s*\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|--[\w-]+\s*:[^;{}"'()]*/g,
    (whole, address: string | undefined) => {
      if (address === undefined) return scrubText(whole, passwords);
      const quote = /^["']/.exec(address)?.[0] ?? "";
      const inner = quote === "" ? address : address.slice(1, -1);
      return `url(${quote}${scrubUrl(inner, passwords)}${quote})`;
    },
  );
