import * as v from "valibot";
import type { RuleId } from "../ids.ts";
import { count, id, whole } from "./primitives.ts";

const ruleId = id<RuleId>();

export const simulationInputs = {
  /** A version, published or a draft, over the recorded visits of so many days. */
  "rules:simulate": v.strictObject({
    ruleId,
    version: count(Number.MAX_SAFE_INTEGER),
    days: whole(1, 400),
  }),
  "rules:simulation": v.strictObject({ ruleId }),
  "rules:stopSimulation": v.strictObject({ ruleId }),
  "rules:lift": v.strictObject({ days: whole(1, 400) }),
} as const;
