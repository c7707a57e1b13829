import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldedText } from "./folding.ts";

const lines = (n: number) => Array.from({ length: n }, (_, index) => `Line ${index + 1}`).join("\n");

describe("a long message", () => {
  it("is folded to some twenty lines, be they lines or one long paragraph", () => {
    expect(foldedText(lines(200))).toBe(`${lines(20)} …`);
    const words = "Wort ".repeat(2_000);
    const folded = foldedText(words) ?? "";
    expect(folded.length).toBeGreaterThan(1_100);
    expect(folded.length).toBeLessThan(1_210);
    expect(folded.endsWith("Wort …")).toBe(true);
  });

  it("without any space is folded all the same, and no character is cut in two", () => {
    expect(foldedText("x".repeat(10_000))).toBe(`${"x".repeat(1_200)} …`);
    // Half a character cannot be encoded.
    expect(() => encodeURIComponent(foldedText(`x${"😀".repeat(5_000)}`) ?? "")).not.toThrow();
  });
});

it("what is only a little longer is shown whole", () => {
  expect(foldedText("")).toBeNull();
  expect(foldedText(lines(24))).toBeNull();
  expect(foldedText(lines(25))).not.toBeNull();
});

it("folded is the beginning, and shorter than the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 40 }), texts => {
      const text = texts.join("\n");
      const folded = foldedText(text);
      if (folded === null) return;
      expect(folded.length).toBeLessThan(text.length);
      expect(text.startsWith(folded.slice(0, -2))).toBe(true);
    }),
  );
});
