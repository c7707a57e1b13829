/** Co-browsing sessions: who asked, when it ran, who ended it. Nothing of what was seen. */
import type { TenantId } from "@lotse/protocol";
import type { Selectable } from "kysely";
import type { CobrowseRecord } from "../Storage.ts";
import type { CobrowseTable } from "./schema.ts";
import type { Trx } from "./transact.ts";

export const putCobrowse = async (trx: Trx, tenantId: TenantId, record: CobrowseRecord): Promise<void> => {
  const changing = {
    agent_id: record.agentId,
    state: record.state,
    started_at_ms: record.startedAtMs,
    ended_at_ms: record.endedAtMs,
    ended_by: record.endedBy,
  };
  await trx
    .insertInto("cobrowse")
    .values({
      tenant_id: tenantId,
      id: record.id,
      conversation_id: record.conversationId,
      requested_at_ms: record.requestedAtMs,
      ...changing,
    })
    .onConflict(conflict => conflict.columns(["tenant_id", "id"]).doUpdateSet(changing))
    .execute();
};

export const recordOf = (row: Selectable<CobrowseTable>): CobrowseRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  agentId: row.agent_id,
  state: row.state,
  requestedAtMs: row.requested_at_ms,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
  endedBy: row.ended_by,
});

export const listOpenCobrowse = async (trx: Trx, tenantId: TenantId): Promise<CobrowseRecord[]> => {
  const rows = await trx
    .selectFrom("cobrowse")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("state", "in", ["requested", "active"])
    .orderBy("requested_at_ms")
    .orderBy("id")
    .execute();
  return rows.map(recordOf);
};
