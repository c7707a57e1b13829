/**
 * Making room. Work that weighs more than the rest, or that is not given beside it, would wait for ever where agents always
 * have room for something else. So, once it is late, one agent is kept for it: he is given nothing that ranks after it until
 * it fits (Q8).
 */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import { type Draft, putAgent } from "./draft.ts";
import { demandOf, isPaused, obstacleTo } from "./eligible.ts";
import { loadOf } from "./load.ts";
import { compareFor, searchFor } from "./match.ts";
import type { Agent, Item, RoutingState } from "./model.ts";
import { entriesOf, firstKey, valuesOf } from "./orderedMap.ts";
import { isYielding, rankOf } from "./plan.ts";
import { byAgent, byItem, compareRank } from "./tables.ts";

/** What is parked yields to all that its agent goes on being given. */
const isLate = ({ atMs, plan }: RoutingState, item: Item): boolean => {
  const { place, standing } = item;
  const isOpen = place.at === "waiting" && standing.soleFor === null && isYielding(plan, item);
  return (isOpen || place.at === "parked") && standing.dueAtMs <= atMs;
};

/** He could take it if he had nothing else to do. */
const couldTake = (state: RoutingState, agent: Agent, item: Item): boolean =>
  !isPaused(item.passes, agent.id, state.atMs) &&
  obstacleTo(state.plan, { ...agent, holds: [] }, demandOf(state.plan, item)) === null;

const letGo = (draft: Draft, itemId: WorkItemId, agentId: AgentId): void => {
  const { state } = draft;
  state.kept = byItem.remove(state.kept, itemId);
  const agent = byAgent.get(state.agents, agentId);
  if (agent !== undefined) putAgent(draft, { ...agent, keptFor: null });
};

/** While it rings he is kept as well: what he took on meanwhile could forbid it to him (B1). */
const isStillKept = (state: RoutingState, agent: Agent, item: Item): boolean =>
  item.place.at === "offered"
    ? item.place.agentId === agent.id
    : isLate(state, item) && couldTake(state, agent, item);

/** Those whose item is late no more, or who could not take it any more. */
const letAllGo = (draft: Draft): boolean => {
  const { state } = draft;
  const over = [...entriesOf(state.kept)].filter(({ key, value }) => {
    const [item, agent] = [byItem.get(state.items, key), byAgent.get(state.agents, value)];
    return item === undefined || agent === undefined || !isStillKept(state, agent, item);
  });
  for (const { key, value } of over) letGo(draft, key, value);
  return over.length > 0;
};

/** Of those who wait on the same terms, the first; each in its turn. Highest-ranked first. */
const lateTops = (state: RoutingState): readonly Item[] => {
  const tops: Item[] = [];
  for (const groups of valuesOf(state.waiting)) {
    for (const group of valuesOf(groups)) {
      const first = firstKey(group.items);
      const item = first === null ? undefined : byItem.get(state.items, first.id);
      if (item !== undefined && isLate(state, item)) tops.push(item);
    }
  }
  return tops.sort((a, b) => compareRank(rankOf(a), rankOf(b)));
};

/** Whoever has least to finish. */
const nearest = (state: RoutingState, item: Item): Agent | null => {
  const { compare } = compareFor(state, searchFor(state, item));
  let best: Agent | null = null;
  for (const agent of valuesOf(state.agents)) {
    if (agent.presence !== "available" || agent.keptFor !== null || !couldTake(state, agent, item)) continue;
    if (best === null || (loadOf(agent) - loadOf(best) || compare(agent, best)) < 0) best = agent;
  }
  return best;
};

/** After all was given out. True if somebody is free for other work again: then it is given out once more. */
export const makeRoom = (draft: Draft): boolean => {
  const { state } = draft;
  if (letAllGo(draft)) return true;
  for (const item of lateTops(state)) {
    if (byItem.get(state.kept, item.id) !== undefined) continue;
    const agent = nearest(state, item);
    if (agent === null) continue;
    state.kept = byItem.set(state.kept, item.id, agent.id);
    putAgent(draft, { ...agent, keptFor: item.id });
  }
  return false;
};
