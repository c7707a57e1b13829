/**
 * The rules and the house as they were at a moment of the past: what a visitor who has gone was judged by at their last word. Rules by
 * who published and took back what, agents by the record of availability; how many waited is recorded nowhere, and stays unknown.
 */
import type { ChannelId, RoutingPlan, SiteId, TenantId } from "@lotse/protocol";
import { LotseError } from "@lotse/protocol";
import type { RuleHistory, Storage } from "@lotse/storage";
import type { House } from "./houseFacts.ts";
import type { KnownRule } from "./ruleBook.ts";
import { createAvailability, createTimeline } from "./simulation/availability.ts";
import { createPlaces, type Destination } from "./simulation/places.ts";
import { knownRuleOf } from "./simulation/simulate.ts";

const CHAT = "chat" as ChannelId;

export interface DepartureDeps {
  readonly storage: Pick<Storage, "readPresenceAt">;
  readonly planOf: (tenantId: TenantId) => Promise<RoutingPlan>;
  readonly destinationOf: Destination;
}

/** Null: none held then. */
export const versionAt = ({ versions }: Pick<RuleHistory, "versions">, atMs: number): number | null => {
  const deeds = versions.flatMap(({ version, deeds, publishedAtMs }) => [
    // Set up with the hub
    ...(publishedAtMs === 0 ? [{ version, did: "published", atMs: 0 }] : []),
    ...deeds.map(deed => ({ version, did: deed.did, atMs: deed.atMs })),
  ]);
  const last = deeds
    .filter(deed => deed.atMs <= atMs)
    .toSorted((one, other) => one.atMs - other.atMs)
    .at(-1);
  return last?.did === "published" ? last.version : null;
};

/** A version that today's language does not know is left out, as it is when rules are read. */
const ruleAt = (history: RuleHistory, atMs: number): readonly KnownRule[] => {
  const version = versionAt(history, atMs);
  if (version === null) return [];
  try {
    return [knownRuleOf(history, version)];
  } catch (error) {
    if (error instanceof LotseError) return [];
    throw error;
  }
};

export const rulesAt = (
  histories: readonly RuleHistory[],
  { siteId, atMs }: { readonly siteId: SiteId; readonly atMs: number },
): readonly KnownRule[] =>
  histories
    .filter(history => history.siteId === siteId)
    .flatMap(history => ruleAt(history, atMs))
    .toSorted((one, other) => other.definition.priority - one.definition.priority);

interface PlaceAndTime {
  readonly siteId: SiteId;
  readonly atMs: number;
}

export const houseAt = async (
  deps: DepartureDeps,
  { tenantId, siteId, atMs }: PlaceAndTime & { readonly tenantId: TenantId },
): Promise<Pick<House, "nowMs" | "freeAgents" | "queue">> => {
  const [rows, plan] = await Promise.all([
    deps.storage.readPresenceAt(tenantId, atMs),
    deps.planOf(tenantId),
  ]);
  const places = createPlaces({ plan, siteId, destinationOf: deps.destinationOf });
  const timeline = createTimeline();
  timeline.add(rows);
  const weight = plan.channels.find(({ id }) => id === CHAT)?.weight ?? 1;
  const availability = createAvailability({ timeline, real: [], channel: CHAT, weight });
  return {
    nowMs: atMs,
    // What was recorded at that very moment is part of it
    freeAgents: skill => availability.free(places.demandOf(skill), atMs + 1)?.length,
    queue: key => places.queueAt(key, atMs),
  };
};
