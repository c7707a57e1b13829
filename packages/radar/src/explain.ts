/**
 * Why and why not: the rule as a tree in which each part carries its own verdict. An entry of its own, so that the
 * loader does not pay for it.
 */
import type { RuleJson } from "@lotse/protocol";
import { compile, type Evaluation, evaluate } from "./compile.ts";
import type { FactSource, FactValue } from "./facts.ts";

export interface Explanation extends Evaluation {
  readonly atMs: number;
  readonly when: RuleJson;
  /** What a comparison read; parts that are no comparison have none. */
  readonly fact?: { readonly key: string; readonly value: FactValue };
  readonly parts: readonly Explanation[];
}

/** No part is skipped, also where the rule's value is settled without it. Throws RULE_SYNTAX like `compile`. */
export const explain = (when: RuleJson, facts: FactSource, nowMs: number): Explanation => {
  const verdict = { ...evaluate(compile(when), facts, nowMs), atMs: nowMs };
  if (!Array.isArray(when)) return { ...verdict, when, parts: [] };
  const [, first, ...rest]: readonly RuleJson[] = when;
  if (typeof first === "string") {
    return { ...verdict, when, fact: { key: first, value: facts.read(first) }, parts: [] };
  }
  const parts = [...(first === undefined ? [] : [first]), ...rest];
  return { ...verdict, when, parts: parts.map(part => explain(part, facts, nowMs)) };
};
