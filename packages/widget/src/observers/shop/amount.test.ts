import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountOf, exactAmountOf, moneyIn } from "./amount.ts";

describe("an amount in a text", () => {
  it.each<[unknown, number | null]>([
    ["129,90 €", 129.9],
    ["1.299,00 €", 1_299],
    ["€ 1,299.00", 1_299],
    ["1 299,00 €", 1_299],
    ["CHF 1'299.–", 1_299],
    ["1.299 €", 1_299],
    ["1.234.567", 1_234_567],
    ["12.5", 12.5],
    ["ab 9,-", 9],
    ["0,00", 0],
    [19.99, 19.99],
    [0.1 + 0.2, 0.3],
    ["kostenlos", null],
    ["", null],
    [null, null],
    [undefined, null],
    [-5, null],
    ["-5,00", null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ["9".repeat(50), null],
    [{}, null],
  ])("%j", (text, expected) => {
    expect(amountOf(text)).toBe(expected);
  });

  it.each(["de-DE", "en-US", "fr-FR", "de-CH", "en-IN"])("is read as %s writes it", locale => {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), cents => {
        expect(amountOf(format.format(cents / 100))).toBe(cents / 100);
      }),
    );
  });

  it("takes no longer for nonsense", () => {
    expect(amountOf("1".repeat(50) + ".,".repeat(500_000))).toBeNull();
  });
});

describe("the money in a text that counts things, too", () => {
  it.each<[string | null, number | null]>([
    ["Summe: 3 Artikel, 1.275,50 €", 1_275.5],
    ["Warenkorb (3) 1 275 €", 1_275],
    ["3 Artikel, CHF 1’275.50", 1_275.5],
    ["2 Stück: 19,90 € inkl. 4,90 € Versand", 19.9],
    ["€ 1,299", 1_299],
    ["1.299", 1_299],
    ["1275.5", 1_275.5],
    ["50", 50],
    ["-3,00 €", null],
    ["leer", null],
    ["", null],
    [null, null],
  ])("%j", (text, expected) => {
    expect(amountOf(moneyIn(text))).toBe(expected);
  });

  it("is looked for at the start of a long text alone", () => {
    expect(moneyIn("1 ".repeat(1_000_000))).toHaveLength(100);
  });
});

it("as machines write it, a point is a point", () => {
  expect([exactAmountOf("1.299"), exactAmountOf(" 129.90 "), exactAmountOf("1.299,00")]).toEqual([
    1.299, 129.9, 1_299,
  ]);
});
