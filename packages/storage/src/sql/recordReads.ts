/** Recorded visits as they are run over again: with who made them, and what really came of rules meanwhile. Reads only. */
import type { TenantId, VisitId } from "@lotse/protocol";
import { sql } from "kysely";
import type { PastInvitation, RecordedVisit, RecordQuery, RecordStorage } from "../records.ts";
import type { Period } from "../work.ts";
import { decisionOf } from "./decisions.ts";
import type { Trx } from "./transact.ts";

const MONTH_MS = 30 * 86_400_000;
const INVITATIONS_MAX = 50_000;
/** With fewer conversations by the skill, all of them say more. */
const ENOUGH_TALKS = 5;

const among = (ids: readonly string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb))`;

type Row = Pick<
  RecordedVisit,
  "visitId" | "language" | "firstAtMs" | "moments" | "visitorId" | "sideKey" | "contactId"
> & {
  readonly id: number;
  readonly attributes: RecordedVisit["attributes"] | null;
};

type PersonsVisit = RecordedVisit["visits"][number] & { readonly of: VisitId };

export const countRecordedVisits = async (
  trx: Trx,
  tenantId: TenantId,
  { siteId, fromMs, toMs }: RecordQuery,
): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from lotse.recorded_visit
    where tenant_id = ${tenantId}::uuid and site_id = ${siteId}::uuid
      and first_at_ms >= ${fromMs} and first_at_ms < ${toMs}`.execute(trx);
  return rows[0]?.count ?? 0;
};

const readPage = async (
  trx: Trx,
  tenantId: TenantId,
  query: RecordQuery & { readonly after: readonly [number, number]; readonly limit: number },
): Promise<readonly Row[]> => {
  const { siteId, fromMs, toMs, after, limit } = query;
  const { rows } = await sql<Row>`
    select recorded.id, recorded.visit_id as "visitId", recorded.language, first_at_ms as "firstAtMs", moments,
      visit.visitor_id as "visitorId", visit.side_key as "sideKey", visit.contact_id as "contactId", contact.attributes
    from lotse.recorded_visit as recorded
    left join lotse.visit on visit.tenant_id = recorded.tenant_id and visit.id = recorded.visit_id
    left join lotse.contact on contact.tenant_id = visit.tenant_id and contact.id = visit.contact_id
    where recorded.tenant_id = ${tenantId}::uuid and recorded.site_id = ${siteId}::uuid
      and first_at_ms >= ${fromMs} and first_at_ms < ${toMs}
      and (first_at_ms, recorded.id) > (${after[0]}::bigint, ${after[1]}::bigint)
    order by first_at_ms, recorded.id limit ${limit}`.execute(trx);
  return rows;
};

/** Each way of knowing them by an index of its own, as `readVisitorPast` does. */
const readPersons = async (
  trx: Trx,
  tenantId: TenantId,
  ids: readonly VisitId[],
): Promise<readonly PersonsVisit[]> => {
  const { rows } = await sql<PersonsVisit>`
    with asked as (
      select id, contact_id, visitor_id from lotse.visit
      where tenant_id = ${tenantId}::uuid and id in ${among(ids)})
    select asked.id as "of", visit.id as "visitId", started_at_ms as "startedAtMs", last_seen_at_ms as "lastSeenAtMs",
        visit.visitor_id as "visitorId", visit.contact_id as "contactId"
      from asked join lotse.visit on visit.tenant_id = ${tenantId}::uuid and visit.id = asked.id
    union select asked.id, visit.id, started_at_ms, last_seen_at_ms, visit.visitor_id, visit.contact_id
      from asked join lotse.visit on visit.tenant_id = ${tenantId}::uuid and visit.contact_id = asked.contact_id
    union select asked.id, visit.id, started_at_ms, last_seen_at_ms, visit.visitor_id, visit.contact_id
      from asked join lotse.visit on visit.tenant_id = ${tenantId}::uuid and visit.visitor_id = asked.visitor_id
    order by "startedAtMs", "visitId"`.execute(trx);
  return rows;
};

const readTalks = async (trx: Trx, tenantId: TenantId, ids: readonly VisitId[]) => {
  const { rows } = await sql<RecordedVisit["conversations"][number]>`
    select visit_id as "visitId", opened_at_ms as "openedAtMs", ended_at_ms as "endedAtMs"
    from lotse.conversation where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)}
    order by opened_at_ms, id`.execute(trx);
  return rows;
};

const readSuccesses = async (trx: Trx, tenantId: TenantId, ids: readonly VisitId[]) => {
  const { rows } = await sql<{ visitId: VisitId; atMs: number }>`
    select visit_id as "visitId", at_ms as "atMs" from lotse.conversion
    where tenant_id = ${tenantId}::uuid and visit_id in ${among(ids)} order by at_ms`.execute(trx);
  return rows;
};

