/**
 * What a rule can read. Whole milliseconds throughout; a fact nobody here knows is `undefined`, the logic's
 * "unknown". Knows neither the page it is observed on nor the hub it is sent to.
 */
import type { Facts } from "@lotse/protocol";

/** A stretch of time that may still be running: what was counted, and since when it counts again. */
export interface Duration {
  readonly accumulatedMs: number;
  /** Null while it stands still. */
  readonly sinceMs: number | null;
}

export type FactValue = string | number | boolean | Duration | undefined;

/** `form.ms:quote`: an entry of the catalogue and, after the colon, its argument. */
export type FactKey = string;

export interface FactSource {
  read(key: FactKey): FactValue;
}

/** The visitor's facts while they happen. The loader keeps one such object alive and changes it in place. */
export interface LiveFacts {
  readonly page: Facts["page"];
  readonly visit: { readonly pages: number; readonly time: Duration };
  /** By form name. */
  readonly forms: Readonly<Record<string, Duration>>;
  /** By SKU; an entry means viewed during this visit. */
  readonly products: Readonly<Record<string, Facts["products"][string]>>;
  /** What is watched because some rule reads it, by key; without a prototype. Not there while nothing is watched. */
  readonly observed?: Readonly<Record<FactKey, FactValue>>;
}

/** What only the hub knows; nothing of it is known in the browser. */
export type ReadHub = (key: FactKey) => FactValue;

const NEVER: Duration = { accumulatedMs: 0, sinceMs: null };

/** Keys to name as changed when the visitor comes to another page. */
export const PAGE_KEYS: readonly FactKey[] = [
  "page.url",
  "page.path",
  "page.title",
  "page.referrer",
  "visit.pages",
];
export const VISIT_TIME_KEY: FactKey = "visit.ms";
/** A running duration needs no mention as it grows, only when it starts or stops. */
export const formKey = (name: string): FactKey => `form.ms:${name}`;
export const productKeys = (sku: string): readonly FactKey[] => [
  `product.viewed:${sku}`,
  `product.viewing:${sku}`,
];

/** Names come from the page: `constructor` must not find anything. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

export const pathOf = (url: string): string => /^\w+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || "/";

/** Reads `live` anew on every call. What it does not know itself, and nobody observed, is unknown. */
export const createFactSource = (live: LiveFacts): FactSource => ({
  read(key) {
    const cut = key.indexOf(":");
    const name = cut < 0 ? key : key.slice(0, cut);
    const argument = key.slice(cut + 1);
    switch (name) {
      case "form.ms":
        return own(live.forms, argument) ?? NEVER;
      case "product.viewed":
        return own(live.products, argument) !== undefined;
      case "product.viewing":
        return own(live.products, argument)?.viewing ?? false;
      case "page.url":
        return live.page.url;
      case "page.path":
        return pathOf(live.page.url);
      case "page.title":
        return live.page.title;
      case "page.referrer":
        return live.page.referrer;
      case "visit.pages":
        return live.visit.pages;
      case "visit.ms":
        return live.visit.time;
      default:
        return live.observed?.[key];
    }
  },
});

/** What is unknown here is asked of the hub. */
export const withHub = (source: FactSource, readHub: ReadHub): FactSource => ({
  read: key => source.read(key) ?? readHub(key),
});

/** A clock that was set back never makes a duration shrink below what was counted. */
export const elapsedMs = ({ accumulatedMs, sinceMs }: Duration, nowMs: number): number =>
  Math.floor(accumulatedMs + (sinceMs === null ? 0 : Math.max(0, nowMs - sinceMs)));
