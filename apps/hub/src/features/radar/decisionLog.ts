/** The radar's lines in the decision log. A loader asks again and again; the log says only what is new. */
import type { Clock, RuleActionKind, Suppression, TenantId, VisitId } from "@lotse/protocol";
import type { DecisionRecord, Storage } from "@lotse/storage";
import type { KnownRule } from "./ruleBook.ts";

export interface Subject {
  readonly tenantId: TenantId;
  readonly visitId: VisitId;
  readonly rule: KnownRule;
  /** The chance by which they are held out; null: none. */
  readonly share: number | null;
}

export interface DecisionLog {
  /** What was written, for whoever goes on deciding about the same visit. */
  matched(subject: Subject): Promise<readonly DecisionRecord[]>;
  /** Nothing is written if the rule's last line in `history` says the same. */
  suppressed(
    subject: Subject,
    why: {
      readonly reason: Suppression;
      /** The rule was true, it was not the rule that stood in the way. */
      readonly matched: boolean;
      readonly history: readonly DecisionRecord[];
    },
  ): Promise<readonly DecisionRecord[]>;
  /** Once a visit. */
  heldOut(subject: Subject, history: readonly DecisionRecord[]): Promise<readonly DecisionRecord[]>;
  /** What the rule does was done, without a reservation: those are written with theirs. */
  shown(subject: Subject, hintId?: string): Promise<readonly DecisionRecord[]>;
  /** The same, of what was written down as matched before. */
  done(subject: Subject): Promise<readonly DecisionRecord[]>;
}

type Line = Pick<DecisionRecord, "outcome"> & Partial<Pick<DecisionRecord, "reason" | "invitationId">>;

const isSide = ({ outcome }: Line): boolean => outcome === "shown" || outcome === "heldOut";

export const lineOf = (
  { visitId, rule, share = null }: Pick<Subject, "visitId" | "rule"> & Partial<Pick<Subject, "share">>,
  line: Line,
  atMs: number,
): DecisionRecord & { readonly action: RuleActionKind } => ({
  ...{ visitId, ruleId: rule.record.id, ruleVersion: rule.record.version },
  ...{ reason: null, invitationId: null, ...line },
  ...{ atMs, action: rule.definition.action.do },
  ...(share === null || !isSide(line) ? {} : { share }),
});

export const createDecisionLog = (deps: {
  readonly storage: Pick<Storage, "appendDecisions">;
  readonly clock: Pick<Clock, "nowMs">;
}): DecisionLog => {
  const write = async (subject: Subject, ...lines: readonly Line[]): Promise<readonly DecisionRecord[]> => {
    const records = lines.map(line => lineOf(subject, line, deps.clock.nowMs()));
    await deps.storage.appendDecisions(subject.tenantId, records);
    return records;
  };
  return {
    matched: subject => write(subject, { outcome: "matched" }),
    suppressed: async (subject, { reason, matched, history }) => {
      const last = history.findLast(decision => decision.ruleId === subject.rule.record.id);
      if (last?.outcome === "suppressed" && last.reason === reason) return [];
      const before: readonly Line[] = matched ? [{ outcome: "matched" }] : [];
      return write(subject, ...before, { outcome: "suppressed", reason });
    },
    heldOut: async (subject, history) => {
      const { id } = subject.rule.record;
      if (history.some(({ ruleId, outcome }) => ruleId === id && outcome === "heldOut")) return [];
      return write(subject, { outcome: "matched" }, { outcome: "heldOut", reason: "heldOut" });
    },
    shown: (subject, hintId) =>
      write(
        subject,
        { outcome: "matched" },
        { outcome: "shown", invitationId: (hintId ?? null) as DecisionRecord["invitationId"] },
      ),
    done: subject => write(subject, { outcome: "shown" }),
  };
};
