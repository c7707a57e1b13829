import type { RuleId } from "@lotse/protocol";
import type { LiftSum, LiftSums } from "@lotse/storage";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { differenceOfMeans, differenceOfShares, shareInterval } from "./intervals.ts";
import { ENOUGH, liftsOf } from "./lift.ts";

const rounded = ({ low, high }: { readonly low: number; readonly high: number }): readonly string[] =>
  [low, high].map(each => each.toFixed(4).replace("-0.0000", "0.0000"));

describe("intervals", () => {
  // Newcombe 1998, table II, row "10. Score, no CC"
  test.each([
    [
      [56, 70],
      [48, 80],
      ["0.0524", "0.3339"],
    ],
    [
      [9, 10],
      [3, 10],
      ["0.1705", "0.8090"],
    ],
    [
      [6, 7],
      [2, 7],
      ["0.0582", "0.8062"],
    ],
    [
      [5, 56],
      [0, 29],
      ["-0.0381", "0.1926"],
    ],
    [
      [0, 10],
      [0, 20],
      ["-0.1611", "0.2775"],
    ],
    [
      [0, 10],
      [0, 10],
      ["-0.2775", "0.2775"],
    ],
    [
      [10, 10],
      [0, 20],
      ["0.6791", "1.0000"],
    ],
    [
      [10, 10],
      [0, 10],
      ["0.6075", "1.0000"],
    ],
  ] as const)("of %j and %j is as published", ([a, m], [b, n], published) => {
    expect(rounded(differenceOfShares({ successes: a, of: m }, { successes: b, of: n }))).toEqual(published);
  });

  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998) 857-872, table I
  test.each([
    [81, 263, ["0.2553", "0.3662"]],
    [15, 148, ["0.0624", "0.1605"]],
    [0, 20, ["0.0000", "0.1611"]],
    [1, 29, ["0.0061", "0.1718"]],
  ] as const)("of the share %i of %i is as published", (successes, of, published) => {
    expect(rounded(shareInterval({ successes, of }))).toEqual(published);
  });

  it("of a difference of means is what the two standard errors make", () => {
    // 1 to 5 and 2 to 10 by two: variances 2.5 and 10
    const one = { of: 5, sum: 15, squares: 55 };
    const other = { of: 5, sum: 30, squares: 220 };
    const { estimate, low, high } = differenceOfMeans(one, other);
    expect(estimate).toBe(-3);
    expect(high - estimate).toBeCloseTo(1.959964 * Math.sqrt(2.5 / 5 + 10 / 5), 5);
    expect(estimate - low).toBeCloseTo(high - estimate, 12);
  });

  test("hold what they are about, stay in their bounds, and turn round with the groups", () => {
    const group = fc
      .integer({ min: 1, max: 5_000 })
      .chain(of => fc.record({ of: fc.constant(of), successes: fc.integer({ min: 0, max: of }) }));
    fc.assert(
      fc.property(group, group, (one, other) => {
        const { estimate, low, high } = differenceOfShares(one, other);
        expect(low).toBeLessThanOrEqual(estimate + 1e-12);
        expect(high).toBeGreaterThanOrEqual(estimate - 1e-12);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        const turned = differenceOfShares(other, one);
        expect(turned.low).toBeCloseTo(-high, 10);
        expect(turned.high).toBeCloseTo(-low, 10);
      }),
    );
  });
});

const RULE = "20000000-0000-4000-8000-000000000001" as RuleId;

const side = (isHeldOut: boolean, more: Partial<LiftSum> = {}): LiftSum => ({
  ...{
    ruleId: RULE,
    share: 50,
    isHeldOut,
    visitors: 200,
    converted: 20,
    value: 0,
    valueSquares: 0,
    hasValue: false,
  },
  ...{ byHand: 0, versions: [1], ...more },
});

const lift = (sides: readonly LiftSum[], agentMs = 0, leavesOut = true) => {
  const talks = agentMs === 0 ? [] : [{ ruleId: RULE, share: 50, agentMs }];
  const sums: LiftSums = { sides, talks };
  return liftsOf(sums, () => (leavesOut ? 50 : null))[0];
};

