/**
 * Work of other systems. Its rows are apart from conversations' work: a build that does not know it neither sees nor ends
 * it (docs/adr/0015). What was said of an item is written once; afterwards only its place moves.
 */
import { LotseError, type TenantId, type WorkItemId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { OutsideContent, OutsideItemRecord, WorkItemRecord } from "../work.ts";
import { batch } from "./batch.ts";
import type { OutsideItemTable } from "./planSchema.ts";
import type { Owner } from "./routingWrites.ts";
import type { Trx } from "./transact.ts";

export interface OutsideWrite {
  readonly item: WorkItemRecord;
  readonly content?: OutsideContent;
}

const outsideRecord = (row: Selectable<OutsideItemTable>): WorkItemRecord => ({
  id: row.id,
  conversationId: null,
  channel: row.channel,
  queueId: row.queue_id,
  skill: row.skill,
  state: row.state,
  agentId: row.agent_id,
  enqueuedAtMs: row.enqueued_at_ms,
  details: row.details,
  subject: row.subject,
});

const PLACE_COLUMNS = `id uuid, channel text, "queueId" uuid, skill text, state text, "agentId" uuid,
  "enqueuedAtMs" bigint, details jsonb`;

const addItems = async (trx: Trx, owner: Owner, rows: readonly object[]): Promise<void> => {
  if (rows.length === 0) return;
  const columns = `${PLACE_COLUMNS}, "outsideKey" text, fingerprint text, subject text, body text, links jsonb, contact jsonb`;
  await sql`
    insert into lotse.outside_item (tenant_id, id, channel, queue_id, skill, state, agent_id, enqueued_at_ms, details,
      outside_key, fingerprint, subject, body, links, contact, epoch)
    select ${owner.tenantId}::uuid, id, channel, "queueId", skill, state, "agentId", "enqueuedAtMs", details,
      "outsideKey", fingerprint, subject, body, links, contact, ${owner.epoch}::bigint
    from ${batch(rows, columns)}
    on conflict (tenant_id, id) do update set
      channel = excluded.channel, queue_id = excluded.queue_id, skill = excluded.skill, state = excluded.state,
      agent_id = excluded.agent_id, enqueued_at_ms = excluded.enqueued_at_ms, details = excluded.details,
      epoch = excluded.epoch`.execute(trx);
};

const moveItems = async (trx: Trx, owner: Owner, items: readonly WorkItemRecord[]): Promise<void> => {
  if (items.length === 0) return;
  const { rows } = await sql`
    update lotse.outside_item o set
      channel = input.channel, queue_id = input."queueId", skill = input.skill, state = input.state,
      agent_id = input."agentId", enqueued_at_ms = input."enqueuedAtMs", details = input.details,
      epoch = ${owner.epoch}::bigint
    from ${batch(items, PLACE_COLUMNS)}
    where o.tenant_id = ${owner.tenantId}::uuid and o.id = input.id
    returning o.id`.execute(trx);
  if (rows.length < items.length) throw new LotseError("NOT_FOUND", "No such work item");
};

/** Of several writes to one item the last place holds, with what was said in any of them. */
export const putOutsideItems = async (
  trx: Trx,
  owner: Owner,
  writes: readonly OutsideWrite[],
): Promise<void> => {
  const places = new Map(writes.map(({ item }) => [item.id, item]));
  const contents = new Map(
    writes.flatMap(({ item, content }) => (content === undefined ? [] : [[item.id, content]])),
  );
  const added = [...contents].map(([id, content]) => ({ ...places.get(id), ...content }));
  await addItems(trx, owner, added);
  await moveItems(
    trx,
    owner,
    [...places.values()].filter(({ id }) => !contents.has(id)),
  );
};

const withContent = (row: Selectable<OutsideItemTable>): OutsideItemRecord => {
  const { outside_key: outsideKey, fingerprint, subject, body, links, contact } = row;
  return { item: outsideRecord(row), content: { outsideKey, fingerprint, subject, body, links, contact } };
};

/** Those that are open, and these others. */
export const listOutsideItems = async (
  trx: Trx,
  tenantId: TenantId,
  others: readonly WorkItemId[],
): Promise<OutsideItemRecord[]> => {
  const rows = await trx
    .selectFrom("outside_item")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where(({ eb, or }) => or([eb("state", "<>", "ended"), ...others.map(id => eb("id", "=", id))]))
    .execute();
  return rows.map(withContent);
};

export const findOutsideItem = async (
  trx: Trx,
  tenantId: TenantId,
  by: { readonly id: string } | { readonly outsideKey: string },
): Promise<OutsideItemRecord | null> => {
  const all = trx.selectFrom("outside_item").selectAll().where("tenant_id", "=", tenantId);
  const row = await ("id" in by
    ? all.where("id", "=", by.id as WorkItemRecord["id"])
    : all.where("outside_key", "=", by.outsideKey)
  ).executeTakeFirst();
  return row === undefined ? null : withContent(row);
};
