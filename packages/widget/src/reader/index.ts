/**
 * Forms and products, on pages that have some: a page without either never fetches this. Keeps the radar's facts about
 * them true, and says which changed. Knows nothing of rules.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { type FactKey, formKey, type LiveFacts, productKeys } from "@lotse/radar";
import { native } from "../shared/native.ts";
import type { VisitStore } from "../shared/visit.ts";
import { createFormFinder } from "./formFinder.ts";
import { createFormTimers } from "./formTimers.ts";
import { findProduct } from "./products.ts";

const PRODUCTS_MAX = 100;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Changed in place. */
export interface ReaderFacts {
  readonly forms: Writable<LiveFacts["forms"]>;
  readonly products: Writable<LiveFacts["products"]>;
  readonly page: LiveFacts["page"];
  observed?: Writable<NonNullable<LiveFacts["observed"]>>;
  /** What the page said by `track` and `fact`, and nobody has heard yet. */
  readonly said: unknown[];
}

export interface ReaderOptions {
  readonly facts: ReaderFacts;
  readonly clock: Clock;
  readonly visit: VisitStore;
  /** For a reader that observes: what rules read. */
  readonly watch?: readonly FactKey[] | undefined;
  readonly onChanged: (keys: readonly FactKey[]) => void;
  /** On screen; without the keyboard's focus, too: who reads a policy in another window is still at the form. */
  readonly isTabActive: () => boolean;
}

export interface PageReader {
  /** The page may have changed. */
  readonly look: () => void;
  /** The tab was shown or hidden, or the page is left: what must outlive it is written down. */
  readonly settle: () => void;
  readonly close: Unsubscribe;
}

export interface ReaderModule {
  readonly startReader: (options: ReaderOptions) => PageReader;
}

export const startReader: ReaderModule["startReader"] = options => {
  const { clock, visit, onChanged, isTabActive } = options;
  const { forms, products } = options.facts;
  const timers = createFormTimers(clock, forms, isTabActive());
  const tell = (names: readonly string[]) => {
    if (names.length > 0) onChanged(names.map(formKey));
  };
  const finder = createFormFinder(clock, names => tell(timers.setVisible(names)));
  const lookForProduct = () => {
    const found = findProduct();
    const [before, left] = Object.entries(products).find(([, { viewing }]) => viewing) ?? [];
    if (before === found?.sku) return;
    if (left) products[`${before}`] = { ...left, viewing: false };
    if (found !== null && (found.sku in products || Object.keys(products).length < PRODUCTS_MAX)) {
      products[found.sku] = { viewing: true, name: found.name };
      visit.set({ products: { ...visit.get().products, [found.sku]: found.name } });
    }
    onChanged([before, found?.sku].flatMap(sku => (sku === undefined ? [] : productKeys(sku))));
  };
  // While this page sleeps in the cache, others go on with the visit: what they keep is not written over.
  let slept = false;
  const leave = () => {
    slept = true;
  };
  native(window, "addEventListener").call(window, "pagehide", leave);
  return {
    look: () => {
      if (slept) timers.goOn(visit.get().forms);
      slept = false;
      finder.scan();
      lookForProduct();
    },
    settle: () => {
      tell(timers.setTabActive(isTabActive()));
      finder.report();
      if (!slept) visit.set({ forms: timers.totals() });
    },
    close: () => {
      native(window, "removeEventListener").call(window, "pagehide", leave);
      tell(timers.setTabActive(false));
      finder.close();
    },
  };
};
