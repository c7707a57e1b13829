/** Questions about a state that others ask, beyond why something is so (see explain.ts). */
import type {
  AgentId,
  ChannelId,
  InvitationId,
  OfferId,
  QueueId,
  SkillLevel,
  WorkItemId,
} from "@lotse/protocol";
import { obstacleTo } from "./eligible.ts";
import { isFree } from "./load.ts";
import { isKeptBefore, mayTake, type Search } from "./match.ts";
import type { Holder } from "./messages.ts";
import type {
  Agent,
  HelpMode,
  Item,
  ItemDetails,
  Offer,
  Reservation,
  RoutingState,
  WrapUpDetails,
} from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { needsOf, rankOf } from "./plan.ts";
import {
  byAgent,
  byInvitation,
  byItem,
  byOffer,
  byQueue,
  byRank,
  byText,
  compareRank,
  isInLine,
  keyOf,
} from "./tables.ts";

export const agentOf = (state: RoutingState, id: AgentId): Agent | undefined => byAgent.get(state.agents, id);
export const itemOf = (state: RoutingState, id: WorkItemId): Item | undefined => byItem.get(state.items, id);
export const offerOf = (state: RoutingState, id: OfferId): Offer | undefined => byOffer.get(state.offers, id);
export const reservationOf = (state: RoutingState, id: InvitationId): Reservation | undefined =>
  byInvitation.get(state.reservations, id);
/** Something new that would come. `needs`: beyond what the queue needs. */
export interface Wanted {
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  readonly needs?: readonly SkillLevel[];
  /** Who is at no console at this moment. */
  readonly absent?: readonly AgentId[];
}

/** What would be asked of agents for something new in the queue. */
export const searchIn = ({ plan }: RoutingState, to: Wanted): Search => {
  const needs = needsOf(plan, { queueId: to.queueId, needs: to.needs ?? [] }, -1);
  const demand = { channel: to.channel, needs, soleFor: null, parkedBy: null, isCobrowsing: false };
  const { queueId, absent = [] } = to;
  return { queueId, preferredAgentId: null, passes: [], rank: null, demand, absent };
};

/** How many agents could take one more item of the channel from the queue. */
export const freeAgents = (state: RoutingState, from: Wanted): number => {
  const search = searchIn(state, from);
  let count = 0;
  for (const { id } of keysOf(byText.get(state.free, keyOf(search.demand.needs, null)) ?? null)) {
    const agent = byAgent.get(state.agents, id);
    if (agent !== undefined && mayTake(state, agent, search)) count += 1;
  }
  return count;
};

/**
 * The channels of the plan of which the agent could be given one more item that ranks after all that waits, skills aside. With
 * a queue's needs on top, whoever counts as free for it.
 */
export const takesOf = (state: RoutingState, agent: Agent): readonly ChannelId[] => {
  if (!isFree(agent) || isKeptBefore(state, agent, null)) return [];
  const demand = { needs: [], soleFor: null, parkedBy: null, isCobrowsing: false };
  const channels = state.plan.channels.map(({ id }) => id);
  return channels.filter(channel => obstacleTo(state.plan, agent, { ...demand, channel }) === null);
};

/** Whether this is the agent's present assignment: whoever acts with an older one is refused. */
export const isHeldBy = (state: RoutingState, id: WorkItemId, holder: Holder): boolean => {
  const place = itemOf(state, id)?.place;
  return (
    place?.at === "assigned" && place.agentId === holder.agentId && place.assignment === holder.assignment
  );
};

/** Items that are nobody's yet, ringing ones included, highest-ranked first. */
export const unassignedItems = (state: RoutingState): readonly Item[] =>
  [...valuesOf(state.items)].filter(isInLine).sort((a, b) => compareRank(rankOf(a), rankOf(b)));

/** 1: next in its queue; null if it is somebody's, or nobody's at all. */
export const positionOf = (state: RoutingState, id: WorkItemId): number | null => {
  const item = itemOf(state, id);
  if (item === undefined || !isInLine(item)) return null;
  return 1 + byRank.countBefore(byQueue.get(state.lines, item.queueId) ?? null, rankOf(item));
};

export const agentsOf = (state: RoutingState): Iterable<Agent> => valuesOf(state.agents);
export const itemsOf = (state: RoutingState): Iterable<Item> => valuesOf(state.items);
export const offersOf = (state: RoutingState): Iterable<Offer> => valuesOf(state.offers);
export const reservationsOf = (state: RoutingState): Iterable<Reservation> => valuesOf(state.reservations);

/** Of one who helps. */
export const helpModeOf = ({ speakers }: Pick<Item, "speakers">, helperId: AgentId): HelpMode =>
  speakers.includes(helperId) ? "conference" : "consult";

/** What storage keeps of the item; `restored` takes it back. */
export const detailsOf = (item: Item): ItemDetails => {
  const { channel, queueId, needs, priority, preferredAgentId, assignment, visited, place } = item;
  const from = item.siteId === undefined ? {} : { siteId: item.siteId };
  const parked = place.at === "parked" ? { agentId: place.agentId, ruleId: place.ruleId } : null;
  const helpers = item.helpers.map(agentId => ({ agentId, mode: helpModeOf(item, agentId) }));
  return {
    ...from,
    channel,
    queueId,
    needs,
    priority,
    preferredAgentId,
    assignment,
    parked,
    visited,
    helpers,
  };
};

/** And of the agent's after-work. */
export const wrapUpsOf = ({ holds }: Agent): readonly WrapUpDetails[] =>
  holds.flatMap(held => {
    if (held.kind !== "wrapUp") return [];
    const { id: itemId, channel, untilMs, weight } = held;
    return [{ itemId, channel, untilMs, isWeightless: weight === 0 }];
  });
