import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testArbitrary, treeArbitrary } from "../../test/trees.ts";
import { FACTS, type FactType, factNamed } from "../catalogue/index.ts";
import { compile, evaluate } from "../compile.ts";
import type { FactValue } from "../facts.ts";
import { parseRule, RULE_LIMITS, RuleError } from "../parse/index.ts";
import { jsonOf, type RuleTree, textOf, treeOf } from "../text.ts";
import { keyOf } from "../tree/json.ts";
import { check, type Finding } from "./index.ts";
import { warningsOf } from "./warnings.ts";

const told = (cel: string, finding: Finding): string => {
  const quote = finding.position === null ? "" : cel.slice(finding.position.start, finding.position.end);
  return `${finding.severity === "error" ? finding.code : finding.kind} ${quote}`.trim();
};
const findingsOf = (cel: string, options: Parameters<typeof check>[1] = {}) =>
  check(cel, options).findings.map(finding => told(cel, finding));

describe("errors", () => {
  it.each<[string, readonly string[]]>([
    ["visit.pages > ", ["RULE_SYNTAX"]],
    [
      "weather.today == 'rain' && (visit.pages > 'x' || page.path.matches('a') || !(visit.pages + 1 > 2))",
      [
        "RULE_TYPE weather",
        "RULE_TYPE visit.pages > 'x'",
        "RULE_UNSAFE page.path.matches('a')",
        "RULE_UNSAFE visit.pages + 1 > 2",
      ],
    ],
    ["visit.pages", ["RULE_TYPE"]],
    ["_ || visit.pages > 1", ["RULE_TYPE _"]],
    [
      "visit.seconds == 1 || page.url == page.path",
      ["RULE_UNSAFE visit.seconds == 1", "RULE_UNSAFE page.url == page.path"],
    ],
    ["true ||".repeat(600), ["RULE_TOO_COMPLEX"]],
  ])("%.60s", (cel, expected) => {
    expect(findingsOf(cel)).toEqual(expected);
    expect(check(cel)).toMatchObject({ tree: null, cost: null });
  });

  it("every error has words in both languages, and `parseRule` tells the same of a rule with one", () => {
    for (const cel of ["", "visit", "visit.pages == 'x'", "page.url == page.path", "x".repeat(5_000)]) {
      const [finding] = check(cel).findings;
      expect(finding?.text.de && finding.text.en).toBeTruthy();
      expect(() => parseRule(cel)).toThrow(finding?.text.en);
    }
  });

  it("[C3] agrees with parseRule about which texts are rules, whatever the text", () => {
    const pieces = fc.constantFrom(
      ...["visit.pages", " > 1", " == 'a'", "page.path", "(", ")", "!", " && ", " || ", "true", "_", ".x"],
      ...["fact('a')", " in [1]", "form('q').seconds"],
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 9 }).map(all => all.join("")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, cel => {
        const errors = check(cel).findings.filter(({ severity }) => severity === "error");
        const refused = (() => {
          try {
            parseRule(cel);
            return false;
          } catch (error) {
            expect(error).toBeInstanceOf(RuleError);
            return true;
          }
        })();
        expect(errors.length > 0).toBe(refused);
      }),
      { numRuns: 2_000 },
    );
  });
});

it("[C5] says of every part of the tree where it stands: what stands there is that part", () => {
  const partsOf = (tree: RuleTree): readonly RuleTree[] => {
    if (tree.kind === "not") return [tree, ...partsOf(tree.part)];
    return tree.kind === "all" || tree.kind === "any" ? [tree, ...tree.parts.flatMap(partsOf)] : [tree];
  };
  fc.assert(
    fc.property(treeArbitrary({ small: true }), drawn => {
      const cel = textOf(drawn);
      const { tree, placeOf } = check(cel);
      if (tree === null) throw new Error("no tree");
      for (const part of partsOf(tree)) {
        const place = placeOf(part);
        expect(place).not.toBeNull();
        expect(jsonOf(treeOf(cel.slice(place?.start, place?.end)))).toEqual(jsonOf(part));
      }
    }),
  );
});

