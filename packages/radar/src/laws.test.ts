/** Laws that hold for every rule: unknown is honest, recheckAtMs exact, the index lossless, hostile JSON harmless. */
import { LotseError, type RuleId, type RuleJson, type SiteRule } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, evaluate } from "./compile.ts";
import { explain } from "./explain.ts";
import type { FactSource, FactValue } from "./facts.ts";
import { createRuleSet } from "./ruleSet.ts";

const NOW = 50_000;
const KEYS = ["a", "b", "c", "d", "e", "f"];

const comparison = (key: fc.Arbitrary<string>): fc.Arbitrary<RuleJson> =>
  fc.oneof(
    fc.tuple(fc.constantFrom("<", "<=", ">", ">="), key, fc.integer({ min: 0, max: 100 })),
    fc.tuple(fc.constant("=="), key, fc.boolean()),
  );

const ruleOver = (leaf: fc.Arbitrary<RuleJson>): fc.Arbitrary<RuleJson> =>
  fc.letrec<{ rule: RuleJson }>(tie => ({
    rule: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.boolean(),
      fc
        .tuple(fc.constantFrom("&&", "||"), fc.array(tie("rule"), { minLength: 1, maxLength: 4 }))
        .map(([op, parts]) => [op, ...parts]),
      tie("rule").map(part => ["!", part]),
    ),
  })).rule;

const rule = ruleOver(comparison(fc.constantFrom(...KEYS)));
const duration = fc.record({
  accumulatedMs: fc.integer({ min: 0, max: 120 }),
  sinceMs: fc.option(fc.integer({ min: NOW - 60, max: NOW + 20 }), { nil: null }),
});
const value: fc.Arbitrary<FactValue> = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.boolean(), duration);
const valuesOf = (one: fc.Arbitrary<FactValue>) =>
  fc.tuple(...KEYS.map(() => one)).map(all => new Map(KEYS.map((key, index) => [key, all[index]])));
const source = (values: ReadonlyMap<string, FactValue>): FactSource => ({ read: key => values.get(key) });

describe("three truth values", () => {
  it("what is definite stays so whatever the unknown turns out to be", () => {
    const partly = valuesOf(fc.oneof(fc.constant(undefined), value));
    // A leaf's own unknown must be replaceable by either answer, so the replacement is of the matching type
    const booleans = ruleOver(fc.constantFrom(...KEYS).map(key => ["==", key, true]));
    const known = valuesOf(fc.option(fc.boolean(), { nil: undefined }));
    fc.assert(
      fc.property(booleans, known, fc.infiniteStream(fc.boolean()), (json, values, replacements) => {
        const before = evaluate(compile(json), source(values), NOW).result;
        const completed = new Map([...values].map(([key, one]) => [key, one ?? replacements.next().value]));
        const after = evaluate(compile(json), source(completed), NOW).result;
        expect(after).not.toBe("unknown");
        if (before !== "unknown") expect(after).toBe(before);
      }),
    );
    fc.assert(
      fc.property(rule, partly, valuesOf(value), (json, values, others) => {
        const before = evaluate(compile(json), source(values), NOW).result;
        const completed = new Map([...values].map(([key, one]) => [key, one ?? others.get(key)]));
        const after = evaluate(compile(json), source(completed), NOW).result;
        if (before !== "unknown") expect(after).toBe(before);
      }),
    );
  });

  it("NOT turns true and false and keeps unknown, and De Morgan holds", () => {
    const some = valuesOf(fc.oneof(fc.constant(undefined), value));
    fc.assert(
      fc.property(rule, rule, some, (left, right, values) => {
        const is = (json: RuleJson) => evaluate(compile(json), source(values), NOW).result;
        const plain = is(left);
        expect(is(["!", left])).toBe(plain === "unknown" ? plain : !plain);
        expect(is(["!", ["&&", left, right]])).toBe(is(["||", ["!", left], ["!", right]]));
      }),
    );
  });
});

describe("recheckAtMs", () => {
  it("nothing changes before it, and at it the result is another; null means never", () => {
    fc.assert(
      fc.property(rule, valuesOf(fc.oneof(fc.constant(undefined), duration)), (json, values) => {
        const compiled = compile(json);
        const at = (nowMs: number) => evaluate(compiled, source(values), nowMs).result;
        const { result, recheckAtMs } = evaluate(compiled, source(values), NOW);
        // Past every literal and every duration's start nothing can flip any more
        const end = recheckAtMs ?? NOW + 200;
        for (let nowMs = NOW; nowMs < end; nowMs++) expect(at(nowMs)).toBe(result);
        if (recheckAtMs !== null) expect(at(recheckAtMs)).not.toBe(result);
      }),
    );
  });

  it("ends for any numbers, however broken", () => {
    const broken = fc.record({ accumulatedMs: fc.double(), sinceMs: fc.option(fc.double(), { nil: null }) });
    fc.assert(
      fc.property(fc.double(), fc.double(), broken, (nowMs, literal, one) => {
        fc.pre(Math.abs(literal) < 1e6 && Number.isFinite(nowMs));
        const { recheckAtMs } = evaluate(compile([">", "a", literal]), { read: () => one }, nowMs);
        if (recheckAtMs !== null) expect(recheckAtMs).toBeGreaterThan(nowMs);
      }),
    );
  });
});

