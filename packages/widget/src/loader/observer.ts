/**
 * Watches the page and keeps the visit's facts true: address, time, forms, product. Says which facts changed and
 * when another page is shown; decides nothing about them.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { type FactKey, formKey, type LiveFacts, productKeys } from "@lotse/radar";
import { guard } from "../shared/guard.ts";
import type { VisitStore } from "../shared/visit.ts";
import { FormFinder } from "./formFinder.ts";
import { FormTimers } from "./formTimers.ts";
import { listen } from "./natives.ts";
import { watchNavigation } from "./navigation.ts";
import { pageUrl, readPage } from "./pageFacts.ts";
import { findProduct } from "./products.ts";

/** A page that rebuilds itself is looked at when it has come to rest. */
const SETTLED_AFTER_MS = 250;
const PRODUCTS_MAX = 100;

/** On screen; without the keyboard's focus, too: who reads a policy in another window is still at the form. */
const isTabActive = (): boolean => document.visibilityState === "visible";

export interface ObserverOptions {
  readonly clock: Clock;
  readonly visit: VisitStore;
  readonly onChanged: (keys: readonly FactKey[]) => void;
  readonly onPage: () => void;
  /** The document changed: whatever of ours the page removed may be put back. */
  readonly onRebuilt: () => void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class Observer {
  readonly facts: Writable<LiveFacts>;
  readonly #options: ObserverOptions;
  readonly #timers: FormTimers;
  readonly #finder: FormFinder;
  readonly #products: Record<string, { viewing: boolean; name: string }> = {};
  /** Only marks that something happened; the look comes once, later, however many changes there were. */
  readonly #mutations = new MutationObserver(guard(() => this.#lookSoon()));
  #undo: readonly Unsubscribe[] = [];
  #cancelLook: Unsubscribe | null = null;
  #url = "";

  constructor(options: ObserverOptions) {
    this.#options = options;
    const { clock, visit } = options;
    const { forms, products, startedAtMs } = visit.get();
    for (const sku of Object.keys(products))
      this.#products[sku] = { viewing: false, name: products[sku] ?? "" };
    this.#timers = new FormTimers(clock, forms, isTabActive());
    this.#finder = new FormFinder(names => this.#tellForms(this.#timers.setVisible(names)));
    this.facts = {
      page: readPage(),
      visit: { pages: 0, time: { accumulatedMs: 0, sinceMs: startedAtMs } },
      forms: this.#timers.live,
      products: this.#products,
    };
  }

  start(): void {
    const active = () => {
      this.#tellForms(this.#timers.setTabActive(isTabActive()));
      this.keep();
    };
    this.#undo = [...watchNavigation(() => this.#lookSoon()), listen(document, "visibilitychange", active)];
    this.#mutations.observe(document, {
      childList: true,
      subtree: true,
      attributeFilter: ["data-lotse-form", "data-lotse-product"],
    });
    this.arrive();
  }

  /** A page is shown: a new document, a new address, or one from the back/forward cache. */
  arrive(): void {
    const { visit, onPage } = this.#options;
    const { facts } = this;
    const pages = visit.get().pages + 1;
    visit.set({ pages });
    facts.page = readPage();
    facts.visit = { ...facts.visit, pages };
    this.#url = facts.page.url;
    this.#timers.setTabActive(isTabActive());
    this.#look();
    onPage();
  }

  /** Writes down what must outlive the page. */
  keep(): void {
    this.#options.visit.set({ forms: this.#timers.totals() });
  }

  close(): void {
    this.#cancelLook?.();
    this.#mutations.disconnect();
    this.#finder.close();
    for (const one of this.#undo) one();
  }

  #lookSoon(): void {
    this.#cancelLook ??= this.#options.clock.after(SETTLED_AFTER_MS, () => {
      this.#cancelLook = null;
      this.#options.onRebuilt();
      if (pageUrl(location.href) === this.#url) this.#look();
      else this.arrive();
    });
  }

  #look(): void {
    this.#finder.scan();
    const found = findProduct();
    const { visit, onChanged } = this.#options;
    const products = this.#products;
    const before = Object.keys(products).find(sku => products[sku]?.viewing);
    if (before === found?.sku) return;
    if (before !== undefined) products[before] = { name: products[before]?.name ?? "", viewing: false };
    if (found !== null && (found.sku in products || Object.keys(products).length < PRODUCTS_MAX)) {
      products[found.sku] = { viewing: true, name: found.name };
      visit.set({ products: { ...visit.get().products, [found.sku]: found.name } });
    }
    onChanged([before, found?.sku].flatMap(sku => (sku === undefined ? [] : productKeys(sku))));
  }

  #tellForms(names: readonly string[]): void {
    if (names.length > 0) this.#options.onChanged(names.map(formKey));
  }
}
