/** Which waiting item goes to whom. Reads the state, changes nothing but the draft's notes of where to look. */
import type { AgentId, SkillLevel } from "@lotse/protocol";
import type { Draft } from "./draft.ts";
import { type Demand, demandOf, isPaused, obstacleTo, passOf, unfitFor } from "./eligible.ts";
import { agentRankOf, isFree } from "./load.ts";
import type { Agent, Group, Item, NewItem, Pass, Rank, RoutingState, Why } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { levelOf, mergeLevels, queueOf, rankOf } from "./plan.ts";
import { byAgent, byItem, byText, compareAgents, compareRank, keyOf, keysFor } from "./tables.ts";

/** What somebody is sought for. */
export interface Search extends Pick<NewItem, "queueId" | "preferredAgentId"> {
  readonly demand: Demand;
  readonly passes: readonly Pass[];
  /** Null: after all that waits. */
  readonly rank: Rank | null;
  /** Who cannot take it at once, being at no console. */
  readonly absent?: readonly AgentId[];
}

export const searchFor = (state: RoutingState, item: Item): Search => ({
  queueId: item.queueId,
  preferredAgentId: item.preferredAgentId,
  passes: item.passes,
  rank: rankOf(item),
  demand: demandOf(state.plan, item),
});

export const isSeeking = (item: Item | undefined): item is Item =>
  item?.place.at === "waiting" || item?.place.at === "parked";

/** What he makes room for, as long as he does. */
const keptRankOf = ({ items }: RoutingState, { keptFor }: Agent): Rank | null => {
  const item = keptFor === null ? undefined : byItem.get(items, keptFor);
  return item === undefined ? null : rankOf(item);
};

/** He makes room for something that comes before it. */
export const isKeptBefore = (state: RoutingState, agent: Agent, rank: Rank | null): boolean => {
  const kept = keptRankOf(state, agent);
  return kept !== null && (rank === null || compareRank(rank, kept) > 0);
};

export const mayTake = (
  state: RoutingState,
  agent: Agent,
  { demand, passes, rank, absent }: Search,
): boolean =>
  absent?.includes(agent.id) !== true &&
  !isPaused(passes, agent.id, state.atMs) &&
  obstacleTo(state.plan, agent, demand) === null &&
  !isKeptBefore(state, agent, rank);

const preferredSkillsOf = (agent: Agent, prefers: readonly SkillLevel[]): number =>
  prefers.filter(({ skill, level }) => levelOf(agent.skills, skill) >= level).length;

/** Fewest passes on the item first, then the preferred agent, then most preferred skills, then by load and idleness. */
export const compareFor = (
  state: RoutingState,
  { queueId, preferredAgentId, passes }: Pick<Search, "queueId" | "preferredAgentId" | "passes">,
) => {
  const { prefers } = queueOf(state.plan, queueId);
  const isPlain = passes.length === 0 && prefers.length === 0 && preferredAgentId === null;
  const times = (agent: Agent) => passOf(passes, agent.id)?.times ?? 0;
  const compare = (a: Agent, b: Agent): number =>
    times(a) - times(b) ||
    Number(b.id === preferredAgentId) - Number(a.id === preferredAgentId) ||
    preferredSkillsOf(b, prefers) - preferredSkillsOf(a, prefers) ||
    compareAgents(agentRankOf(a), agentRankOf(b));
  return { compare, isPlain };
};

/** The best of those who may be asked. */
export const bestFor = (state: RoutingState, search: Search): Agent | null => {
  const { needs, soleFor } = search.demand;
  if (soleFor !== null) {
    const agent = byAgent.get(state.agents, soleFor);
    return agent !== undefined && mayTake(state, agent, search) ? agent : null;
  }
  const { compare, isPlain } = compareFor(state, search);
  let best: Agent | null = null;
  for (const { id } of keysOf(byText.get(state.free, keyOf(needs, null)) ?? null)) {
    const agent = byAgent.get(state.agents, id);
    if (agent === undefined || !mayTake(state, agent, search)) continue;
    if (isPlain) return agent;
    if (best === null || compare(agent, best) < 0) best = agent;
  }
  return best;
};

interface Test {
  readonly group: (group: Group) => boolean;
  readonly item: (item: Item) => boolean;
  /** Nothing that ranks after it. */
  readonly upTo?: Rank | null;
}

