/** Finding products. Pure; knows nothing of pages or baskets. */
import { childSeats } from "./childSeats.ts";
import { roofTransport } from "./roofTransport.ts";
import { safety } from "./safety.ts";
import type { Category, CategoryId, Product } from "./types.ts";

export const categories: readonly Category[] = [
  {
    id: "child-seats",
    name: { de: "Kindersitze", en: "Child seats" },
    claim: {
      de: "Von der ersten Fahrt bis zur Schultüte.",
      en: "From the first ride to the first school day.",
    },
    picture: "KS-102",
  },
  {
    id: "roof-transport",
    name: { de: "Dachtransport", en: "Roof transport" },
    claim: { de: "Was nicht hineinpasst, kommt obendrauf.", en: "What does not fit inside goes on top." },
    picture: "DT-201",
  },
  {
    id: "safety",
    name: { de: "Sicherheit & Elektronik", en: "Safety & electronics" },
    claim: { de: "Gut sehen, gut reagieren, gut ankommen.", en: "See well, react well, arrive well." },
    picture: "P",
  },
];

export const products: readonly Product[] = [...childSeats, ...roofTransport, ...safety];

const bySku = new Map(products.map(product => [product.sku, product]));

export const findProduct = (sku: string): Product | undefined => bySku.get(sku);

export const findCategory = (id: string): Category | undefined => categories.find(one => one.id === id);

export const productsIn = (id: CategoryId): readonly Product[] => products.filter(one => one.category === id);

/** "Möwe" and "moewe" should both find the seagull, "Förde" and "foerde" the box. */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");

const searchText = new Map(
  products.map(product => {
    const category = findCategory(product.category);
    const parts = [product.name, product.kind, product.summary, product.description, category?.name];
    return [product.sku, fold([product.sku, ...parts.flatMap(part => [part?.de, part?.en])].join(" "))];
  }),
);

/** Every word of the query must occur, in either language. An exact SKU is found alone. */
export function search(query: string): readonly Product[] {
  const exact = findProduct(query.trim().toUpperCase());
  if (exact) return [exact];
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return products.filter(product => words.every(word => searchText.get(product.sku)?.includes(word)));
}
