/** How waits ended. Append only; retention alone removes. */
import type { TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { OutcomeRecord, ServiceGoal, ServiceSummary } from "../outcomes.ts";
import type { Period } from "../work.ts";
import { batch } from "./batch.ts";
import type { Trx } from "./transact.ts";

/** Of each item the first holds. */
export const appendOutcomes = async (
  trx: Trx,
  tenantId: TenantId,
  outcomes: readonly OutcomeRecord[],
): Promise<void> => {
  if (outcomes.length === 0) return;
  const input = batch(
    outcomes,
    `"itemId" uuid, "queueId" uuid, channel text, "atMs" bigint, "waitedMs" bigint, outcome text`,
  );
  await sql`
    insert into lotse.wait_outcome (tenant_id, item_id, queue_id, channel, at_ms, waited_ms, outcome)
    select ${tenantId}::uuid, "itemId", "queueId", channel, "atMs", "waitedMs", outcome from ${input}
    on conflict (tenant_id, item_id) do nothing`.execute(trx);
};

export const summarizeServices = async (
  trx: Trx,
  tenantId: TenantId,
  { fromMs, toMs, goals }: Period & { readonly goals: readonly ServiceGoal[] },
): Promise<ServiceSummary[]> => {
  if (goals.length === 0) return [];
  const input = batch(goals, `"queueId" uuid, channel text, "withinMs" bigint`);
  const { rows } = await sql<ServiceSummary>`
    select input."queueId", input.channel,
      (count(*) filter (where outcome = 'answered' and waited_ms <= "withinMs"))::int as within,
      (count(*) filter (where outcome = 'answered' or waited_ms > "withinMs"))::int as counted
    from ${input} left join lotse.wait_outcome on wait_outcome.tenant_id = ${tenantId}::uuid
      and wait_outcome.queue_id = input."queueId" and wait_outcome.channel = input.channel
      and at_ms >= ${fromMs} and at_ms < ${toMs}
    group by input."queueId", input.channel order by input."queueId", input.channel`.execute(trx);
  return rows;
};
