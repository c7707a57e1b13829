/** The engine's orders, and the empty state. Each table of the state is touched only through its operations here. */
import type { AgentId, InvitationId, OfferId, WorkItemId } from "@lotse/protocol";
import type { Item, RoutingSettings, RoutingState } from "./model.ts";
import { type Agent, type AgentRank, DEFAULT_SETTINGS, type Deadline, type QueueKey } from "./model.ts";
import { compareText, orderedBy } from "./orderedMap.ts";

export const byAgent = orderedBy<AgentId>(compareText);
export const byItem = orderedBy<WorkItemId>(compareText);
export const byOffer = orderedBy<OfferId>(compareText);
export const byInvitation = orderedBy<InvitationId>(compareText);
export const bySlot = orderedBy<string>(compareText);

export const compareAge = (a: QueueKey, b: QueueKey): number =>
  a.enqueuedAtMs - b.enqueuedAtMs || compareText(a.id, b.id);
export const byAge = orderedBy<QueueKey>(compareAge);

export const compareRank = (a: AgentRank, b: AgentRank): number =>
  a.load - b.load || a.idleSinceMs - b.idleSinceMs || compareText(a.id, b.id);
export const byRank = orderedBy<AgentRank>(compareRank);

export const byDeadline = orderedBy<Deadline>(
  (a, b) => a.atMs - b.atMs || compareText(a.kind, b.kind) || compareText(a.id, b.id),
);

/** The key of a skill in the indexes; what needs no skill is served by any agent. */
export const slotKey = (skill: string | null): string => (skill === null ? "any" : `skill:${skill}`);

export const loadOf = (agent: Agent): number => agent.holds.length;

export const isFree = (agent: Agent): boolean =>
  agent.presence === "available" && loadOf(agent) < agent.capacity;

export const hasSkill = (agent: Agent, skill: string | null): boolean =>
  skill === null || agent.skills.includes(skill);

export const rankOf = (agent: Agent): AgentRank => ({
  load: loadOf(agent),
  idleSinceMs: agent.idleSinceMs,
  id: agent.id,
});

export const slotKeysOf = (agent: Agent): readonly string[] => [slotKey(null), ...agent.skills.map(slotKey)];

export const queueKeyOf = (item: Item): QueueKey => ({ enqueuedAtMs: item.enqueuedAtMs, id: item.id });

export const createRoutingState = (epoch: number, settings: Partial<RoutingSettings> = {}): RoutingState => ({
  settings: { ...DEFAULT_SETTINGS, ...settings },
  epoch,
  lastOffer: 0,
  atMs: 0,
  agents: null,
  items: null,
  offers: null,
  reservations: null,
  waiting: null,
  free: null,
  deadlines: null,
});

/** A UUID (version 8: "custom") of run and number; unique within the tenant, since no epoch comes twice. */
export const offerIdOf = (epoch: number, number: number): OfferId => {
  const run = epoch.toString(16).padStart(8, "0").slice(-8);
  return `${run}-0000-8000-8000-${number.toString(16).padStart(12, "0")}` as OfferId;
};
