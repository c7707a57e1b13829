/** The loader's only request: what the visitor does, and which rules may be true now. */
import * as v from "valibot";
import type { RuleId } from "../ids.ts";
import { factsSchema } from "./facts.ts";
import { id, text } from "./primitives.ts";

export const beaconSchema = v.strictObject({
  siteKey: text(64),
  /** From an earlier answer; absent on the first beacon of a visit. */
  token: v.optional(text(2_000)),
  language: v.picklist(["de", "en"], "FIELD_TYPE"),
  facts: factsSchema,
  /** Rules whose local value is not definitely false. */
  asks: v.pipe(v.array(id<RuleId>(), "FIELD_TYPE"), v.maxLength(20, "LIMIT_RANGE")),
});

export type Beacon = v.InferOutput<typeof beaconSchema>;
