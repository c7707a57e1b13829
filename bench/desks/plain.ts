/**
 * Two ways to give work out as one writes them first: a list that is scanned whole, and one kept in order and walked from
 * the front. They choose as the engine does, make room as it does (SPEC Q8), and keep nothing else: no deadlines, no reasons, no estimates, no rules.
 */
import type { AgentId, RoutingPlan, SkillLevel, WorkItemId } from "@lotse/protocol";
import type { NewItem } from "@lotse/routing";
import type { Desk, Given } from "./Desk.ts";

interface PlainAgent {
  readonly id: AgentId;
  readonly levels: ReadonlyMap<string, number>;
  readonly capacity: number;
  load: number;
  idleSinceMs: number;
  keptFor: PlainItem | null;
}

interface PlainItem {
  readonly id: WorkItemId;
  readonly weight: number;
  readonly needs: readonly SkillLevel[];
  readonly dueAtMs: number;
  readonly enqueuedAtMs: number;
  /** Who waits on the same terms. */
  readonly terms: string;
  /** It weighs more than other work does. */
  readonly isHeavy: boolean;
  keptBy: PlainAgent | null;
}

const compareItems = (a: PlainItem, b: PlainItem): number =>
  a.dueAtMs - b.dueAtMs || a.enqueuedAtMs - b.enqueuedAtMs || (a.id < b.id ? -1 : 1);
const compareAgents = (a: PlainAgent, b: PlainAgent): number =>
  a.load - b.load || a.idleSinceMs - b.idleSinceMs || (a.id < b.id ? -1 : 1);

const isFit = (agent: PlainAgent, { weight, needs }: PlainItem): boolean =>
  weight <= agent.capacity && needs.every(({ skill, level }) => (agent.levels.get(skill) ?? 0) >= level);

const mayTake = (agent: PlainAgent, item: PlainItem): boolean =>
  agent.load + item.weight <= agent.capacity &&
  isFit(agent, item) &&
  (agent.keptFor === null || item === agent.keptFor || compareItems(item, agent.keptFor) < 0);

/** Where those who wait are kept, and how the highest-ranked one for an agent is found. */
export interface Line {
  readonly add: (item: PlainItem) => void;
  readonly take: (agent: PlainAgent) => PlainItem | null;
  /** The first of each terms, unless it is not late. Highest-ranked first. */
  readonly late: (nowMs: number) => readonly PlainItem[];
}

export const scanned = (): Line => {
  const items = new Set<PlainItem>();
  const take = (agent: PlainAgent): PlainItem | null => {
    let top: PlainItem | null = null;
    for (const item of items) {
      if (mayTake(agent, item) && (top === null || compareItems(item, top) < 0)) top = item;
    }
    if (top !== null) items.delete(top);
    return top;
  };
  const late = (nowMs: number): readonly PlainItem[] => {
    const tops = new Map<string, PlainItem>();
    for (const item of items) {
      const top = tops.get(item.terms);
      if (top === undefined || compareItems(item, top) < 0) tops.set(item.terms, item);
    }
    return [...tops.values()].filter(({ dueAtMs }) => dueAtMs <= nowMs).sort(compareItems);
  };
  return { add: item => items.add(item), take, late };
};

export const sorted = (): Line => {
  const items: PlainItem[] = [];
  const add = (item: PlainItem): void => {
    let [from, to] = [0, items.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = items[middle];
      if (there !== undefined && compareItems(there, item) < 0) from = middle + 1;
      else to = middle;
    }
    items.splice(from, 0, item);
  };
  const take = (agent: PlainAgent): PlainItem | null => {
    const at = items.findIndex(item => mayTake(agent, item));
    return at === -1 ? null : (items.splice(at, 1)[0] ?? null);
  };
  const late = (nowMs: number): readonly PlainItem[] => {
    const tops = new Map<string, PlainItem>();
    for (const item of items) {
      if (item.dueAtMs > nowMs) break;
      if (!tops.has(item.terms)) tops.set(item.terms, item);
    }
    return [...tops.values()];
  };
  return { add, take, late };
};

