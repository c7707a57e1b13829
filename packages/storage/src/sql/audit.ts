/** The audit trail: append only; retention alone removes. */
import type { AuditEntry, TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { NewAuditEntry } from "../Storage.ts";
import { batch } from "./batch.ts";
import type { Trx } from "./transact.ts";

/** `position` keeps the batch's order in the ids, which are the trail's order. */
export const appendAudit = async (
  trx: Trx,
  tenantId: TenantId,
  entries: readonly NewAuditEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  const input = batch(
    entries.map((entry, position) => ({ ...entry, position })),
    `position integer, "atMs" bigint, event text, actor jsonb, subject jsonb`,
  );
  await sql`
    insert into lotse.audit (tenant_id, at_ms, event, actor, subject)
    select ${tenantId}::uuid, "atMs", event, actor, subject from ${input}
    order by position`.execute(trx);
};

export const listAudit = async (
  trx: Trx,
  tenantId: TenantId,
  query: { readonly beforeId: number | null; readonly limit: number },
): Promise<{ entries: AuditEntry[]; more: boolean }> => {
  const { beforeId, limit } = query;
  const rows = await trx
    .selectFrom("audit")
    .select(["id", "at_ms", "event", "actor", "subject"])
    .where("tenant_id", "=", tenantId)
    .$if(beforeId !== null, some => some.where("id", "<", beforeId))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  return {
    entries: rows.slice(0, limit).map(({ id, at_ms: atMs, event, actor, subject }) => ({
      ...{ id, atMs, event, actor, subject },
    })),
    more: rows.length > limit,
  };
};
