/** The routing plan's versions. */
import { type Channel, type ChannelId, LotseError, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { PlanRecord, PlanSave } from "../plan.ts";
import { holdTenant } from "./memberRows.ts";
import type { Trx } from "./transact.ts";

const VERSIONS_MAX = 100;

export const readPlan = async (trx: Trx, tenantId: TenantId): Promise<PlanRecord | null> => {
  const row = await trx
    .selectFrom("routing_plan")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { plan: row.plan, version: row.version, savedAtMs: row.saved_at_ms, savedBy: row.saved_by };
};

export const findChannels = async (
  trx: Trx,
  tenantId: TenantId,
  ids: readonly ChannelId[],
): Promise<Channel[]> => {
  const { rows } = await sql<{ channel: Channel }>`
    select distinct on (channel->>'id') channel
    from lotse.routing_plan, jsonb_array_elements(plan->'channels') as channel
    where tenant_id = ${tenantId}::uuid
      and channel->>'id' in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    order by channel->>'id', version desc`.execute(trx);
  return rows.map(({ channel }) => channel);
};

/** Whoever saves holds the tenant: of two who changed the same plan, the second is told. */
export const savePlan = async (trx: Trx, tenantId: TenantId, save: PlanSave): Promise<number> => {
  await holdTenant(trx, tenantId);
  const newest = (await readPlan(trx, tenantId))?.version ?? 0;
  if (newest !== save.basedOn) throw new LotseError("PLAN_STALE", "Another plan was saved meanwhile");
  const version = newest + 1;
  await trx
    .insertInto("routing_plan")
    .values({
      ...{ tenant_id: tenantId, version, plan: JSON.stringify(save.plan) },
      ...{ saved_at_ms: save.savedAtMs, saved_by: save.savedBy },
    })
    .execute();
  await trx
    .deleteFrom("routing_plan")
    .where("tenant_id", "=", tenantId)
    .where("version", "<=", version - VERSIONS_MAX)
    .execute();
  return version;
};
