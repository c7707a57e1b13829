/** What the plan says about an item: its queue, channel, needs, target. Knows no agents and no state of the desk. */
import type {
  Channel,
  ChannelId,
  Overflow,
  Queue,
  QueueId,
  RoutingPlan,
  RoutingSettings,
  SiteId,
  SkillLevel,
} from "@lotse/protocol";
import type { Item, NewItem, PlanInForce, Rank, Weight } from "./model.ts";
import { compareText } from "./orderedMap.ts";

export const DEFAULT_SETTINGS: RoutingSettings = {
  priorityMs: 60_000,
  defaultTargetMs: 60_000,
  reservationMs: 45_000,
  passPauseMs: 30_000,
  preferAgentMs: 20_000,
  lastAgentMs: 24 * 60 * 60_000,
  leaseMs: 60_000,
  awayAfterMisses: null,
};

export const hasSite = ({ sites = [] }: RoutingPlan, id: SiteId): boolean =>
  sites.some(({ siteId }) => siteId === id);

interface PlanIndex {
  readonly queues: ReadonlyMap<QueueId, Queue>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly retired: ReadonlyMap<ChannelId, Channel>;
}

/** A plan is never changed, only replaced: what was worked out about it once stays true. */
const indexes = new WeakMap<RoutingPlan, PlanIndex>();

const indexOf = (plan: PlanInForce): PlanIndex => {
  const known = indexes.get(plan);
  if (known !== undefined) return known;
  const index = {
    queues: new Map(plan.queues.map(queue => [queue.id, queue])),
    channels: new Map(plan.channels.map(channel => [channel.id, channel])),
    retired: new Map(plan.retired?.map(channel => [channel.id, channel])),
  };
  indexes.set(plan, index);
  return index;
};

export const hasQueue = (plan: RoutingPlan, id: QueueId): boolean => indexOf(plan).queues.has(id);
export const hasChannel = (plan: RoutingPlan, id: ChannelId): boolean => indexOf(plan).channels.has(id);

/** Of a queue that left the plan: its items have taken over what it needed (`planSet`). */
export const queueOf = (plan: RoutingPlan, id: QueueId): Queue =>
  indexOf(plan).queues.get(id) ?? {
    id,
    key: id,
    name: { de: id, en: id },
    needs: [],
    prefers: [],
    priority: 0,
    serviceLevels: [],
    relaxations: [],
    overflows: [],
    pick: false,
    hours: null,
  };

export const channelOf = (plan: RoutingPlan, id: ChannelId): Channel =>
  indexOf(plan).channels.get(id) ??
  indexOf(plan).retired.get(id) ?? {
    id,
    name: { de: id, en: id },
    weight: 1,
    cobrowseWeight: 0,
    wrapUpMs: 0,
    answer: "ring",
    ringMs: 30_000,
    idle: null,
  };

/** Sorted, each skill once, at the highest level that anybody asked for. */
export const mergeLevels = (...lists: readonly (readonly SkillLevel[])[]): readonly SkillLevel[] => {
  if (lists.every(list => list.length === 0)) return [];
  const levels = new Map<string, number>();
  for (const { skill, level } of lists.flat()) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  return [...levels]
    .map(([skill, level]) => ({ skill, level }))
    .sort((a, b) => compareText(a.skill, b.skill));
};

export const levelOf = (skills: readonly SkillLevel[], skill: string): number => {
  for (const each of skills) if (each.skill === skill) return each.level;
  return 0;
};

/** The last relaxation whose time has come; -1: none. */
export const relaxedToAt = ({ relaxations }: Queue, enqueuedAtMs: number, atMs: number): number =>
  relaxations.findLastIndex(each => enqueuedAtMs + each.afterMs <= atMs);

/** What an item needs at that stage. */
export const needsOf = (
  plan: RoutingPlan,
  item: Pick<NewItem, "queueId" | "needs">,
  relaxedTo: number,
): readonly SkillLevel[] => {
  const queue = queueOf(plan, item.queueId);
  return mergeLevels(queue.relaxations[relaxedTo]?.needs ?? queue.needs, item.needs);
};

