/** A visit as the hub has it in memory, and what a beacon makes of it. Pure. */
import type { Beacon, JourneyStep, TenantId, VisitView } from "@lotse/protocol";
import type { SiteRecord, VisitRecord, VisitUpdate } from "@lotse/storage";
import type { VisitorActor } from "../../command.ts";

export interface LiveVisit extends VisitRecord {
  readonly tenantId: TenantId;
}

const JOURNEY_MAX = 50;

const currentPage = ({ facts, journey }: VisitRecord) => facts?.page ?? journey.at(-1);

/** Only another address is a step: titles change while a page loads. */
const stepOf = (before: VisitRecord | null, { facts }: Beacon, nowMs: number): JourneyStep | null => {
  const { url, title } = facts.page;
  return before !== null && currentPage(before)?.url === url ? null : { url, title, atMs: nowMs };
};

export const takeBeacon = (
  before: LiveVisit | null,
  { actor, beacon, nowMs }: { readonly actor: VisitorActor; readonly beacon: Beacon; readonly nowMs: number },
): { readonly visit: LiveVisit; readonly update: VisitUpdate } => {
  const step = stepOf(before, beacon, nowMs);
  const { facts, language, visitor } = beacon;
  const recognised = visitor === undefined ? {} : { visitorId: visitor };
  const { siteId, tenantId, visitId: id } = actor;
  const journey = [...(before?.journey ?? []), ...(step === null ? [] : [step])].slice(-JOURNEY_MAX);
  return {
    visit: {
      ...{ id, siteId, tenantId, language, facts, journey },
      startedAtMs: before?.startedAtMs ?? nowMs,
      lastSeenAtMs: nowMs,
    },
    update: { id, siteId, atMs: nowMs, language, facts, step, ...recognised },
  };
};

export const viewOf = (
  visit: VisitRecord,
  context: { readonly site: SiteRecord | null; readonly visitorLabel: string },
): VisitView => {
  const page = currentPage(visit);
  return {
    id: visit.id,
    siteId: visit.siteId,
    siteName: context.site?.name ?? "",
    visitorLabel: context.visitorLabel,
    startedAtMs: visit.startedAtMs,
    lastSeenAtMs: visit.lastSeenAtMs,
    language: visit.language,
    page: { url: page?.url ?? "", title: page?.title ?? "" },
    journey: visit.journey,
    facts: visit.facts,
  };
};
