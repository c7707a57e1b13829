/** Facts of what is for sale: products, their categories, the basket. */
import type { FactDetails } from "./FactDefinition.ts";
import { observed, own } from "./kinds.ts";

const AMOUNT_MAX = 1_000_000_000;

export const SHOP_FACTS = {
  "product.viewing": {
    ...own("product.viewing", "boolean", null),
    argument: "sku",
    description: { de: "Sieht das Produkt gerade an", en: "Is looking at the product now" },
    example: 'product("P").viewing',
  },
  "product.viewed": {
    ...own("product.viewed", "boolean", null),
    argument: "sku",
    description: {
      de: "Hat das Produkt in diesem Besuch angesehen",
      en: "Has looked at the product during this visit",
    },
    example: 'product("P").viewed',
  },
  "category.viewed": {
    ...observed("category.viewed", "boolean", null),
    argument: "category",
    description: {
      de: "Hat in diesem Besuch ein Produkt dieser Kategorie angesehen",
      en: "Has looked at a product of this category during this visit",
    },
    example: 'category("tyres").viewed',
  },
  "item.sku": {
    ...observed("item.sku", "text", null),
    description: { de: "Artikelnummer des Produkts, das zu sehen ist", en: "SKU of the product on the page" },
    example: 'item.sku.startsWith("TY-")',
  },
  "item.category": {
    ...observed("item.category", "text", null),
    description: {
      de: "Kategorie des Produkts, das zu sehen ist",
      en: "Category of the product on the page",
    },
    example: 'item.category == "tyres"',
  },
  "item.price": {
    ...observed("item.price", "amount", "currency"),
    range: { min: 0, max: AMOUNT_MAX },
    description: {
      de: "Preis des Produkts, das zu sehen ist, in der Währung der Seite",
      en: "Price of the product on the page, in the page's currency",
    },
    example: "item.price >= 500",
  },
  "basket.value": {
    ...observed("basket.value", "amount", "currency"),
    range: { min: 0, max: AMOUNT_MAX },
    description: {
      de: "Wert des Warenkorbs in der Währung der Seite",
      en: "Value of the basket, in the page's currency",
    },
    example: "basket.value > 99.9",
  },
  "basket.count": {
    ...observed("basket.count", "number", "items"),
    range: { min: 0, max: 100_000 },
    description: { de: "Artikel im Warenkorb", en: "Items in the basket" },
    example: "basket.count > 0",
  },
  "basket.changed": {
    ...observed("basket.changed", "boolean", null),
    description: {
      de: "Hat den Warenkorb in diesem Besuch geändert",
      en: "Has changed the basket during this visit",
    },
    example: "basket.changed",
  },
} as const satisfies Record<string, FactDetails>;
