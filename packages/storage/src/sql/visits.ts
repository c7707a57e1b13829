/** Visits as beacons tell them. Beacons may arrive late: older facts never replace newer ones. */
import type { JourneyStep, TenantId, VisitId } from "@lotse/protocol";
import { sql } from "kysely";
import type { VisitRecord, VisitUpdate } from "../Storage.ts";
import { batch } from "./batch.ts";
import { appendMoments } from "./recordings.ts";
import type { Trx } from "./transact.ts";

const JOURNEY_MAX = 50;

interface VisitChange {
  readonly latest: VisitUpdate;
  readonly firstAtMs: number;
  readonly steps: readonly JourneyStep[];
}

/** One change per visit: a statement must not touch a row twice. */
const foldUpdates = (updates: readonly VisitUpdate[]): VisitChange[] => {
  const changes = new Map<VisitId, VisitChange>();
  for (const update of updates) {
    const before = changes.get(update.id);
    const latest = before !== undefined && before.latest.atMs > update.atMs ? before.latest : update;
    changes.set(update.id, {
      latest,
      firstAtMs: Math.min(before?.firstAtMs ?? update.atMs, update.atMs),
      steps: [...(before?.steps ?? []), ...(update.step === null ? [] : [update.step])],
    });
  }
  return [...changes.values()];
};

export const recordVisits = async (
  trx: Trx,
  tenantId: TenantId,
  updates: readonly VisitUpdate[],
): Promise<void> => {
  if (updates.length === 0) return;
  const rows = foldUpdates(updates).map(({ latest, firstAtMs, steps }) => ({
    id: latest.id,
    site_id: latest.siteId,
    first_at_ms: firstAtMs,
    at_ms: latest.atMs,
    language: latest.language,
    facts: latest.facts,
    journey: steps.slice(-JOURNEY_MAX),
    visitor_id: latest.visitorId ?? null,
  }));
  const input = batch(
    rows,
    "id uuid, site_id uuid, first_at_ms bigint, at_ms bigint, language text, facts jsonb, journey jsonb, visitor_id uuid",
  );
  await sql`
    insert into lotse.visit as visit
      (tenant_id, id, site_id, started_at_ms, last_seen_at_ms, language, facts, journey, visitor_id)
    select ${tenantId}::uuid, id, site_id, first_at_ms, at_ms, language, facts, journey, visitor_id from ${input}
    order by id
    on conflict (tenant_id, id) do update set
      visitor_id = coalesce(excluded.visitor_id, visit.visitor_id),
      started_at_ms = least(visit.started_at_ms, excluded.started_at_ms),
      last_seen_at_ms = greatest(visit.last_seen_at_ms, excluded.last_seen_at_ms),
      language = case when excluded.last_seen_at_ms >= visit.last_seen_at_ms
        then excluded.language else visit.language end,
      facts = case when excluded.last_seen_at_ms >= visit.last_seen_at_ms
        then excluded.facts else visit.facts end,
      journey = case when excluded.journey = '[]'::jsonb then visit.journey else (
        select jsonb_agg(step order by position) from (
          select step, position
          from jsonb_array_elements(visit.journey || excluded.journey) with ordinality as steps(step, position)
          order by position desc limit ${sql.lit(JOURNEY_MAX)}
        ) as newest) end`.execute(trx);
  await appendMoments(trx, tenantId, updates);
};

export const readVisit = async (
  trx: Trx,
  tenantId: TenantId,
  visitId: VisitId,
): Promise<VisitRecord | null> => {
  const row = await trx
    .selectFrom("visit")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("id", "=", visitId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    siteId: row.site_id,
    startedAtMs: row.started_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
    language: row.language,
    facts: row.facts,
    journey: row.journey,
  };
};
