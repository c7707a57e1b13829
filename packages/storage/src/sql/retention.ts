/**
 * Deletes what is too old, a small step at a time, in the order that the references ask for. What an open
 * conversation needs is never touched. Knows no times but the one it is told.
 */
import type { TenantId } from "@lotse/protocol";
import { type RawBuilder, sql } from "kysely";
import type { ForgetStep } from "../retention.ts";
import type { Trx } from "./transact.ts";

interface Step {
  readonly trx: Trx;
  readonly tenantId: TenantId;
  readonly beforeMs: number;
  readonly limit: number;
}

const run = async (trx: Trx, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(trx)).numAffectedRows ?? 0);

const idsOf = async (trx: Trx, statement: RawBuilder<{ id: string }>): Promise<readonly string[]> =>
  (await statement.execute(trx)).rows.map(row => row.id);

/** Ids as one parameter: the drivers disagree on arrays. */
const among = (ids: readonly string[]): RawBuilder<unknown> =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

const conversations = async ({ trx, tenantId, beforeMs, limit }: Step): Promise<number> => {
  const ids = await idsOf(
    trx,
    sql`select id from lotse.conversation
      where tenant_id = ${tenantId}::uuid and state = 'ended' and ended_at_ms < ${beforeMs}
        and not exists (select from lotse.work_item where work_item.tenant_id = conversation.tenant_id
          and work_item.conversation_id = conversation.id and work_item.state <> 'ended')
      order by ended_at_ms, id limit ${limit} for update skip locked`,
  );
  if (ids.length === 0) return 0;
  for (const table of ["message", "work_item", "cobrowse"]) {
    await run(
      trx,
      sql`delete from lotse.${sql.id(table)}
        where tenant_id = ${tenantId}::uuid and conversation_id in ${among(ids)}`,
    );
  }
  return run(
    trx,
    sql`delete from lotse.conversation where tenant_id = ${tenantId}::uuid and id in ${among(ids)}`,
  );
};

/** A visit that nothing refers to any more. Its invitations say nothing without it. */
const unneededVisits = async ({ trx, tenantId, beforeMs, limit }: Step): Promise<number> => {
  const ids = await idsOf(
    trx,
    sql`select id from lotse.visit
      where tenant_id = ${tenantId}::uuid and last_seen_at_ms < ${beforeMs}
        and not exists (select from lotse.conversation where conversation.tenant_id = visit.tenant_id
          and conversation.visit_id = visit.id)
        and not exists (select from lotse.contact_request where contact_request.tenant_id = visit.tenant_id
          and contact_request.visit_id = visit.id)
        and not exists (select from lotse.invitation where invitation.tenant_id = visit.tenant_id
          and invitation.visit_id = visit.id and invitation.state = 'offered')
      order by last_seen_at_ms, id limit ${limit} for update skip locked`,
  );
  if (ids.length === 0) return 0;
  await run(
    trx,
    sql`delete from lotse.invitation where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)}`,
  );
  return run(trx, sql`delete from lotse.visit where tenant_id = ${tenantId}::uuid and id in ${among(ids)}`);
};

/** One that a conversation or a request still refers to stays as a name; what was observed goes. */
const observations = ({ trx, tenantId, beforeMs, limit }: Step): Promise<number> =>
  run(
    trx,
    sql`update lotse.visit set facts = null, journey = '[]'
      where tenant_id = ${tenantId}::uuid and id in (
        select id from lotse.visit
        where tenant_id = ${tenantId}::uuid and last_seen_at_ms < ${beforeMs}
          and (facts is not null or journey <> '[]')
          and not exists (select from lotse.conversation where conversation.tenant_id = visit.tenant_id
            and conversation.visit_id = visit.id and conversation.state <> 'ended')
        order by last_seen_at_ms, id limit ${limit})`,
  );

const visits = async (step: Step): Promise<number> =>
  (await unneededVisits(step)) + (await observations(step));

const contacts = ({ trx, tenantId, beforeMs, limit }: Step): Promise<number> =>
  run(
    trx,
    sql`delete from lotse.contact where tenant_id = ${tenantId}::uuid and id in (
      select id from lotse.contact
      where tenant_id = ${tenantId}::uuid and last_identified_at_ms < ${beforeMs}
        and not exists (select from lotse.visit where visit.tenant_id = contact.tenant_id
          and visit.contact_id = contact.id)
      order by last_identified_at_ms, id limit ${limit} for update skip locked)`,
  );

/** Tables that nothing refers to: by age alone. */
const byAge =
  (table: string, key: string, age: string) =>
  ({ trx, tenantId, beforeMs, limit }: Step): Promise<number> =>
    run(
      trx,
      sql`delete from lotse.${sql.id(table)} where tenant_id = ${tenantId}::uuid and ${sql.id(key)} in (
        select ${sql.id(key)} from lotse.${sql.id(table)}
        where tenant_id = ${tenantId}::uuid and ${sql.id(age)} < ${beforeMs}
        order by ${sql.id(age)} limit ${limit})`,
    );

const STEPS: Readonly<Record<ForgetStep["class"], (step: Step) => Promise<number>>> = {
  visits,
  conversations,
  contacts,
  decisions: async step =>
    (await byAge("decision", "id", "at_ms")(step)) + (await byAge("conversion", "id", "at_ms")(step)),
  requests: byAge("contact_request", "id", "left_at_ms"),
  audit: byAge("audit", "id", "at_ms"),
  workItems: ({ trx, tenantId, beforeMs, limit }) =>
    run(
      trx,
      sql`delete from lotse.outside_item where tenant_id = ${tenantId}::uuid and id in (
        select id from lotse.outside_item
        where tenant_id = ${tenantId}::uuid and state = 'ended' and enqueued_at_ms < ${beforeMs}
        order by enqueued_at_ms, id limit ${limit})`,
    ),
  availability: async step =>
    (await byAge("presence_log", "id", "at_ms")(step)) +
    (await byAge("wait_estimate", "id", "at_ms")(step)) +
    (await byAge("wait_outcome", "item_id", "at_ms")(step)),
  recordings: byAge("recorded_visit", "id", "last_at_ms"),
  expiry: async step =>
    (await byAge("identity_token", "jti_hash", "expires_at_ms")(step)) +
    (await byAge("account_link", "token_hash", "expires_at_ms")(step)),
};

/** How many rows went or were emptied; 0 when there is nothing more to do. */
export const forget = (trx: Trx, tenantId: TenantId, step: ForgetStep): Promise<number> =>
  STEPS[step.class]({ trx, tenantId, ...step });

/** Sessions and one-time values of the accounts that have ended. */
export const forgetEndedSessions = async (
  trx: Trx,
  step: { readonly beforeMs: number; readonly limit: number },
): Promise<number> => {
  await sql`select set_config('role', 'lotse_auth', true)`.execute(trx);
  let count = 0;
  for (const table of ["session", "verification"]) {
    count += await run(
      trx,
      sql`delete from auth.${sql.id(table)} where id in (
        select id from auth.${sql.id(table)}
        where "expiresAt" < to_timestamp(${step.beforeMs}::double precision / 1000) limit ${step.limit})`,
    );
  }
  return count;
};
