/**
 * The product on the page and the basket: what the page says of them by `fact`, else its markup, else its data layer. Of
 * categories only those are kept that a rule names.
 */
import { clip } from "../../shared/text.ts";
import type { ObserverDefinition, Watch } from "../Watch.ts";
import { amountOf, moneyIn } from "./amount.ts";
import { Basket } from "./Basket.ts";
import { listenToDataLayer } from "./dataLayer.ts";
import { readEntry } from "./ecommerce.ts";
import { categoriesOf, type Item, readItem } from "./item.ts";
import { marked, watchMarks } from "./marks.ts";

const SKU_MAX = 80;

/** Of this page alone; another page, another product. */
interface Told {
  sku?: string;
  categories?: readonly string[];
  price?: number | null;
}

const watchItem = (watch: Watch) => {
  const wanted = watch.about("category.viewed");
  let seen: readonly string[] = [];
  let said: Told = {};
  let pushed: Told = {};
  let pushedAt = "";
  const look = () => {
    const { products } = watch.facts;
    const viewing = Object.keys(products).find(sku => products[sku]?.viewing);
    const sku = said.sku ?? viewing ?? pushed.sku ?? "";
    const found: Item = viewing === sku && sku !== "" ? readItem(sku) : { categories: [], price: null };
    const more = pushed.sku === sku ? pushed : {};
    const categories =
      said.categories ?? (found.categories.length > 0 ? found.categories : (more.categories ?? []));
    seen = wanted.filter(name => seen.includes(name) || categories.includes(name));
    watch.set("item.sku", sku);
    watch.set("item.category", categories.at(-1) ?? "");
    // There is none: no comparison with it holds.
    watch.set("item.price", said.price ?? found.price ?? more.price ?? Number.NaN);
    for (const name of wanted) watch.set("category.viewed", seen.includes(name), name);
  };
  return {
    look,
    recall: (before: unknown) => {
      seen = Array.isArray(before) ? wanted.filter(name => before.includes(name)) : [];
    },
    keep: () => seen,
    arrive: () => {
      said = {};
      // Applications name the product of a new address before anybody has noticed the address.
      if (pushedAt !== location.href) pushed = {};
    },
    viewed: (told: Told) => {
      pushed = told;
      pushedAt = location.href;
    },
    hear: (name: string, value: unknown) => {
      if (name === "item.sku") said.sku = clip(String(value ?? "").trim(), SKU_MAX);
      if (name === "item.category") said.categories = categoriesOf(value);
      if (name === "item.price") said.price = amountOf(value);
    },
  };
};

export const shop: ObserverDefinition = {
  name: "shop",
  facts: [
    ...["category.viewed", "item.sku", "item.category", "item.price"],
    ...["basket.value", "basket.count", "basket.changed"],
  ],
  start: watch => {
    const item = watchItem(watch);
    const basket = new Basket();
    const lookAtMarks = watchMarks(watch);
    const readLayer = listenToDataLayer(watch, entry => {
      const event = readEntry(entry);
      if (event?.kind === "viewed") item.viewed(event);
      if (event?.kind === "added") basket.add(event.value, event.count);
      if (event?.kind === "basket") basket.is(event);
      if (event?.kind === "bought") basket.bought();
    });
    return {
      recall: ({ categories, basket: before }) => {
        item.recall(categories);
        basket.recall(Object(before));
      },
      keep: () => {
        // What was pushed with the page's last click goes to the next one.
        readLayer();
        return { categories: item.keep(), basket: basket.keep() };
      },
      arrive: item.arrive,
      hear: (command, name, value) => {
        if (command !== "fact") return;
        item.hear(name, value);
        if (name === "basket.value") basket.is({ value: amountOf(value), count: null });
        if (name === "basket.count") basket.is({ value: null, count: amountOf(value) });
      },
      look: () => {
        lookAtMarks();
        readLayer();
        basket.is({
          value: amountOf(moneyIn(marked(document, "data-lotse-basket-value"))),
          count: amountOf(marked(document, "data-lotse-basket-count")),
        });
        item.look();
        for (const [name, value] of Object.entries(basket.facts)) watch.set(`basket.${name}`, value);
      },
    };
  },
};
