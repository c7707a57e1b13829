import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ACT_TEXT_MAX } from "../acts.ts";
import { GRANT_REASON_MAX } from "../grants.ts";
import { actMessageSchema, fieldToldSchema, grantAskSchema } from "./acts.ts";

const NODE = { segment: 7, nodeId: 12 };
const passes = (act: unknown, envelope: object = {}): boolean =>
  v.is(actMessageSchema, { grant: 1, seq: 1, act, ...envelope });

describe("an act from outside", () => {
  it("is one of the known kinds, whole", () => {
    const splice = { at: 0, remove: 0, insert: "A" };
    const all = [
      { kind: "click", at: { ...NODE, point: [0.5, 1] } },
      { kind: "scroll", node: NODE, x: 0, y: 1_200 },
      { kind: "choose", node: NODE, options: [2] },
      { kind: "set", node: NODE, value: "2026-11-28" },
      { kind: "open", node: NODE },
      { kind: "write", node: NODE, revision: 3, splice },
      { kind: "leave" },
    ];
    expect(all.filter(act => !passes(act))).toEqual([]);
  });

  it.each([
    ["a kind that does not exist", { kind: "submit", node: NODE }],
    ["a place outside of the box", { kind: "click", at: { ...NODE, point: [1.1, 0] } }],
    ["a place that is none", { kind: "scroll", node: NODE, x: Number.NaN, y: 0 }],
    ["a page's own code", { kind: "open", node: NODE, then: "alert(1)" }],
    [
      "more text than a person writes",
      {
        kind: "write",
        node: NODE,
        revision: 0,
        splice: { at: 0, remove: 0, insert: "x".repeat(ACT_TEXT_MAX + 1) },
      },
    ],
    [
      "a splice before the beginning",
      { kind: "write", node: NODE, revision: 0, splice: { at: -1, remove: 0, insert: "" } },
    ],
  ])("is refused with %s", (_what, act) => {
    expect(passes(act)).toBe(false);
  });

  it("has a grant and a number", () => {
    expect(passes({ kind: "leave" }, { seq: 0 })).toBe(false);
    expect(passes({ kind: "leave" }, { grant: 1.5 })).toBe(false);
    expect(passes({ kind: "leave" }, { by: { viewer: 0 } })).toBe(false);
  });
});

describe("a question for a grant", () => {
  it("has a reason of some words, or none", () => {
    expect(v.parse(grantAskSchema, { grant: "control", reason: " to fill in the tariff " }).reason).toBe(
      "to fill in the tariff",
    );
    expect(v.is(grantAskSchema, { grant: "navigate" })).toBe(true);
    expect(v.is(grantAskSchema, { grant: "control", reason: "  " })).toBe(false);
    expect(v.is(grantAskSchema, { grant: "control", reason: "x".repeat(GRANT_REASON_MAX + 1) })).toBe(false);
    expect(v.is(grantAskSchema, { grant: "view" })).toBe(false);
  });
});

describe("a field's news", () => {
  it("tells a page's own text, however long a field may be", () => {
    const opened = {
      kind: "opened",
      of: 1,
      node: NODE,
      revision: 0,
      text: "x".repeat(50_000),
      maxLength: null,
      multiline: true,
    };
    expect(v.is(fieldToldSchema, { viewer: 0, grant: 1, news: opened })).toBe(true);
    expect(v.is(fieldToldSchema, { viewer: 0, grant: 1, news: { ...opened, text: 7 } })).toBe(false);
  });
});
