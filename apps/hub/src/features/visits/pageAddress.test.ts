import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsWithoutSecrets, HIDDEN, withoutSecrets } from "./pageAddress.ts";

const AT = "https://shop.example";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dGVzdA";

describe("the address of a page", () => {
  it.each([
    ["session", "?session=abc", "?session=***"],
    ["an OAuth answer", "/cb?code=4/0Ab&state=tab1", "/cb?code=***&state=tab1"],
    [
      "a name of several words",
      "?resetToken=1&x-api-key=2&user[email]=a",
      "?resetToken=***&x-api-key=***&user[email]=***",
    ],
    [
      "a name in capitals",
      "?PHPSESSID=1&SIG=2&Jwt=3&PassWord=4",
      "?PHPSESSID=***&SIG=***&Jwt=***&PassWord=***",
    ],
    ["an escaped name", "?%74oken=1", "?%74oken=***"],
    ["an e-mail address", "?u=anna%40nordwind.example&page=2", "?u=***&page=2"],
    ["an e-mail address as it is", "?u=anna+x@nordwind.example", "?u=***"],
    ["an e-mail address without a name", "?anna@nordwind.example", "?***"],
    ["a signed token", `?x=${JWT}`, "?x=***"],
    ["a long opaque value", "?id=9f86d081884c7d659a2feaa0c55ad015", "?id=***"],
    ["a UUID", "?v=550e8400-e29b-41d4-a716-446655440000", "?v=***"],
    ["base64 with a plus", "?d=dGhpcyBpcyBh+3NlY3JldA==", "?d=***"],
    ["mixed letters alone", "?d=QwErTyUiOpAsDfGhJkLzXcVb", "?d=***"],
    ["an account's number", "?konto=DE89370400440532013000", "?konto=***"],
    ["an address in the address", "?back=https%3A%2F%2Fa.example%2F%3Ftoken%3D1&x=1", "?back=***&x=1"],
    ["values in a value", "?state=token%3D1%26a%3D2", "?state=***"],
    [
      "the fragment of an implicit grant",
      "#access_token=abc&expires_in=3600",
      "#access_token=***&expires_in=3600",
    ],
    ["the fragment of a router", "#/reset?token=abc&step=2", "#/reset?token=***&step=2"],
    ["a second question mark", "?a=1?token=2&key=3", "?a=***&key=***"],
    ["semicolons", "?a=1;sid=2", "?a=1;sid=***"],
    ["the path of an old server", "/quote;jsessionid=1A2B?a=1", "/quote;jsessionid=***?a=1"],
    ["what cannot be decoded", "?token=%E0%A4%A&q=%E0%A4%A", "?token=***&q=%E0%A4%A"],
  ])("loses %s", (_what, address, kept) => {
    expect(withoutSecrets(`${AT}${address}`)).toBe(`${AT}${kept}`);
  });

  it.each([
    "/",
    "/tarife/haftpflicht?produkt=P&seite=2",
    "?utm_source=newsletter&utm_campaign=herbst-2026",
    "?artikel=rechtsschutz-fuer-familien-2026",
    "?q=unfallversicherungspolice+f%C3%BCr+kinder",
    "?keyword=schluessel&author=anna&zipcode=30159",
    "?token=&key",
    "?return=%2Fquote%3Fstep%3D2",
    "#leistungen",
    "#/tarife/haftpflicht?tab=2",
    "/2026/550e8400-e29b-41d4-a716-446655440000",
    "?",
    "#",
  ])("keeps %s", address => {
    expect(withoutSecrets(`${AT}${address}`)).toBe(`${AT}${address}`);
  });

  it("loses a name and a password before the host, and stands an empty one", () => {
    expect(withoutSecrets("https://anna:geheim@shop.example/a@b")).toBe("https://shop.example/a@b");
    expect(withoutSecrets("")).toBe("");
  });

  it("never keeps the value of a secret, wherever it stands, and has nothing left to hide afterwards", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    const parts = fc.array(fc.tuple(word, fc.webQueryParameters()), { maxLength: 4 });
    fc.assert(
      fc.property(parts, fc.constantFrom("?", "#", "#/route?"), fc.nat(4), (others, mark, at) => {
        const all = others.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
        all.splice(at, 0, "token=GEHEIM");
        const clean = withoutSecrets(`${AT}/${mark}${all.join("&")}`);
        expect(clean).not.toContain("GEHEIM");
        expect(clean).toContain(`token=${HIDDEN}`);
        expect(withoutSecrets(clean)).toBe(clean);
      }),
    );
  });

  it("takes no longer for a hostile one", () => {
    const hostile = [
      "a@".repeat(1_000),
      "%3F".repeat(600),
      "=".repeat(2_000),
      "aA".repeat(1_000),
      "1a-".repeat(600),
    ];
    const startedMs = performance.now();
    for (const one of hostile) withoutSecrets(`${AT}/?x=${one}`);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

it("texts that were observed are looked at, too; numbers and plain words stay", () => {
  const page = { url: `${AT}/`, title: "", referrer: "" };
  const observed = {
    "fact:who": "anna@nordwind.example",
    "fact:tier": "gold",
    "visit.campaign": JWT,
    "basket.value": 5,
  };
  const facts = { page, visit: { pages: 1, ms: 0 }, forms: {}, products: {} };
  expect(factsWithoutSecrets({ ...facts, observed }).observed).toEqual({
    ...observed,
    ...{ "fact:who": HIDDEN, "visit.campaign": HIDDEN },
  });
  expect(factsWithoutSecrets(facts)).not.toHaveProperty("observed");
});
