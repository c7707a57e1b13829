import { describe, expect, it } from "vitest";
import { clearOne, groupOfNode, nodesInJsonLd, productOfNode } from "./products.ts";

const read = (...values: readonly unknown[]) =>
  clearOne(
    nodesInJsonLd(values.map(value => (typeof value === "string" ? value : JSON.stringify(value)))).flatMap(
      productOfNode,
    ),
  );

const bike = { "@type": "Product", sku: "P", name: "Fahrrad" };
const helmet = { "@type": "Product", sku: "H", name: "Helm" };

describe("the product a page is about, by JSON-LD", () => {
  it.each<[string, readonly unknown[]]>([
    ["alone", [bike]],
    ["with the vocabulary's address", [{ ...bike, "@type": "https://schema.org/Product" }]],
    ["with several types", [{ ...bike, "@type": ["IndividualProduct", "Product"] }]],
    ["in a list of nodes", [[{ "@type": "BreadcrumbList" }, bike]]],
    ["in a graph", [{ "@graph": [{ "@type": "WebPage" }, bike] }]],
    ["as the page's main entity", [{ "@type": "ItemPage", mainEntity: bike }]],
    ["said twice", [bike, bike]],
    ["beside broken JSON", ["{", bike]],
    ["with related ones inside", [{ ...bike, isRelatedTo: [helmet] }]],
    ["by its maker's number", [{ "@type": "Product", mpn: "P", gtin: "4006381333931", name: "Fahrrad" }]],
    ["by its trade number", [{ "@type": "Product", sku: "", gtin: "P", name: "Fahrrad" }]],
    ["in an HTML comment", [`<!--\n${JSON.stringify(bike)}\n-->`]],
    ["in a CDATA section", [`//<![CDATA[\n${JSON.stringify([bike])}\n//]]>`]],
    ["beside the group it is of", [{ "@graph": [{ "@type": "ProductGroup", productGroupID: "G" }, bike] }]],
    ["as a group", [{ "@type": "ProductGroup", productID: "P", name: "Fahrrad", hasVariant: [helmet] }]],
  ])("%s", (_case, values) => {
    expect(read(...values)).toEqual({ sku: "P", name: "Fahrrad" });
  });

  it.each<[string, readonly unknown[]]>([
    ["several products", [bike, helmet]],
    ["a list", [{ "@type": "ItemList", itemListElement: [{ item: bike }] }]],
    ["another type", [{ "@type": "ProductReview", sku: "P" }]],
    ["what JavaScript takes for its own", [{ ...bike, sku: "__proto__" }]],
    ["a number that is a constructor", [{ ...bike, sku: " constructor " }]],
    ["no number", [{ "@type": "Product", name: "Fahrrad" }]],
    ["nothing", []],
    ["null", [null, 7, "text"]],
  ])("is unclear with %s", (_case, values) => {
    expect(read(...values)).toBeNull();
  });

  it("takes numbers as text, and cuts what is too long", () => {
    expect(read({ "@type": "Product", sku: 4711, name: "x".repeat(500) })).toEqual({
      sku: "4711",
      name: "x".repeat(200),
    });
  });
});

it("a group without a number has its own kind of number, and no other node has one", () => {
  const group = { "@type": "ProductGroup", productGroupID: "G", name: "Räder", hasVariant: [bike, helmet] };
  expect(read(group)).toBeNull();
  const nodes = nodesInJsonLd([JSON.stringify(group), JSON.stringify(bike)]);
  expect(nodes.flatMap(groupOfNode)).toEqual([{ sku: "G", name: "Räder" }]);
});

it("nonsense takes no longer than it is long", () => {
  expect(read("{".repeat(2_000_000), "<!--".repeat(500_000), "}{".repeat(1_000_000))).toBeNull();
});

describe("the clear one", () => {
  it("is the one marked main among several", () => {
    const main = { sku: "P", name: "Fahrrad", main: true };
    expect(clearOne([{ sku: "H", name: "", main: false }, main])).toEqual({ sku: "P", name: "Fahrrad" });
    expect(clearOne([main, { sku: "H", name: "", main: true }])).toBeNull();
  });
});
