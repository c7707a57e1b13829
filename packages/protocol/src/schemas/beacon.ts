/** The loader's only request: what the visitor does, and which rules may be true now. */
import * as v from "valibot";
import type { RuleId } from "../ids.ts";
import { factsSchema } from "./facts.ts";
import { count, id, text } from "./primitives.ts";

const CONVERSIONS_MAX = 5;
const VALUE_MAX = 1_000_000_000;

const amount = v.pipe(
  v.number("FIELD_TYPE"),
  v.minValue(0, "LIMIT_RANGE"),
  v.maxValue(VALUE_MAX, "LIMIT_RANGE"),
);

export const beaconSchema = v.strictObject({
  siteKey: text(64),
  /** From an earlier answer; absent on the first beacon of a visit. */
  token: v.optional(text(2_000)),
  language: v.picklist(["de", "en"], "FIELD_TYPE"),
  facts: factsSchema,
  /** By which a browser is recognised whose visitor agreed to it; made there. */
  visitor: v.optional(id<string>()),
  /** The tab was just hidden or the page left: nothing more is said before it is shown again. */
  hidden: v.optional(v.boolean("FIELD_TYPE")),
  /** Something is being typed: nothing is shown now. */
  typing: v.optional(v.boolean("FIELD_TYPE")),
  /** What the page told by `track("conversion", { value })`; told again by the same id, it is the same. */
  conversions: v.optional(
    v.pipe(
      v.array(v.strictObject({ id: id<string>(), value: v.nullable(amount) }), "FIELD_TYPE"),
      v.maxLength(CONVERSIONS_MAX, "LIMIT_RANGE"),
    ),
  ),
  /** Of the site's rules that the page goes by: an older one is told to fetch them anew. */
  revision: v.optional(count(Number.MAX_SAFE_INTEGER)),
  /** Rules whose local value is not definitely false. */
  asks: v.pipe(v.array(id<RuleId>(), "FIELD_TYPE"), v.maxLength(20, "LIMIT_RANGE")),
});

export type Beacon = v.InferOutput<typeof beaconSchema>;
export type Conversion = NonNullable<Beacon["conversions"]>[number];
