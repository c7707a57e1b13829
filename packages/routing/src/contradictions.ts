/**
 * What in a routing plan cannot hold together, found before it is put to work. Only what is certain from the plan alone:
 * it knows no agent, so a queue that nobody on duty can serve is none. Parked work does not count while it is parked, so
 * an `exclude` never forbids what an `interrupt` gives: whoever is interrupted holds nothing else at that moment.
 */
import type { BlendingRule, ChannelId, Contradiction, Queue, QueueId, RoutingPlan } from "@lotse/protocol";
import { circlesOf } from "./circles.ts";
import { isTimeZone } from "./hours.ts";
import { overflowCircles } from "./overflowCircles.ts";

type RuleOf<Kind extends BlendingRule["rule"]> = Extract<BlendingRule, { readonly rule: Kind }>;

const rulesOf = <Kind extends BlendingRule["rule"]>(plan: RoutingPlan, kind: Kind): readonly RuleOf<Kind>[] =>
  plan.blending.filter((rule): rule is RuleOf<Kind> => rule.rule === kind);

const atRule = (id: string) => ({ ruleIds: [id], queueIds: [] });
const atQueue = (id: QueueId) => ({ ruleIds: [], queueIds: [id] });

const twice = <Id>(ids: readonly Id[]): readonly Id[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

const common = <Id>(one: readonly Id[], other: readonly Id[]): readonly Id[] => [
  ...new Set(one.filter(id => other.includes(id))),
];

const duplicates = ({ channels, queues, blending }: RoutingPlan): readonly Contradiction[] => [
  ...twice(channels.map(({ id }) => id)).map(
    (id): Contradiction => ({ kind: "duplicate", of: "channel", id, ruleIds: [], queueIds: [] }),
  ),
  ...twice(queues.map(({ id }) => id)).map(
    (id): Contradiction => ({ kind: "duplicate", of: "queue", id, ...atQueue(id) }),
  ),
  ...twice(queues.map(({ key }) => key)).map((key): Contradiction => {
    const queueIds = queues.filter(queue => queue.key === key).map(({ id }) => id);
    return { kind: "duplicate", of: "queueKey", id: key, ruleIds: [], queueIds };
  }),
  ...twice(blending.map(({ id }) => id)).map(
    (id): Contradiction => ({ kind: "duplicate", of: "rule", id, ...atRule(id) }),
  ),
];

const channelsOf = (rule: BlendingRule): readonly ChannelId[] => {
  switch (rule.rule) {
    case "exclude":
      return [...rule.during, ...rule.no];
    case "atMost":
      return rule.channels;
    case "interrupt":
      return [...rule.counted, ...rule.interruptible];
  }
};

const targetsOf = ({ overflows }: Queue): readonly QueueId[] =>
  overflows.flatMap(({ then }) => (then.to === "queue" ? [then.queueId] : []));

/** What is named and not there. */
const unknowns = (plan: RoutingPlan): readonly Contradiction[] => {
  const channels = new Set(plan.channels.map(({ id }) => id));
  const queues = new Set(plan.queues.map(({ id }) => id));
  const missing = (
    named: { readonly channels: readonly ChannelId[]; readonly queues: readonly QueueId[] },
    at: Pick<Contradiction, "ruleIds" | "queueIds">,
  ): readonly Contradiction[] => [
    ...[...new Set(named.channels)]
      .filter(id => !channels.has(id))
      .map((channel): Contradiction => ({ kind: "unknownChannel", channel, ...at })),
    ...[...new Set(named.queues)]
      .filter(id => !queues.has(id))
      .map((queueId): Contradiction => ({ kind: "unknownQueue", queueId, ...at })),
  ];
  const inQueue = (queue: Queue): readonly Contradiction[] => {
    const named = { channels: queue.serviceLevels.map(({ channel }) => channel), queues: targetsOf(queue) };
    const found = missing(named, atQueue(queue.id));
    const timeZone = queue.hours?.timeZone ?? "UTC";
    if (isTimeZone(timeZone)) return found;
    return [...found, { kind: "unknownTimeZone", timeZone, ...atQueue(queue.id) }];
  };
  const inRule = (rule: BlendingRule): readonly Contradiction[] => {
    const queues = rule.rule === "interrupt" ? (rule.queues ?? []) : [];
    return missing({ channels: channelsOf(rule), queues }, atRule(rule.id));
  };
  return [...plan.queues.flatMap(inQueue), ...plan.blending.flatMap(inRule)];
};

/** An `atMost` of none, and one that cannot be reached: of a channel excluded beside itself there is only ever one. */
const limits = (plan: RoutingPlan): readonly Contradiction[] => {
  const excludes = rulesOf(plan, "exclude");
  const alone = (channel: ChannelId) =>
    excludes.filter(({ during, no }) => during.includes(channel) && no.includes(channel));
  return rulesOf(plan, "atMost").flatMap(({ id, items, channels: named }): readonly Contradiction[] => {
    const channels = [...new Set(named)];
    if (items < 1 && channels.length > 0) return [{ kind: "neverGiven", channels, ...atRule(id) }];
    const excluding = channels.map(alone);
    if (items <= channels.length || excluding.some(rules => rules.length === 0)) return [];
    const ruleIds = [id, ...new Set(excluding.flat().map(rule => rule.id))];
    return [{ kind: "neverReached", channels, items, reachable: channels.length, ruleIds, queueIds: [] }];
  });
};

const interrupts = (plan: RoutingPlan): readonly Contradiction[] => {
  const rules = rulesOf(plan, "interrupt");
  const itself = rules.flatMap(({ id, counted, interruptible }): readonly Contradiction[] => {
    const channels = common(counted, interruptible);
    return channels.length === 0 ? [] : [{ kind: "interruptsItself", channels, ...atRule(id) }];
  });
  const circles = circlesOf(rules, parks =>
    rules.filter(gives => common(parks.interruptible, gives.counted).length > 0),
  );
  return [
    ...itself,
    ...circles.map((circle): Contradiction => {
      return { kind: "interruptCircle", ruleIds: circle.map(({ id }) => id), queueIds: [] };
    }),
  ];
};

const overflows = ({ queues }: RoutingPlan): readonly Contradiction[] => [
  ...queues
    .filter(queue => targetsOf(queue).includes(queue.id))
    .map(({ id }): Contradiction => ({ kind: "overflowToItself", ...atQueue(id) })),
  ...(["before", "after"] as const).flatMap(when =>
    overflowCircles(queues, when).map((queueIds): Contradiction => {
      return { kind: "overflowCircle", when, ruleIds: [], queueIds };
    }),
  ),
];

/** Empty: the plan can be put to work. */
export const contradictionsOf = (plan: RoutingPlan): readonly Contradiction[] => [
  ...duplicates(plan),
  ...unknowns(plan),
  ...limits(plan),
  ...interrupts(plan),
  ...overflows(plan),
];
