/** The command that tells what rules are worth. Reads sums; `lift.ts` says what they mean. */
import type { Clock, RuleId } from "@lotse/protocol";
import type { RadarBook, Storage } from "@lotse/storage";
import { RETENTION_DAYS, type RetentionDays } from "@lotse/storage/retention";
import { type AnyCommand, defineCommand } from "../../../command.ts";
import { definitionOf } from "../definition.ts";
import { combinedShare } from "../share.ts";
import { liftsOf } from "./lift.ts";

const DAY_MS = 86_400_000;

/** By the rules that sites go by now. */
const createShareOf =
  ({ rules, sites }: RadarBook) =>
  (ruleId: RuleId): number | null => {
    const rule = rules.find(({ id }) => id === ruleId);
    if (rule === undefined) return null;
    const ofSite = sites.find(({ siteId }) => siteId === rule.siteId)?.settings?.holdoutPercent ?? 0;
    return combinedShare(definitionOf(rule).holdoutPercent, ofSite);
  };

export const createLiftCommands = (deps: {
  readonly storage: Pick<Storage, "sumLift" | "readRadar">;
  readonly clock: Pick<Clock, "nowMs">;
  readonly retentionDays?: RetentionDays;
}): readonly AnyCommand[] => {
  const kept = deps.retentionDays ?? RETENTION_DAYS;
  return [
    defineCommand({
      name: "rules:lift",
      audience: "agent",
      summary:
        "What each rule brought: those it reached beside those held out, with intervals; for supervisors.",
      access: ({ actor }) => (actor.role === "agent" ? "deny" : "allow"),
      run: async ({ actor: { tenantId }, input: { days } }) => {
        const toMs = deps.clock.nowMs() + 1;
        // Once visits are forgotten, nobody knows any more which of them were one visitor's
        const known = Math.min(days, kept.visits, kept.decisions);
        const period = { fromMs: toMs - known * DAY_MS, toMs };
        const [sums, book] = await Promise.all([
          deps.storage.sumLift(tenantId, period),
          deps.storage.readRadar(tenantId),
        ]);
        return { ...period, rules: liftsOf(sums, createShareOf(book)) };
      },
      audit: "none",
    }),
  ];
};
