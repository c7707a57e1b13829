/** Rules mean what CEL says they mean: 10,000 random rules and facts, each evaluated by full CEL and by our closures. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTS } from "../src/catalogue/index.ts";
import { compile, evaluate } from "../src/compile.ts";
import type { FactValue } from "../src/facts.ts";
import { parseRule } from "../src/parse/index.ts";
import { textOf } from "../src/text.ts";
import { keyOf } from "../src/tree/json.ts";
import { type RuleTree, testsOf } from "../src/tree/RuleTree.ts";
import { createReference } from "./celReference.ts";
import { treeArbitrary } from "./trees.ts";
import { NOW, sourceOf, type World, worldFor } from "./worlds.ts";

const reference = createReference();

const ours = (cel: string, world: World, nowMs: number) =>
  evaluate(compile(JSON.parse(JSON.stringify(parseRule(cel)))), sourceOf(world), nowMs);

/** A fact typed by its use is compared with what it is not: we say "unknown", CEL says false or fails. */
const fits = (tree: RuleTree, world: World): boolean =>
  testsOf(tree).every(test => {
    const value = world.get(keyOf(test));
    const constants = test.op === "in" ? test.values : [test.value];
    return typeof value === "object" || constants.every(one => typeof one === typeof value);
  });

const both = (facts: typeof FACTS) =>
  treeArbitrary({ facts, small: true }).chain(tree => fc.tuple(fc.constant(tree), worldFor(tree)));

describe("against full CEL", () => {
  it("[T6] 10,000 rules over facts that are known: always the same answer", () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(both(FACTS.filter(({ type }) => type !== "any")), fc.nat(3_000), ([tree, world], later) => {
        const cel = textOf(tree);
        const { result } = ours(cel, world, NOW + later);
        expect(result).toBe(reference(cel, sourceOf(world), NOW + later));
        seen[`${result as boolean}`] += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(2_000);
  });

  it("[V7] facts typed by their use, too, where they are of the type they are used as", () => {
    let compared = 0;
    fc.assert(
      fc.property(both(FACTS.filter(({ type }) => type === "any")), ([tree, world]) => {
        if (!fits(tree, world)) return;
        const cel = textOf(tree);
        expect(ours(cel, world, NOW).result).toBe(reference(cel, sourceOf(world), NOW));
        compared += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});

describe("where facts are unknown", () => {
  it("[T3] what is said is never wrong: every completion of what is unknown agrees", () => {
    let said = 0;
    const cases = treeArbitrary({ small: true }).chain(tree =>
      fc.tuple(
        fc.constant(tree),
        worldFor(tree),
        fc.array(worldFor(tree), { minLength: 5, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      ),
    );
    fc.assert(
      fc.property(cases, ([tree, world, completions, hidden]) => {
        const cel = textOf(tree);
        const isHidden = (index: number) => hidden[index % hidden.length] === true;
        const partly = new Map([...world].filter((_, index) => !isHidden(index)));
        const { result } = ours(cel, partly, NOW);
        if (result === "unknown") return;
        if (partly.size < world.size) said += 1;
        for (const completion of completions) {
          const whole = new Map([...completion, ...partly]);
          expect(ours(cel, whole, NOW).result).toBe(result);
          if (fits(tree, whole)) expect(reference(cel, sourceOf(whole), NOW)).toBe(result);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(said).toBeGreaterThan(1_000);
  });

  it("[T3] 'unknown' means that completions disagree, where no fact is read twice", () => {
    const facts = FACTS.filter(({ type }) => type === "boolean");
    let unknown = 0;
    fc.assert(
      fc.property(
        treeArbitrary({ facts }),
        fc.infiniteStream(fc.constantFrom(true, false, undefined)),
        (tree, stream) => {
          const keys = testsOf(tree).map(keyOf);
          if (new Set(keys).size < keys.length || keys.length > 8) return;
          const cel = textOf(tree);
          const partly: World = new Map(keys.map(key => [key, stream.next().value]));
          const open = keys.filter(key => partly.get(key) === undefined);
          const answers = Array.from({ length: 2 ** open.length }, (_, world) => {
            const completed = open.map((key, index): [string, boolean] => [
              key,
              ((world >> index) & 1) === 1,
            ]);
            return ours(cel, new Map([...partly, ...completed]), NOW).result;
          });
          const { result } = ours(cel, partly, NOW);
          if (result === "unknown") unknown += 1;
          expect(result).toBe(new Set(answers).size > 1 ? "unknown" : answers[0]);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(unknown).toBeGreaterThan(300);
  });

  it("[T3] where one is, it may be said although all completions agree: nobody reasons about the fact itself", () => {
    const { result } = ours('product("P").viewed || !product("P").viewed', new Map(), NOW);
    expect(result).toBe("unknown");
  });
});

describe("passing time", () => {
  const facts = FACTS.filter(({ type }) => type === "duration");
  /** Short enough to be gone through millisecond by millisecond. */
  const END = NOW + 6_200;

  it("[D2] [D8] following recheckAtMs sees every change at its millisecond, and looks no oftener than there are tests", () => {
    let changes = 0;
    const cases = treeArbitrary({ facts, small: true }).chain(tree =>
      fc.tuple(fc.constant(tree), worldFor(tree)),
    );
    fc.assert(
      fc.property(cases, ([tree, drawn]) => {
        const world: World = new Map([...drawn].map(([key, value]) => [key, early(value)]));
        const rule = compile(parseRule(textOf(tree)));
        const at = (nowMs: number) => evaluate(rule, sourceOf(world), nowMs);
        const followed: (readonly [number, unknown])[] = [];
        let next: number | null = NOW;
        while (next !== null) {
          const { result, recheckAtMs } = at(next);
          followed.push([next, result]);
          if (recheckAtMs !== null) expect(recheckAtMs).toBeGreaterThan(next);
          next = recheckAtMs;
        }
        const stepped: (readonly [number, unknown])[] = [];
        for (let nowMs = NOW; nowMs <= END; nowMs++) {
          const { result } = resultAt(rule, world, nowMs);
          if (stepped.at(-1)?.[1] !== result) stepped.push([nowMs, result]);
        }
        expect(followed).toEqual(stepped);
        expect(followed.length - 1).toBeLessThanOrEqual(testsOf(tree).length);
        changes += followed.length - 1;
      }),
      { numRuns: 300 },
    );
    expect(changes).toBeGreaterThan(50);
  });
});

/** Little counted yet, so that most constants are still ahead. */
const early = (value: FactValue): FactValue =>
  typeof value === "object" ? { ...value, accumulatedMs: value.accumulatedMs % 1_500 } : value;

/** One look without the search for the next moment: that search is what is on trial. */
const resultAt = (rule: ReturnType<typeof compile>, world: World, nowMs: number) => {
  const still = new Map(
    [...world].map(([key, value]) => [
      key,
      typeof value === "object"
        ? {
            accumulatedMs: Math.floor(
              value.accumulatedMs + (value.sinceMs === null ? 0 : Math.max(0, nowMs - value.sinceMs)),
            ),
            sinceMs: null,
          }
        : value,
    ]),
  );
  return evaluate(rule, sourceOf(still), nowMs);
};