/** How the plan makes an item of what came. */
export type Reading = (item: NewItem) => PlainItem;

export const readingOf = ({ channels, queues, settings }: RoutingPlan): Reading => {
  const weights = new Map(channels.map(({ id, weight }) => [id, weight === "all" ? Number.NaN : weight]));
  const least = Math.min(...weights.values());
  const queueById = new Map(queues.map(queue => [queue.id, queue]));
  return ({ id, channel, queueId, enqueuedAtMs }) => {
    const { needs = [], priority = 0, serviceLevels = [] } = queueById.get(queueId) ?? {};
    const target =
      serviceLevels.find(level => level.channel === channel)?.withinMs ?? settings.defaultTargetMs;
    const dueAtMs = enqueuedAtMs + target - priority * settings.priorityMs;
    const weight = weights.get(channel) ?? Number.NaN;
    const own = { id, weight, isHeavy: weight > least, needs, dueAtMs, enqueuedAtMs };
    return { ...own, terms: `${queueId} ${channel}`, keptBy: null };
  };
};

export const plain = (line: Line, read: Reading): Desk => {
  const agents: PlainAgent[] = [];
  const held = new Map<WorkItemId, { readonly agent: PlainAgent; readonly weight: number }>();
  /** No longer kept for what was given meanwhile: they may take other work again. */
  const released: PlainAgent[] = [];
  const give = (item: PlainItem, agent: PlainAgent, nowMs: number): Given => {
    if (item.keptBy !== null) {
      item.keptBy.keptFor = null;
      released.push(item.keptBy);
      item.keptBy = null;
    }
    agent.load += item.weight;
    agent.idleSinceMs = nowMs;
    held.set(item.id, { agent, weight: item.weight });
    return { itemId: item.id, agentId: agent.id };
  };
  const fill = (agent: PlainAgent, nowMs: number): readonly Given[] => {
    const given: Given[] = [];
    for (let item = line.take(agent); item !== null; item = line.take(agent))
      given.push(give(item, agent, nowMs));
    return given;
  };
  /** Whoever has least in hand of those who could take it. */
  const keepFor = (item: PlainItem): void => {
    let best: PlainAgent | null = null;
    for (const agent of agents) {
      if (agent.keptFor !== null || !isFit(agent, item)) continue;
      if (best === null || compareAgents(agent, best) < 0) best = agent;
    }
    if (best !== null) [best.keptFor, item.keptBy] = [item, best];
  };
  /** All that follows from what was given. */
  const settle = (first: readonly Given[], nowMs: number): readonly Given[] => {
    const given = [...first];
    for (let agent = released.pop(); agent !== undefined; agent = released.pop())
      given.push(...fill(agent, nowMs));
    for (const item of line.late(nowMs)) if (item.isHeavy && item.keptBy === null) keepFor(item);
    return given;
  };
  return {
    arrive: ({ id, skills, capacity }, nowMs) => {
      const levels = new Map(skills.map(({ skill, level }) => [skill, level]));
      const agent = { id, levels, capacity, load: 0, idleSinceMs: nowMs, keptFor: null };
      agents.push(agent);
      return settle(fill(agent, nowMs), nowMs);
    },
    add: (added, nowMs) => {
      const item = read(added);
      let best: PlainAgent | null = null;
      for (const agent of agents) {
        if (mayTake(agent, item) && (best === null || compareAgents(agent, best) < 0)) best = agent;
      }
      if (best !== null) return settle([give(item, best, nowMs)], nowMs);
      line.add(item);
      return settle([], nowMs);
    },
    end: (itemId, nowMs) => {
      const hold = held.get(itemId);
      if (hold === undefined) return [];
      held.delete(itemId);
      hold.agent.load -= hold.weight;
      hold.agent.idleSinceMs = nowMs;
      return settle(fill(hold.agent, nowMs), nowMs);
    },
  };
};
