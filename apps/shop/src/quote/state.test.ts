/** The form's state, its steps and its caret. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatIban } from "../shared/iban.ts";
import { emptyQuote } from "../shared/quote/fields.ts";
import { TODAY, validQuote } from "../testing/answers.ts";
import { caretAfter } from "./caret.ts";
import { createDrafts } from "./draft.ts";
import { type QuoteState, reachableStep, reduce } from "./state.ts";

const start: QuoteState = { values: emptyQuote, errors: {}, sending: "idle" };
const today = TODAY;

describe("errors while filling in", () => {
  test("an error appears on leaving, never while typing, and goes when mended", () => {
    const typed = reduce(start, { type: "changed", name: "plate", value: "HH", today });
    expect(typed.errors).toEqual({});
    const left = reduce(typed, { type: "left", name: "plate", today });
    expect(left.errors).toEqual({ plate: "plate" });
    const mended = reduce(left, { type: "changed", name: "plate", value: "HH-A 1", today });
    expect(mended.errors).toEqual({});
  });

  test("leaving an empty field says nothing yet", () => {
    expect(reduce(start, { type: "left", name: "plate", today }).errors).toEqual({});
  });

  test("mending one answer clears an error it caused elsewhere", () => {
    const values = { ...validQuote, noClaims: "30" };
    const judged: QuoteState = { values, errors: { noClaims: "noClaimsTooHigh" }, sending: "idle" };
    expect(
      reduce(judged, { type: "changed", name: "licenceDate", value: "1990-01-01", today }).errors,
    ).toEqual({});
  });
});

describe("steps", () => {
  test("nobody gets past an incomplete one", () => {
    expect(reachableStep("cover", emptyQuote, today)).toBe("vehicle");
    expect(reachableStep("cover", { ...validQuote, email: "" }, today)).toBe("driver");
    expect(reachableStep("vehicle", emptyQuote, today)).toBe("vehicle");
  });

  test("the last step is reached without its own answers", () => {
    expect(reachableStep("summary", { ...validQuote, iban: "", sepa: false }, today)).toBe("summary");
  });
});

describe("drafts", () => {
  const fakeStorage = (): Storage => {
    const entries = new Map<string, string>();
    return {
      get length() {
        return entries.size;
      },
      clear: () => entries.clear(),
      getItem: key => entries.get(key) ?? null,
      key: index => [...entries.keys()][index] ?? null,
      removeItem: key => void entries.delete(key),
      setItem: (key, value) => void entries.set(key, value),
    };
  };

  test("survive a reload, all but the IBAN", () => {
    const storage = fakeStorage();
    createDrafts(storage).save(validQuote);
    expect(createDrafts(storage).load()).toEqual({ ...validQuote, iban: "" });
    expect(storage.getItem("nordwind:quote")).not.toContain("3704");
    createDrafts(storage).clear();
    expect(createDrafts(storage).load()).toEqual(emptyQuote);
  });

  test("foreign or broken content starts again", () => {
    const storage = fakeStorage();
    for (const text of ["{", "null", "[]", '{"plate":1}']) {
      storage.setItem("nordwind:quote", text);
      expect(createDrafts(storage).load()).toEqual(emptyQuote);
    }
  });
});

describe("caret", () => {
  test("stays behind the digit just typed, whatever groups do", () => {
    expect(caretAfter("DE893", 5, "DE89 3")).toBe(6);
    expect(caretAfter("DE8X9 37", 4, "DE8X 937")).toBe(4);
    expect(caretAfter("1500", 4, "1.500")).toBe(5);
  });

  test("as many letters and digits stand before it as before", () => {
    const text = fc.stringMatching(/^[0-9A-Z ]{0,30}$/);
    fc.assert(
      fc.property(text, fc.nat(), (typed, at) => {
        const caret = typed.length ? at % typed.length : 0;
        const formatted = formatIban(typed);
        const count = (part: string): number => part.replace(/ /g, "").length;
        expect(count(formatted.slice(0, caretAfter(typed, caret, formatted)))).toBe(
          count(typed.slice(0, caret)),
        );
      }),
    );
  });
});
