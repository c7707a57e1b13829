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
  readonly targetMs: number;
  readonly enqueuedAtMs: number;
  /** Who waits on the same terms. */
  readonly terms: string;
  /** It weighs more than other work does. */
  readonly isHeavy: boolean;
  readonly keptBy: PlainAgent[];
}

const compareItems = (a: PlainItem, b: PlainItem): number =>
  a.dueAtMs - b.dueAtMs || a.enqueuedAtMs - b.enqueuedAtMs || (a.id < b.id ? -1 : 1);
const compareAgents = (a: PlainAgent, b: PlainAgent): number =>
  a.load - b.load || a.idleSinceMs - b.idleSinceMs || (a.id < b.id ? -1 : 1);

/** How many are kept for it: one once it is late, two once by its target, four by three times that. */
const roomFor = ({ dueAtMs, targetMs }: PlainItem, nowMs: number): number => {
  let agents = nowMs < dueAtMs ? 0 : 1;
  while (agents > 0 && nowMs >= dueAtMs + (2 * agents - 1) * targetMs) agents *= 2;
  return agents;
};

const isFit = (agent: PlainAgent, { weight, needs }: PlainItem): boolean =>
  weight <= agent.capacity && needs.every(({ skill, level }) => (agent.levels.get(skill) ?? 0) >= level);

const mayTake = (agent: PlainAgent, item: PlainItem): boolean =>
  agent.load + item.weight <= agent.capacity &&
  isFit(agent, item) &&
  (agent.keptFor === null || item === agent.keptFor || compareItems(item, agent.keptFor) < 0);

/** Where those who wait are kept, and how the highest-ranked one for an agent is found. */
export interface Line {
  readonly add: (item: PlainItem) => void;
  /** The highest-ranked one he may be given. */
  readonly firstFor: (agent: PlainAgent) => PlainItem | null;
  readonly remove: (item: PlainItem) => void;
  /** The first of each terms, unless it is not late. Highest-ranked first. */
  readonly late: (nowMs: number) => readonly PlainItem[];
}