const targetMsOf = (plan: RoutingPlan, { queueId, channel }: Pick<NewItem, "queueId" | "channel">): number =>
  queueOf(plan, queueId).serviceLevels.find(level => level.channel === channel)?.withinMs ??
  plan.settings.defaultTargetMs;

export const dueAtMsOf = (plan: RoutingPlan, item: NewItem): number => {
  const priority = queueOf(plan, item.queueId).priority + item.priority;
  return item.enqueuedAtMs + targetMsOf(plan, item) - priority * plan.settings.priorityMs;
};

/** Targets of nothing must not make it double for ever. */
const LEAST_TARGET_MS = 1_000;

/** How many agents are kept for a late item: one, and twice as many whenever it is late by as much again (Q8). */
export const roomAt = (
  plan: RoutingPlan,
  item: NewItem,
  atMs: number,
): { readonly agents: number; readonly nextAtMs: number } => {
  const dueAtMs = dueAtMsOf(plan, item);
  if (atMs < dueAtMs) return { agents: 0, nextAtMs: dueAtMs };
  const stepMs = Math.max(LEAST_TARGET_MS, targetMsOf(plan, item));
  let agents = 1;
  while (atMs >= dueAtMs + (2 * agents - 1) * stepMs) agents *= 2;
  return { agents, nextAtMs: dueAtMs + (2 * agents - 1) * stepMs };
};

export const rankOf = (item: NewItem & { readonly standing: { readonly dueAtMs: number } }): Rank => ({
  dueAtMs: item.standing.dueAtMs,
  enqueuedAtMs: item.enqueuedAtMs,
  id: item.id,
});

export const weightOf = (
  plan: RoutingPlan,
  item: { readonly channel: ChannelId; readonly isCobrowsing?: boolean; readonly isIdle?: boolean },
): Weight => {
  if (item.isIdle === true) return 0;
  const { weight, cobrowseWeight } = channelOf(plan, item.channel);
  return weight === "all" || item.isCobrowsing !== true ? weight : weight + cobrowseWeight;
};

/** Whoever is asked for an item, or helps with it, has room for it as it will be when somebody writes again. */
export const weightAwakeOf = (plan: RoutingPlan, item: Parameters<typeof weightOf>[1]): Weight =>
  weightOf(plan, { ...item, isIdle: false });

const sizeOfWeight = (weight: Weight): number => (weight === "all" ? Number.POSITIVE_INFINITY : weight);

/** The lightest there is. A plan is never changed, only replaced. */
const leasts = new WeakMap<RoutingPlan, number>();

const leastOf = (plan: RoutingPlan): number => {
  const known = leasts.get(plan);
  if (known !== undefined) return known;
  const least = Math.min(...plan.channels.map(({ weight }) => sizeOfWeight(weight)));
  leasts.set(plan, least);
  return least;
};

/**
 * Whether agents may have room for other work, again and again, and never for this: it weighs more than the lightest, is not
 * given to whoever does something else, or is limited together with this by one rule and with that by another.
 */
export const isYielding = (plan: RoutingPlan, item: Parameters<typeof weightOf>[1]): boolean =>
  sizeOfWeight(weightAwakeOf(plan, item)) > leastOf(plan) ||
  plan.blending.some(rule => rule.rule === "exclude" && rule.no.includes(item.channel)) ||
  plan.blending.filter(rule => rule.rule === "atMost" && rule.channels.includes(item.channel)).length > 1;

const isSame = (one: object, other: object): boolean =>
  [...Object.entries(one)].sort().join() === [...Object.entries(other)].sort().join();

/** Whether the overflow was carried out already, in whatever place of the list it stood then. */
export const isOverflown = ({ overflown }: Pick<Item, "overflown">, overflow: Overflow): boolean =>
  overflown.some(
    ({ condition, then }) => isSame(condition, overflow.condition) && isSame(then, overflow.then),
  );

export const hasAfterOverflow = (queue: Queue): boolean =>
  queue.overflows.some(overflow => overflow.when === "after");
