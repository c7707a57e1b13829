/** What happened while pages were shared: append only; it goes with its session. */
import { type ConversationId, SHARING_ENTRIES_MAX, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { SharingRecord, StoredSharing } from "../sharing.ts";
import { batch } from "./batch.ts";
import { recordOf } from "./cobrowse.ts";
import type { Trx } from "./transact.ts";

export const appendSharing = async (
  trx: Trx,
  tenantId: TenantId,
  records: readonly SharingRecord[],
): Promise<void> => {
  if (records.length === 0) return;
  const input = batch(records, `"cobrowseId" uuid, seq bigint, entry jsonb`);
  const isKnown = sql`exists (select from lotse.sharing_entry as same where same.tenant_id = ${tenantId}::uuid
    and same.cobrowse_id = input."cobrowseId" and same.seq = input.seq)`;
  await sql`
    insert into lotse.sharing_entry (tenant_id, cobrowse_id, seq, happening)
    select ${tenantId}::uuid, "cobrowseId", seq, entry
    from (select *, row_number() over (partition by "cobrowseId" order by seq) as place
      from ${input} where not ${isKnown}) as placed
    where place + (select count(*) from lotse.sharing_entry as known
      where known.tenant_id = ${tenantId}::uuid and known.cobrowse_id = "cobrowseId") <= ${SHARING_ENTRIES_MAX}
    on conflict do nothing`.execute(trx);
};

export const listSharings = async (
  trx: Trx,
  tenantId: TenantId,
  conversationId: ConversationId,
): Promise<readonly StoredSharing[]> => {
  const sessions = await trx
    .selectFrom("cobrowse")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("conversation_id", "=", conversationId)
    .orderBy("requested_at_ms")
    .orderBy("id")
    .execute();
  if (sessions.length === 0) return [];
  const rows = await trx
    .selectFrom("sharing_entry")
    .select(["cobrowse_id", "happening"])
    .where("tenant_id", "=", tenantId)
    .where(
      "cobrowse_id",
      "in",
      sessions.map(({ id }) => id),
    )
    .orderBy("seq")
    .execute();
  return sessions.map(session => ({
    cobrowse: recordOf(session),
    entries: rows.filter(({ cobrowse_id: id }) => id === session.id).map(({ happening }) => happening),
  }));
};
