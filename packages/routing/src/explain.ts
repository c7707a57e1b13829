/** Why something is so, and why not otherwise: for people who look at the desk. Reads; slow where it has to be. */
import type { AgentId, ChannelId, QueueId, SkillLevel, WorkItemId } from "@lotse/protocol";
import { demandOf, obstacleTo, passOf, type WhyNot } from "./eligible.ts";
import { loadOf } from "./load.ts";
import { bestFor, isKeptBefore } from "./match.ts";
import type { Agent, Hold, Item, ItemPlace, NewItem, Rank, RoutingState, Why } from "./model.ts";
import { valuesOf } from "./orderedMap.ts";
import { estimateFor, isSomebodyOnDuty } from "./overflow.ts";
import type { Estimate } from "./pace.ts";
import { rankOf } from "./plan.ts";
import { agentOf, itemOf, positionOf, searchIn, type Wanted } from "./read.ts";

export interface ItemExplanation {
  readonly place: ItemPlace;
  readonly rank: Rank;
  /** 1: next in its queue; null if it does not wait. */
  readonly position: number | null;
  readonly needs: readonly SkillLevel[];
  /** Which relaxation of its queue is in force; -1: none. */
  readonly relaxedTo: number;
  /** Of the present or last assignment, or of the ringing offer. */
  readonly why: Why | null;
  readonly estimate: Estimate | null;
  /** The first thing that keeps each agent from being given it; null: nothing. */
  readonly agents: readonly { readonly agentId: AgentId; readonly whyNot: WhyNot | null }[];
}

const untilOf = (state: RoutingState, item: Item, whyNot: WhyNot): WhyNot =>
  whyNot.not === "reservedFor"
    ? { ...whyNot, untilMs: item.enqueuedAtMs + state.plan.settings.preferAgentMs }
    : whyNot;

const keptFrom = (state: RoutingState, agent: Agent, rank: Rank | null): WhyNot | null =>
  agent.keptFor !== null && isKeptBefore(state, agent, rank)
    ? { not: "keptFor", itemId: agent.keptFor }
    : null;

const whyNotFor = (state: RoutingState, item: Item, agent: Agent): WhyNot | null => {
  const obstacle = obstacleTo(state.plan, agent, demandOf(state.plan, item));
  if (obstacle !== null && agent.keptFor === item.id) return { not: "keptFor", itemId: item.id };
  if (obstacle !== null) return untilOf(state, item, obstacle);
  const pass = passOf(item.passes, agent.id);
  if (pass !== null && pass.againAtMs > state.atMs) {
    return { not: "pausedAfterPass", untilMs: pass.againAtMs };
  }
  return keptFrom(state, agent, rankOf(item));
};

const whyOfItem = (state: RoutingState, item: Item): Why | null => {
  if (item.place.at !== "offered") return item.why;
  for (const offer of valuesOf(state.offers)) if (offer.id === item.place.offerId) return offer.why;
  return null;
};

export const explainItem = (state: RoutingState, id: WorkItemId): ItemExplanation | null => {
  const item = itemOf(state, id);
  if (item === undefined) return null;
  const position = positionOf(state, id);
  return {
    place: item.place,
    rank: rankOf(item),
    position,
    needs: demandOf(state.plan, item).needs,
    relaxedTo: item.standing.relaxedTo,
    why: whyOfItem(state, item),
    estimate: position === null || !isSomebodyOnDuty(state, item) ? null : estimateFor(state, item),
    agents: [...valuesOf(state.agents)].map(agent => ({
      agentId: agent.id,
      whyNot: whyNotFor(state, item, agent),
    })),
  };
};

export interface AgentExplanation {
  readonly load: number;
  readonly capacity: number;
  readonly holds: readonly Hold[];
  readonly parked: readonly WorkItemId[];
  /** Off duty until then, others get the work. */
  readonly leaseAtMs: number | null;
  /** What could be given to him now, kind by kind. */
  readonly takes: readonly {
    readonly queueId: QueueId;
    readonly channel: ChannelId;
    readonly whyNot: WhyNot | null;
  }[];
}

export const explainAgent = (state: RoutingState, id: AgentId): AgentExplanation | null => {
  const agent = agentOf(state, id);
  if (agent === undefined) return null;
  const { capacity, holds, parked, leaseAtMs } = agent;
  const takes = state.plan.queues.flatMap(({ id: queueId }) =>
    state.plan.channels.map(({ id: channel }) => {
      const { demand } = searchIn(state, { queueId, channel });
      const whyNot = obstacleTo(state.plan, agent, demand) ?? keptFrom(state, agent, null);
      return { queueId, channel, whyNot };
    }),
  );
  return { load: loadOf(agent), capacity, holds, parked, leaseAtMs, takes };
};

/** What keeps each agent from being given something new that comes after all that waits; null: nothing. */
export const explainWanted = (
  state: RoutingState,
  to: Wanted,
): readonly { readonly agentId: AgentId; readonly whyNot: WhyNot | null }[] => {
  const { demand } = searchIn(state, to);
  return [...valuesOf(state.agents)].map(agent => ({
    agentId: agent.id,
    whyNot: obstacleTo(state.plan, agent, demand) ?? keptFrom(state, agent, null),
  }));
};

/** What somebody would have to expect who came now; nothing at all if an agent is free. Null: nothing is known yet. */
export const estimateWait = (state: RoutingState, to: Wanted): Estimate | null => {
  if (bestFor(state, searchIn(state, to)) !== null) {
    return { position: 1, expectedMs: 0, lowMs: 0, highMs: 0 };
  }
  const item: NewItem = {
    ...{ ...to, needs: to.needs ?? [], id: "" as WorkItemId },
    ...{ priority: 0, preferredAgentId: null, enqueuedAtMs: state.atMs },
  };
  return isSomebodyOnDuty(state, item) ? estimateFor(state, item) : null;
};