describe("warnings", () => {
  it.each<[string, readonly string[]]>([
    ["visit.pages > 5 && visit.pages < 10", []],
    ["visit.pages > 5 && visit.pages < 3", ["contradiction visit.pages < 3"]],
    ["visit.pages > 5 && visit.pages < 6", ["contradiction visit.pages < 6"]],
    ["basket.value > 5 && basket.value < 6", []],
    ["fact('age') > 5 && fact('age') < 6", []],
    ["visit.seconds > 5 && visit.seconds < 5.001", ["contradiction visit.seconds < 5.001"]],
    ["visit.seconds > 5 && visit.seconds < 5.002", []],
    ["page.path == '/a' && page.path == '/b'", ["contradiction page.path == '/b'"]],
    ["page.path == '/a' && page.path.startsWith('/b')", ["contradiction page.path.startsWith('/b')"]],
    [
      "page.path.startsWith('/a') && page.path.startsWith('/b')",
      ["contradiction page.path.startsWith('/b')"],
    ],
    ["page.path.startsWith('/a') && page.path.endsWith('/b')", []],
    ["page.path.startsWith('/ab') && !page.path.contains('a')", ["contradiction !page.path.contains('a')"]],
    ["product('P').viewed && !product('P').viewed", ["contradiction !product('P').viewed"]],
    ["product('P').viewed && !product('Q').viewed", []],
    [
      "product('P').viewed || !product('P').viewed",
      ["alwaysTrue product('P').viewed || !product('P').viewed"],
    ],
    ["visit.pages >= 0", ["alwaysTrue visit.pages >= 0"]],
    ["visit.pages < 0", ["neverTrue visit.pages < 0"]],
    ["!(visit.pages >= 0)", ["alwaysTrue visit.pages >= 0"]],
    ["time.hour == 24 || visit.pages > 3", ["neverTrue time.hour == 24"]],
    ["visit.device in ['tablet', 'phone']", []],
    ["visit.device == 'watch'", ["neverTrue visit.device == 'watch'"]],
    [
      "visit.device != 'phone' && visit.device != 'tablet' && visit.device != 'desktop'",
      ["neverTrue visit.device != 'phone' && visit.device != 'tablet' && visit.device != 'desktop'"],
    ],
    ["fact('a') == 'x' && fact('a') == 1", ["contradiction fact('a') == 1"]],
    ["visit.pages > 5 && visit.pages > 3", ["neverMatters visit.pages > 3"]],
    ["visit.pages > 5 || visit.pages > 3", ["neverMatters visit.pages > 5"]],
    ["page.path == '/a' && page.path == '/a'", ["neverMatters page.path == '/a'"]],
    ["page.path.startsWith('/a') && page.path.contains('/a')", ["neverMatters page.path.contains('/a')"]],
    [
      "product('P').viewed || product('P').viewed && visit.pages > 3",
      ["neverMatters product('P').viewed && visit.pages > 3"],
    ],
    ["product('P').viewed && (visit.pages > 3 || true)", ["alwaysTrue visit.pages > 3 || true"]],
    ["true", []],
    ["false", []],
    ["false && visit.pages > 1", ["neverTrue false && visit.pages > 1"]],
  ])("%s", (cel, expected) => {
    expect(findingsOf(cel)).toEqual(expected);
  });

  it("says which other part a contradiction is with", () => {
    const cel = "product('P').viewed && visit.pages > 5 && visit.pages < 3";
    const [finding] = check(cel).findings;
    expect(finding).toMatchObject({ kind: "contradiction", other: { start: 23, end: 38 } });
  });

  it("knows the plan where it is told", () => {
    const cel = "skill('Sales').free > 0 && queue('advice').waiting < 3 && hours('night').open";
    expect(findingsOf(cel)).toEqual([]);
    const world = { skills: ["Sales"], queues: ["advice"] };
    expect(findingsOf(cel, { world })).toEqual(["unknownQueue hours('night').open"]);
    expect(findingsOf(cel, { world: { skills: [], queues: ["night"] } })).toEqual([
      "unknownSkill skill('Sales').free > 0",
      "unknownQueue queue('advice').waiting < 3",
    ]);
  });

  it("marks whole parentheses, whatever stands in texts", () => {
    const idle =
      "(page.title == ')(' || visit.pages > 3) && product('P').viewed && (true || (visit.pages > 9))";
    expect(findingsOf(`product('P').viewed || ${idle.replace(" || (visit.pages > 9)", "")}`)).toEqual([
      `neverMatters ${idle.replace(" || (visit.pages > 9)", "")}`,
    ]);
    expect(findingsOf(`visit.pages > 1 || (${idle}) || product('P').viewed`)).toEqual([
      "alwaysTrue true || (visit.pages > 9)",
    ]);
  });
});

