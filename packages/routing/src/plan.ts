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

export const dueAtMsOf = (plan: RoutingPlan, item: NewItem): number => {
  const { priorityMs, defaultTargetMs } = plan.settings;
  const { serviceLevels, priority } = queueOf(plan, item.queueId);
  const target = serviceLevels.find(level => level.channel === item.channel)?.withinMs ?? defaultTargetMs;
  return item.enqueuedAtMs + target - (priority + item.priority) * priorityMs;
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
 * Whether agents may have room for other work, again and again, and never for this: it weighs more than the lightest, or is
 * not given to whoever does something else.
 */
export const isYielding = (plan: RoutingPlan, item: Parameters<typeof weightOf>[1]): boolean =>
  sizeOfWeight(weightAwakeOf(plan, item)) > leastOf(plan) ||
  plan.blending.some(rule => rule.rule === "exclude" && rule.no.includes(item.channel));

const isSame = (one: object, other: object): boolean =>
  [...Object.entries(one)].sort().join() === [...Object.entries(other)].sort().join();

/** Whether the overflow was carried out already, in whatever place of the list it stood then. */
export const isOverflown = ({ overflown }: Pick<Item, "overflown">, overflow: Overflow): boolean =>
  overflown.some(
    ({ condition, then }) => isSame(condition, overflow.condition) && isSame(then, overflow.then),
  );

export const hasAfterOverflow = (queue: Queue): boolean =>
  queue.overflows.some(overflow => overflow.when === "after");
