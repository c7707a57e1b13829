import { describe, expect, it } from "vitest";
import { FormLedger, LEFT_AFTER_MS } from "./FormLedger.ts";

const open = () => new FormLedger(["quote"]);
const facts = (ledger: FormLedger, nowMs = 0) => ledger.factsOf("quote", nowMs);
const type = (ledger: FormLedger, field: string, ...lengths: readonly (number | null)[]) => {
  for (const length of lengths) ledger.entered("quote", field, length);
};

describe("fields", () => {
  it("are touched once each, whatever is entered", () => {
    const ledger = open();
    type(ledger, "name", 1, 2, 3);
    type(ledger, "drivers", null, null);
    ledger.entered("other", "name", 1);
    expect(facts(ledger)).toEqual({ fieldsTouched: 2, retyped: 0, errors: 0, left: false });
  });

  it.each<[string, readonly number[], number]>([
    ["typed", [1, 2, 3, 4], 0],
    ["corrected", [1, 2, 3, 2, 3], 0],
    ["emptied", [1, 2, 3, 0], 0],
    ["emptied and filled anew", [1, 2, 0, 1, 2], 1],
    ["emptied, when it was full before anybody looked", [0, 1], 1],
    ["marked and typed over", [1, 2, 3, 1, 2], 1],
    ["anew, twice", [1, 0, 1, 0, 1], 1],
  ])("%s are retyped or not", (_, lengths, expected) => {
    const ledger = open();
    type(ledger, "name", ...lengths);
    expect(facts(ledger).retyped).toBe(expected);
  });

  it("are counted up to a thousand", () => {
    const ledger = open();
    for (let index = 0; index < 3_000; index++) {
      type(ledger, `field ${index}`, 1, 0, 1);
      ledger.refused("quote", `field ${index}`);
    }
    expect(facts(ledger)).toMatchObject({ fieldsTouched: 1_000, retyped: 1_000, errors: 1_000 });
  });
});

describe("errors", () => {
  const marked = (ledger: FormLedger, ...fields: readonly string[]) =>
    ledger.marked("quote", new Set(fields));

  it("count when they are shown, not while they stand", () => {
    const ledger = open();
    marked(ledger, "a", "b");
    marked(ledger, "a", "b");
    marked(ledger, "b", "c");
    marked(ledger);
    marked(ledger, "a");
    expect(facts(ledger).errors).toBe(4);
  });

  it("said by browser and page are one", () => {
    const ledger = open();
    ledger.refused("quote", "a");
    marked(ledger, "a");
    ledger.refused("quote", "a");
    expect(facts(ledger).errors).toBe(1);
  });

  it("of the browser count anew once something else was entered", () => {
    const ledger = open();
    ledger.refused("quote", "a");
    ledger.refused("quote", "a");
    type(ledger, "a", 1);
    ledger.refused("quote", "a");
    expect(facts(ledger).errors).toBe(2);
  });
});

describe("a form is left", () => {
  const away = (ledger: FormLedger, nowMs: number) => ledger.present(new Set(), nowMs);

  it("when something was entered, not sent, and it is away for a while", () => {
    const ledger = open();
    away(ledger, 0);
    expect(facts(ledger, LEFT_AFTER_MS).left).toBe(false);
    type(ledger, "name", 1);
    expect(facts(ledger, LEFT_AFTER_MS - 1).left).toBe(false);
    expect(facts(ledger, LEFT_AFTER_MS).left).toBe(true);
    away(ledger, LEFT_AFTER_MS + 500);
    expect(facts(ledger, LEFT_AFTER_MS + 500).left).toBe(true);
  });

  it("not when it is back, or was sent", () => {
    const ledger = open();
    type(ledger, "name", 1);
    away(ledger, 0);
    ledger.present(new Set(["quote"]), 5_000);
    expect(facts(ledger, 9_000).left).toBe(false);
    ledger.sent("quote");
    away(ledger, 10_000);
    expect(facts(ledger, 20_000).left).toBe(false);
  });

  it("when its next step was begun after sending one, or it came back with errors", () => {
    const ledger = open();
    type(ledger, "name", 1);
    ledger.sent("quote");
    type(ledger, "mileage", 1);
    away(ledger, 0);
    expect(facts(ledger, 9_000).left).toBe(true);
    ledger.sent("quote");
    ledger.marked("quote", new Set(["name"]));
    expect(facts(ledger, 9_000).left).toBe(true);
  });
});

describe("what goes to the next page", () => {
  it("is what was counted, and nothing that was entered", () => {
    const ledger = open();
    type(ledger, "name", 1, 0, 1);
    ledger.refused("quote", "zip");
    const kept = JSON.parse(JSON.stringify(ledger.keep()));
    const next = open();
    next.recall(kept);
    expect(facts(next)).toEqual(facts(ledger));
    type(next, "name", 1);
    expect(facts(next).fieldsTouched).toBe(1);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["numbers for lists", { touched: 7, retyped: "abc", errors: "many", sent: 1 }],
    ["wrong things in lists", { touched: [1, null, {}], retyped: [[]], errors: -3 }],
    ["too much", { errors: 1e9 }],
  ])("is not believed: %s", (_, kept) => {
    const ledger = open();
    ledger.recall({ "form quote": kept });
    const { errors, ...rest } = facts(ledger);
    expect(rest).toEqual({ fieldsTouched: 0, retyped: 0, left: false });
    expect(errors).toBeLessThanOrEqual(1_000);
    expect(errors).toBeGreaterThanOrEqual(0);
  });
});
