/** The statements of a routing decision: one per kind of write, each row marked with its owner's epoch. */
import { type ConversationId, LotseError, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { ConversationRecord, InvitationRecord, RoutingWrite } from "../Storage.ts";
import type { WorkItemRecord } from "../work.ts";
import { batch, lastByKey } from "./batch.ts";
import type { Trx } from "./transact.ts";

export interface Owner {
  readonly tenantId: TenantId;
  readonly epoch: number;
}

type Opening = Extract<RoutingWrite, { write: "conversation.open" }>["conversation"];
type Assigning = Extract<RoutingWrite, { write: "conversation.assign" }>;
type Ending = Extract<RoutingWrite, { write: "conversation.end" }>;

/** An opening told again is the same opening. */
export const openConversations = async (trx: Trx, owner: Owner, items: readonly Opening[]): Promise<void> => {
  if (items.length === 0) return;
  const input = batch(
    lastByKey(items, item => item.id),
    `id uuid, "visitId" uuid, "siteId" uuid, topic text, "openedAtMs" bigint`,
  );
  await sql`
    insert into lotse.conversation (tenant_id, id, visit_id, site_id, state, topic, opened_at_ms, epoch)
    select ${owner.tenantId}::uuid, id, "visitId", "siteId", 'waiting', topic, "openedAtMs", ${owner.epoch}::bigint
    from ${input}
    on conflict (tenant_id, id) do nothing`.execute(trx);
};

const explainMissing = async (trx: Trx, owner: Owner, missing: readonly ConversationId[]): Promise<never> => {
  const found: Pick<ConversationRecord, "id">[] = await trx
    .selectFrom("conversation")
    .select("id")
    .where("tenant_id", "=", owner.tenantId)
    .where("id", "in", missing)
    .execute();
  throw found.length === missing.length
    ? new LotseError("CONVERSATION_CLOSED", "The conversation has ended")
    : new LotseError("NOT_FOUND", "No such conversation");
};

export const assignConversations = async (
  trx: Trx,
  owner: Owner,
  items: readonly Assigning[],
): Promise<void> => {
  if (items.length === 0) return;
  const latest = lastByKey(items, item => item.conversationId);
  const { rows } = await sql<{ id: ConversationId }>`
    update lotse.conversation c
    set state = 'active', agent_id = input."agentId", epoch = ${owner.epoch}::bigint
    from ${batch(latest, `"conversationId" uuid, "agentId" uuid`)}
    where c.tenant_id = ${owner.tenantId}::uuid and c.id = input."conversationId" and c.state <> 'ended'
    returning c.id`.execute(trx);
  const done = new Set(rows.map(row => row.id));
  const missing = latest.map(item => item.conversationId).filter(id => !done.has(id));
  if (missing.length > 0) await explainMissing(trx, owner, missing);
};

/** One that has ended stays its last agent's. */
export const releaseConversations = async (
  trx: Trx,
  owner: Owner,
  ids: readonly ConversationId[],
): Promise<void> => {
  if (ids.length === 0) return;
  const input = batch(
    lastByKey(
      ids.map(id => ({ id })),
      item => item.id,
    ),
    "id uuid",
  );
  await sql`
    update lotse.conversation c
    set state = 'waiting', agent_id = null, epoch = ${owner.epoch}::bigint
    from ${input}
    where c.tenant_id = ${owner.tenantId}::uuid and c.id = input.id and c.state <> 'ended'`.execute(trx);
};

/** Ending twice keeps the first end. */
export const endConversations = async (trx: Trx, owner: Owner, items: readonly Ending[]): Promise<void> => {
  if (items.length === 0) return;
  const latest = lastByKey(items, item => item.conversationId);
  const { rows } = await sql<{ id: ConversationId }>`
    update lotse.conversation c
    set state = 'ended', ended_at_ms = coalesce(c.ended_at_ms, input."atMs"), epoch = ${owner.epoch}::bigint
    from ${batch(latest, `"conversationId" uuid, "atMs" bigint`)}
    where c.tenant_id = ${owner.tenantId}::uuid and c.id = input."conversationId"
    returning c.id`.execute(trx);
  if (rows.length < latest.length) throw new LotseError("NOT_FOUND", "No such conversation");
};

export const putWorkItems = async (
  trx: Trx,
  owner: Owner,
  items: readonly WorkItemRecord[],
): Promise<void> => {
  if (items.length === 0) return;
  const input = batch(
    lastByKey(items, item => item.id),
    `id uuid, "conversationId" uuid, channel text, "queueId" uuid, skill text, state text, "agentId" uuid,
     "enqueuedAtMs" bigint, details jsonb`,
  );
  await sql`
    insert into lotse.work_item
      (tenant_id, id, conversation_id, kind, channel, queue_id, skill, state, agent_id, enqueued_at_ms, details, epoch)
    select ${owner.tenantId}::uuid, id, "conversationId", 'chat', channel, "queueId", skill, state, "agentId",
      "enqueuedAtMs", details, ${owner.epoch}::bigint
    from ${input}
    on conflict (tenant_id, id) do update set
      channel = excluded.channel, queue_id = excluded.queue_id, skill = excluded.skill, state = excluded.state,
      agent_id = excluded.agent_id, enqueued_at_ms = excluded.enqueued_at_ms, details = excluded.details, epoch = excluded.epoch`.execute(
    trx,
  );
};

export const putInvitations = async (
  trx: Trx,
  owner: Owner,
  items: readonly InvitationRecord[],
): Promise<void> => {
  if (items.length === 0) return;
  const input = batch(
    lastByKey(items, item => item.id),
    `id uuid, "visitId" uuid, "ruleId" uuid, "ruleVersion" integer, "agentId" uuid, skill text, state text,
     "createdAtMs" bigint, "expiresAtMs" bigint, manual jsonb`,
  );
  await sql`
    insert into lotse.invitation
      (tenant_id, id, visit_id, rule_id, rule_version, agent_id, skill, state, created_at_ms, expires_at_ms, epoch,
       manual)
    select ${owner.tenantId}::uuid, id, "visitId", "ruleId", "ruleVersion", "agentId", skill, state,
      "createdAtMs", "expiresAtMs", ${owner.epoch}::bigint, manual
    from ${input}
    on conflict (tenant_id, id) do update set
      agent_id = excluded.agent_id, state = excluded.state, expires_at_ms = excluded.expires_at_ms,
      epoch = excluded.epoch`.execute(trx);
};
