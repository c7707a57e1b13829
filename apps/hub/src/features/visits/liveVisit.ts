/** A visit as the hub has it in memory, and what a beacon makes of it. Pure. */
import type { Beacon, JourneyStep, TenantId, VisitView } from "@lotse/protocol";
import type { SiteRecord, VisitRecord, VisitUpdate } from "@lotse/storage";
import type { VisitorActor } from "../../command.ts";

export interface LiveVisit extends VisitRecord {
  readonly tenantId: TenantId;
  /** As the page said with its last word; if it said nothing, no longer than a page in view is silent. */
  readonly inViewUntilMs: number;
}

/** A page in view says so this often, unless it has something else to say; and a little more, for the way. */
export const PULSE_MS = 60_000;
const LATE_MS = 15_000;

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
      inViewUntilMs: beacon.hidden === true ? nowMs : nowMs + PULSE_MS + LATE_MS,
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