describe("[C4] no warning is wrong", () => {
  const facts = FACTS.filter(({ name }) =>
    ["visit.pages", "visit.seconds", "basket.value", "page.path", "product.viewed", "fact"].includes(name),
  );
  const numbers = fc.oneof(
    fc.nat(7),
    fc.integer({ min: 0, max: 70 }).map(tenths => tenths / 10),
  );
  const texts = fc.constantFrom("a", "b", "ab", "ba", "", "aa", "bb", "x", "abba");
  const valueOfType: Readonly<Record<FactType, fc.Arbitrary<FactValue>>> = {
    number: fc.nat(7),
    amount: numbers,
    duration: numbers.map(seconds => ({ accumulatedMs: Math.round(seconds * 1_000), sinceMs: null })),
    text: texts,
    boolean: fc.boolean(),
    any: fc.oneof(numbers, texts, fc.boolean()),
  };
  const world = fc.record(
    Object.fromEntries(
      facts.flatMap(({ key, type, argument }) =>
        (argument === undefined ? [key] : [`${key}:a`, `${key}:b`]).map(full => [full, valueOfType[type]]),
      ),
    ),
  );
  const without = (tree: RuleTree, gone: ReadonlySet<RuleTree>): RuleTree => {
    if (tree.kind === "not") return { kind: "not", part: without(tree.part, gone) };
    if (tree.kind !== "all" && tree.kind !== "any") return tree;
    const parts = tree.parts.filter(part => !gone.has(part)).map(part => without(part, gone));
    return { kind: tree.kind, parts };
  };

  it("in none of many worlds", () => {
    const counts = { neverTrue: 0, alwaysTrue: 0, contradiction: 0, neverMatters: 0 };
    fc.assert(
      fc.property(
        treeArbitrary({ facts, small: true, depth: 2 }),
        fc.array(world, { minLength: 20, maxLength: 20 }),
        (tree, worlds) => {
          const warnings = warningsOf(tree);
          const idle = new Set(warnings.flatMap(({ kind, part }) => (kind === "neverMatters" ? [part] : [])));
          for (const values of worlds) {
            const is = (part: RuleTree) =>
              evaluate(compile(jsonOf(part)), { read: key => values[key] }, 0).result;
            for (const { kind, part, with: other } of warnings) {
              counts[kind as keyof typeof counts] += 1;
              if (kind === "neverTrue") expect(is(part)).not.toBe(true);
              if (kind === "alwaysTrue") expect(is(part)).not.toBe(false);
              if (kind === "contradiction") expect([is(part), other && is(other)]).not.toEqual([true, true]);
            }
            expect(is(without(tree, idle))).toBe(is(tree));
          }
        },
      ),
      { numRuns: 5_000 },
    );
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(1_000);
  });

  it("and of two tests of one fact every contradiction is found", () => {
    const pair = fc.constantFrom(...facts).chain(fact => {
      const one = testArbitrary({ facts: [fact], small: true });
      return fc.tuple(one, one);
    });
    const all: readonly FactValue[] = [
      ...Array.from({ length: 8_001 }, (_, ms): FactValue => ({ accumulatedMs: ms, sinceMs: null })),
      ...[-1, ...Array.from({ length: 1_800 }, (_, n) => n / 200)],
      ...[
        "",
        "a",
        "b",
        "ab",
        "ba",
        "x",
        "abxba",
        "baxab",
        "axb",
        "bxa",
        "aba",
        "bab",
        "abx",
        "xab",
        "bax",
        "xba",
      ],
      ...["ax", "xa", "bx", "xb", "xabx", "xbax", "xax", "xbx", "axa", "bxb", "abab", "abxab", "baxba"],
      ...["axab", "axba", "bxab", "bxba", "abxa", "abxb", "baxa", "baxb", "aa", "bb"],
      ...[true, false],
    ];
    fc.assert(
      fc.property(pair, ([left, right]) => {
        fc.pre(keyOf(left) === keyOf(right));
        const [one, other] = [compile(jsonOf(left)), compile(jsonOf(right))];
        const type = factNamed(left.fact)?.type;
        const whole = type === "number";
        const together = all.some(value => {
          if (whole && typeof value === "number" && !Number.isInteger(value)) return false;
          if (type !== "any" && value === -1) return false;
          const source = { read: () => value };
          return evaluate(one, source, 0).result === true && evaluate(other, source, 0).result === true;
        });
        const tree: RuleTree = { kind: "all", parts: [left, right] };
        const kinds = warningsOf(tree).map(({ kind }) => kind);
        const impossible = kinds.some(kind => kind === "contradiction" || kind === "neverTrue");
        // `endsWith("")` is told to be empty talk, and nothing else is said before that is mended
        if (!kinds.includes("alwaysTrue")) expect(impossible).toBe(!together);
        else if (together) expect(impossible).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("cost", () => {
  it("is told with the check, and what costs too much is refused with figures", () => {
    expect(check("visit.seconds > 1 && visit.pages > 2").cost).toMatchObject({
      tests: 2,
      timed: 1,
      reads: 4,
    });
    const cel = Array.from({ length: 60 }, (_, n) => `visit.seconds > ${n}`).join("||");
    expect(cel.length).toBeLessThan(RULE_LIMITS.characters);
    expect(findingsOf(cel)).toEqual(["RULE_TOO_COMPLEX"]);
    expect(() => parseRule(cel)).toThrow("The rule costs too much: up to 3660 reads, at most 2000");
  });
});
