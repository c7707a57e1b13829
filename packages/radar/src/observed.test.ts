import type { Facts, RuleId } from "@lotse/protocol";
import { factsSchema, parse } from "@lotse/protocol/schemas";
import { describe, expect, it } from "vitest";
import { compile, evaluate } from "./compile.ts";
import type { LiveFacts } from "./facts.ts";
import { OBSERVED, WATCHED_MAX, watchedKeys } from "./observed.ts";
import { parseRule } from "./parse/index.ts";
import { factsFromWire, toWireFacts } from "./wire.ts";

const NOW = 1_700_000_000_000;
const live: LiveFacts = {
  page: { url: "https://shop.example/a", title: "A", referrer: "" },
  visit: { pages: 1, time: { accumulatedMs: 0, sinceMs: null } },
  forms: {},
  products: {},
};
const rule = (cel: string, index = 0) => ({ id: `rule ${index}` as RuleId, when: parseRule(cel) });

/** As the hub gets it. */
const sent = (observed: LiveFacts["observed"] | Facts["observed"]): Facts =>
  parse(factsSchema, JSON.parse(JSON.stringify({ ...toWireFacts(live, NOW), observed })));

const holds = (cel: string, observed: Facts["observed"]) =>
  evaluate(
    compile(parseRule(cel)),
    factsFromWire(sent(observed), () => undefined),
    NOW,
  ).result;

describe("what is to be watched", () => {
  it("is what rules read and only observers know, each once", () => {
    const rules = [
      rule('form("quote").errors > 1 && skill("Sales").free > 0 || form("quote").errors > 5'),
      rule('!(page.path == "/a" && (page.exitIntent || form("a:b").left))'),
      rule("true"),
    ];
    expect(watchedKeys(rules)).toEqual(["form.errors:quote", "page.exitIntent", "form.left:a:b"]);
  });

  it("is bounded, and the wire takes as much", () => {
    const rules = Array.from({ length: 300 }, (_, index) => rule(`event("e${index}").count > 1`, index));
    const keys = watchedKeys(rules);
    expect(keys).toHaveLength(WATCHED_MAX);
    const all = Object.fromEntries(keys.map(key => [key, 1]));
    expect(() => sent(all)).not.toThrow();
    expect(() => sent({ ...all, more: 1 })).toThrow("LIMIT_RANGE");
  });

  it("takes the longest key there can be", () => {
    const [longest = ""] = Object.keys(OBSERVED).sort((a, b) => b.length - a.length);
    expect(() => sent({ [`${longest}:${"x".repeat(80)}`]: 1 })).not.toThrow();
  });
});

describe("what a visitor claims", () => {
  it("is heard of what only their browser can know", () => {
    expect(holds('form("quote").hesitationSeconds > 30', { "form.hesitationMs:quote": 30_001 })).toBe(true);
    expect(holds('fact("tier") == "gold"', { "fact:tier": "gold" })).toBe(true);
    expect(holds("basket.value >= 99.9", { "basket.value": 99.9 })).toBe(true);
  });

  it.each<[string, Facts["observed"]]>([
    ['skill("Sales").free > 0', { "skill.free:Sales": 5 }],
    ['skill("Sales").free > 0', { "skill.free": 5 }],
    ['form("quote").errors > 1', { "form.errors:quote": "many" }],
    ['form("quote").errors > 1', { "form.errors:other": 7 }],
    ['form("quote").errors < 1', { "form.errors:quote": -7 }],
    ["page.exitIntent", { "page.exitIntent": 1 }],
    ["page.exitIntent", { "page.exitIntent": null }],
  ])("is unknown otherwise: %s", (cel, observed) => {
    expect(holds(cel, observed)).toBe("unknown");
  });

  it("is nothing that was inherited", () => {
    const source = factsFromWire(sent({}), () => undefined);
    for (const key of ["constructor", "__proto__", "toString", "fact:constructor"])
      expect(source.read(key)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["an object", {}],
    ["a long text", "x".repeat(201)],
    ["a lone surrogate", "\ud800"],
    ["more than a number can be", Number.MAX_VALUE],
  ])("is left out, and nothing else is: %s", (_, value) => {
    const claims = { "item.price": null, "fact:tier": value, "fact:plan": "x".repeat(200) };
    const { "fact:tier": _bad, ...others } = claims;
    expect(sent(claims as Facts["observed"]).observed).toEqual(others);
  });

  it("is left out under a name that is none", () => {
    expect(sent({ ["x".repeat(111)]: 1, "\u0000": 1, "basket.count": 2 }).observed).toEqual({
      "basket.count": 2,
    });
  });

  it.each<[string, unknown]>([
    ["a text", "basket.count"],
    ["nothing", null],
  ])("is refused as a whole: %s", (_, observed) => {
    expect(() => sent(observed as Facts["observed"])).toThrow("FIELD_TYPE");
  });
});

it("the price of no product compares with nothing, here and at the hub", () => {
  const observed = { "item.price": Number.NaN };
  for (const [cel, expected] of [
    ["item.price < 20", false],
    ["item.price >= 0", false],
    ["!(item.price < 20)", true],
  ] as const) {
    expect(holds(cel, toWireFacts({ ...live, observed }, NOW).observed)).toBe(expected);
    expect(evaluate(compile(parseRule(cel)), { read: key => observed[key as never] }, NOW).result).toBe(
      expected,
    );
  }
});
