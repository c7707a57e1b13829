/** Drift: a recorder's report, and what administrators ask. */
import * as v from "valibot";
import { DRIFT_SIGNS } from "../drift.ts";
import type { SiteId } from "../ids.ts";
import { MASK_RULES_MAX } from "./members.ts";
import { count, filledText, id } from "./primitives.ts";

const FIELDS_MAX = 20;
const NAME_MAX = 60;

const places = v.pipe(
  v.array(count(MASK_RULES_MAX - 1), "FIELD_TYPE"),
  v.maxLength(MASK_RULES_MAX, "LIMIT_RANGE"),
);
const field = v.strictObject({
  tag: v.picklist(["input", "textarea", "select"], "FIELD_TYPE"),
  type: v.pipe(v.string("FIELD_TYPE"), v.regex(/^[a-z-]{0,20}$/, "FIELD_TYPE")),
  sign: v.picklist(DRIFT_SIGNS, "FIELD_TYPE"),
  name: v.exactOptional(filledText(NAME_MAX)),
  id: v.exactOptional(filledText(NAME_MAX)),
  autocomplete: v.exactOptional(filledText(NAME_MAX)),
});

export const driftReport = v.strictObject({
  page: v.pipe(filledText(200), v.regex(/^\/[^?#]*$/, "FIELD_TYPE")),
  stamp: count(1_000_000),
  matched: places,
  missed: places,
  fields: v.pipe(v.array(field, "FIELD_TYPE"), v.maxLength(FIELDS_MAX, "LIMIT_RANGE")),
});

export const driftInputs = {
  "drift:list": v.strictObject({ siteId: id<SiteId>() }),
  /** It is not told again, however often it is seen. */
  "drift:dismiss": v.strictObject({ siteId: id<SiteId>(), finding: filledText(64) }),
} as const;
