import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberOf, secondsOf, TIME_UNITS, typedOf, UNIT_S, unitOf } from "./typed.ts";

describe("numbers as people type them", () => {
  it.each([
    ["12", "de", 12],
    ["1,5", "de", 1.5],
    ["1.5", "de", 1.5],
    ["1.000", "de", 1000],
    ["1.000,5", "de", 1000.5],
    ["1,000", "en", 1000],
    ["1,000.5", "en", 1000.5],
    ["1,5", "en", 1.5],
    ["12.", "en", 12],
    [" 7 ", "de", 7],
    ["", "de", null],
    ["-3", "de", null],
    ["1e5", "de", null],
    ["zwei", "de", null],
    ["1.2.3", "de", null],
  ] as const)("%s (%s)", (typed, language, meant) => {
    expect(numberOf(typed, language)).toBe(meant);
  });

  it("come back as they are shown", () => {
    const number = fc.integer({ min: 0, max: 1_000_000_000 }).map(n => n / 1_000);
    fc.assert(
      fc.property(number, fc.constantFrom("de" as const, "en" as const), (value, language) => {
        const shown = typedOf(value, language);
        expect(numberOf(shown, language)).toBe(value);
      }),
    );
  });
});

it("a time keeps its length whatever it is counted in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...TIME_UNITS), (count, unit) => {
      expect(secondsOf(secondsOf(count, unit) / UNIT_S[unit], unit)).toBe(count * UNIT_S[unit]);
    }),
  );
  expect([0, 45, 90, 120, 7_200, 172_800].map(unitOf)).toEqual(["s", "s", "s", "min", "h", "d"]);
});
