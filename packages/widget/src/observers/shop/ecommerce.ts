/** Entries of a data layer, as far as they speak of products and baskets: GA4's events, pushed or by `gtag`. Pure. */
import { clip } from "../../shared/text.ts";
import { exactAmountOf } from "./amount.ts";

type Fields = Readonly<Record<string, unknown>>;

export type ShopEvent =
  | {
      readonly kind: "viewed";
      readonly sku: string;
      readonly categories: readonly string[];
      readonly price: number | null;
    }
  | { readonly kind: "added"; readonly value: number; readonly count: number }
  | { readonly kind: "basket"; readonly value: number | null; readonly count: number | null }
  | { readonly kind: "bought" };

const ITEMS_MAX = 100;
/** As of a product's markup. */
const TEXT_MAX = 80;

const fieldsOf = (value: unknown): Fields => Object(value) as Fields;

/** Nothing costs less than nothing: such an item is none. */
const itemsOf = ({ items }: Fields): readonly Fields[] =>
  Array.isArray(items)
    ? items
        .slice(0, ITEMS_MAX)
        .map(fieldsOf)
        .filter(({ price }) => !(Number(price) < 0))
    : [];

const quantityOf = ({ quantity }: Fields): number => exactAmountOf(quantity) ?? 1;

const valueOfItems = (items: readonly Fields[]): number =>
  items.reduce((sum, item) => sum + (exactAmountOf(item.price) ?? 0) * quantityOf(item), 0);

const countOf = (items: readonly Fields[]): number => items.reduce((sum, item) => sum + quantityOf(item), 0);

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? clip(String(value).trim(), TEXT_MAX) : "";

const CATEGORY_FIELDS = ["", "2", "3", "4", "5"].map(level => `item_category${level}`);

const viewed = (params: Fields): ShopEvent | null => {
  const [item = {}] = itemsOf(params);
  const sku = textOf(item.item_id ?? item.id);
  const categories = CATEGORY_FIELDS.map(field => textOf(item[field])).filter(one => one !== "");
  return sku === "" ? null : { kind: "viewed", sku, categories, price: exactAmountOf(item.price) };
};

/** `["event", name, params]` is what `gtag` pushes; everything else is `{ event, ecommerce }`. */
const partsOf = (entry: unknown): readonly [name: unknown, params: Fields] => {
  const { 0: word, 1: name, 2: given, event, ecommerce } = fieldsOf(entry);
  return word === "event" ? [name, fieldsOf(given)] : [event, fieldsOf(ecommerce)];
};

export const readEntry = (entry: unknown): ShopEvent | null => {
  const [name, params] = partsOf(entry);
  const items = itemsOf(params);
  const sign = name === "remove_from_cart" ? -1 : 1;
  switch (name) {
    case "view_item":
      return viewed(params);
    case "add_to_cart":
    case "remove_from_cart": {
      if (!items[0] && fieldsOf(params.items)[0]) return null;
      const value = exactAmountOf(params.value) ?? valueOfItems(items);
      return { kind: "added", value: sign * value, count: sign * (countOf(items) || 1) };
    }
    case "view_cart":
    case "begin_checkout": {
      const value = exactAmountOf(params.value) ?? (items.length > 0 ? valueOfItems(items) : null);
      return { kind: "basket", value, count: items.length > 0 ? countOf(items) : null };
    }
    case "purchase":
      return { kind: "bought" };
    default:
      return null;
  }
};