const readDecisions = async (
  trx: Trx,
  tenantId: TenantId,
  { ids, sinceMs }: { readonly ids: readonly VisitId[]; readonly sinceMs: number },
) => {
  const rows = await trx
    .selectFrom("decision")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where(sql<boolean>`visit_id in ${among(ids)}`)
    .where("at_ms", ">=", sinceMs)
    .orderBy("id")
    .execute();
  return rows.map(decisionOf);
};

const pageOf = async (
  trx: Trx,
  tenantId: TenantId,
  rows: readonly Row[],
): Promise<readonly RecordedVisit[]> => {
  const persons = await readPersons(
    trx,
    tenantId,
    rows.map(({ visitId }) => visitId),
  );
  const ids = [...new Set([...rows, ...persons].map(({ visitId }) => visitId))];
  const sinceMs = (rows[0]?.firstAtMs ?? 0) - MONTH_MS;
  const talks = await readTalks(trx, tenantId, ids);
  const successes = await readSuccesses(trx, tenantId, ids);
  const decisions = await readDecisions(trx, tenantId, { ids, sinceMs });
  return rows.map(({ id: _, attributes, ...row }) => {
    const visits = persons.filter(each => each.of === row.visitId).map(({ of: _of, ...visit }) => visit);
    const mine = new Set([row.visitId, ...visits.map(({ visitId }) => visitId)]);
    const isMine = ({ visitId }: { readonly visitId: VisitId }): boolean => mine.has(visitId);
    return {
      ...row,
      ...{ attributes: attributes ?? {}, visits, conversations: talks.filter(isMine) },
      conversions: successes.filter(isMine),
      decisions: decisions.filter(isMine),
    };
  });
};

const placeIn = (cursor: string | null): readonly [number, number] => {
  const [atMs = Number.NaN, id = Number.NaN] = (cursor ?? "").split(":").map(Number);
  return cursor === null || Number.isNaN(atMs + id) ? [-1, -1] : [atMs, id];
};

export const listRecordedVisits = async (
  trx: Trx,
  tenantId: TenantId,
  query: Parameters<RecordStorage["listRecordedVisits"]>[1],
): Promise<{ visits: readonly RecordedVisit[]; cursor: string | null }> => {
  const { limit, cursor, ...where } = query;
  const rows = await readPage(trx, tenantId, { ...where, after: placeIn(cursor), limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined) return { visits: [], cursor: null };
  return {
    visits: await pageOf(trx, tenantId, page),
    cursor: rows.length > limit ? `${last.firstAtMs}:${last.id}` : null,
  };
};

export const listPastInvitations = async (
  trx: Trx,
  tenantId: TenantId,
  { ruleId, fromMs, toMs }: Parameters<RecordStorage["listPastInvitations"]>[1],
): Promise<PastInvitation[]> => {
  const { rows } = await sql<PastInvitation>`
    select invitation.id, invitation.visit_id as "visitId", invitation.agent_id as "agentId",
      created_at_ms as "atMs", ended.outcome as "end", ended.at_ms as "endedAtMs",
      talk.ended_at_ms as "conversationEndedAtMs"
    from lotse.invitation
    left join lotse.decision as ended on ended.tenant_id = invitation.tenant_id
      and ended.visit_id = invitation.visit_id and ended.invitation_id = invitation.id
      and ended.outcome in ('accepted', 'declined', 'expired', 'withdrawn', 'left')
    left join lotse.conversation as talk on ended.outcome = 'accepted' and talk.tenant_id = invitation.tenant_id
      and talk.visit_id = invitation.visit_id and talk.opened_at_ms = ended.at_ms
    where invitation.tenant_id = ${tenantId}::uuid and invitation.rule_id = ${ruleId}::uuid
      and created_at_ms >= ${fromMs} and created_at_ms < ${toMs}
    order by created_at_ms, invitation.id limit ${INVITATIONS_MAX}`.execute(trx);
  return rows;
};

interface Median {
  readonly count: number;
  readonly ms: number | null;
}

export const medianConversationMs = async (
  trx: Trx,
  tenantId: TenantId,
  { skill, fromMs, toMs }: Period & { readonly skill: string },
): Promise<number | null> => {
  const within = sql`tenant_id = ${tenantId}::uuid and state = 'ended' and agent_id is not null
    and ended_at_ms >= ${fromMs} and ended_at_ms < ${toMs}`;
  const median = sql`percentile_cont(0.5) within group (order by (ended_at_ms - opened_at_ms)::float8)`;
  const { rows: invited } = await sql<Median>`
    select count(*)::integer as count, ${median} as ms from lotse.conversation as talk
    where ${within} and exists (select from lotse.invitation where invitation.tenant_id = talk.tenant_id
      and invitation.visit_id = talk.visit_id and invitation.state = 'accepted' and invitation.skill = ${skill})`.execute(
    trx,
  );
  const [first] = invited;
  if (first !== undefined && first.count >= ENOUGH_TALKS) return first.ms;
  const { rows: every } = await sql<Median>`
    select count(*)::integer as count, ${median} as ms from lotse.conversation where ${within}`.execute(trx);
  return every[0]?.ms ?? null;
};
