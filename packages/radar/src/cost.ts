/**
 * What rules cost a page at most, known before anybody loads them. The measure is reads of facts: a rule reads each of its tests
 * once, and once more for every moment at which a running duration may change its mind. A test counts the reads.
 */
import type { RuleJson, SiteRule } from "@lotse/protocol";
import { factOfKey } from "./catalogue/index.ts";
import { RuleError } from "./parse/RuleError.ts";
import { setTooLarge, tooMuchWork } from "./parse/reasons.ts";

export interface RuleCost {
  readonly tests: number;
  /** Tests of durations, which change by themselves. */
  readonly timed: number;
  /** The most that one evaluation reads. */
  readonly reads: number;
  /** Of what every page loads, before compression. */
  readonly characters: number;
}

export interface SetCost {
  readonly rules: number;
  /** The most that evaluating all of them reads, as on the first look at a page. */
  readonly reads: number;
  readonly characters: number;
}

export const COST_LIMITS = {
  rule: { reads: 2_000 },
  set: { rules: 1_000, reads: 50_000, characters: 200_000 },
} as const;

const count = (json: RuleJson): { readonly tests: number; readonly timed: number } => {
  if (!Array.isArray(json)) return { tests: 0, timed: 0 };
  const [op, first, ...rest]: readonly RuleJson[] = json;
  if (typeof first === "string") {
    const ordered = op !== "==" && typeof rest[0] === "number";
    // What the catalogue does not know may be a duration
    const timed = ordered && (factOfKey(first)?.definition.type ?? "duration") === "duration";
    return { tests: 1, timed: timed ? 1 : 0 };
  }
  const parts = json.slice(1).map(count);
  return {
    tests: parts.reduce((sum, part) => sum + part.tests, 0),
    timed: parts.reduce((sum, part) => sum + part.timed, 0),
  };
};

export const costOf = (when: RuleJson): RuleCost => {
  const { tests, timed } = count(when);
  return { tests, timed, reads: tests * (1 + timed), characters: JSON.stringify(when).length };
};

export const costOfSet = (rules: readonly SiteRule[]): SetCost => {
  const costs = rules.map(rule => costOf(rule.when));
  return {
    rules: rules.length,
    reads: costs.reduce((sum, cost) => sum + cost.reads, 0),
    characters: JSON.stringify(rules).length,
  };
};

/** Throws RULE_TOO_COMPLEX, with figures. */
export const assertAffordable = (when: RuleJson): RuleCost => {
  const cost = costOf(when);
  const most = COST_LIMITS.rule.reads;
  if (cost.reads > most) throw new RuleError(tooMuchWork(cost.reads, most));
  return cost;
};

/** Throws RULE_TOO_COMPLEX for the first figure that a site's rules exceed together. */
export const assertSetAffordable = (rules: readonly SiteRule[]): SetCost => {
  const cost = costOfSet(rules);
  for (const what of ["rules", "reads", "characters"] as const) {
    const most = COST_LIMITS.set[what];
    if (cost[what] > most) throw new RuleError(setTooLarge(what, cost[what], most));
  }
  return cost;
};
