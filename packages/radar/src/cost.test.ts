import type { RuleId, RuleJson } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { treeArbitrary } from "../test/trees.ts";
import { FACTS } from "./catalogue/index.ts";
import { compile, evaluate } from "./compile.ts";
import { assertAffordable, assertSetAffordable, COST_LIMITS, costOf } from "./cost.ts";
import { jsonOf } from "./text.ts";

const NOW = 50_000;
const timed = (ms: number): RuleJson => [">", "visit.ms", ms];
const rules = (count: number, when: RuleJson) =>
  Array.from({ length: count }, (_, n) => ({ id: `rule ${n}` as RuleId, when }));

describe("[C2] what rules cost at most", () => {
  it("no evaluation reads more, whatever the facts", () => {
    const facts = FACTS.filter(fact => fact.type === "duration" || fact.type === "boolean");
    const duration = fc.record({
      accumulatedMs: fc.nat(6_500),
      sinceMs: fc.option(fc.integer({ min: NOW - 6_500, max: NOW }), { nil: null }),
    });
    const values = fc.infiniteStream(fc.oneof(duration, fc.boolean(), fc.constant(undefined)));
    let most = 0;
    fc.assert(
      fc.property(treeArbitrary({ facts, small: true }), values, (tree, stream) => {
        const json = jsonOf(tree);
        const known = new Map<string, unknown>();
        let reads = 0;
        const source = {
          read: (key: string) => {
            reads += 1;
            if (!known.has(key)) known.set(key, stream.next().value);
            return known.get(key) as never;
          },
        };
        evaluate(compile(json), source, NOW);
        expect(reads).toBeLessThanOrEqual(costOf(json).reads);
        most = Math.max(most, reads);
      }),
      { numRuns: 2_000 },
    );
    expect(most).toBeGreaterThan(5);
  });

  it("and the bound is reached: each test is looked at again at each moment", () => {
    const when: RuleJson = ["&&", ["||", ...[1, 2, 3].map(n => timed(n * 1_000))], false];
    let reads = 0;
    const source = {
      read: () => {
        reads += 1;
        return { accumulatedMs: 0, sinceMs: NOW };
      },
    };
    // Each look reads all three until the first holds, which ends it
    evaluate(compile(when), source, NOW);
    expect(reads).toBe(4);
    const never: RuleJson = ["||", ...[1, 2, 3].map((n): RuleJson => ["&&", timed(n * 1_000), false])];
    reads = 0;
    evaluate(compile(never), source, NOW);
    expect(reads).toBe(costOf(never).reads);
    expect(costOf(never)).toMatchObject({ tests: 3, timed: 3, reads: 12 });
  });

  it("a key that the catalogue does not know counts as one that may run", () => {
    expect(costOf([">", "new.ms", 1])).toMatchObject({ timed: 1, reads: 2 });
    expect(costOf([">", "visit.pages", 1])).toMatchObject({ timed: 0, reads: 1 });
    expect(costOf(true)).toEqual({ tests: 0, timed: 0, reads: 0, characters: 4 });
  });
});

describe("[C2] limits", () => {
  it("of a rule", () => {
    const most = ["||", ...Array.from({ length: 44 }, (_, n) => timed(n))];
    expect(assertAffordable(most).reads).toBe(1_980);
    expect(() => assertAffordable([...most, timed(44)])).toThrow("up to 2070 reads, at most 2000");
  });

  it("of a site's rules together, each figure by itself", () => {
    const { set } = COST_LIMITS;
    expect(assertSetAffordable(rules(set.rules, true)).rules).toBe(set.rules);
    expect(() => assertSetAffordable(rules(set.rules + 1, true))).toThrow("1001 rules, at most 1000");
    const heavy: RuleJson = ["||", ...Array.from({ length: 40 }, (_, n) => timed(n))];
    expect(() => assertSetAffordable(rules(31, heavy))).toThrow("50840 reads, at most 50000");
    expect(() => assertSetAffordable(rules(60, ["==", "page.title", "x".repeat(3_900)]))).toThrow(
      /characters, at most 200000/,
    );
  });
});
