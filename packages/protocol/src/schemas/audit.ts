import * as v from "valibot";

const ID_MAX = Number.MAX_SAFE_INTEGER;

const whole = (min: number, max: number) =>
  v.pipe(
    v.number("FIELD_TYPE"),
    v.safeInteger("FIELD_TYPE"),
    v.minValue(min, "LIMIT_RANGE"),
    v.maxValue(max, "LIMIT_RANGE"),
  );

/** A page of the audit trail: entries before `beforeId`, or the newest. */
export const auditPage = v.strictObject({
  beforeId: v.nullable(whole(1, ID_MAX)),
  limit: whole(1, 200),
});
