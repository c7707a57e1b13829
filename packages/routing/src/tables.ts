/** The engine's orders, and the empty state. Each table of the state is touched only through its operations here. */
import type {
  AgentId,
  ChannelId,
  InvitationId,
  OfferId,
  QueueId,
  SiteId,
  SkillLevel,
  WorkItemId,
} from "@lotse/protocol";
import type {
  Agent,
  AgentRank,
  Deadline,
  Group,
  Item,
  NewItem,
  PlanInForce,
  Rank,
  RoutingState,
} from "./model.ts";
import { compareText, orderedBy } from "./orderedMap.ts";

export const byAgent = orderedBy<AgentId>(compareText);
export const byItem = orderedBy<WorkItemId>(compareText);
export const byOffer = orderedBy<OfferId>(compareText);
export const byInvitation = orderedBy<InvitationId>(compareText);
export const byQueue = orderedBy<QueueId>(compareText);
export const bySite = orderedBy<SiteId>(compareText);
export const byText = orderedBy<string>(compareText);

export const compareRank = (a: Rank, b: Rank): number =>
  a.dueAtMs - b.dueAtMs || a.enqueuedAtMs - b.enqueuedAtMs || compareText(a.id, b.id);
export const byRank = orderedBy<Rank>(compareRank);

export const compareAgents = (a: AgentRank, b: AgentRank): number =>
  a.load - b.load || a.idleSinceMs - b.idleSinceMs || compareText(a.id, b.id);
export const byAgentRank = orderedBy<AgentRank>(compareAgents);

export const byDeadline = orderedBy<Deadline>(
  (a, b) => a.atMs - b.atMs || compareText(a.kind, b.kind) || compareText(a.id, b.id),
);

/** Under which an agent is found who has any skills at all. */
export const ANY = "";
export const skillKey = (skill: string): string => `skill ${skill}`;
const agentKey = (id: AgentId): string => `agent ${id}`;

/** Where agents look for those who need this: under the first skill of the needs, or under the one agent's name. */
export const keyOf = (needs: readonly SkillLevel[], soleFor: AgentId | null): string => {
  if (soleFor !== null) return agentKey(soleFor);
  const [first] = needs;
  return first === undefined ? ANY : skillKey(first.skill);
};

/** All keys under which this agent looks. */
export const keysFor = (agent: Agent): readonly string[] => [
  ANY,
  ...agent.skills.map(({ skill }) => skillKey(skill)),
  agentKey(agent.id),
];

/** The keys under which the agent is found. */
export const freeKeysOf = (agent: Agent): readonly string[] => [
  ANY,
  ...agent.skills.map(({ skill }) => skillKey(skill)),
];

const textOf = (needs: readonly SkillLevel[]): string =>
  needs.map(({ skill, level }) => JSON.stringify([skill, level])).join();

export const groupKeyOf = (group: Omit<Group, "items">): string => {
  const { queueId, channel, needs, soleFor, parkedBy, isCobrowsing } = group;
  return [queueId, channel, soleFor, parkedBy, isCobrowsing, textOf(needs)].join(" ");
};

/** Items of one queue, channel and priority: they are served in the order in which they came. */
export const laneOf = ({
  queueId,
  channel,
  priority,
}: Pick<NewItem, "queueId" | "channel" | "priority">): string => `${queueId} ${channel} ${priority}`;

export const countKeyOf = (queueId: QueueId, channel: ChannelId): string => `${queueId} ${channel}`;

/** In the line are those who are nobody's yet. */
export const isInLine = ({ place }: Item): boolean => place.at === "waiting" || place.at === "offered";

export const createRoutingState = (epoch: number, plan: PlanInForce): RoutingState => ({
  plan,
  epoch,
  lastOffer: 0,
  atMs: 0,
  agents: null,
  items: null,
  offers: null,
  reservations: null,
  closed: null,
  closedSites: null,
  paces: null,
  waiting: null,
  lines: null,
  lanes: null,
  counts: null,
  free: null,
  engaged: null,
  deadlines: null,
  kept: null,
});

export const isSiteClosed = (state: RoutingState, id: SiteId): boolean =>
  bySite.get(state.closedSites, id) === true;

/** Closed is whose queue is, or whose website. */
export const isClosed = (
  state: RoutingState,
  { queueId, siteId }: { readonly queueId: QueueId; readonly siteId?: SiteId | undefined },
): boolean =>
  byQueue.get(state.closed, queueId) === true || (siteId !== undefined && isSiteClosed(state, siteId));

/** A UUID (version 8: "custom") of run and number; unique within the tenant, since no epoch comes twice. */
export const offerIdOf = (epoch: number, number: number): OfferId => {
  const run = epoch.toString(16).padStart(8, "0").slice(-8);
  return `${run}-0000-8000-8000-${number.toString(16).padStart(12, "0")}` as OfferId;
};
