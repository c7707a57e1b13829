/** Conversations as they stand, and their receipts. Routing alone opens, assigns and ends them. */
import {
  type AgentId,
  type ConversationId,
  LotseError,
  type Receipt,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { ConversationRecord } from "../Storage.ts";
import type { ConversationTable } from "./schema.ts";
import type { Trx } from "./transact.ts";

const conversationRecord = (row: Selectable<ConversationTable>): ConversationRecord => ({
  id: row.id,
  visitId: row.visit_id,
  siteId: row.site_id,
  state: row.state,
  agentId: row.agent_id,
  topic: row.topic,
  openedAtMs: row.opened_at_ms,
  endedAtMs: row.ended_at_ms,
  lastSeq: row.last_seq,
  receipts: {
    visitor: { deliveredSeq: row.visitor_delivered_seq, readSeq: row.visitor_read_seq },
    agent: { deliveredSeq: row.agent_delivered_seq, readSeq: row.agent_read_seq },
  },
});

const conversations = (trx: Trx, tenantId: TenantId) =>
  trx.selectFrom("conversation").selectAll().where("tenant_id", "=", tenantId);

export const readConversation = async (
  trx: Trx,
  tenantId: TenantId,
  id: ConversationId,
): Promise<ConversationRecord | null> => {
  const row = await conversations(trx, tenantId).where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : conversationRecord(row);
};

export const findOpenConversation = async (
  trx: Trx,
  tenantId: TenantId,
  visitId: VisitId,
): Promise<ConversationRecord | null> => {
  const row = await conversations(trx, tenantId)
    .where("visit_id", "=", visitId)
    .where("state", "<>", "ended")
    .orderBy("opened_at_ms", "desc")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : conversationRecord(row);
};

/** A conversation that is open elsewhere is the latest of all. */
export const findLastAgent = async (
  trx: Trx,
  tenantId: TenantId,
  { visitId, sinceMs }: { readonly visitId: VisitId; readonly sinceMs: number },
): Promise<AgentId | null> => {
  const { rows } = await sql<{ readonly agentId: AgentId }>`
    with own as (
      select contact_id from lotse.visit where tenant_id = ${tenantId}::uuid and id = ${visitId}::uuid
    ), persons as (
      select ${visitId}::uuid as id
      union
      select visit.id from lotse.visit join own on visit.contact_id = own.contact_id
      where visit.tenant_id = ${tenantId}::uuid
    )
    select agent_id as "agentId" from lotse.conversation
    where tenant_id = ${tenantId}::uuid and visit_id in (select id from persons)
      and agent_id is not null and (ended_at_ms is null or ended_at_ms >= ${sinceMs})
    order by ended_at_ms desc nulls first, opened_at_ms desc, id limit 1`.execute(trx);
  return rows[0]?.agentId ?? null;
};

export const listAgentConversations = async (
  trx: Trx,
  tenantId: TenantId,
  agentId: AgentId,
): Promise<ConversationRecord[]> => {
  const rows = await conversations(trx, tenantId)
    .where("agent_id", "=", agentId)
    .where("state", "<>", "ended")
    .orderBy("opened_at_ms")
    .orderBy("id")
    .execute();
  return rows.map(conversationRecord);
};

/** What was read was delivered. */
export const markReceipt = async (
  trx: Trx,
  tenantId: TenantId,
  mark: { readonly conversationId: ConversationId; readonly side: "visitor" | "agent" } & Receipt,
): Promise<Receipt> => {
  const delivered = sql.ref(`${mark.side}_delivered_seq`);
  const read = sql.ref(`${mark.side}_read_seq`);
  const { rows } = await sql<Receipt>`
    update lotse.conversation set
      ${delivered} = least(last_seq, greatest(${delivered}, ${mark.deliveredSeq}::bigint, ${mark.readSeq}::bigint)),
      ${read} = least(last_seq, greatest(${read}, ${mark.readSeq}::bigint))
    where tenant_id = ${tenantId}::uuid and id = ${mark.conversationId}::uuid
    returning ${delivered} as "deliveredSeq", ${read} as "readSeq"`.execute(trx);
  const [receipt] = rows;
  if (receipt === undefined) throw new LotseError("NOT_FOUND", "No such conversation");
  return receipt;
};
