/** What is known of a visitor beyond the visit: all visits of the same contact, or of the same browser that agreed to be recognised. */
import type { ContactId, TenantId, VisitId } from "@lotse/protocol";
import { sql } from "kysely";
import type { ConversationAnswer, NewConversion, VisitorPast, VisitorRecord } from "../rules.ts";
import { decisionOf } from "./decisions.ts";
import type { Trx } from "./transact.ts";

/** Of somebody who has made more, the latest say enough. */
const VISITS_MAX = 500;
/** Of what only says that nothing was done. */
const DECISIONS_MAX = 2_000;
/** Of what was done and what came of it: caps, budgets and holdouts count these, so no typing pause may push them out. */
const DEEDS_MAX = 10_000;

interface Me {
  readonly startedAtMs: number;
  readonly contactId: ContactId | null;
  readonly visitorId: string | null;
  readonly sideKey: string | null;
  readonly attributes: VisitorRecord["attributes"] | null;
  readonly revision: number;
}

const readMe = async (trx: Trx, tenantId: TenantId, visitId: VisitId): Promise<Me | undefined> => {
  const { rows } = await sql<Me>`
    select visit.started_at_ms as "startedAtMs", visit.contact_id as "contactId", visit.visitor_id as "visitorId",
      visit.side_key as "sideKey", contact.attributes, site.rules_revision as revision
    from lotse.visit
    join lotse.site on site.tenant_id = visit.tenant_id and site.id = visit.site_id
    left join lotse.contact on contact.tenant_id = visit.tenant_id and contact.id = visit.contact_id
    where visit.tenant_id = ${tenantId}::uuid and visit.id = ${visitId}::uuid`.execute(trx);
  return rows[0];
};

interface Visit {
  readonly id: VisitId;
  readonly lastSeenAtMs: number;
  readonly sideKey: string | null;
}

/** Each way of knowing them by an index of its own; this visit is among them. */
const readVisits = async (
  trx: Trx,
  tenantId: TenantId,
  { visitId, me }: { readonly visitId: VisitId; readonly me: Me },
): Promise<readonly Visit[]> => {
  const { rows } = await sql<Visit>`
    select id, last_seen_at_ms as "lastSeenAtMs", side_key as "sideKey" from (
      select id, last_seen_at_ms, side_key from lotse.visit
        where tenant_id = ${tenantId}::uuid and id = ${visitId}::uuid
      union select id, last_seen_at_ms, side_key from lotse.visit
        where tenant_id = ${tenantId}::uuid and contact_id = ${me.contactId}::uuid
      union select id, last_seen_at_ms, side_key from lotse.visit
        where tenant_id = ${tenantId}::uuid and visitor_id = ${me.visitorId}::uuid
    ) as mine order by last_seen_at_ms desc, id limit ${VISITS_MAX}`.execute(trx);
  return rows;
};

