/** Who was available when, with which load; and how long waits were said to be. Append only; retention alone removes. */
import type { TenantId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { Period, PresenceChoice, PresenceRecord, WaitRecord, WaitSummary } from "../work.ts";
import { batch } from "./batch.ts";
import type { PresenceLogTable } from "./planSchema.ts";
import type { Trx } from "./transact.ts";

type Row = Omit<Selectable<PresenceLogTable>, "tenant_id" | "id">;

const presenceRecord = (row: Row): PresenceRecord => ({
  agentId: row.agent_id,
  atMs: row.at_ms,
  presence: row.presence,
  reason: row.reason,
  load: row.load,
  capacity: row.capacity,
  skills: row.skills,
  channels: row.channels,
  takes: row.takes,
});

/** `position` keeps the batch's order in the ids, which decide between records of one moment. */
export const appendPresence = async (
  trx: Trx,
  tenantId: TenantId,
  records: readonly PresenceRecord[],
): Promise<void> => {
  if (records.length === 0) return;
  const input = batch(
    records.map((record, position) => ({ ...record, position })),
    `position integer, "agentId" uuid, "atMs" bigint, presence text, reason text, load integer, capacity integer,
     skills jsonb, channels jsonb, takes jsonb`,
  );
  await sql`
    insert into lotse.presence_log
      (tenant_id, agent_id, at_ms, presence, reason, load, capacity, skills, channels, takes)
    select ${tenantId}::uuid, "agentId", "atMs", presence, reason, load, capacity, skills, channels, takes
    from ${input} order by position`.execute(trx);
};

export const readPresenceAt = async (
  trx: Trx,
  tenantId: TenantId,
  atMs: number,
): Promise<PresenceRecord[]> => {
  const { rows } = await sql<Row>`
    select distinct on (agent_id) agent_id, at_ms, presence, reason, load, capacity, skills, channels, takes
    from lotse.presence_log
    where tenant_id = ${tenantId}::uuid and at_ms <= ${atMs}
    order by agent_id, at_ms desc, id desc`.execute(trx);
  return rows.map(presenceRecord);
};

export const listPresence = async (
  trx: Trx,
  tenantId: TenantId,
  query: Period & { readonly cursor: number | null; readonly limit: number },
): Promise<{ records: PresenceRecord[]; cursor: number | null }> => {
  const { fromMs, toMs, cursor, limit } = query;
  const rows = await trx
    .selectFrom("presence_log")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<", toMs)
    .where("id", ">", cursor ?? 0)
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  return {
    records: page.map(presenceRecord),
    cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
};

/** The last of an agent in one commit counts. */
export const keepChoices = async (
  trx: Trx,
  tenantId: TenantId,
  choices: readonly PresenceChoice[],
): Promise<void> => {
  for (const { agentId, ...choice } of choices) {
    await trx
      .updateTable("agent")
      .set({ presence_choice: JSON.stringify(choice) })
      .where("tenant_id", "=", tenantId)
      .where("id", "=", agentId)
      .execute();
  }
};

export const readChoices = async (trx: Trx, tenantId: TenantId): Promise<PresenceChoice[]> => {
  const rows = await trx
    .selectFrom("agent")
    .select(["id", "presence_choice"])
    .where("tenant_id", "=", tenantId)
    .where("presence_choice", "is not", null)
    .orderBy("id")
    .execute();
  return rows.flatMap(({ id, presence_choice: choice }) =>
    choice === null ? [] : [{ agentId: id, ...choice }],
  );
};

export const appendWaits = async (
  trx: Trx,
  tenantId: TenantId,
  waits: readonly WaitRecord[],
): Promise<void> => {
  if (waits.length === 0) return;
  const input = batch(
    waits,
    `"itemId" uuid, "queueId" uuid, channel text, "atMs" bigint, "estimatedMs" bigint, "lowMs" bigint,
     "highMs" bigint, "actualMs" bigint`,
  );
  await sql`
    insert into lotse.wait_estimate
      (tenant_id, item_id, queue_id, channel, at_ms, estimated_ms, low_ms, high_ms, actual_ms)
    select ${tenantId}::uuid, "itemId", "queueId", channel, "atMs", "estimatedMs", "lowMs", "highMs", "actualMs"
    from ${input}`.execute(trx);
};

export const summarizeWaits = async (
  trx: Trx,
  tenantId: TenantId,
  { fromMs, toMs }: Period,
): Promise<WaitSummary[]> => {
  const { rows } = await sql<WaitSummary>`
    select queue_id as "queueId", channel, count(*)::int as items,
      avg(estimated_ms)::float8 as "meanEstimatedMs", avg(actual_ms)::float8 as "meanActualMs",
      avg(actual_ms - estimated_ms)::float8 as "meanErrorMs",
      avg(abs(actual_ms - estimated_ms))::float8 as "meanAbsoluteErrorMs",
      percentile_cont(0.5) within group (order by abs(actual_ms - estimated_ms)::float8) as "medianAbsoluteErrorMs",
      (count(*) filter (where actual_ms between low_ms and high_ms))::int as within
    from lotse.wait_estimate
    where tenant_id = ${tenantId}::uuid and at_ms >= ${fromMs} and at_ms < ${toMs}
    group by queue_id, channel order by queue_id, channel`.execute(trx);
  return rows;
};
