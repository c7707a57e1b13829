/** Which waiting item rings at whom. Reads the state, changes nothing. */
import type { Agent, AgentRank, Item, Pass, RoutingState } from "./model.ts";
import { entriesOf, firstKey, keysOf, type OrderedMap } from "./orderedMap.ts";
import { byAgent, byItem, bySlot, compareAge } from "./tables.ts";

export interface Match {
  readonly item: Item;
  readonly agent: Agent;
}

const isPaused = (passes: readonly Pass[], rank: AgentRank, atMs: number): boolean =>
  passes.some(pass => pass.agentId === rank.id && pass.againAtMs > atMs);

const timesPassed = (passes: readonly Pass[], rank: AgentRank): number =>
  passes.find(pass => pass.agentId === rank.id)?.times ?? 0;

/** The best of those who may be asked: fewest passes on this item first, then by rank. */
const bestFor = (item: Item, free: OrderedMap<AgentRank, true>, atMs: number): AgentRank | null => {
  if (item.passes.length === 0) return firstKey(free);
  let best: { readonly rank: AgentRank; readonly times: number } | null = null;
  for (const rank of keysOf(free)) {
    if (isPaused(item.passes, rank, atMs)) continue;
    const times = timesPassed(item.passes, rank);
    if (times === 0) return rank;
    if (best === null || times < best.times) best = { rank, times };
  }
  return best?.rank ?? null;
};

/** The oldest waiting item that somebody free may be asked for, and who that is. */
export const findMatch = (state: RoutingState): Match | null => {
  let oldest: Match | null = null;
  for (const { key, value: queue } of entriesOf(state.waiting)) {
    const free = bySlot.get(state.free, key);
    if (free === undefined) continue;
    for (const age of keysOf(queue)) {
      if (oldest !== null && compareAge(age, oldest.item) > 0) break;
      const item = byItem.get(state.items, age.id);
      const rank = item === undefined ? null : bestFor(item, free, state.atMs);
      const agent = rank === null ? undefined : byAgent.get(state.agents, rank.id);
      if (item === undefined || agent === undefined) continue;
      oldest = { item, agent };
      break;
    }
  }
  return oldest;
};
