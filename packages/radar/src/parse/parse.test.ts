import type { RuleJson } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { parseRule, RULE_LIMITS, RuleError, type RuleErrorCode } from "./index.ts";

const refusalOf = (cel: string): RuleError => {
  try {
    parseRule(cel);
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error(`accepted: ${cel}`);
};

describe("[L1] [L2] what profile 1 accepts", () => {
  it.each<[string, RuleJson]>([
    [
      '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0',
      [
        "&&",
        ["||", [">", "form.ms:quote", 120_000], ["==", "product.viewed:P", true]],
        [">", "skill.free:Sales", 0],
      ],
    ],
    ["true // always", true],
    ["!product('A-1').viewing", ["!", ["==", "product.viewing:A-1", true]]],
    ["product('P').viewed == false", ["==", "product.viewed:P", false]],
    ["1.5 <= visit.seconds", [">=", "visit.ms", 1_500]],
    ["visit.seconds > 1.001", [">", "visit.ms", 1_001]],
    ["page.path != '/'", ["!", ["==", "page.path", "/"]]],
    ["page.path in ['/a', '/b']", ["||", ["==", "page.path", "/a"], ["==", "page.path", "/b"]]],
    ["page.title.contains('Ökostrom')", ["contains", "page.title", "Ökostrom"]],
    ["page.url.endsWith('.pdf')", ["endsWith", "page.url", ".pdf"]],
    ["page.referrer.startsWith('https://')", ["startsWith", "page.referrer", "https://"]],
    ["true && false && true", ["&&", true, false, true]],
    ["true && (false && true)", ["&&", true, false, true]],
    // The argument is whatever the page calls it, colons and all
    ["form('a:b').seconds < 1", ["<", "form.ms:a:b", 1_000]],
  ])("%s", (cel, json) => {
    const parsed = parseRule(cel);
    expect(parsed).toEqual(json);
    expect(() => compile(JSON.parse(JSON.stringify(parsed)))).not.toThrow();
  });
});

describe("[L2] [L4] [C1] what it refuses, and why", () => {
  it.each<[RuleErrorCode, string]>([
    ["RULE_SYNTAX", ""],
    ["RULE_SYNTAX", "page.path =="],
    ["RULE_SYNTAX", "page.path == 'a"],
    ["RULE_SYNTAX", "page.?path == 'a'"],
    ["RULE_SYNTAX", "visit.pages > 1e999"],
    ["RULE_TYPE", "visit"],
    ["RULE_TYPE", "visit.pages"],
    ["RULE_TYPE", "weather.today == 'rain'"],
    ["RULE_TYPE", "form('q').colour == 1"],
    ["RULE_TYPE", "form('q').constructor == 1"],
    ["RULE_TYPE", "page.__proto__ == 'x'"],
    ["RULE_TYPE", "page.path == 3"],
    ["RULE_TYPE", "visit.pages == 'three'"],
    ["RULE_TYPE", "form('a', 'b').seconds > 1"],
    ["RULE_TYPE", "form(3).seconds > 1"],
    ["RULE_TYPE", "page.path in ['a', 1]"],
    ["RULE_TYPE", "skill('').free > 0"],
    ["RULE_TYPE", `skill('${"x".repeat(81)}').free > 0`],
    ["RULE_TYPE", "visit.pages > 9223372036854775807"],
    ["RULE_TYPE", "fetch('https://evil.example')"],
    ["RULE_TYPE", "visit.seconds > 1.0005"],
    ["RULE_TYPE", "visit.seconds > 1000000001"],
    ["RULE_UNSAFE", "page.url.matches('(a+)+$')"],
    ["RULE_UNSAFE", "visit.pages + 1 > 2"],
    ["RULE_UNSAFE", "-1 < visit.pages"],
    ["RULE_UNSAFE", "visit.pages > 1u"],
    ["RULE_UNSAFE", "[1, 2].all(x, x > 1)"],
    ["RULE_UNSAFE", "has(page.path)"],
    ["RULE_UNSAFE", "true ? true : false"],
    ["RULE_UNSAFE", "form(page.url).seconds > 1"],
    ["RULE_UNSAFE", "page.path.startsWith(page.title)"],
    ["RULE_UNSAFE", "page.path == page.title"],
    ["RULE_UNSAFE", "page['path'] == 'a'"],
    ["RULE_UNSAFE", "page.path.size() > 3"],
    ["RULE_UNSAFE", "page.path < 'm'"],
    ["RULE_UNSAFE", "page.path in []"],
    ["RULE_UNSAFE", "product('P').viewed in [true]"],
    ["RULE_UNSAFE", "page.path in [page.title]"],
    ["RULE_UNSAFE", "form('q').seconds == 3"],
    ["RULE_UNSAFE", "form('q').seconds in [1, 2]"],
    ["RULE_UNSAFE", "(visit.pages > 1) == true"],
    ["RULE_UNSAFE", "1 < 2"],
    ["RULE_UNSAFE", "{'a': 1} == {}"],
    ["RULE_UNSAFE", "dyn(1) == 1"],
    ["RULE_TOO_COMPLEX", "visit.pages > 1 || ".repeat(10_000)],
    ["RULE_TOO_COMPLEX", `${"true||".repeat(200)}true`],
    ["RULE_TOO_COMPLEX", `${"(".repeat(40)}true${")".repeat(40)}`],
    ["RULE_TOO_COMPLEX", `${"!".repeat(40)}true`],
    ["RULE_TOO_COMPLEX", "(".repeat(RULE_LIMITS.characters)],
  ])("%s: %.60s", (code, cel) => {
    expect(refusalOf(cel).code).toBe(code);
  });

  it("says where, for the editor, and repeats nothing of the rule in the message", () => {
    const refusal = refusalOf("visit.pages > 1 && secretWord > 2");
    expect(refusal.position).toEqual({ start: 19, end: 29 });
    expect(refusal.message).not.toContain("secretWord");
    expect(refusal.detail).toContain("secretWord");
    expect(Object.keys(refusal.toWire()).sort()).toEqual(["code", "message"]);
  });

  it("lets nothing but a RuleError out, whatever the text", () => {
    const piece = fc.constantFrom(
      ...[
        "form('q')",
        ".seconds",
        "page",
        ".path",
        " > ",
        "1",
        "'a'",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "&&",
        "||",
      ],
      ...[
        "!",
        "==",
        " in ",
        "skill('S').free",
        "0x",
        "1e9",
        "\\",
        '"""',
        "b'",
        "r'",
        "\u0000",
        "🙂",
        "?",
        ":",
        ",",
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join("")),
    );
    fc.assert(
      fc.property(text, cel => {
        try {
          compile(parseRule(cel));
        } catch (error) {
          expect(error).toBeInstanceOf(RuleError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("[L5] facts by name and argument", () => {
  it.each<[string, RuleJson]>([
    ["fact('newsletter')", ["==", "fact:newsletter", true]],
    ["!fact('newsletter') || true", ["||", ["!", ["==", "fact:newsletter", true]], true]],
    ["fact('age') >= 18", [">=", "fact:age", 18]],
    ["fact('age') in [1.5, 2.5]", ["||", ["==", "fact:age", 1.5], ["==", "fact:age", 2.5]]],
    ["contact.attribute('tier').startsWith('g')", ["startsWith", "contact.attribute:tier", "g"]],
    ["pages.visited('/a*')", ["==", "pages.visited:/a*", true]],
    ["event('wish').secondsSince < 60", ["<", "event.sinceMs:wish", 60_000]],
  ])("%s", (cel, json) => {
    expect(parseRule(cel)).toEqual(json);
  });

  it.each<[RuleErrorCode, string]>([
    ["RULE_UNSAFE", "basket.value == 1.5"],
    ["RULE_UNSAFE", "fact('a') > 'm'"],
    ["RULE_UNSAFE", "fact(page.url) == 'm'"],
    ["RULE_TYPE", "pages.visited('/a*').size() > 1"],
    ["RULE_TYPE", "pages.visited(3)"],
    ["RULE_TYPE", "pages('/a').visited"],
    ["RULE_TYPE", "form.seconds > 1"],
    ["RULE_TYPE", "fact('')"],
  ])("%s: %s", (code, cel) => {
    expect(() => parseRule(cel)).toThrow(RuleError);
    try {
      parseRule(cel);
    } catch (error) {
      expect((error as RuleError).code).toBe(code);
    }
  });
});
