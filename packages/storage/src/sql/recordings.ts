/** What was seen of visits over time. Appended in the transaction that stores the visit itself, so that neither knows more. */
import type { TenantId, VisitId } from "@lotse/protocol";
import { type RawBuilder, sql } from "kysely";
import { MOMENTS_MAX, RECORDED_VISITS_MAX, type RecordedMoment } from "../records.ts";
import type { VisitUpdate } from "../Storage.ts";
import { batch } from "./batch.ts";
import type { Trx } from "./transact.ts";

interface Recording {
  readonly visit_id: VisitId;
  readonly site_id: VisitUpdate["siteId"];
  readonly language: VisitUpdate["language"];
  readonly moments: readonly RecordedMoment[];
  readonly first_at_ms: number;
  readonly last_at_ms: number;
  readonly begins: boolean;
}

/** One for each visit: a statement must not touch a row twice. */
const recordingsOf = (updates: readonly VisitUpdate[]): readonly Recording[] => {
  const found = new Map<VisitId, Recording>();
  for (const { id, siteId, language, moment } of updates) {
    if (moment === undefined) continue;
    const before = found.get(id);
    found.set(id, {
      ...{ visit_id: id, site_id: siteId, language },
      moments: [...(before?.moments ?? []), moment],
      first_at_ms: before?.first_at_ms ?? moment.atMs,
      last_at_ms: moment.atMs,
      begins: before?.begins ?? moment.whole === true,
    });
  }
  return [...found.values()];
};

const inputOf = (recordings: readonly Recording[]): RawBuilder<unknown> =>
  batch(
    recordings,
    "visit_id uuid, site_id uuid, language text, moments jsonb, first_at_ms bigint, last_at_ms bigint",
  );

/** Whose the visit is by now goes with each moment: it may be said in the middle of it. */
const momentsWithPerson = sql`(
  select jsonb_agg(
    moment || jsonb_strip_nulls(
      jsonb_build_object('contactId', visit.contact_id, 'visitorId', visit.visitor_id))
    order by position)
  from jsonb_array_elements(input.moments) with ordinality as told(moment, position))`;

const ofVisit = (tenantId: TenantId): RawBuilder<unknown> =>
  sql`join lotse.visit on visit.tenant_id = ${tenantId}::uuid and visit.id = input.visit_id`;

/** What changed is of use only behind what was there before. */
const append = async (trx: Trx, tenantId: TenantId, more: readonly Recording[]): Promise<void> => {
  if (more.length === 0) return;
  await sql`
    update lotse.recorded_visit as recorded
    set moments = recorded.moments || told.moments, last_at_ms = told.last_at_ms
    from (
      select input.visit_id, input.last_at_ms, ${momentsWithPerson} as moments
      from ${inputOf(more)} ${ofVisit(tenantId)}
    ) as told
    where recorded.tenant_id = ${tenantId}::uuid and recorded.visit_id = told.visit_id
      and jsonb_array_length(recorded.moments) < ${MOMENTS_MAX}`.execute(trx);
};

/** Told whole in the middle of a visit, it is a moment like others. */
const begin = async (trx: Trx, tenantId: TenantId, first: readonly Recording[]): Promise<number[]> => {
  if (first.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    insert into lotse.recorded_visit as recorded
      (tenant_id, visit_id, site_id, language, first_at_ms, last_at_ms, moments)
    select ${tenantId}::uuid, input.visit_id, input.site_id, input.language, input.first_at_ms,
      input.last_at_ms, ${momentsWithPerson}
    from ${inputOf(first)} ${ofVisit(tenantId)}
    order by input.first_at_ms
    on conflict (tenant_id, visit_id) do update
      set moments = recorded.moments || excluded.moments, last_at_ms = excluded.last_at_ms
      where jsonb_array_length(recorded.moments) < ${MOMENTS_MAX}
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
};

/** Every so many new visits the bound is looked at, not at each. */
const TRIM_EVERY = 64;

const trim = async (trx: Trx, tenantId: TenantId): Promise<void> => {
  await sql`
    delete from lotse.recorded_visit where tenant_id = ${tenantId}::uuid and id <= (
      select id from lotse.recorded_visit where tenant_id = ${tenantId}::uuid
      order by id desc offset ${RECORDED_VISITS_MAX} limit 1)`.execute(trx);
};

/** After the visits themselves. */
export const appendMoments = async (
  trx: Trx,
  tenantId: TenantId,
  updates: readonly VisitUpdate[],
): Promise<void> => {
  const recordings = recordingsOf(updates);
  await append(
    trx,
    tenantId,
    recordings.filter(({ begins }) => !begins),
  );
  const ids = await begin(
    trx,
    tenantId,
    recordings.filter(({ begins }) => begins),
  );
  if (ids.some(id => id % TRIM_EVERY === 0)) await trim(trx, tenantId);
};