type Step =
  | { readonly kind: "fact"; readonly key: string; readonly value: FactValue }
  | { readonly kind: "time"; readonly byMs: number }
  | { readonly kind: "recheck" };

describe("the index", () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant("fact" as const),
      key: fc.constantFrom(...KEYS),
      value: fc.oneof(fc.constant(undefined), value),
    }),
    fc.record({ kind: fc.constant("time" as const), byMs: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ kind: fc.constant("recheck" as const) }),
  );

  it("updating by changed keys and by time equals evaluating everything", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        valuesOf(value),
        fc.array(step, { maxLength: 12 }),
        (rules, start, steps) => {
          const values = new Map(start);
          const siteRules = rules.map((when, index): SiteRule => ({ id: `rule ${index}` as RuleId, when }));
          const indexed = createRuleSet(siteRules);
          let nowMs = NOW;
          indexed.update(source(values), nowMs);
          for (const one of steps) {
            if (one.kind === "fact") values.set(one.key, one.value);
            else nowMs = one.kind === "time" ? nowMs + one.byMs : (indexed.recheckAtMs() ?? nowMs);
            const before = new Set(indexed.asks());
            const flipped = indexed.update(source(values), nowMs, one.kind === "fact" ? [one.key] : []);
            const full = createRuleSet(siteRules);
            full.update(source(values), nowMs);
            expect(indexed.asks()).toEqual(full.asks());
            expect(indexed.recheckAtMs()).toBe(full.recheckAtMs());
            for (const id of indexed.asks()) if (!before.has(id)) expect(flipped).toContain(id);
          }
        },
      ),
    );
  });

  it("reads only what depends on the change", () => {
    const reads: string[] = [];
    const facts: FactSource = {
      read: key => {
        reads.push(key);
        return true;
      },
    };
    const rules = KEYS.map((key): SiteRule => ({ id: key as RuleId, when: ["==", key, true] }));
    const set = createRuleSet(rules);
    set.update(facts, NOW);
    reads.length = 0;
    set.update(facts, NOW, ["b", "unheard of"]);
    expect(reads).toEqual(["b"]);
  });

  it("a malformed rule is left out; the others live", () => {
    const rules = [
      { id: "bad" as RuleId, when: ["eval", "alert(1)"] },
      { id: "good" as RuleId, when: true },
    ];
    const set = createRuleSet(rules);
    expect(set.update(source(new Map()), NOW)).toEqual(["good"]);
    expect(set.asks()).toEqual(["good"]);
  });
});

describe("hostile JSON", () => {
  const nearMiss = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue(),
      fc.array(tie("node"), { maxLength: 4 }),
      fc
        .tuple(fc.constantFrom("&&", "||", "!", "==", "<", "contains", "__proto__"), fc.array(tie("node")))
        .map(([op, parts]) => [op, ...parts]),
    ),
  })).node;

  it("compiles to a rule that evaluates, or throws RULE_SYNTAX", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), nearMiss), json => {
        try {
          expect(["unknown", true, false]).toContain(evaluate(compile(json), source(new Map()), NOW).result);
        } catch (error) {
          expect(error).toBeInstanceOf(LotseError);
          expect((error as LotseError).code).toBe("RULE_SYNTAX");
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("is refused when it is deep or vast, without a stack overflow", () => {
    let deep: unknown = true;
    for (let level = 0; level < 100_000; level++) deep = ["!", deep];
    expect(() => compile(deep)).toThrow(LotseError);
    expect(() => compile(["&&", ...Array.from({ length: 2_000 }, () => true)])).toThrow(LotseError);
  });
});

describe("explain", () => {
  it("[W1] agrees with evaluate in the whole and in every part", () => {
    fc.assert(
      fc.property(rule, valuesOf(fc.oneof(fc.constant(undefined), value)), (json, values) => {
        const trace = explain(json, source(values), NOW);
        expect(trace).toMatchObject(evaluate(compile(json), source(values), NOW));
        for (const part of trace.parts) {
          expect(part.result).toBe(evaluate(compile(part.when), source(values), NOW).result);
        }
      }),
    );
  });

  it("names what each comparison read", () => {
    const trace = explain(["&&", ["==", "a", true], [">", "b", 0]], source(new Map([["a", true]])), NOW);
    expect(trace.result).toBe("unknown");
    expect(trace.parts.map(({ fact, result }) => [fact?.key, fact?.value, result])).toEqual([
      ["a", true, true],
      ["b", undefined, "unknown"],
    ]);
  });
});
