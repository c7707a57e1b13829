/**
 * Which product the page is about, if it is clearly about one.
 *
 * `data-lotse-product` decides alone where it is used; else schema.org JSON-LD; else microdata. Within a source: one
 * SKU on the page is the product; of several, the one around the page's main heading (a list has none). Products
 * inside others (related, similar, variants) and in lists do not count.
 */
import { clip } from "../shared/text.ts";

export interface Product {
  readonly sku: string;
  readonly name: string;
}

interface Candidate extends Product {
  readonly main: boolean;
}

const SKU_MAX = 80;
const NAME_MAX = 200;

const product = (sku: unknown, name: unknown): Product | null => {
  const text = typeof sku === "number" ? String(sku) : sku;
  if (typeof text !== "string" || text.trim() === "") return null;
  return {
    sku: clip(text.trim(), SKU_MAX),
    name: clip(typeof name === "string" ? name.trim() : "", NAME_MAX),
  };
};

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isA = (type: unknown, name: string) =>
  asArray(type).some(one => typeof one === "string" && one.replace(/^.*[/:]/, "") === name);

/** Products a JSON-LD document is about: at its top, in its graph, or as a page's main entity. */
const productsIn = (node: unknown, depth = 0): readonly Product[] => {
  if (depth > 4) return [];
  if (Array.isArray(node)) return node.flatMap(one => productsIn(one, depth + 1));
  if (typeof node !== "object" || node === null) return [];
  const entity = node as Record<string, unknown>;
  if (isA(entity["@type"], "Product") || isA(entity["@type"], "ProductGroup")) {
    const found = product(entity.sku ?? entity.productID ?? entity.productGroupID, entity.name);
    return found ? [found] : [];
  }
  return [
    ...productsIn(entity["@graph"] ?? [], depth + 1),
    ...productsIn(entity.mainEntity ?? [], depth + 1),
  ];
};

export const productsInJsonLd = (texts: readonly string[]): readonly Product[] =>
  texts.flatMap(text => {
    try {
      return productsIn(JSON.parse(text));
    } catch {
      return [];
    }
  });

/** One SKU is clear; of several, the only one marked main. */
export const clearOne = (candidates: readonly (Product & { readonly main?: boolean })[]): Product | null => {
  const bySku = new Map<string, Product>();
  for (const one of candidates) if (!bySku.has(one.sku)) bySku.set(one.sku, one);
  if (bySku.size > 1) {
    const main = candidates.filter(one => one.main);
    return main.length > 0 && main.length < candidates.length ? clearOne(main) : null;
  }
  const [only] = bySku.values();
  return only ? { sku: only.sku, name: only.name } : null;
};

const SCOPE = '[itemscope][itemtype$="schema.org/Product"]';

const marked = (selector: string, read: (element: Element) => Product | null): readonly Candidate[] => {
  const heading = document.querySelector("h1");
  return [...document.querySelectorAll(selector)].flatMap(element => {
    const found = element.parentElement?.closest(selector) ? null : read(element);
    return found ? [{ ...found, main: heading !== null && element.contains(heading) }] : [];
  });
};

const property = (element: Element, name: string): string | null => {
  const found = element.querySelector(`[itemprop=${name}]`);
  return found && (found.getAttribute("content") ?? found.textContent);
};

export const findProduct = (): Product | null => {
  const named = marked("[data-lotse-product]", element =>
    product(element.getAttribute("data-lotse-product"), element.querySelector("h1,h2,h3")?.textContent),
  );
  if (named.length > 0) return clearOne(named);
  const scripts = document.querySelectorAll('script[type="application/ld+json"]');
  const described = productsInJsonLd([...scripts].map(script => script.textContent));
  if (described.length > 0) return clearOne(described);
  return clearOne(
    marked(SCOPE, element =>
      product(property(element, "sku") ?? property(element, "productID"), property(element, "name")),
    ),
  );
};