const among = (ids: readonly string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

const countFor = async (trx: Trx, tenantId: TenantId, ids: readonly VisitId[]) => {
  const { rows } = await sql<{ conversations: number; purchases: number }>`
    select
      (select count(*)::integer from lotse.conversation
        where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)} and state = 'ended') as conversations,
      (select count(*)::integer from lotse.conversion
        where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)}) as purchases`.execute(trx);
  return rows[0] ?? { conversations: 0, purchases: 0 };
};

const readDecisions = async (
  trx: Trx,
  tenantId: TenantId,
  { ids, sinceMs }: { readonly ids: readonly VisitId[]; readonly sinceMs: number },
) => {
  if (ids.length === 0) return [];
  const latest = (isDeed: boolean, most: number) => sql`
    (select id from lotse.decision
      where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)} and at_ms >= ${sinceMs}
        and (outcome not in ('matched', 'suppressed')) = ${isDeed}::boolean
      order by id desc limit ${most})`;
  const rows = await trx
    .selectFrom("decision")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where(sql<boolean>`id in (${latest(true, DEEDS_MAX)} union all ${latest(false, DECISIONS_MAX)})`)
    .orderBy("id")
    .execute();
  return rows.map(decisionOf);
};

export const readVisitorPast = async (
  trx: Trx,
  tenantId: TenantId,
  { visitId, sinceMs }: { readonly visitId: VisitId; readonly sinceMs: number },
): Promise<VisitorPast | null> => {
  const me = await readMe(trx, tenantId, visitId);
  if (me === undefined) return null;
  const visits = await readVisits(trx, tenantId, { visitId, me });
  const others = visits.filter(({ id }) => id !== visitId);
  const ids = visits.map(({ id }) => id);
  const { conversations, purchases } = await countFor(trx, tenantId, ids);
  const key = me.visitorId ?? me.contactId ?? visitId;
  const drawn = others.findLast(({ sideKey }) => sideKey !== null)?.sideKey;
  return {
    side: { key: me.sideKey ?? drawn ?? key, isKept: me.sideKey !== null },
    visitor: {
      key,
      visitNumber: others.length + 1,
      startedAtMs: me.startedAtMs,
      previousSeenAtMs: others[0]?.lastSeenAtMs ?? null,
      ...{ conversations, purchases, contactId: me.contactId, attributes: me.attributes ?? {} },
    },
    decisions: await readDecisions(trx, tenantId, { ids: [visitId], sinceMs: 0 }),
    earlier: await readDecisions(trx, tenantId, { ids: others.map(({ id }) => id), sinceMs }),
    revision: me.revision,
  };
};

/** The first word holds. */
export const keepSide = async (
  trx: Trx,
  tenantId: TenantId,
  { visitId, key }: { readonly visitId: VisitId; readonly key: string },
): Promise<void> => {
  await trx
    .updateTable("visit")
    .set({ side_key: key })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", visitId)
    .where("side_key", "is", null)
    .execute();
};

/** An accepted invitation and its conversation are of the same moment: one decision made both. */
export const recordAnswered = async (
  trx: Trx,
  tenantId: TenantId,
  { conversationId, atMs }: ConversationAnswer,
): Promise<void> => {
  await sql`
    insert into lotse.decision
      (tenant_id, visit_id, rule_id, rule_version, outcome, invitation_id, at_ms, action)
    select accepted.tenant_id, accepted.visit_id, rule_id, rule_version, 'answered', invitation_id,
      ${atMs}::bigint, action
    from lotse.conversation
    join lotse.decision as accepted on accepted.tenant_id = conversation.tenant_id
      and accepted.visit_id = conversation.visit_id and accepted.at_ms = conversation.opened_at_ms
      and accepted.outcome = 'accepted'
    where conversation.tenant_id = ${tenantId}::uuid and conversation.id = ${conversationId}::uuid
      and not exists (select from lotse.decision as answered where answered.tenant_id = accepted.tenant_id
        and answered.visit_id = accepted.visit_id and answered.outcome = 'answered'
        and answered.invitation_id = accepted.invitation_id)`.execute(trx);
};

/** One line for each rule that reached the visitor or was held out, by the version that did so last. */
export const recordConversion = async (
  trx: Trx,
  tenantId: TenantId,
  { visitId, key, once, value, atMs, sinceMs }: NewConversion,
): Promise<boolean> => {
  const me = await readMe(trx, tenantId, visitId);
  if (me === undefined) return false;
  const ids = (await readVisits(trx, tenantId, { visitId, me })).map(({ id }) => id);
  const { rows } = await sql`
    insert into lotse.conversion (tenant_id, visit_id, key, value, at_ms)
    select ${tenantId}::uuid, ${visitId}::uuid, ${key}, ${value}::double precision, ${atMs}
    where not exists (select from lotse.conversion as told where told.tenant_id = ${tenantId}::uuid
      and told.key = ${key} and told.visit_id in ${among(once === "person" ? ids : [visitId])})
    on conflict (tenant_id, visit_id, key) do nothing returning id`.execute(trx);
  if (rows.length === 0) return false;
  await sql`
    insert into lotse.decision (tenant_id, visit_id, rule_id, rule_version, outcome, at_ms, action, value)
    select ${tenantId}::uuid, ${visitId}::uuid, rule_id, rule_version, 'converted', ${atMs}::bigint, action,
      ${value}::double precision
    from (
      select distinct on (rule_id) rule_id, rule_version, action from lotse.decision
      where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)} and at_ms >= ${sinceMs}
        and outcome in ('shown', 'heldOut')
      order by rule_id, id desc
    ) as reached`.execute(trx);
  return true;
};
