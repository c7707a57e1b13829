/** The list of those who are on a site: which of them, in which order, and one page of it. Pure. */
import type {
  AgentCard,
  CloseRule,
  CommandInput,
  Facts,
  LiveVisitor,
  RuleId,
  VisitId,
} from "@lotse/protocol";
import type { LiveVisit } from "./liveVisit.ts";

export type LiveQuery = CommandInput<"visitors:list">;

/** How near a rule is; what it lacks in words is asked only of those who are shown. */
export interface Near {
  readonly ruleId: RuleId;
  readonly missing: number;
  readonly of: number;
}

export interface ListWorld {
  readonly labelOf: (visitId: VisitId) => string;
  readonly isInView: (visit: LiveVisit) => boolean;
  readonly contactOf: (visit: LiveVisit) => LiveVisitor["contact"];
  readonly contactWith: (visit: LiveVisit) => AgentCard | null;
  /** The nearest of its site's rules, or this one; null: none is. */
  readonly nearOf: (visit: LiveVisit, ruleId?: RuleId) => Near | null;
  readonly closeOf: (visit: LiveVisit, near: Near) => CloseRule | null;
}

const DEVICES = ["phone", "tablet", "desktop"] as const;

const claimOf = (facts: Facts | null, key: string): unknown =>
  facts?.observed !== undefined && Object.hasOwn(facts.observed, key) ? facts.observed[key] : undefined;

const numberOf = (claim: unknown): number | null => (typeof claim === "number" ? claim : null);

const basketOf = ({ facts }: LiveVisit): LiveVisitor["basket"] => {
  const value = numberOf(claimOf(facts, "basket.value"));
  const count = numberOf(claimOf(facts, "basket.count"));
  return value === null && count === null ? null : { value, count };
};

const pageOf = ({ facts, journey }: LiveVisit): LiveVisitor["page"] => {
  const page = facts?.page ?? journey.at(-1);
  return { url: page?.url ?? "", title: page?.title ?? "" };
};

const basketSize = (visit: LiveVisit): number => {
  const basket = basketOf(visit);
  return basket === null ? -1 : (basket.value ?? basket.count ?? 0);
};

type Compare = (one: LiveVisit, other: LiveVisit) => number;

const byNewest: Compare = (one, other) => other.startedAtMs - one.startedAtMs || (one.id < other.id ? -1 : 1);

const share = (near: Near | null): number =>
  near === null ? Number.POSITIVE_INFINITY : near.missing + near.missing / Math.max(1, near.of);

const compareBy = (
  { sort, who }: Pick<LiveQuery, "sort" | "who">,
  nearOf: (visit: LiveVisit) => Near | null,
): Compare => {
  const isOfLeft = who === "left";
  switch (sort) {
    case "newest":
      // Of those who have gone: who went last
      return isOfLeft ? () => 0 : byNewest;
    case "longest":
      return (one, other) => -byNewest(one, other);
    case "basket":
      return (one, other) => basketSize(other) - basketSize(one) || byNewest(one, other);
    case "close":
      return (one, other) => {
        const [left, right] = [share(nearOf(one)), share(nearOf(other))];
        return left === right ? byNewest(one, other) : left - right;
      };
  }
};

const fits = (visit: LiveVisit, query: LiveQuery): boolean => {
  if (query.siteId !== undefined && visit.siteId !== query.siteId) return false;
  if (query.basket !== undefined && basketSize(visit) <= 0) return false;
  if (query.page === undefined || query.page === "") return true;
  const { url, title } = pageOf(visit);
  return `${url}\n${title}`.toLowerCase().includes(query.page.toLowerCase());
};

const rowOf = (visit: LiveVisit, near: Near | null, world: ListWorld): LiveVisitor => {
  const device = claimOf(visit.facts, "visit.device");
  const contactWith = world.contactWith(visit);
  return {
    visitId: visit.id,
    siteId: visit.siteId,
    visitorLabel: world.labelOf(visit.id),
    page: pageOf(visit),
    pages: visit.facts?.visit.pages ?? 0,
    startedAtMs: visit.startedAtMs,
    lastSeenAtMs: visit.lastSeenAtMs,
    inView: world.isInView(visit),
    language: visit.language,
    device: DEVICES.find(one => one === device) ?? null,
    basket: basketOf(visit),
    contact: world.contactOf(visit),
    ...(contactWith === null ? {} : { contactWith }),
    close: near === null ? null : world.closeOf(visit, near),
  };
};

export const listOf = (
  visits: readonly LiveVisit[],
  query: LiveQuery,
  world: ListWorld,
): { readonly visitors: readonly LiveVisitor[]; readonly total: number } => {
  const { ruleId, offset, limit } = query;
  const known = new Map<LiveVisit, Near | null>();
  const nearOf = (visit: LiveVisit): Near | null => {
    const found = known.get(visit);
    if (found !== undefined) return found;
    const near = world.nearOf(visit, ruleId);
    known.set(visit, near);
    return near;
  };
  const found = visits
    .filter(visit => fits(visit, query) && (ruleId === undefined || nearOf(visit) !== null))
    .sort(compareBy(query, nearOf));
  const shown = found.slice(offset, offset + limit);
  return { visitors: shown.map(visit => rowOf(visit, nearOf(visit), world)), total: found.length };
};
