/**
 * CEL, profile 1, to the JSON the loader gets. For the hub and the console; the loader never imports this entry.
 * Knows how a rule is written, not what it is used for.
 */
import type { RuleJson } from "@lotse/protocol";
import { assertAffordable } from "../cost.ts";
import { jsonOf } from "../tree/json.ts";
import { readRule } from "./read.ts";

export { FACTS, type FactDefinition } from "../catalogue/index.ts";
export { RULE_LIMITS } from "./environment.ts";
export { RuleError, type RuleErrorCode, type RulePosition } from "./RuleError.ts";

/** Throws a RuleError; nothing else ever leaves. */
export const parseRule = (cel: string): RuleJson => {
  const when = jsonOf(readRule(cel));
  assertAffordable(when);
  return when;
};
