import { describe, expect, it } from "vitest";
import { categoriesOf, itemOfNode } from "./item.ts";

describe("a product in JSON-LD", () => {
  it.each<[string, Record<string, unknown>, number | null]>([
    ["an offer", { offers: { price: "129.90" } }, 129.9],
    ["a number", { offers: { price: 5 } }, 5],
    ["several", { offers: [{ price: 9 }, { price: 7 }] }, 7],
    ["a range", { offers: { "@type": "AggregateOffer", lowPrice: "12", highPrice: "20" } }, 12],
    ["a specification", { offers: { priceSpecification: [{ price: 3 }] } }, 3],
    ["its variants", { hasVariant: [{ offers: { price: 8 } }, { offers: { price: 6 } }] }, 6],
    ["none", {}, null],
    ["nonsense", { offers: "free" }, null],
  ])("has the price of %s", (_, node, expected) => {
    expect(itemOfNode(node).price).toBe(expected);
  });

  it.each<[string, unknown, readonly string[]]>([
    ["a text", "Reifen", ["Reifen"]],
    ["a path", "Auto > Reifen", ["Auto > Reifen", "Auto", "Reifen"]],
    ["a thing", { name: "Reifen" }, ["Reifen"]],
    ["several", ["Auto", { name: "Reifen" }, "Auto"], ["Auto", "Reifen"]],
    ["nothing", undefined, []],
    ["a number", 7, []],
  ])("has the categories of %s", (_, category, expected) => {
    expect(categoriesOf(category)).toEqual(expected);
  });
});
