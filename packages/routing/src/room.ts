/**
 * Making room. Work that weighs more than the rest, or that is not given beside it, would wait for ever where agents always
 * have room for something else. So, once it is late, an agent is kept for it: he is given nothing that ranks after it until
 * it fits (Q8). Whoever was nearest may yet be long in coming: the later it is, the more are kept.
 */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import { agentOf, changeAgent, type Draft } from "./draft.ts";
import { demandOf, isPaused, obstacleTo } from "./eligible.ts";
import { loadOf } from "./load.ts";
import { compareFor, groupsFor, isSeeking, searchFor } from "./match.ts";
import type { Agent, Group, Item, RoutingState } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { itemOf } from "./places.ts";
import { isYielding, rankOf, roomAt } from "./plan.ts";
import { regroup } from "./seeking.ts";
import { byAgent, byItem, byText, compareRank } from "./tables.ts";

/** What is parked yields to all that its agent goes on being given. */
const isLate = ({ atMs, plan }: RoutingState, item: Item): boolean => {
  const { place, standing } = item;
  const isOpen = place.at === "waiting" && standing.soleFor === null && isYielding(plan, item);
  return (isOpen || place.at === "parked") && standing.dueAtMs <= atMs;
};

/** Who could take it if they had nothing else to do. */
const takersOf = (state: RoutingState, item: Item): ((agent: Agent) => boolean) => {
  const demand = demandOf(state.plan, item);
  return agent =>
    !isPaused(item.passes, agent.id, state.atMs) &&
    obstacleTo(state.plan, { ...agent, holds: [] }, demand) === null;
};

/** While it rings he is kept as well: what he took on meanwhile could forbid it to him (B1). */
const isStillKept = (state: RoutingState, agent: Agent, item: Item): boolean =>
  item.place.at === "offered"
    ? item.place.agentId === agent.id
    : isLate(state, item) && takersOf(state, item)(agent);

const letGo = (draft: Draft, itemId: WorkItemId, gone: readonly AgentId[]): void => {
  const { state } = draft;
  const left = (byItem.get(state.kept, itemId) ?? []).filter(id => !gone.includes(id));
  state.kept = left.length === 0 ? byItem.remove(state.kept, itemId) : byItem.set(state.kept, itemId, left);
  for (const id of gone) changeAgent(draft, id, () => ({ keptFor: null }));
  // Another may be kept for it
  const item = itemOf(draft, itemId);
  if (isSeeking(item)) regroup(draft, item);
};

/** Those whose item is late no more, or who could not take it any more. True if there were some. */
const letAllGo = (draft: Draft): boolean => {
  const { state, stirred } = draft;
  let count = 0;
  for (const itemId of stirred) {
    const item = itemOf(draft, itemId);
    const gone = (byItem.get(state.kept, itemId) ?? []).filter(id => {
      const agent = agentOf(draft, id);
      return item === undefined || agent === undefined || !isStillKept(state, agent, item);
    });
    if (gone.length > 0) letGo(draft, itemId, gone);
    count += gone.length;
  }
  stirred.clear();
  return count > 0;
};

/** What of the late item is not provided for. What is parked is one agent's alone. */
const missingFor = ({ plan, kept, atMs }: RoutingState, item: Item): number =>
  (item.place.at === "parked" ? 1 : roomAt(plan, item, atMs).agents) -
  (byItem.get(kept, item.id)?.length ?? 0);

/** Of those who wait on the same terms the first; where somebody passed on it lately, the next as well. */
function* lateOf(state: RoutingState, group: Group | undefined): Generator<Item, void, void> {
  for (const { id } of keysOf(group?.items ?? null)) {
    const item = byItem.get(state.items, id);
    if (item === undefined || !isLate(state, item)) return;
    if (missingFor(state, item) > 0) yield item;
    if (item.passes.every(({ againAtMs }) => againAtMs <= state.atMs)) return;
  }
}

/** Those who have least to finish. */
const nearest = (
  state: RoutingState,
  item: Item,
  { among, count }: { readonly among: Iterable<Agent>; readonly count: number },
): readonly Agent[] => {
  const { compare } = compareFor(state, searchFor(state, item));
  const couldTake = takersOf(state, item);
  const able: Agent[] = [];
  for (const agent of among) {
    if (agent.presence === "available" && agent.keptFor === null && couldTake(agent)) able.push(agent);
  }
  return able.sort((a, b) => loadOf(a) - loadOf(b) || compare(a, b)).slice(0, count);
};

/**
 * What may have somebody kept for it now, with those of whom one may be it, the highest-ranked first. Before the step all were
 * kept who could be: so whatever stands as it stood is looked at by those only who could not be kept before.
 */
const candidates = ({ state, regrouped, unkept }: Draft) => {
  const found = new Map<Item, () => Iterable<Agent>>();
  const free = () => [...unkept].flatMap(id => byAgent.get(state.agents, id) ?? []);
  for (const agent of free()) {
    if (agent.presence !== "available") continue;
    for (const group of groupsFor(state, agent))
      for (const item of lateOf(state, group)) found.set(item, free);
  }
  for (const [key, groupKeys] of regrouped) {
    const groups = byText.get(state.waiting, key) ?? null;
    for (const groupKey of groupKeys) {
      for (const item of lateOf(state, byText.get(groups, groupKey))) {
        found.set(item, () => valuesOf(state.agents));
      }
    }
  }
  return [...found].sort(([a], [b]) => compareRank(rankOf(a), rankOf(b)));
};

/** After all was given out. True if somebody is free for other work again: then it is given out once more. */
export const makeRoom = (draft: Draft): boolean => {
  const { state, regrouped, unkept } = draft;
  if (letAllGo(draft)) return true;
  for (const [item, among] of candidates(draft)) {
    const agents = nearest(state, item, { among: among(), count: missingFor(state, item) });
    if (agents.length === 0) continue;
    const ids = agents.map(({ id }) => id);
    state.kept = byItem.set(state.kept, item.id, [...(byItem.get(state.kept, item.id) ?? []), ...ids]);
    for (const id of ids) changeAgent(draft, id, () => ({ keptFor: item.id }));
  }
  regrouped.clear();
  unkept.clear();
  return false;
};
