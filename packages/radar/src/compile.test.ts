import type { RuleJson } from "@lotse/protocol";
import { describe, expect, it } from "vitest";
import { compile, evaluate, type Truth } from "./compile.ts";
import { createFactSource, type Duration, type LiveFacts, withHub } from "./facts.ts";

const NOW = 1_000_000;

interface Known {
  readonly quote?: Duration;
  readonly viewed?: readonly string[];
  readonly salesFree?: number;
}

const facts = ({ quote, viewed = [], salesFree }: Known) => {
  const live: LiveFacts = {
    page: { url: "https://shop.example/tarife/auto?x=1#top", title: "Tarife", referrer: "" },
    visit: { pages: 3, time: { accumulatedMs: 60_000, sinceMs: null } },
    forms: quote === undefined ? {} : { quote },
    products: Object.fromEntries(viewed.map(sku => [sku, { viewing: sku === "NOW", name: sku }])),
  };
  return withHub(createFactSource(live), key => (key === "skill.free:Sales" ? salesFree : undefined));
};

const still = (accumulatedMs: number): Duration => ({ accumulatedMs, sinceMs: null });
const running = (accumulatedMs: number, sinceMs: number): Duration => ({ accumulatedMs, sinceMs });

/** (form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0 */
const MISSION: RuleJson = [
  "&&",
  ["||", [">", "form.ms:quote", 120_000], ["==", "product.viewed:P", true]],
  [">", "skill.free:Sales", 0],
];

describe("the mission's rule", () => {
  it.each<[string, Known, Truth, number | null]>([
    ["nothing happened: definitely not, though Sales is unknown", {}, false, null],
    ["nothing happened, Sales free", { salesFree: 2 }, false, null],
    ["looked at P: only the hub can say", { viewed: ["P"] }, "unknown", null],
    ["looked at P, Sales free", { viewed: ["P"], salesFree: 1 }, true, null],
    ["looked at P, nobody free", { viewed: ["P"], salesFree: 0 }, false, null],
    ["looked at another product", { viewed: ["Q"], salesFree: 1 }, false, null],
    [
      "on the form two minutes to the millisecond: not longer yet",
      { quote: still(120_000), salesFree: 1 },
      false,
      null,
    ],
    ["on the form longer", { quote: still(120_001), salesFree: 1 }, true, null],
    ["on the form now: says when", { quote: running(20_000, NOW - 10_000) }, false, NOW + 90_001],
    [
      "on the form now, nobody free: time alone changes nothing",
      { quote: running(20_000, NOW - 10_000), salesFree: 0 },
      false,
      null,
    ],
    [
      "on the form now but P was viewed: time adds nothing",
      { quote: running(0, NOW), viewed: ["P"] },
      "unknown",
      null,
    ],
  ])("%s", (_, known, result, recheckAtMs) => {
    expect(evaluate(compile(MISSION), facts(known), NOW)).toEqual({ result, recheckAtMs });
  });
});

describe("comparisons", () => {
  it.each<[RuleJson, Truth]>([
    [true, true],
    [["!", ["==", "page.title", "Tarife"]], false],
    [["==", "page.path", "/tarife/auto"], true],
    [["startsWith", "page.path", "/tarife"], true],
    [["endsWith", "page.path", "/haus"], false],
    [["contains", "page.url", "x=1"], true],
    [["==", "product.viewing:NOW", true], true],
    [["==", "product.viewing:OLD", true], false],
    [["==", "product.viewed:constructor", true], false],
    [[">", "form.ms:__proto__", -1], true],
    [[">=", "visit.pages", 3], true],
    [["<", "visit.ms", 60_000], false],
    [["<=", "visit.ms", 60_000], true],
    // A type this side does not expect is unknown, never a guess
    [["==", "visit.pages", "3"], "unknown"],
    [["==", "visit.ms", 60_000], "unknown"],
    [["contains", "visit.pages", "3"], "unknown"],
    [["==", "weather.today", "rain"], "unknown"],
    [["!", ["==", "weather.today", "rain"]], "unknown"],
    [["||", ["==", "weather.today", "rain"], true], true],
    [["&&", ["==", "weather.today", "rain"], false], false],
  ])("%j is %s", (json, result) => {
    expect(evaluate(compile(json), facts({ viewed: ["NOW", "OLD"] }), NOW).result).toBe(result);
  });
});
