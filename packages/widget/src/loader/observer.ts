/**
 * Watches the page and keeps the visit's facts true: address, time, forms, product. Says which facts changed and
 * when another page is shown; decides nothing about them.
 */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { type FactKey, formKey, type LiveFacts, productKeys } from "@lotse/radar";
import type { VisitStore } from "../shared/visit.ts";
import { createFormFinder } from "./formFinder.ts";
import { createFormTimers } from "./formTimers.ts";
import { guard, listen } from "./natives.ts";
import { watchNavigation } from "./navigation.ts";
import { pageUrl, readPage } from "./pageFacts.ts";
import { findProduct } from "./products.ts";

/** A page that rebuilds itself is looked at when it has come to rest. */
const SETTLED_AFTER_MS = 250;
const PRODUCTS_MAX = 100;

export const isTabActive = (): boolean => document.visibilityState === "visible" && document.hasFocus();

export interface ObserverOptions {
  readonly clock: Clock;
  readonly visit: VisitStore;
  readonly onChanged: (keys: readonly FactKey[]) => void;
  readonly onPage: () => void;
  /** The document changed: whatever of ours the page removed may be put back. */
  readonly onRebuilt: () => void;
}

export interface Observer {
  readonly facts: LiveFacts;
  start(): void;
  /** Shown again from the back/forward cache: a page like any other. */
  shown(): void;
  /** Writes down what must outlive the page. */
  keep(): void;
  close(): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const createObserver = (options: ObserverOptions): Observer => {
  const { clock, visit } = options;
  const timers = createFormTimers({ clock, carried: visit.get().forms, tabActive: isTabActive() });
  const products: Record<string, { viewing: boolean; name: string }> = {};
  for (const [sku, name] of Object.entries(visit.get().products)) products[sku] = { viewing: false, name };
  const facts: Writable<LiveFacts> = {
    page: readPage(),
    visit: { pages: 0, time: { accumulatedMs: 0, sinceMs: visit.get().startedAtMs } },
    forms: timers.live,
    products,
  };

  const tellForms = (names: readonly string[]) => {
    if (names.length > 0) options.onChanged(names.map(formKey));
  };
  const keep = () => visit.set({ forms: timers.totals() });

  const viewing = (): readonly FactKey[] => {
    const found = findProduct();
    const changed: FactKey[] = [];
    for (const [sku, entry] of Object.entries(products)) {
      if (!entry.viewing || sku === found?.sku) continue;
      entry.viewing = false;
      changed.push(...productKeys(sku));
    }
    if (found && !(Object.hasOwn(products, found.sku) && products[found.sku]?.viewing)) {
      if (Object.keys(products).length >= PRODUCTS_MAX) delete products[Object.keys(products)[0] ?? ""];
      products[found.sku] = { viewing: true, name: found.name };
      visit.set({
        products: Object.fromEntries(Object.entries(products).map(([sku, { name }]) => [sku, name])),
      });
      changed.push(...productKeys(found.sku));
    }
    return changed;
  };

  const finder = createFormFinder(names => tellForms(timers.setVisible(names)));

  const look = () => {
    finder.scan();
    const changed = viewing();
    if (changed.length > 0) options.onChanged(changed);
  };
  const arrive = () => {
    const pages = visit.get().pages + 1;
    visit.set({ pages });
    facts.page = readPage();
    facts.visit = { ...facts.visit, pages };
    finder.scan();
    viewing();
    options.onPage();
  };

  let url = facts.page.url;
  let cancel: Unsubscribe = () => {};
  let moved = false;
  const settle = () => {
    cancel();
    cancel = clock.after(SETTLED_AFTER_MS, () => {
      cancel = () => {};
      settling = false;
      options.onRebuilt();
      if (moved) arrive();
      else look();
      moved = false;
    });
  };
  let settling = false;
  // Only marks that something happened; the look itself comes once, later, however many changes there were.
  const mutations = new MutationObserver(
    guard(() => {
      if (settling) return;
      settling = true;
      settle();
    }),
  );

  const watch = () => [
    watchNavigation(() => {
      if (pageUrl(location.href) === url) return;
      url = pageUrl(location.href);
      moved = true;
      settle();
    }),
    ...(["visibilitychange", "focus", "blur"] as const).map(type =>
      listen(type === "visibilitychange" ? document : window, type, () => {
        tellForms(timers.setTabActive(isTabActive()));
        keep();
      }),
    ),
  ];
  let undo: readonly Unsubscribe[] = [];

  return {
    facts,
    start: () => {
      undo = watch();
      mutations.observe(document, {
        childList: true,
        subtree: true,
        attributeFilter: ["data-lotse-form", "data-lotse-product"],
      });
      arrive();
    },
    shown: () => {
      timers.setTabActive(isTabActive());
      arrive();
    },
    keep: () => {
      timers.setTabActive(false);
      keep();
    },
    close: () => {
      cancel();
      mutations.disconnect();
      finder.close();
      for (const one of undo) one();
    },
  };
};
