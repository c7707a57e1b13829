/**
 * Takes secrets out of a page's address before anybody stores or sees it: sign-ins, one-time codes, e-mail addresses
 * and long opaque values have no use for whoever helps. Pure. Does not look into the path, which names the page, except
 * for its `;name=value`; and never makes an address longer than one mark per value.
 */
import type { Facts } from "@lotse/protocol";

/** What stands where a value was. Needs no escaping in an address. */
export const HIDDEN = "***";

const SECRET_WORDS: ReadonlySet<string> = new Set([
  ...[
    "session",
    "sessionid",
    "sid",
    "sessid",
    "phpsessid",
    "jsessionid",
    "token",
    "jwt",
    "ticket",
    "assertion",
  ],
  ...[
    "code",
    "key",
    "apikey",
    "auth",
    "authorization",
    "secret",
    "credential",
    "credentials",
    "nonce",
    "otp",
  ],
  ...["pin", "tan", "password", "passwd", "pass", "pwd", "sig", "signature", "hmac", "email", "mail"],
]);
const SECRET_END = /(?:token|password|passwort|secret|session|sessionid|sessid|apikey|email|signature)$/;

/** `resetToken`, `x-api-key` and `user[email]` are told by their words. */
const isSecretName = (name: string): boolean =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .some(word => SECRET_WORDS.has(word) || SECRET_END.test(word));

const EMAIL = /[^\s@/]@[^\s@/]+\.[a-z]/i;
const OPAQUE_MIN = 20;
const OPAQUE_RUN = new RegExp(`[\\w+/=.~-]{${OPAQUE_MIN},}`, "g");
/** Card, account and customer numbers. */
const LONG_NUMBER = /\d{12,}/;

/** Words and numbers joined, as in `rechtsschutz-fuer-familien-2026`, are read by people; the rest is not. */
const isOpaque = (run: string): boolean =>
  run
    .split(/[-_.~/+=]+/)
    .some(
      part =>
        (part.length >= 4 && /\d[a-z]+\d|[a-z]\d+[a-z]/i.test(part)) ||
        (part.length >= 8 && /\d/.test(part) && /[a-z]/i.test(part)) ||
        (part.length >= OPAQUE_MIN && /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(part)),
    );

const isSecretValue = (value: string): boolean =>
  EMAIL.test(value) || LONG_NUMBER.test(value) || (value.match(OPAQUE_RUN) ?? []).some(isOpaque);

/** As the page would read it; what cannot be decoded is looked at as it is. */
const decoded = (text: string): string => {
  const spaced = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/** Addresses in addresses: `return=https%3A%2F%2Fshop.example%2F%3Ftoken%3D1`. Deeper ones are hidden whole. */
const NESTED_MAX = 2;

const hidesSomething = (value: string, depth: number): boolean => {
  if (isSecretValue(value)) return true;
  if (!/[?#&;=]/.test(value)) return false;
  return depth >= NESTED_MAX || withoutSecretsAt(value, depth + 1) !== value;
};

const cleanPart = (part: string, depth: number): string => {
  const at = part.indexOf("=");
  if (at < 0) return isSecretValue(decoded(part)) ? HIDDEN : part;
  const [name, value] = [part.slice(0, at), part.slice(at + 1)];
  if (value === "") return part;
  const isSecret =
    isSecretName(decoded(name)) ||
    hidesSomething(decoded(value), depth) ||
    // An unescaped plus is a space to a form, and a letter to base64
    isSecretValue(value);
  if (isSecretValue(decoded(name))) return `${HIDDEN}=${HIDDEN}`;
  return isSecret ? `${name}=${HIDDEN}` : part;
};

const cleanParts = (parts: string, depth: number): string =>
  parts
    .split(/([&;])/)
    .map((part, index) => (index % 2 === 1 ? part : cleanPart(part, depth)))
    .join("");

/** `#top` is a place, `#a=1` are values, `#/route?a=1` is both. */
const cleanFragment = (fragment: string, depth: number): string => {
  const at = fragment.indexOf("?");
  if (at < 0) return cleanParts(fragment, depth);
  return `${fragment.slice(0, at + 1)}${cleanParts(fragment.slice(at + 1), depth)}`;
};

/** Name and password before the host, and what old servers keep in the path. */
const cleanPlace = (place: string, depth: number): string =>
  place
    .replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, "$1")
    .replace(/;([^;/]*)/g, (_whole, part: string) => `;${cleanPart(part, depth)}`);

const withoutSecretsAt = (address: string, depth: number): string => {
  const [rest = "", ...fragments] = address.split("#");
  const [place = "", ...queries] = rest.split("?");
  const query = queries.length === 0 ? "" : `?${cleanParts(queries.join("?"), depth)}`;
  const fragment = fragments.length === 0 ? "" : `#${cleanFragment(fragments.join("#"), depth)}`;
  // What merely looks like `a=1` and is no address at all has its values where an address has its place
  const isValues = depth > 0 && queries.length === 0 && !place.includes("/");
  return `${isValues ? cleanParts(place, depth) : cleanPlace(place, depth)}${query}${fragment}`;
};

export const withoutSecrets = (address: string): string => withoutSecretsAt(address, 0);

/** What a page says of the visit, and where it found its campaign's name, may be anything. */
const withoutSecretTexts = (observed: NonNullable<Facts["observed"]>): Facts["observed"] =>
  Object.fromEntries(
    Object.entries(observed).map(([key, value]) => [
      key,
      typeof value === "string" && isSecretValue(value) ? HIDDEN : value,
    ]),
  );

/** The facts as they may be kept. */
export const factsWithoutSecrets = (facts: Facts): Facts => {
  const { page, observed } = facts;
  return {
    ...facts,
    ...(observed ? { observed: withoutSecretTexts(observed) } : {}),
    page: { ...page, url: withoutSecrets(page.url), referrer: withoutSecrets(page.referrer) },
  };
};