describe("a rule's lift", () => {
  it("is a gain, a loss or open, by where the interval lies", () => {
    const kind = (converted: number) => lift([side(false, { converted }), side(true)])?.verdict.kind;
    expect(kind(60)).toBe("gain");
    expect(kind(4)).toBe("loss");
    expect(kind(25)).toBe("open");
  });

  it("is not told before there is enough, and how much is missing is", () => {
    const few = lift([
      side(false, { visitors: 30, converted: 4 }),
      side(true, { visitors: 99, converted: 1 }),
    ]);
    expect(few).toMatchObject({
      ...{ difference: null, valuePerVisitor: null, perAgentMinute: null },
      verdict: { kind: "notEnough", invited: 70, heldOut: 1, conversions: 5 },
      ...{ invited: { rate: 4 / 30 }, heldOut: { visitors: 99 } },
    });
    const { visitors } = ENOUGH;
    const enough = [side(false, { visitors, converted: 9 }), side(true, { visitors, converted: 1 })];
    expect(lift(enough)?.verdict.kind).not.toBe("notEnough");
  });

  it("needs somebody who was held out; where nobody ever is, that is what is said", () => {
    expect(lift([side(false)], 0, false)).toMatchObject({
      verdict: { kind: "noHoldout" },
      heldOut: { rate: null },
    });
    expect(lift([side(false)])?.verdict).toMatchObject({ kind: "notEnough", heldOut: 100 });
    // Until lately somebody was
    expect(lift([side(false), side(true)], 0, false)?.verdict.kind).toBe("open");
  });

  it("compares only those whom the same chance put on their sides", () => {
    // A good week in which everybody was asked, or hardly anybody was left out, and a bad one in which half are
    const good = [side(false, { share: null, converted: 200 }), side(false, { share: 1, converted: 200 })];
    const found = lift([...good, side(true, { share: 1, visitors: 2 }), side(false), side(true)]);
    expect(found).toMatchObject({ invited: { visitors: 200, converted: 20 }, verdict: { kind: "open" } });
    expect(lift(good)).toMatchObject({ verdict: { kind: "notEnough", invited: 100, heldOut: 100 } });
    const asked = lift([side(false, { share: null })], 0, false);
    expect(asked).toMatchObject({ invited: { visitors: 200 }, verdict: { kind: "noHoldout" } });
  });

  it("for each minute of an agent's is what was won, through the minutes it took", () => {
    const sides = [
      side(false, { converted: 60, value: 6_000, valueSquares: 600_000, hasValue: true, versions: [2, 1] }),
      side(true, { value: 2_000, valueSquares: 200_000, versions: [1] }),
    ];
    const found = lift(sides, 100 * 60_000);
    // 0.3 - 0.1 of 200 visitors are 40 more, in 100 minutes
    expect(found?.perAgentMinute?.conversions.estimate).toBeCloseTo(0.4, 12);
    expect(found?.perAgentMinute?.value?.estimate).toBeCloseTo(((30 - 10) * 200) / 100, 12);
    expect(found).toMatchObject({ versions: [1, 2], agentMs: 6_000_000, verdict: { kind: "gain" } });
    expect(found?.valuePerVisitor?.low).toBeGreaterThan(0);
    expect(lift(sides)?.perAgentMinute).toBeNull();
  });

  it("counts whom an agent invited by hand where they are, and says how many", () => {
    const found = lift([side(false, { byHand: 3 }), side(true, { byHand: 20 })]);
    expect(found).toMatchObject({ invited: { byHand: 3 }, heldOut: { visitors: 200, byHand: 20 } });
    expect(found?.difference?.estimate).toBe(0);
  });

  it("without any value told there is none to compare", () => {
    expect(lift([side(false), side(true)], 60_000)).toMatchObject({
      ...{ valuePerVisitor: null, perAgentMinute: { value: null } },
    });
  });
});
