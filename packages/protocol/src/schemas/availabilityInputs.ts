import * as v from "valibot";
import { whole } from "./primitives.ts";

const moment = whole(0, Number.MAX_SAFE_INTEGER);

export const availabilityInputs = {
  /** `toMs` is not included. `cursor` is that of the page before, null at first. */
  "availability:read": v.pipe(
    v.strictObject({ fromMs: moment, toMs: moment, cursor: v.nullable(moment) }),
    v.check(({ fromMs, toMs }) => fromMs < toMs, "LIMIT_RANGE"),
  ),
} as const;
