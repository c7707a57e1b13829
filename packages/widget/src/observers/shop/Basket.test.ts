import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Basket } from "./Basket.ts";
import { readEntry } from "./ecommerce.ts";

describe("a basket", () => {
  it("is empty until somebody says something, and to know it is no change", () => {
    const basket = new Basket();
    expect(basket.facts).toEqual({ value: 0, count: 0, changed: false });
    basket.is({ value: 50, count: null });
    basket.is({ value: null, count: 2 });
    basket.is({ value: 50, count: 2 });
    expect(basket.facts).toEqual({ value: 50, count: 2, changed: false });
    basket.is({ value: 20, count: null });
    expect(basket.facts).toEqual({ value: 20, count: 2, changed: true });
  });

  it("goes on with the visit, and believes nothing of another shape", () => {
    const [basket, next, strange] = [new Basket(), new Basket(), new Basket()];
    basket.add(19.99, 1);
    next.recall(JSON.parse(JSON.stringify(basket.keep())));
    expect(next.facts).toEqual({ value: 19.99, count: 1, changed: true });
    strange.recall({ value: "much", count: -4, changed: "yes" });
    expect(strange.facts).toEqual({ value: 0, count: 0, changed: false });
  });

  it("is what was put in less what was taken out, to the cent, never below nothing", () => {
    const step = fc.tuple(fc.integer({ min: -5_000, max: 9_999 }), fc.integer({ min: -2, max: 5 }));
    fc.assert(
      fc.property(fc.array(step), steps => {
        const basket = new Basket();
        let [cents, count] = [0, 0];
        for (const [more, pieces] of steps) {
          basket.add(more / 100, pieces);
          cents = Math.max(0, cents + more);
          count = Math.max(0, count + pieces);
        }
        expect(basket.facts).toEqual({ value: cents / 100, count, changed: steps.length > 0 });
      }),
    );
  });

  it("is worth no more than anything costs", () => {
    const basket = new Basket();
    basket.add(1e20, 1);
    basket.add(1e20, 1);
    expect(basket.facts).toEqual({ value: 1_000_000_000, count: 2, changed: true });
  });

  it("is empty once it was bought", () => {
    const basket = new Basket();
    basket.add(10, 1);
    basket.bought();
    expect(basket.facts).toEqual({ value: 0, count: 0, changed: true });
  });
});

describe("entries of a data layer", () => {
  const items = [
    { item_id: "P", price: 199.5, quantity: 2, item_category: "Autos", item_category2: "Kameras" },
    { item_id: "Q", price: "1.50" },
  ];
  const asArguments = (...parts: readonly unknown[]) => Object.assign({}, parts);

  it.each<[string, unknown, unknown]>([
    [
      "a product is viewed",
      { event: "view_item", ecommerce: { items } },
      { kind: "viewed", sku: "P", categories: ["Autos", "Kameras"], price: 199.5 },
    ],
    [
      "by gtag",
      asArguments("event", "view_item", { items: [{ item_id: 4711 }] }),
      { kind: "viewed", sku: "4711", categories: [], price: null },
    ],
    [
      "with names that nobody would read, cut as those of its markup are",
      {
        event: "view_item",
        ecommerce: { items: [{ item_id: "x".repeat(250), item_category: "c".repeat(300) }] },
      },
      { kind: "viewed", sku: "x".repeat(80), categories: ["c".repeat(80)], price: null },
    ],
    ["put in", { event: "add_to_cart", ecommerce: { items } }, { kind: "added", value: 400.5, count: 3 }],
    [
      "taken out, with a value",
      { event: "remove_from_cart", ecommerce: { value: 5, items: [{ quantity: 1 }] } },
      { kind: "added", value: -5, count: -1 },
    ],
    [
      "put in, without what costs less than nothing",
      {
        event: "add_to_cart",
        ecommerce: { items: [{ price: -5 }, { price: "-1.50", quantity: 2 }, { price: 3, quantity: 4 }] },
      },
      { kind: "added", value: 12, count: 4 },
    ],
    ["nothing else put in", { event: "add_to_cart", ecommerce: { items: [{ price: -5 }] } }, null],
    ["put in, of no items", { event: "add_to_cart", ecommerce: {} }, { kind: "added", value: 0, count: 1 }],
    [
      "the basket",
      { event: "view_cart", ecommerce: { value: 7 } },
      { kind: "basket", value: 7, count: null },
    ],
    [
      "at the checkout",
      asArguments("event", "begin_checkout", { items }),
      { kind: "basket", value: 400.5, count: 3 },
    ],
    ["bought", { event: "purchase", ecommerce: {} }, { kind: "bought" }],
    ["no product", { event: "view_item", ecommerce: { items: [] } }, null],
    ["something else", { event: "gtm.js", "gtm.start": 1 }, null],
    ["a setting", asArguments("config", "G-1"), null],
  ])("%s", (_, entry, expected) => {
    expect(readEntry(entry)).toEqual(expected);
  });

  it("of any shape are read without a fault", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("view_item", "add_to_cart", "view_cart", "purchase"),
        fc.anything(),
        (event, ecommerce) => {
          expect(() => readEntry({ event, ecommerce })).not.toThrow();
        },
      ),
    );
  });
});
