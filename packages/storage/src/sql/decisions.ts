/** The decision log: append only. */
import type { TenantId, VisitId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { DecisionRecord } from "../rules.ts";
import { batch } from "./batch.ts";
import type { Database } from "./schema.ts";
import type { Trx } from "./transact.ts";

export const decisionOf = (row: Selectable<Database["decision"]>): DecisionRecord => ({
  visitId: row.visit_id,
  ruleId: row.rule_id,
  ruleVersion: row.rule_version,
  outcome: row.outcome,
  reason: row.reason,
  invitationId: row.invitation_id,
  atMs: row.at_ms,
  ...(row.action === null ? {} : { action: row.action }),
  ...(row.value === null ? {} : { value: row.value }),
  ...(row.share === null ? {} : { share: row.share }),
});

/** `position` keeps the batch's order in the ids, which are the log's order. */
export const appendDecisions = async (
  trx: Trx,
  tenantId: TenantId,
  decisions: readonly DecisionRecord[],
): Promise<void> => {
  if (decisions.length === 0) return;
  const input = batch(
    decisions.map((decision, position) => ({ ...decision, position })),
    `position integer, "visitId" uuid, "ruleId" uuid, "ruleVersion" integer, outcome text, reason text,
     "invitationId" uuid, "atMs" bigint, action text, value double precision,
     share double precision`,
  );
  await sql`
    insert into lotse.decision
      (tenant_id, visit_id, rule_id, rule_version, outcome, reason, invitation_id, at_ms, action, value, share)
    select ${tenantId}::uuid, "visitId", "ruleId", "ruleVersion", outcome, reason, "invitationId", "atMs", action, value,
      share
    from ${input}
    order by position`.execute(trx);
};

export const listDecisions = async (
  trx: Trx,
  tenantId: TenantId,
  visitId: VisitId,
): Promise<DecisionRecord[]> => {
  const rows = await trx
    .selectFrom("decision")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("visit_id", "=", visitId)
    .orderBy("id")
    .execute();
  return rows.map(decisionOf);
};