export const scanned = (): Line => {
  const items = new Set<PlainItem>();
  const firstFor = (agent: PlainAgent): PlainItem | null => {
    let top: PlainItem | null = null;
    if (agent.load >= agent.capacity) return top;
    for (const item of items) {
      if (mayTake(agent, item) && (top === null || compareItems(item, top) < 0)) top = item;
    }
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
  return { add: item => items.add(item), firstFor, remove: item => items.delete(item), late };
};

/** Where it is in the list, or would be. */
const placeIn = (items: readonly PlainItem[], item: PlainItem): number => {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const there = items[middle];
    if (there !== undefined && compareItems(there, item) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
};

export const sorted = (): Line => {
  const items: PlainItem[] = [];
  /** What room may have to be made for, by its terms: only the first of each is looked at. */
  const heavy = new Map<string, PlainItem[]>();
  const listsOf = (item: PlainItem): readonly PlainItem[][] => {
    if (!item.isHeavy) return [items];
    const list = heavy.get(item.terms) ?? [];
    heavy.set(item.terms, list);
    return [items, list];
  };
  const add = (item: PlainItem): void => {
    for (const list of listsOf(item)) list.splice(placeIn(list, item), 0, item);
  };
  const remove = (item: PlainItem): void => {
    for (const list of listsOf(item)) list.splice(placeIn(list, item), 1);
  };
  const firstFor = (agent: PlainAgent): PlainItem | null => {
    if (agent.load >= agent.capacity) return null;
    for (const item of items) {
      if (mayTake(agent, item)) return item;
      if (item === agent.keptFor) return null;
    }
    return null;
  };
  const late = (nowMs: number): readonly PlainItem[] =>
    [...heavy.values()]
      .flatMap(([first]) => (first === undefined || first.dueAtMs > nowMs ? [] : [first]))
      .sort(compareItems);
  return { add, firstFor, remove, late };
};

/** How the plan makes an item of what came. */
export type Reading = (item: NewItem) => PlainItem;

export const readingOf = ({ channels, queues, settings }: RoutingPlan): Reading => {
  const weights = new Map(channels.map(({ id, weight }) => [id, weight === "all" ? Number.NaN : weight]));
  const least = Math.min(...weights.values());
  const queueById = new Map(queues.map(queue => [queue.id, queue]));
  return ({ id, channel, queueId, enqueuedAtMs }) => {
    const { needs = [], priority = 0, serviceLevels = [] } = queueById.get(queueId) ?? {};
    const targetMs =
      serviceLevels.find(level => level.channel === channel)?.withinMs ?? settings.defaultTargetMs;
    const dueAtMs = enqueuedAtMs + targetMs - priority * settings.priorityMs;
    const weight = weights.get(channel) ?? Number.NaN;
    const own = { id, weight, isHeavy: weight > least, needs, dueAtMs, targetMs, enqueuedAtMs };
    return { ...own, terms: `${queueId} ${channel}`, keptBy: [] };
  };
};

export const plain = (line: Line, read: Reading): Desk => {
  const agents: PlainAgent[] = [];
  const held = new Map<WorkItemId, { readonly agent: PlainAgent; readonly weight: number }>();
  /** Who may be able to take what waits: more room than before, or no longer kept for what was given meanwhile. */
  const open = new Set<PlainAgent>();
  const give = (item: PlainItem, agent: PlainAgent, nowMs: number): Given => {
    for (const kept of item.keptBy.splice(0)) {
      kept.keptFor = null;
      open.add(kept);
    }
    agent.load += item.weight;
    agent.idleSinceMs = nowMs;
    held.set(item.id, { agent, weight: item.weight });
    return { itemId: item.id, agentId: agent.id };
  };
  /** The highest-ranked item that one of the open may take, to the best of those who may. */
  const giveOne = (nowMs: number): Given | null => {
    let top: PlainItem | null = null;
    let best: PlainAgent | null = null;
    for (const agent of open) {
      const item = line.firstFor(agent);
      if (item === null) open.delete(agent);
      else if (top === null || best === null || compareItems(item, top) < 0) [top, best] = [item, agent];
      else if (item === top && compareAgents(agent, best) < 0) best = agent;
    }
    if (top === null || best === null) return null;
    line.remove(top);
    return give(top, best, nowMs);
  };
  /** Whoever has least in hand of those who could take it. */
  const keepOneFor = (item: PlainItem): boolean => {
    let best: PlainAgent | null = null;
    for (const agent of agents) {
      if (agent.keptFor !== null || !isFit(agent, item)) continue;
      if (best === null || compareAgents(agent, best) < 0) best = agent;
    }
    if (best === null) return false;
    best.keptFor = item;
    item.keptBy.push(best);
    return true;
  };
  /** All that follows from what was given. */
  const settle = (first: readonly Given[], nowMs: number): readonly Given[] => {
    const given = [...first];
    for (let one = giveOne(nowMs); one !== null; one = giveOne(nowMs)) given.push(one);
    for (const item of line.late(nowMs)) {
      let isKept = item.isHeavy;
      while (isKept && item.keptBy.length < roomFor(item, nowMs)) isKept = keepOneFor(item);
    }
    return given;
  };
  /** As the engine does: what became due by time comes before what happened now. */
  const due = (nowMs: number): readonly Given[] => settle([], nowMs);
  return {
    arrive: ({ id, skills, capacity }, nowMs) => {
      const given = due(nowMs);
      const levels = new Map(skills.map(({ skill, level }) => [skill, level]));
      const agent = { id, levels, capacity, load: 0, idleSinceMs: nowMs, keptFor: null };
      agents.push(agent);
      open.add(agent);
      return settle(given, nowMs);
    },
    add: (added, nowMs) => {
      const given = due(nowMs);
      const item = read(added);
      let best: PlainAgent | null = null;
      for (const agent of agents) {
        if (mayTake(agent, item) && (best === null || compareAgents(agent, best) < 0)) best = agent;
      }
      if (best !== null) return settle([...given, give(item, best, nowMs)], nowMs);
      line.add(item);
      return settle(given, nowMs);
    },
    end: (itemId, nowMs) => {
      const hold = held.get(itemId);
      if (hold === undefined) return [];
      const given = due(nowMs);
      held.delete(itemId);
      hold.agent.load -= hold.weight;
      hold.agent.idleSinceMs = nowMs;
      open.add(hold.agent);
      return settle(given, nowMs);
    },
  };
};
