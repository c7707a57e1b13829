/**
 * Edits of the routing plan that keep it whole: what names something that goes, goes with it. Pure; what may be saved is
 * the hub's to say.
 */
import type { BlendingRule, Channel, MakeId, Queue, QueueId, RoutingPlan, SitePlan } from "@lotse/protocol";

const put = <T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] =>
  list.some(({ id }) => id === item.id)
    ? list.map(other => (other.id === item.id ? item : other))
    : [...list, item];

export const withQueue = (plan: RoutingPlan, queue: Queue): RoutingPlan => ({
  ...plan,
  queues: put(plan.queues, queue),
});

/** As it is saved. Not as it is edited: a step would move away under the hands of whoever types its time. */
export const inOrder = (plan: RoutingPlan): RoutingPlan => ({
  ...plan,
  queues: plan.queues.map(queue => ({
    ...queue,
    relaxations: [...queue.relaxations].sort((a, b) => a.afterMs - b.afterMs),
  })),
});

/** What says nothing is not written down. */
export const withSite = (plan: RoutingPlan, site: SitePlan): RoutingPlan => {
  const others = (plan.sites ?? []).filter(({ siteId }) => siteId !== site.siteId);
  const isNothing = site.queueId === null && site.hours === null;
  return { ...plan, sites: isNothing ? others : [...others, site] };
};

export const withChannel = (plan: RoutingPlan, channel: Channel): RoutingPlan => ({
  ...plan,
  channels: put(plan.channels, channel),
});

export const withRule = (plan: RoutingPlan, rule: BlendingRule): RoutingPlan => ({
  ...plan,
  blending: put(plan.blending, rule),
});

export const withoutRule = (plan: RoutingPlan, id: string): RoutingPlan => ({
  ...plan,
  blending: plan.blending.filter(rule => rule.id !== id),
});

/** A rule about nothing is no rule. */
const saysSomething = (rule: BlendingRule): boolean => {
  if (rule.rule === "exclude") return rule.during.length > 0 && rule.no.length > 0;
  if (rule.rule === "atMost") return rule.channels.length > 0;
  return rule.counted.length > 0 && rule.interruptible.length > 0 && rule.queues?.length !== 0;
};

export const withoutQueue = (plan: RoutingPlan, queueId: QueueId): RoutingPlan => ({
  ...plan,
  queues: plan.queues
    .filter(({ id }) => id !== queueId)
    .map(queue => ({
      ...queue,
      overflows: queue.overflows.filter(({ then }) => then.to !== "queue" || then.queueId !== queueId),
    })),
  ...(plan.sites === undefined
    ? {}
    : { sites: plan.sites.map(site => (site.queueId === queueId ? { ...site, queueId: null } : site)) }),
  blending: plan.blending
    .map(rule =>
      rule.rule === "interrupt" && rule.queues !== null
        ? { ...rule, queues: rule.queues.filter(id => id !== queueId) }
        : rule,
    )
    .filter(saysSomething),
});

const ruleWithout = (rule: BlendingRule, channel: string): BlendingRule => {
  const rest = (ids: readonly string[]) => ids.filter(id => id !== channel);
  if (rule.rule === "exclude") return { ...rule, during: rest(rule.during), no: rest(rule.no) };
  if (rule.rule === "atMost") return { ...rule, channels: rest(rule.channels) };
  return { ...rule, counted: rest(rule.counted), interruptible: rest(rule.interruptible) };
};

export const withoutChannel = (plan: RoutingPlan, channel: string): RoutingPlan => ({
  ...plan,
  channels: plan.channels.filter(({ id }) => id !== channel),
  queues: plan.queues.map(queue => ({
    ...queue,
    serviceLevels: queue.serviceLevels.filter(level => level.channel !== channel),
  })),
  blending: plan.blending.map(rule => ruleWithout(rule, channel)).filter(saysSomething),
});

export const newQueue = (makeId: MakeId): Queue => ({
  id: makeId() as QueueId,
  key: "",
  name: { de: "", en: "" },
  needs: [],
  prefers: [],
  priority: 0,
  serviceLevels: [],
  relaxations: [],
  overflows: [],
  pick: false,
  hours: null,
});

export const newChannel = (id: string): Channel => ({
  id,
  name: { de: id, en: id },
  weight: 1,
  cobrowseWeight: 0,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
});

export const newRule = (kind: BlendingRule["rule"], plan: RoutingPlan, makeId: MakeId): BlendingRule => {
  const id = makeId();
  const [first, second] = plan.channels.map(channel => channel.id);
  const [one, other] = [first === undefined ? [] : [first], second === undefined ? [] : [second]];
  if (kind === "exclude") return { id, rule: "exclude", during: one, no: other };
  if (kind === "atMost") return { id, rule: "atMost", channels: one, items: 2 };
  return { id, rule: "interrupt", queues: null, counted: one, moreThan: 3, interruptible: other };
};
