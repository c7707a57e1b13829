/** Opening hours of the routing plan. That spans do not overlap is `planFaults`' to find. */
import * as v from "valibot";
import { listOf } from "./planParts.ts";
import { count, text } from "./primitives.ts";

const MINUTES_OF_DAY = 1_440;
/** Breaks make spans; ten a day are none's hours. */
const SPANS_MAX = 10;
const EXCEPTIONS_MAX = 200;

const minute = count(MINUTES_OF_DAY);
const span = { fromMin: minute, toMin: minute };

const isDate = (value: string): boolean => {
  const atMs = Date.parse(`${value}T00:00:00Z`);
  // 30 February would be taken as a day of March
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(value);
};

const date = v.pipe(
  v.string("FIELD_TYPE"),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, "TEXT_INVALID"),
  v.check(isDate, "TEXT_INVALID"),
);

export const hoursSchema = v.strictObject({
  timeZone: text(64),
  week: listOf(
    v.strictObject({ day: v.picklist([1, 2, 3, 4, 5, 6, 7], "LIMIT_RANGE"), ...span }),
    7 * SPANS_MAX,
  ),
  exceptions: listOf(
    v.strictObject({ date, spans: listOf(v.strictObject(span), SPANS_MAX) }),
    EXCEPTIONS_MAX,
  ),
});
