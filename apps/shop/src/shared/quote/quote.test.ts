/** The quote's rules, formats and premium. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TODAY, validQuote } from "../../testing/answers.ts";
import { LANGUAGES } from "../language.ts";
import { optionText } from "../texts/quoteOptions.ts";
import { checkQuote, isShown } from "./checks.ts";
import { definitionOf, emptyQuote, fieldNames, type QuoteValues, STEPS, type TextName } from "./fields.ts";
import { formats, parseWholeNumber } from "./formats.ts";
import { parseQuote } from "./parse.ts";
import { computePremium, noClaimsFactor } from "./premium.ts";

const errorsOf = (changes: Partial<QuoteValues>) =>
  checkQuote({ values: { ...validQuote, ...changes }, today: TODAY });

describe("fields", () => {
  test("there are 25 or more, on every step", () => {
    expect(fieldNames.length).toBeGreaterThanOrEqual(25);
    expect(STEPS.every(step => fieldNames.some(name => definitionOf(name).step === step))).toBe(true);
  });

  test("every choice that is a code has words in both languages", () => {
    for (const name of fieldNames) {
      for (const option of definitionOf(name).options ?? []) {
        for (const language of LANGUAGES) {
          const text = optionText(name as TextName, option, language);
          expect(text, `${name} ${option}`).not.toMatch(/^[a-z]/);
        }
      }
    }
  });
});

describe("checks", () => {
  test("a complete quote has no fault, an empty one has many", () => {
    expect(errorsOf({})).toEqual({});
    const missing = Object.keys(checkQuote({ values: emptyQuote, today: TODAY }));
    expect(missing).toContain("plate");
    expect(missing).not.toContain("notes");
    expect(missing).not.toContain("parkingCamera");
  });

  test("what does not belong to the answers is not asked", () => {
    expect(errorsOf({ drivers: "me", youngestBirthDate: "" })).toEqual({});
    expect(
      errorsOf({ cover: "liability", deductiblePartial: "", deductibleFull: "", noClaimsFull: "" }),
    ).toEqual({});
    expect(errorsOf({ cover: "partial", deductibleFull: "" })).toEqual({});
    expect(errorsOf({ cover: "full", deductibleFull: "" })).toEqual({ deductibleFull: "choose" });
    expect(isShown("workshop", { ...validQuote, cover: "liability" })).toBe(false);
  });

  test("edges of the ranges", () => {
    expect(errorsOf({ mileage: "1000" })).toEqual({});
    expect(errorsOf({ mileage: "150.000" })).toEqual({});
    expect(errorsOf({ mileage: "150.001" })).toEqual({ mileage: "mileageRange" });
    expect(
      errorsOf({ birthDate: "2009-03-10", licenceDate: "2025-12-01", noClaims: "0", noClaimsFull: "0" }),
    ).toEqual({});
    expect(errorsOf({ startDate: "2027-03-10" })).toEqual({});
    expect(errorsOf({ startDate: "2027-03-11" })).toEqual({ startDate: "startFar" });
    expect(errorsOf({ noClaims: "22" })).toEqual({});
  });

  test("no text whatsoever makes a check throw", () => {
    const name = fc.constantFrom(...fieldNames.filter(one => definitionOf(one).kind !== "checkbox"));
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("constructor", "__proto__", "1e400", "-9"),
    );
    fc.assert(
      fc.property(name, text, (field, typed) => {
        const values = { ...validQuote, [field]: typed };
        checkQuote({ values, today: TODAY });
        expect(Number.isFinite(computePremium(values, TODAY).yearCents)).toBe(true);
      }),
    );
  });
});

describe("formats", () => {
  test("are stable: writing what is written changes nothing", () => {
    const format = fc.constantFrom(...Object.values(formats));
    fc.assert(
      fc.property(format, fc.string(), fc.constantFrom(...LANGUAGES), (write, text, language) => {
        const once = write(text, language);
        expect(write(once, language)).toBe(once);
      }),
    );
  });

  test("numbers are read as they are written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom(...LANGUAGES), (value, language) => {
        expect(parseWholeNumber(formats.mileage?.(String(value), language) ?? "")).toBe(value);
      }),
    );
    expect(["", "12a", "-5", "1.5", "1e3"].map(parseWholeNumber)).toEqual([null, null, null, null, null]);
  });
});

test("parsing accepts what the form sends and nothing else", () => {
  expect(parseQuote(JSON.parse(JSON.stringify(validQuote)))).toEqual(validQuote);
  fc.assert(
    fc.property(fc.anything(), body => {
      expect(parseQuote(body)).toBeNull();
    }),
  );
});

describe("premium", () => {
  const yearly = (changes: Partial<QuoteValues>) =>
    computePremium({ ...validQuote, ...changes }, TODAY).yearCents;

  test("is the sum of its lines", () => {
    const premium = computePremium({ ...validQuote, breakdown: true, homeOwner: true }, TODAY);
    expect(premium.lines.reduce((sum, line) => sum + line.cents, 0)).toBe(premium.yearCents);
  });

  test("rises with risk and cover, falls with claim-free years, excess and discounts", () => {
    expect(yearly({ mileage: "30.000" })).toBeGreaterThan(yearly({}));
    expect(yearly({ youngestBirthDate: "2007-01-01" })).toBeGreaterThan(yearly({}));
    expect(yearly({ cover: "partial" })).toBeLessThan(yearly({}));
    expect(yearly({ cover: "liability" })).toBeLessThan(yearly({ cover: "partial" }));
    expect(yearly({ deductibleFull: "1000" })).toBeLessThan(yearly({}));
    expect(yearly({ parkingCamera: true })).toBeLessThan(yearly({}));
    expect(yearly({ discountProtection: true })).toBeGreaterThan(yearly({}));
  });

  test("every further year without a claim is worth something", () => {
    const classes = ["0", "1/2", ...Array.from({ length: 35 }, (_, index) => String(index + 1))].map(
      noClaimsFactor,
    );
    expect(classes).toEqual([...classes].sort((a, b) => b - a));
    expect(classes.every(factor => factor > 0)).toBe(true);
  });

  test("instalments cover the year and cost a little more", () => {
    const year = computePremium({ ...validQuote, payment: "year" }, TODAY);
    const month = computePremium({ ...validQuote, payment: "month" }, TODAY);
    expect(year.instalmentCents).toBe(year.yearCents);
    expect(month.instalmentCents * 12).toBeGreaterThan(year.yearCents * 1.05);
  });
});
