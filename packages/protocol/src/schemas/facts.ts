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
});

export type Facts = v.InferOutput<typeof factsSchema>;
