import type { Facts } from "@lotse/protocol";
import { factsSchema, parse } from "@lotse/protocol/schemas";
import fc from "fast-check";
import { expect, it } from "vitest";
import { compile, evaluate } from "./compile.ts";
import { createFactSource, type LiveFacts, pathOf } from "./facts.ts";
import { factsFromWire, toWireFacts } from "./wire.ts";

const NOW = 1_700_000_000_000;
const page = { url: "https://shop.example/a", title: "A", referrer: "" };

const live: fc.Arbitrary<LiveFacts> = fc.record({
  page: fc.constant(page),
  visit: fc.record({
    pages: fc.nat(100),
    time: fc.record({ accumulatedMs: fc.nat(500_000), sinceMs: fc.constantFrom(null, NOW - 1_000, NOW + 5) }),
  }),
  forms: fc.dictionary(
    fc.constantFrom("quote", "valueOf"),
    fc.record({ accumulatedMs: fc.nat(500_000), sinceMs: fc.constantFrom(null, NOW - 70_000) }),
  ),
  products: fc.dictionary(
    fc.constantFrom("P", "toString"),
    fc.record({ viewing: fc.boolean(), name: fc.constant("Product") }),
  ),
  observed: fc.record(
    {
      "page.idleMs": fc.record({
        accumulatedMs: fc.nat(500_000),
        sinceMs: fc.constantFrom(null, NOW - 70_000),
      }),
      "event.count:wish": fc.nat(9),
      "fact:tier": fc.constantFrom("gold", "silver", 7, true),
      "item.price": fc.constantFrom(19.99, Number.NaN),
    },
    { requiredKeys: [] },
  ),
});

it("what the browser judges, the hub judges alike from the beacon of that moment", () => {
  const rules = [
    [">", "form.ms:quote", 120_000],
    ["<=", "form.ms:valueOf", 300_000],
    ["==", "product.viewed:P", true],
    ["==", "product.viewing:toString", true],
    [">=", "visit.ms", 250_000],
    [">", "visit.pages", 3],
    [">", "page.idleMs", 90_000],
    [">=", "event.count:wish", 4],
    ["==", "fact:tier", "gold"],
    ["<", "item.price", 20],
  ];
  fc.assert(
    fc.property(live, fc.constantFrom(...rules), (facts, json) => {
      const here = evaluate(compile(json), createFactSource(facts), NOW).result;
      const wire: Facts = parse(factsSchema, JSON.parse(JSON.stringify(toWireFacts(facts, NOW))));
      const there = evaluate(
        compile(json),
        factsFromWire(wire, () => undefined),
        NOW + 3_000,
      );
      expect(there).toEqual({ result: here, recheckAtMs: null });
    }),
  );
});

it("stays within the wire's limits", () => {
  const forever = { accumulatedMs: 1e12, sinceMs: null };
  const facts = { page, visit: { pages: 1, time: forever }, forms: { quote: forever }, products: {} };
  expect(() => parse(factsSchema, toWireFacts(facts, NOW))).not.toThrow();
});

it.each([
  ["https://shop.example", "/"],
  ["https://shop.example?x=/y", "/"],
  ["https://shop.example/a/b?c#d", "/a/b"],
  ["http://localhost:3301/#/route", "/"],
  ["", "/"],
])("the path of %j is %s", (url, path) => {
  expect(pathOf(url)).toBe(path);
});
