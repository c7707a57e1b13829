/** Category and price of the product on the page, from the markup that names it. */
import {
  groupOfNode,
  jsonLdTexts,
  MICRODATA,
  nodesInJsonLd,
  productOfElement,
  productOfNode,
  property,
} from "../../reader/products.ts";
import { clip } from "../../shared/text.ts";
import { isHidden } from "../where.ts";
import { amountOf, exactAmountOf } from "./amount.ts";
import { marked } from "./marks.ts";

export interface Item {
  /** From the widest to the narrowest. */
  readonly categories: readonly string[];
  readonly price: number | null;
}

const NAME_MAX = 80;
const CATEGORIES_MAX = 10;
const DEPTH_MAX = 4;

type Node = Readonly<Record<string, unknown>>;

/** "Garten > Geräte" is both, and itself. */
export const categoriesOf = (value: unknown): readonly string[] => {
  const texts = (Array.isArray(value) ? value : [value]).map(one =>
    typeof one === "string" ? one : String(Object(one).name ?? ""),
  );
  const parts = texts.flatMap(text => (text.includes(">") ? [text, ...text.split(">")] : [text]));
  const names = parts.map(part => clip(part.trim(), NAME_MAX)).filter(name => name !== "");
  return [...new Set(names)].slice(0, CATEGORIES_MAX);
};

/** The lowest, where there are several. */
const pricesIn = (offers: unknown, depth = 0): readonly number[] => {
  if (depth > DEPTH_MAX) return [];
  if (Array.isArray(offers)) return offers.flatMap(offer => pricesIn(offer, depth + 1));
  const { price, lowPrice, priceSpecification } = Object(offers) as Node;
  const own = exactAmountOf(price ?? lowPrice);
  return own === null ? (priceSpecification ? pricesIn(priceSpecification, depth + 1) : []) : [own];
};

const lowest = (prices: readonly number[]): number | null => (prices.length > 0 ? Math.min(...prices) : null);

export const itemOfNode = ({ category, offers, hasVariant }: Node): Item => {
  const variants = Array.isArray(hasVariant) ? hasVariant : [hasVariant];
  const own = pricesIn(offers);
  const prices = own.length > 0 ? own : variants.flatMap(variant => pricesIn(Object(variant).offers));
  return { categories: categoriesOf(category), price: lowest(prices) };
};

const byAttributes = (sku: string): Item | null => {
  const element = document.querySelector(`[data-lotse-product="${CSS.escape(sku)}"]`);
  if (element === null) return null;
  const category = marked(element, "data-lotse-category");
  return { categories: categoriesOf(category), price: amountOf(marked(element, "data-lotse-price")) };
};

const byJsonLd = (sku: string): Item | null => {
  const node = nodesInJsonLd(jsonLdTexts()).find(one =>
    [...productOfNode(one), ...groupOfNode(one)].some(found => found.sku === sku),
  );
  return node === undefined ? null : itemOfNode(node);
};

const byMicrodata = (sku: string): Item | null => {
  const element = [...document.querySelectorAll(MICRODATA)].find(
    one => productOfElement(one)[0]?.sku === sku,
  );
  if (element === undefined || isHidden(element)) return null;
  const price = property(element, "price") ?? property(element, "lowPrice");
  return { categories: categoriesOf(property(element, "category") ?? ""), price: exactAmountOf(price) };
};

/** Each of the two from the first source that has it. */
export const readItem = (sku: string): Item => {
  const found = [byAttributes, byJsonLd, byMicrodata].map(read => read(sku));
  return {
    categories: found.find(item => item?.categories.length)?.categories ?? [],
    price: found.find(item => item?.price != null)?.price ?? null,
  };
};
