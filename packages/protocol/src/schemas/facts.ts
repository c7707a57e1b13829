/**
 * The visitor's facts as they travel in a beacon: what the browser observed, as claims.
 * Durations are milliseconds accumulated until the beacon was sent.
 */
import * as v from "valibot";
import { count, pageUrl, text } from "./primitives.ts";

const name = text(80);
const DAY_MS = 86_400_000;
/** More named forms or products than this on one visit is not browsing. */
const ENTRIES_MAX = 100;

const atMost = <T extends Record<string, unknown>>(record: T) => Object.keys(record).length <= ENTRIES_MAX;

export const pageFacts = v.strictObject({
  url: pageUrl,
  title: text(300),
  referrer: text(2_000),
});

/** Watched facts on one page; `WATCHED_MAX` of the radar. */
const OBSERVED_MAX = 200;
/** The longest name, a colon, and an argument of 80. */
const factKey = text(110);

const claim = v.union(
  [
    v.nullable(text(200)),
    v.boolean("FIELD_TYPE"),
    v.pipe(
      v.number("FIELD_TYPE"),
      v.minValue(-Number.MAX_SAFE_INTEGER, "LIMIT_RANGE"),
      v.maxValue(Number.MAX_SAFE_INTEGER, "LIMIT_RANGE"),
    ),
  ],
  "FIELD_TYPE",
);

type Claim = v.InferOutput<typeof claim>;

/**
 * By the radar's key. Durations in milliseconds, null where there is nothing to be had (the price of no product). Which names
 * are a visitor's to claim, and of what type, whoever judges knows. What a page says may be anything: one value that cannot
 * be is left out, and so unknown. The visitor is not.
 */
const observed = v.pipe(
  v.record(v.string("FIELD_TYPE"), v.fallback(v.optional(claim), undefined), "FIELD_TYPE"),
  v.check(record => Object.keys(record).length <= OBSERVED_MAX, "LIMIT_RANGE"),
  v.transform((record): Record<string, Claim> => {
    const isWhole = (entry: [string, Claim | undefined]): entry is [string, Claim] =>
      v.is(factKey, entry[0]) && entry[1] !== undefined;
    return Object.fromEntries(Object.entries(record).filter(isWhole));
  }),
);

export const factsSchema = v.strictObject({
  page: pageFacts,
  visit: v.strictObject({ pages: count(100_000), ms: count(30 * DAY_MS) }),
  /** By form name; `activeMs` counts only while the form is visible and the tab active. */
  forms: v.pipe(
    v.record(
      name,
      v.strictObject({ activeMs: count(DAY_MS), active: v.boolean("FIELD_TYPE") }),
      "FIELD_TYPE",
    ),
    v.check(atMost, "LIMIT_RANGE"),
  ),
  /** By SKU; an entry means viewed during this visit. */
  products: v.pipe(
    v.record(name, v.strictObject({ viewing: v.boolean("FIELD_TYPE"), name: text(200) }), "FIELD_TYPE"),
    v.check(atMost, "LIMIT_RANGE"),
  ),
  /** What rules of the site read beyond the above; no name that no rule names. */
  observed: v.optional(observed),
});

export type Facts = v.InferOutput<typeof factsSchema>;
