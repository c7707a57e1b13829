import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MASK } from "../wire/limits.ts";
import { holdsCardNumber, scrubCss, scrubSrcset, scrubText, scrubUrl } from "./scrub.ts";

/** A valid number of the given length, and where its digits are grouped. */
const card = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }),
    fc.constantFrom("", " ", "-", "."),
  )
  .map(([digits, separator]) => {
    const sum = digits.reduceRight((total, digit, at) => {
      const twice = (digits.length - at) % 2 === 1;
      return total + (twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit);
    }, 0);
    const all = [...digits, (10 - (sum % 10)) % 10].join("");
    return separator === "" ? all : (all.match(/.{1,4}/g) ?? []).join(separator);
  });

describe("card numbers", () => {
  test("are masked wherever they stand in a text", () => {
    fc.assert(
      fc.property(
        card,
        fc.constantFrom("", "Karte ", "Nr. 7 - ", "(", "a"),
        fc.constantFrom("", " gültig", ").", ",x"),
        (number, before, after) => {
          expect(holdsCardNumber(number)).toBe(true);
          expect(scrubText(before + number + after)).not.toContain(number);
        },
      ),
    );
  });

  test.each([
    ["middle dots", "4000\u00b70566\u00b75566\u00b75556"],
    ["Arabic", "\u0664\u0660\u0660\u0660056655665556"],
    [
      "Devanagari",
      [..."4000056655665556"].map(digit => String.fromCodePoint(0x966 + Number(digit))).join(""),
    ],
    [
      "mathematical",
      [..."4000056655665556"].map(digit => String.fromCodePoint(0x1d7ce + Number(digit))).join(""),
    ],
    [
      "wide, in groups",
      `${[..."4000 0566"].map(at => (at === " " ? at : String.fromCodePoint(0xff10 + Number(at)))).join("")} 5566 5556`,
    ],
  ])("in other digits and with other signs between: %s", (_, number) => {
    expect(scrubText(`Karte ${number}.`)).toBe(`Karte ${MASK}.`);
  });

  test("other numbers stay", () => {
    for (const text of [
      "Vertrag 4111 1111 1111 1112",
      "Tel. 0421 555-1234",
      "2024-11-21 22:10",
      "9,99 € statt 12,49 €",
    ]) {
      expect(scrubText(text)).toBe(text);
    }
  });

  test("their mask does not tell how long they were", () => {
    expect(scrubText("4000056655665556")).toBe(MASK);
    expect(scrubText("4222222222222")).toBe(MASK);
  });
});

test("passwords of the page's fields are masked in any text", () => {
  expect(scrubText("Ihr Passwort hafen-42 wurde gesetzt", text => text.replaceAll("hafen-42", MASK))).toBe(
    `Ihr Passwort ${MASK} wurde gesetzt`,
  );
});

describe("addresses", () => {
  const hidden = encodeURIComponent(MASK);
  test.each([
    ["https://a.example/p?q=schuhe&page=2#top", "https://a.example/p?q=schuhe&page=2#top"],
    ["https://a.example/p?token=abc&page=2", `https://a.example/p?token=${hidden}&page=2`],
    [
      "https://a.example/p?sessionId=1#access_token=x&y=2",
      `https://a.example/p?sessionId=${hidden}#access_token=${hidden}&y=2`,
    ],
    ["https://a.example/p?PHPSESSID=1;x=2", `https://a.example/p?PHPSESSID=${hidden};x=2`],
    ["https://anna:geheim@a.example/", "https://a.example/"],
    ["/konto;jsessionid=1A530637?x=1", `/konto;jsessionid=${hidden}?x=1`],
    ["/a;token=abc;b=2/c", `/a;token=${hidden};b=2/c`],
    ["/p?%74oken=abc&a[token]=x", `/p?%74oken=${hidden}&a[token]=${hidden}`],
    ["/p?tan=123&pw=x&iban=DE1&cvv2=1", `/p?tan=${hidden}&pw=${hidden}&iban=${hidden}&cvv2=${hidden}`],
    ["/p?r=%2Fy%3Ftoken%3Dabc", `/p?r=${encodeURIComponent(`/y?token=${hidden}`)}`],
    ["/#/konto?token=abc", `/#/konto?token=${hidden}`],
    ["/p?x=dGhpc2lzYXZlcnlsb25ndG9rZW4xMjM", `/p?x=${hidden}`],
    ["https://a.example/4000056655665556/x", `https://a.example/${MASK}/x`],
    ["https://a.example/?postcode=28195&keyword=hafen", "https://a.example/?postcode=28195&keyword=hafen"],
    [
      "data:image/png;base64,iVBORw0KGgo4000056655665556",
      "data:image/png;base64,iVBORw0KGgo4000056655665556",
    ],
  ])("%s", (url, shown) => {
    expect(scrubUrl(url)).toBe(shown);
  });

  test("in lists of pictures and in style sheets", () => {
    expect(scrubSrcset("https://a.example/1.png?sig=abc 1x, https://a.example/2.png 2x")).toBe(
      `https://a.example/1.png?sig=${hidden} 1x, https://a.example/2.png 2x`,
    );
    expect(
      scrubCss(
        `.a { background: url("https://a.example/b.png?token=abc") } .b::after { content: "4000056655665556" }`,
      ),
    ).toBe(
      `.a { background: url("https://a.example/b.png?token=${hidden}") } .b::after { content: "${MASK}" }`,
    );
  });
});
