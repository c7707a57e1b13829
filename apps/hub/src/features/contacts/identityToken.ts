/**
 * The token by which a site says who its visitor is: checks it whole, answers what it says or nothing. Which check
 * failed is never told. Pure but for the signature; knows no storage, so whether a token was used is not its question.
 */
import { createHash, hkdfSync } from "node:crypto";
import type { SiteId, TenantId } from "@lotse/protocol";
import { decodeProtectedHeader, jwtVerify } from "jose";

export interface IdentityClaims {
  readonly kid: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** What rules may ask as `contact.attribute("tier")`; absent: the token says nothing of them. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly jtiHash: string;
  /** When nobody takes the token any more, leeway included. */
  readonly expiresAtMs: number;
}

const LIFETIME_SECONDS_MAX = 3_600;
const LEEWAY_SECONDS = 60;
const TEXT_CHARACTERS_MAX = 200;
const ATTRIBUTES_MAX = 20;
const ATTRIBUTE_NAME_MAX = 80;
const SECRET_BYTES = 32;
const KID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A site's secret follows from the hub's own key and the names of tenant, site and key, so the database holds none.
 * Every name has a secret, also one that was never given out: whether a key exists is asked after the signature.
 */
export const deriveIdentitySecret = (
  identityKey: string,
  of: { readonly tenantId: TenantId; readonly siteId: SiteId; readonly kid: string },
): string => {
  const purpose = `lotse:identity:${of.tenantId}:${of.siteId}:${of.kid}`;
  return Buffer.from(hkdfSync("sha256", identityKey, "", purpose, SECRET_BYTES)).toString("base64url");
};

/** Storable, and the same text wherever it is compared. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

const idText = (claim: unknown): string | null =>
  typeof claim === "string" && claim !== "" && claim.length <= TEXT_CHARACTERS_MAX && isPlain(claim)
    ? claim
    : null;

/** Text for people: no control characters and no turned direction; joiners stay, some scripts need them. */
const shownText = (claim: string): string | null => {
  const clean = claim.replace(/[\p{Cc}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu, " ").replace(/\s+/g, " ");
  const cut = [...clean.trim()].slice(0, TEXT_CHARACTERS_MAX).join("").trim();
  return cut === "" ? null : cut;
};

const optional = (claim: unknown): { readonly text: string | null } | null => {
  if (claim === undefined || claim === null) return { text: null };
  return typeof claim === "string" ? { text: shownText(claim) } : null;
};

const isAttribute = ([name, value]: readonly [string, unknown]): boolean => {
  if (name === "" || name.length > ATTRIBUTE_NAME_MAX || !isPlain(name)) return false;
  if (typeof value === "string") return value.length <= TEXT_CHARACTERS_MAX && isPlain(value);
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
};

/** Null: there are some, and they are not as they should be. */
const attributesOf = (claim: unknown): Pick<IdentityClaims, "attributes"> | null => {
  if (claim === undefined || claim === null) return {};
  if (typeof claim !== "object" || Array.isArray(claim)) return null;
  const entries = Object.entries(claim);
  if (entries.length > ATTRIBUTES_MAX || !entries.every(isAttribute)) return null;
  return { attributes: Object.fromEntries(entries) };
};

const claimsOf = (payload: Readonly<Record<string, unknown>>): Omit<IdentityClaims, "kid"> | null => {
  const [subject, jti] = [idText(payload.sub), idText(payload.jti)];
  const [name, email, phone] = [optional(payload.name), optional(payload.email), optional(payload.phone)];
  if (subject === null || jti === null || typeof payload.exp !== "number") return null;
  const attributes = attributesOf(payload.attributes);
  if (name === null || email === null || phone === null || attributes === null) return null;
  return {
    ...{ subject, ...attributes },
    ...{ name: name.text, email: email.text, phone: phone.text },
    jtiHash: createHash("sha256").update(jti).digest("base64url"),
    expiresAtMs: Math.ceil(payload.exp + LEEWAY_SECONDS) * 1_000,
  };
};

const kidOf = (token: string): string | null => {
  const { kid } = decodeProtectedHeader(token);
  return typeof kid === "string" && KID_PATTERN.test(kid) ? kid : null;
};

/** Null for whatever is not a whole, valid, short-lived token signed with that secret. */
export const readIdentityToken = async (
  token: string,
  world: { readonly nowMs: number; readonly secretOf: (kid: string) => string },
): Promise<IdentityClaims | null> => {
  try {
    const kid = kidOf(token);
    if (kid === null) return null;
    const { payload } = await jwtVerify(token, new TextEncoder().encode(world.secretOf(kid)), {
      algorithms: ["HS256"],
      requiredClaims: ["sub", "exp", "jti"],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(world.nowMs),
    });
    const latestSeconds = world.nowMs / 1_000 + LIFETIME_SECONDS_MAX + LEEWAY_SECONDS;
    if (payload.exp === undefined || payload.exp > latestSeconds) return null;
    const claims = claimsOf(payload);
    return claims && { kid, ...claims };
  } catch {
    return null;
  }
};
