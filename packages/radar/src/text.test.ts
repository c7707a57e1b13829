import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnTree, treeArbitrary } from "../test/trees.ts";
import { parseRule, RuleError } from "./parse/index.ts";
import { commentsIn, jsonOf, normalTree, type RuleTree, textOf, treeOf, treeOfJson } from "./text.ts";

const MISSION = '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof RuleError) return error.code;
    throw error;
  }
  return "accepted";
};

describe("text and tree are one thing", () => {
  it("the mission's rule", () => {
    const tree = treeOf(MISSION);
    expect(tree).toEqual({
      kind: "all",
      parts: [
        {
          kind: "any",
          parts: [
            { kind: "test", fact: "form.seconds", argument: "quote", op: ">", value: 120 },
            { kind: "test", fact: "product.viewed", argument: "P", op: "==", value: true },
          ],
        },
        { kind: "test", fact: "skill.free", argument: "Sales", op: ">", value: 0 },
      ],
    });
    expect(textOf(tree)).toBe(MISSION);
  });

  it.each([
    ["((visit.pages>1))", "visit.pages > 1"],
    ["1.5 <= visit.seconds", "visit.seconds >= 1.5"],
    ["(true && false) || (true && (false && true))", "true && false || true && false && true"],
    ["!(page.path.contains('x'))", '!page.path.contains("x")'],
    ["!(visit.pages in [1,2])", "!(visit.pages in [1, 2])"],
    ["!(product('P').viewed == true)", '!product("P").viewed'],
    ["product('P').viewed == false", 'product("P").viewed == false'],
    ["fact('size') in [1.5, 2.0]", 'fact("size") in [1.5, 2.0]'],
    ["pages.visited('/a*') == true", 'pages.visited("/a*")'],
    ["page.title == r'a\\b'", 'page.title == "a\\\\b"'],
    [`page.title == """a\n"b\\t" """`, 'page.title == "a\\n\\"b\\t\\" "'],
  ])("[N2] %s is written %s, and that stays", (cel, normal) => {
    expect(textOf(treeOf(cel))).toBe(normal);
    expect(textOf(treeOf(normal))).toBe(normal);
    expect(parseRule(normal)).toEqual(parseRule(cel));
  });

  it("[N1] [N3] a tree in normal form comes back from its text as it went, and as the same JSON", () => {
    fc.assert(
      fc.property(treeArbitrary(), tree => {
        const text = textOf(tree);
        expect(treeOf(text)).toEqual(tree);
        expect(parseRule(text)).toEqual(jsonOf(tree));
      }),
      { numRuns: 1_000 },
    );
  });

  it("[N1] any other tree comes back in its normal form", () => {
    fc.assert(
      fc.property(drawnTree(), tree => {
        const text = textOf(tree);
        expect(treeOf(text)).toEqual(normalTree(tree));
        expect(textOf(treeOf(text))).toBe(text);
      }),
    );
  });

  it("[N2] no pair of parentheses can be left out", () => {
    fc.assert(
      fc.property(treeArbitrary({ small: true }), tree => {
        const text = textOf(tree);
        for (const { index } of text.matchAll(/(?<![\w])\(/g)) {
          const end = closing(text, index);
          const without = `${text.slice(0, index)}${text.slice(index + 1, end)}${text.slice(end + 1)}`;
          const said = codeOf(() => parseRule(without));
          if (said === "accepted") expect(parseRule(without)).not.toEqual(jsonOf(tree));
        }
      }),
    );
  });

  it("[N6] what was compiled can be read as a tree again, and compiles to the same", () => {
    fc.assert(
      fc.property(treeArbitrary(), tree => {
        const json = jsonOf(tree);
        const back = treeOfJson(json);
        expect(back && jsonOf(back)).toEqual(json);
      }),
    );
    expect(treeOfJson(["==", "weather.today", "rain"])).toBeUndefined();
    expect(treeOfJson(["&&", true, ["matches", "page.url", "x"]])).toBeUndefined();
    expect(treeOfJson(["==", "form.ms", 1])).toBeUndefined();
  });
});

const closing = (text: string, open: number): number => {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  throw new Error(`never closed: ${text}`);
};

describe("[N4] what no text stands for is refused", () => {
  const test = (
    fact: "page.path" | "visit.pages" | "visit.seconds",
    op: "==" | ">",
    value: string | number,
  ) => ({ kind: "test", fact, argument: null, op, value }) satisfies RuleTree;

  it.each<[string, string, RuleTree]>([
    ["RULE_SYNTAX", "an empty group", { kind: "all", parts: [] }],
    ["RULE_SYNTAX", "one within", { kind: "not", part: { kind: "any", parts: [] } }],
    ["RULE_TYPE", "a number for a text", test("page.path", "==", 3)],
    ["RULE_TYPE", "half a page", test("visit.pages", "==", 1.5)],
    ["RULE_TYPE", "no number", test("visit.pages", ">", Number.NaN)],
    ["RULE_UNSAFE", "a negative one", test("visit.pages", ">", -1)],
    ["RULE_UNSAFE", "a duration to the instant", test("visit.seconds", "==", 3)],
    ["RULE_TYPE", "a duration finer than a clock", test("visit.seconds", ">", 0.0001)],
    ["RULE_TYPE", "a fact that takes no argument", { ...test("visit.pages", ">", 1), argument: "x" }],
    [
      "RULE_TYPE",
      "a fact that wants one",
      { kind: "test", fact: "form.seconds", argument: null, op: ">", value: 1 },
    ],
    [
      "RULE_TOO_COMPLEX",
      "too much",
      { kind: "any", parts: Array.from({ length: 200 }, () => test("visit.pages", ">", 1)) },
    ],
  ])("%s: %s", (code, _, tree) => {
    expect(codeOf(() => textOf(tree))).toBe(code);
  });
});

describe("[N5] comments", () => {
  it("a rule with comments is a rule, but becomes a tree only where they may be lost", () => {
    const cel = 'visit.pages > 1 // people who read\n && page.path != "/a//b"';
    expect(parseRule(cel)).toEqual(["&&", [">", "visit.pages", 1], ["!", ["==", "page.path", "/a//b"]]]);
    expect(codeOf(() => treeOf(cel))).toBe("RULE_UNSAFE");
    expect(textOf(treeOf(cel, { comments: "drop" }))).toBe('visit.pages > 1 && page.path != "/a//b"');
    expect(commentsIn(cel).map(({ start, end }) => cel.slice(start, end))).toEqual(["// people who read"]);
  });

  it("what looks like one inside a text is none", () => {
    for (const text of [`"//"`, `'a\\'//'`, `"""a "// b"""`, `'''//'''`, `r"\\"`, `r'//\\'`, `"\\\\"`]) {
      expect(commentsIn(`page.title == ${text}`)).toEqual([]);
      expect(commentsIn(`page.title == ${text} // here`)).toHaveLength(1);
    }
    fc.assert(
      fc.property(treeArbitrary(), tree => {
        const text = textOf(tree);
        expect(commentsIn(text)).toEqual([]);
        expect(commentsIn(`${text}// "here`)).toEqual([{ start: text.length, end: text.length + 8 }]);
      }),
    );
  });
});
