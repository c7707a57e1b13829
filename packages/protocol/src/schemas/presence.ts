/** Whether an agent is there for work, and why not: said in the console, or by an outside system. */
import * as v from "valibot";
import { text } from "./primitives.ts";

export const presenceChoice = v.strictObject({
  presence: v.picklist(["available", "away"], "FIELD_TYPE"),
  reason: v.exactOptional(text(100)),
});
