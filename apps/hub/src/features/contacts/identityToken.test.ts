import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { SiteId, TenantId } from "@lotse/protocol";
import * as fc from "fast-check";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { deriveIdentitySecret, readIdentityToken } from "./identityToken.ts";

const NOW_MS = 1_700_000_000_000;
const NOW = NOW_MS / 1_000;
const HUB_KEY = randomBytes(32).toString("base64url");
const SITE = { tenantId: "t" as TenantId, siteId: "s" as SiteId };
const secretOf = (kid: string): string => deriveIdentitySecret(HUB_KEY, { ...SITE, kid });
const read = (token: string) => readIdentityToken(token, { nowMs: NOW_MS, secretOf });

const GOOD = { sub: "customer-1", exp: NOW + 300, jti: "once-1", name: "Erika Mustermann" };
const sign = (
  claims: Record<string, unknown>,
  { kid = "k1" as unknown, alg = "HS256", secret = secretOf("k1") } = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg, ...(kid === null ? {} : { kid: kid as string }) })
    .sign(new TextEncoder().encode(secret));

describe("an identity token", () => {
  it("says who the visitor is", async () => {
    const claims = await read(await sign({ ...GOOD, email: "erika@example.org", phone: null }));
    expect(claims).toMatchObject({
      kid: "k1",
      subject: "customer-1",
      name: "Erika Mustermann",
      email: "erika@example.org",
      phone: null,
    });
    expect(claims?.expiresAtMs).toBe(NOW_MS + 360_000);
  });

  it("says what rules may ask of the visitor besides, or nothing of it", async () => {
    const attributes = { tier: "gold", age: 40.5, vip: true };
    expect(await read(await sign({ ...GOOD, attributes }))).toMatchObject({ attributes });
    expect(await read(await sign(GOOD))).not.toHaveProperty("attributes");
  });

  it.each<[string, Record<string, unknown>]>([
    ["expired, leeway over", { ...GOOD, exp: NOW - 61 }],
    ["good for too long", { ...GOOD, exp: NOW + 3_661 }],
    ["without an end", { ...GOOD, exp: undefined }],
    ["with an end that is no number", { ...GOOD, exp: "2999" }],
    ["without a subject", { ...GOOD, sub: undefined }],
    ["with an empty subject", { ...GOOD, sub: "" }],
    ["with a subject nothing can store", { ...GOOD, sub: "a\u0000" }],
    ["with half a character for a subject", { ...GOOD, sub: "a\ud800" }],
    ["with a subject that is a list", { ...GOOD, sub: ["customer-1"] }],
    ["without a token id", { ...GOOD, jti: undefined }],
    ["with an endless token id", { ...GOOD, jti: "j".repeat(201) }],
    ["with a name that is no text", { ...GOOD, name: { $ne: null } }],
    ["with attributes that are a list", { ...GOOD, attributes: ["gold"] }],
    ["with an attribute that is a thing", { ...GOOD, attributes: { tier: { $gt: 1 } } }],
    ["with an attribute without a name", { ...GOOD, attributes: { "": 1 } }],
    ["with an attribute nothing can store", { ...GOOD, attributes: { tier: "a\u0000" } }],
    [
      "with too many attributes",
      { ...GOOD, attributes: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`a${n}`, n])) },
    ],
    ["not valid yet", { ...GOOD, nbf: NOW + 600 }],
  ])("is refused %s", async (_, claims) => {
    expect(await read(await sign(claims))).toBeNull();
  });

  it.each([
    ["within the leeway after its end", { ...GOOD, exp: NOW - 59 }],
    ["good for an hour by a clock that is a minute ahead", { ...GOOD, exp: NOW + 3_660 }],
  ])("is taken %s", async (_, claims) => {
    expect(await read(await sign(claims))).not.toBeNull();
  });

  it("is refused with another algorithm, key, site or no key at all", async () => {
    const none = [{ alg: "none", kid: "k1" }, GOOD]
      .map(part => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const foreign = deriveIdentitySecret(HUB_KEY, { ...SITE, siteId: "other" as SiteId, kid: "k1" });
    const long = secretOf("k1").repeat(2);
    const tokens = [
      `${none}.`,
      await sign(GOOD, { alg: "HS512", secret: long }),
      await sign(GOOD, { secret: secretOf("k2") }),
      await sign(GOOD, { secret: foreign }),
      await sign(GOOD, { kid: null }),
      await sign(GOOD, { kid: "../k1" }),
      await sign(GOOD, { kid: 1 }),
    ];
    for (const token of tokens) expect(await read(token)).toBeNull();
  });

  it("shows a name as plain text of at most 200 characters", async () => {
    const nameOf = async (name: string) => (await read(await sign({ ...GOOD, name })))?.name;
    expect(await nameOf("Erika\u202e\n\u0000 Mustermann\ud800 ")).toBe("Erika Mustermann");
    expect(await nameOf("👩‍💻".repeat(200))).toHaveLength(
      [..."👩‍💻".repeat(200)].slice(0, 200).join("").length,
    );
    expect(await nameOf(" \u200b ")).toBeNull();
    expect(await nameOf("<b>Erika</b>")).toBe("<b>Erika</b>");
  });

  it("can be signed as docs/embedding.md shows it", async () => {
    const docs = await readFile(new URL("../../../../../docs/embedding.md", import.meta.url), "utf8");
    const code = /```js\n(\/\/ Node 20[^`]*(?:`[^`]+)*?)```/.exec(docs)?.[1] ?? "";
    const example = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      lotseToken(key: { kid: string; secret: string }, customer: Record<string, string>): string;
    };
    const token = example.lotseToken({ kid: "k1", secret: secretOf("k1") }, { id: "c-1", name: "Erika" });
    const claims = await readIdentityToken(token, { nowMs: Date.now(), secretOf });
    expect(claims).toMatchObject({ subject: "c-1", name: "Erika", email: null });
  });

  it("is refused whenever anything in it was changed, and never throws", async () => {
    const token = await sign(GOOD);
    const mutation = fc.tuple(fc.nat(token.length - 1), fc.string({ minLength: 0, maxLength: 3 }), fc.nat(3));
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async mutations => {
        let changed = token;
        for (const [at, put, drop] of mutations) {
          changed = changed.slice(0, at) + put + changed.slice(at + drop);
        }
        fc.pre(changed !== token);
        const claims = await read(changed);
        // The last character of a base64url text has spare bits: such a twin is the same signature
        const bytes = (text: string) => Buffer.from(text.split(".")[2] ?? "", "base64url").toString("hex");
        const same = changed.slice(0, -1) === token.slice(0, -1) && bytes(changed) === bytes(token);
        if (!same) expect(claims).toBeNull();
      }),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async noise => {
        expect(await read(noise)).toBeNull();
      }),
    );
  });
});
