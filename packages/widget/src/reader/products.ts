/**
 * Which product the page is about, if it is clearly about one.
 *
 * `data-lotse-product` decides alone where it is used; else schema.org JSON-LD; else microdata. Within a source: one
 * SKU on the page is the product; of several, the one around the page's main heading (a list has none). Products
 * inside others (related, similar, variants) and in lists do not count.
 */
import { clip } from "../shared/text.ts";
import { named } from "./named.ts";

export interface Product {
  readonly sku: string;
  readonly name: string;
}

interface Candidate extends Product {
  readonly main?: boolean;
}

const SKU_MAX = 80;
const NAME_MAX = 200;
const DEPTH_MAX = 4;

const product = (sku: unknown, name: unknown): readonly Product[] => {
  const text = named(clip(String(sku ?? "").trim(), SKU_MAX));
  return text ? [{ sku: text, name: clip(String(name ?? "").trim(), NAME_MAX) }] : [];
};

/** By its shop's number, else its maker's. */
const numbered = (read: (name: string) => unknown): readonly Product[] =>
  product(["sku", "productID", "mpn", "gtin"].map(read).find(Boolean), read("name"));

type Node = Readonly<Record<string, unknown>>;

/** Products a JSON-LD document is about: at its top, in its graph, or as a page's main entity. */
const nodesIn = (node: unknown, depth = 0): readonly Node[] => {
  if (typeof node !== "object" || node === null || depth > DEPTH_MAX) return [];
  if (Array.isArray(node)) return node.flatMap(one => nodesIn(one, depth + 1));
  const { "@type": type, "@graph": graph, mainEntity } = node as Node;
  // One type or several, with or without the vocabulary's address.
  return /\bProduct(Group)?\b/.test(String(type)) ? [node as Node] : nodesIn([graph, mainEntity], depth);
};

export const nodesInJsonLd = (texts: readonly string[]): readonly Node[] =>
  texts.flatMap(text => {
    try {
      // Objects alone: whatever hides them from old browsers stays outside.
      return nodesIn(JSON.parse(`[${text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)}]`));
    } catch {
      return [];
    }
  });

export const productOfNode = (node: Node): readonly Product[] => numbered(name => node[name]);

/** A group that has no number: by its own kind of number. */
export const groupOfNode = ({ productGroupID, name }: Node): readonly Product[] =>
  product(productGroupID, name);

export const JSON_LD = '[type$="ld+json"]';

export const jsonLdTexts = (): readonly string[] =>
  [...document.querySelectorAll(JSON_LD)].map(script => script.textContent);

/** One SKU is clear; of several, the only one marked main. */
export const clearOne = (candidates: readonly Candidate[]): Product | null => {
  const [first] = candidates;
  if (first === undefined) return null;
  if (candidates.every(({ sku }) => sku === first.sku)) return { sku: first.sku, name: first.name };
  const main = candidates.filter(candidate => candidate.main);
  return main.length < candidates.length ? clearOne(main) : null;
};

export const MICRODATA = '[itemscope][itemtype$="schema.org/Product"]';

const marked = (selector: string, read: (element: Element) => readonly Product[]): readonly Candidate[] => {
  const heading = document.querySelector("h1");
  return [...document.querySelectorAll(selector)].flatMap(element =>
    element.parentElement?.closest(selector)
      ? []
      : read(element).map(found => ({ ...found, main: element.contains(heading) })),
  );
};

/** Of the product itself, or its offers: not of what it is related or similar to (`is…`), nor in its reviews. */
export const property = (element: Element, name: string): string | null | undefined => {
  const found = element.querySelector(
    `[itemprop=${name}]:not(:scope [itemprop^=is] *,:scope [itemprop^=review] *)`,
  );
  return found?.getAttribute("content") ?? found?.textContent;
};

export const productOfElement = (element: Element): readonly Product[] =>
  numbered(name => property(element, name));

export const findProduct = (): Product | null => {
  const nodes = nodesInJsonLd(jsonLdTexts());
  const sources = [
    marked("[data-lotse-product]", element =>
      product(element.getAttribute("data-lotse-product"), element.querySelector("h1,h2,h3")?.textContent),
    ),
    nodes.flatMap(productOfNode),
    nodes.flatMap(groupOfNode),
    marked(MICRODATA, productOfElement),
  ];
  return clearOne(sources.find(found => found.length > 0) ?? []);
};