const firstOf = (state: RoutingState, group: Group, { item: isFor, upTo = null }: Test): Item | null => {
  for (const rank of keysOf(group.items)) {
    if (upTo !== null && compareRank(rank, upTo) > 0) return null;
    const item = byItem.get(state.items, rank.id);
    if (item !== undefined && isFor(item)) return item;
  }
  return null;
};

/** The highest-ranked item of those groups that pass the first test, and that itself passes the second. */
export const topOf = (groups: Iterable<Group>, state: RoutingState, test: Test): Item | null => {
  let top: Item | null = null;
  for (const group of groups) {
    if (!test.group(group)) continue;
    const item = firstOf(state, group, test);
    if (item !== null && (top === null || compareRank(rankOf(item), rankOf(top)) < 0)) top = item;
  }
  return top;
};

export function* groupsFor(state: RoutingState, agent: Agent): Generator<Group, void, void> {
  for (const key of keysFor(agent)) yield* valuesOf(byText.get(state.waiting, key) ?? null);
}

/** The highest-ranked item that the agent may be given; `insists`: also what he lately passed on. */
export const topFor = (state: RoutingState, agent: Agent, insists = false): Item | null => {
  if (!isFree(agent)) return null;
  return topOf(groupsFor(state, agent), state, {
    group: group => obstacleTo(state.plan, agent, group) === null,
    item: ({ passes }) => insists || !isPaused(passes, agent.id, state.atMs),
    upTo: keptRankOf(state, agent),
  });
};

/** Of the items something changed about, the highest-ranked that somebody may take. */
const topFresh = ({ state, fresh }: Draft): Item | null => {
  let top: Item | null = null;
  for (const id of fresh) {
    const item = byItem.get(state.items, id);
    if (isSeeking(item) && top !== null && compareRank(rankOf(item), rankOf(top)) > 0) continue;
    if (isSeeking(item) && bestFor(state, searchFor(state, item)) !== null) top = item;
    else fresh.delete(id);
  }
  return top;
};

const topEager = ({ state, eager }: Draft): Item | null => {
  let top: Item | null = null;
  for (const [agentId, known] of eager) {
    const agent = byAgent.get(state.agents, agentId);
    const last = known === null ? undefined : byItem.get(state.items, known);
    const isGood = agent !== undefined && isSeeking(last) && mayTake(state, agent, searchFor(state, last));
    const item = isGood ? last : agent === undefined ? null : topFor(state, agent);
    if (item === null) {
      eager.delete(agentId);
      continue;
    }
    eager.set(agentId, item.id);
    if (top === null || compareRank(rankOf(item), rankOf(top)) < 0) top = item;
  }
  return top;
};

export interface Match {
  readonly item: Item;
  readonly agent: Agent;
}

/**
 * The highest-ranked item that somebody may take, and the best for it. Before the step there was none, so that only what
 * changed since can have made one possible: an item, or an agent.
 */
export const findMatch = (draft: Draft): Match | null => {
  const [fresh, eager] = [topFresh(draft), topEager(draft)];
  const item =
    fresh === null || (eager !== null && compareRank(rankOf(eager), rankOf(fresh)) < 0) ? eager : fresh;
  const agent = item === null ? null : bestFor(draft.state, searchFor(draft.state, item));
  return item === null || agent === null ? null : { item, agent };
};

const amongOf = ({ agents, free }: RoutingState, demand: Pick<Demand, "channel" | "needs">): number => {
  let among = 0;
  for (const { id } of keysOf(byText.get(free, keyOf(demand.needs, null)) ?? null)) {
    const agent = byAgent.get(agents, id);
    if (agent !== undefined && unfitFor(agent, demand) === null) among += 1;
  }
  return among;
};

/** What speaks for giving this to that agent, as data. */
export const whyOf = (
  state: RoutingState,
  { item, agent }: Match,
  given: Pick<Why, "how" | "ruleId">,
): Why => {
  const { plan } = state;
  const { needs } = demandOf(plan, item);
  const wanted = mergeLevels(needs, queueOf(plan, item.queueId).prefers);
  return {
    ...given,
    among: amongOf(state, { channel: item.channel, needs }),
    skills: wanted.flatMap(({ skill }) => {
      const level = levelOf(agent.skills, skill);
      return level === 0 ? [] : [{ skill, level }];
    }),
    relaxedTo: item.standing.relaxedTo,
    passes: passOf(item.passes, agent.id)?.times ?? 0,
  };
};
