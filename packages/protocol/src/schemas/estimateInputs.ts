import * as v from "valibot";
import { whole } from "./primitives.ts";

export const estimateInputs = {
  /** Of the last so many days. */
  "estimates:read": v.strictObject({ days: whole(1, 400) }),
} as const;
