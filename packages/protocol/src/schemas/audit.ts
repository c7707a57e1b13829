import * as v from "valibot";
import { whole } from "./primitives.ts";

const ID_MAX = Number.MAX_SAFE_INTEGER;

/** A page of the audit trail: entries before `beforeId`, or the newest. */
export const auditPage = v.strictObject({
  beforeId: v.nullable(whole(1, ID_MAX)),
  limit: whole(1, 200),
});
