/** The loader's only request: what the visitor does, and which rules may be true now. */
import * as v from "valibot";
import type { RuleId } from "../ids.ts";
import { factsSchema } from "./facts.ts";
import { count, id, text } from "./primitives.ts";

export const beaconSchema = v.strictObject({
  siteKey: text(64),
  /** From an earlier answer; absent on the first beacon of a visit. */
  token: v.optional(text(2_000)),
  language: v.picklist(["de", "en"], "FIELD_TYPE"),
  facts: factsSchema,
  /** Rules whose local value is not definitely false. */
  /** Of the site's rules that the page goes by: an older one is told to fetch them anew. */
  revision: v.exactOptional(count(Number.MAX_SAFE_INTEGER)),
  asks: v.pipe(v.array(id<RuleId>(), "FIELD_TYPE"), v.maxLength(20, "LIMIT_RANGE")),
});

export type Beacon = v.InferOutput<typeof beaconSchema>;
