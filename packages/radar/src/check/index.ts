/**
 * Everything there is to say about a rule's text before it is published: what is wrong with it, what is odd about it, what it
 * costs. Never throws. Knows the plan only where it is told.
 */
import type { Localized } from "@lotse/protocol";
import { assertAffordable, type RuleCost } from "../cost.ts";
import type { RuleError, RuleErrorCode, RulePosition } from "../parse/RuleError.ts";
import { readRule, refusal } from "../parse/read.ts";
import { closed } from "../text.ts";
import { jsonOf } from "../tree/json.ts";
import type { RuleTree } from "../tree/RuleTree.ts";
import { errorsOf } from "./errors.ts";
import { WARNING_TEXTS, type WarningKind, type World, warningsOf } from "./warnings.ts";

export type { WarningKind, World } from "./warnings.ts";

interface Said {
  readonly text: Localized;
  /** Null = the whole. */
  readonly position: RulePosition | null;
}

export type Finding =
  | (Said & {
      readonly severity: "error";
      readonly code: RuleErrorCode;
      /** The parser's own words; they may quote the rule. */
      readonly detail: string | null;
    })
  | (Said & {
      readonly severity: "warning";
      readonly kind: WarningKind;
      /** Of a contradiction: the other part. */
      readonly other: RulePosition | null;
    });

export interface Check {
  /** Errors first; then they are all there is. */
  readonly findings: readonly Finding[];
  /** Null while there are errors. */
  readonly tree: RuleTree | null;
  readonly cost: RuleCost | null;
  /** Where a part of the tree stands in the text; null for what is none of its parts. */
  readonly placeOf: (part: RuleTree) => RulePosition | null;
}

export interface CheckOptions {
  readonly world?: World;
}

const errorFinding = (error: RuleError): Finding => ({
  severity: "error",
  code: error.code as RuleErrorCode,
  text: error.text,
  position: error.position,
  detail: error.detail,
});

export const check = (cel: string, { world }: CheckOptions = {}): Check => {
  const positions = new Map<RuleTree, RulePosition>();
  const placeOf = (part: RuleTree | undefined): RulePosition | null => {
    const found = part && positions.get(part);
    return found ? closed(cel, found) : null;
  };
  try {
    const tree = readRule(cel, { note: (part, position) => positions.set(part, position) });
    const cost = assertAffordable(jsonOf(tree));
    const findings = warningsOf(tree, world).map(
      (warning): Finding => ({
        severity: "warning",
        kind: warning.kind,
        text: WARNING_TEXTS[warning.kind],
        position: placeOf(warning.part),
        other: placeOf(warning.with),
      }),
    );
    return { findings, tree, cost, placeOf };
  } catch (thrown) {
    const first = refusal(thrown);
    const all = errorsOf(cel);
    return {
      findings: (all.length > 0 ? all : [first]).map(errorFinding),
      tree: null,
      cost: null,
      placeOf: () => null,
    };
  }
};
