/**
 * Which work interrupts which: while more than so many counted items wait in a queue, the highest-ranked of all such queues goes to an agent
 * whose only work is of the interruptible kinds. Reads the state, changes nothing.
 */
import type { BlendingRule, ChannelId, QueueId } from "@lotse/protocol";
import { isPaused, obstacleTo } from "./eligible.ts";
import { compareFor, type Match, searchFor, topOf } from "./match.ts";
import type { Agent, Group, Item, RoutingState } from "./model.ts";
import { entriesOf, keysOf, valuesOf } from "./orderedMap.ts";
import { byAgent, byText, countKeyOf } from "./tables.ts";

type InterruptRule = Extract<BlendingRule, { readonly rule: "interrupt" }>;

export interface Interruption extends Match {
  readonly ruleId: string;
}

const waitingIn = (state: RoutingState, queueId: QueueId, channels: readonly ChannelId[]): number =>
  channels.reduce((sum, channel) => sum + (byText.get(state.counts, countKeyOf(queueId, channel)) ?? 0), 0);

/** Agents on duty who do nothing but what may be interrupted, each as he would be without it. */
const interruptible = (state: RoutingState, rule: InterruptRule): readonly Agent[] => {
  const agents: Agent[] = [];
  for (const { key, value } of entriesOf(state.engaged)) {
    if (!key.split(" ").every(channel => rule.interruptible.includes(channel))) continue;
    for (const id of keysOf(value)) {
      const agent = byAgent.get(state.agents, id);
      if (agent !== undefined) agents.push({ ...agent, holds: [] });
    }
  }
  return agents;
};

function* allGroups(state: RoutingState): Generator<Group, void, void> {
  for (const groups of valuesOf(state.waiting)) yield* valuesOf(groups);
}

const bestOf = (state: RoutingState, item: Item, agents: readonly Agent[]): Agent | null => {
  const search = searchFor(state, item);
  const { compare } = compareFor(state, search);
  const asTheyAre = agents
    .filter(agent => obstacleTo(state.plan, agent, search.demand) === null)
    .filter(agent => !isPaused(item.passes, agent.id, state.atMs))
    .flatMap(agent => byAgent.get(state.agents, agent.id) ?? [])
    .sort(compare);
  return asTheyAre[0] ?? null;
};

const interruptionIn = (
  state: RoutingState,
  rule: InterruptRule,
  { queues, agents }: { readonly queues: readonly QueueId[]; readonly agents: readonly Agent[] },
): Interruption | null => {
  const item = topOf(allGroups(state), state, {
    group: group =>
      queues.includes(group.queueId) &&
      group.parkedBy === null &&
      rule.counted.includes(group.channel) &&
      agents.some(agent => obstacleTo(state.plan, agent, group) === null),
    item: each => bestOf(state, each, agents) !== null,
  });
  const agent = item === null ? null : bestOf(state, item, agents);
  return item === null || agent === null ? null : { item, agent, ruleId: rule.id };
};

/** The first rule that bites, in the order of the plan, and of all queues in which it does the highest-ranked item. */
export const findInterruption = (state: RoutingState): Interruption | null => {
  for (const rule of state.plan.blending) {
    if (rule.rule !== "interrupt") continue;
    const queues = rule.queues ?? state.plan.queues.map(queue => queue.id);
    const crowded = queues.filter(id => waitingIn(state, id, rule.counted) > rule.moreThan);
    const agents = crowded.length === 0 ? [] : interruptible(state, rule);
    if (agents.length === 0) continue;
    const found = interruptionIn(state, rule, { queues: crowded, agents });
    if (found !== null) return found;
  }
  return null;
};
