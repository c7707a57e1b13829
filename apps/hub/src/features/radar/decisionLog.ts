/** The radar's lines in the decision log. A loader asks again and again; the log says only what is new. */
import type { Clock, Suppression, TenantId, VisitId } from "@lotse/protocol";
import type { DecisionRecord, Storage } from "@lotse/storage";
import type { KnownRule } from "./ruleBook.ts";

export interface Subject {
  readonly tenantId: TenantId;
  readonly visitId: VisitId;
  readonly rule: KnownRule;
}

export interface DecisionLog {
  matched(subject: Subject): Promise<void>;
  /** Nothing is written if the rule's last line in `history` says the same. */
  suppressed(
    subject: Subject,
    why: {
      readonly reason: Suppression;
      /** The rule was true, it was not the rule that stood in the way. */
      readonly matched: boolean;
      readonly history: readonly DecisionRecord[];
    },
  ): Promise<void>;
}

export const createDecisionLog = (deps: {
  readonly storage: Pick<Storage, "appendDecisions">;
  readonly clock: Clock;
}): DecisionLog => {
  const line = (
    { visitId, rule }: Subject,
    outcome: "matched" | "suppressed",
    reason: Suppression | null = null,
  ): DecisionRecord => {
    const { id: ruleId, version: ruleVersion } = rule.record;
    return { visitId, ruleId, ruleVersion, outcome, reason, invitationId: null, atMs: deps.clock.nowMs() };
  };
  return {
    matched: subject => deps.storage.appendDecisions(subject.tenantId, [line(subject, "matched")]),
    suppressed: async (subject, { reason, matched, history }) => {
      const last = history.findLast(decision => decision.ruleId === subject.rule.record.id);
      if (last?.outcome === "suppressed" && last.reason === reason) return;
      const before = matched ? [line(subject, "matched")] : [];
      await deps.storage.appendDecisions(subject.tenantId, [...before, line(subject, "suppressed", reason)]);
    },
  };
};
