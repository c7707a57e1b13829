/** What in a plan cannot be carried out, or can never happen. Pure reading; knows nobody who works by it. */
import type { BlendingRule, ChannelId, Overflow, Queue, QueueId, RoutingPlan } from "@lotse/protocol";

export type ContradictionKind =
  | "duplicateChannel"
  | "duplicateQueue"
  | "duplicateRule"
  | "unknownChannel"
  | "unknownQueue"
  | "badNumber"
  /** Work of a kind would interrupt itself, perhaps by way of others. */
  | "interruptCycle"
  /** Counts or interrupts nothing. */
  | "ruleWithoutEffect"
  /** An item of the channel could never be given to anybody. */
  | "channelNeverGiven"
  /** An earlier overflow holds whenever this one does. */
  | "overflowNeverReached"
  /** Queues send to each other. */
  | "overflowCycle"
  | "relaxationsOutOfOrder";

export interface Contradiction {
  readonly kind: ContradictionKind;
  /** The channel, queue, rule or setting it is about. */
  readonly at: string;
  readonly about: string | null;
  /** The engine refuses the plan. The others are only useless. */
  readonly isFatal: boolean;
}

const fatal = (kind: ContradictionKind, at: string, about: string | null = null): Contradiction => ({
  kind,
  at,
  about,
  isFatal: true,
});
const useless = (kind: ContradictionKind, at: string, about: string | null = null): Contradiction => ({
  kind,
  at,
  about,
  isFatal: false,
});

const repeated = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id, at) => ids.indexOf(id) !== at)),
];

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;
const isNotNegative = (value: number): boolean => Number.isFinite(value) && value >= 0;

const numbersOf = ({ channels, queues, settings, blending }: RoutingPlan): readonly Contradiction[] => {
  const bad: Contradiction[] = [];
  for (const { id, weight, cobrowseWeight, wrapUpMs, ringMs, idle } of channels) {
    const isGood =
      (weight === "all" || isPositive(weight)) &&
      [cobrowseWeight, wrapUpMs].every(isNotNegative) &&
      [ringMs, idle?.afterMs ?? 1].every(isPositive);
    if (!isGood) bad.push(fatal("badNumber", id));
  }
  for (const { id, priority, serviceLevels, relaxations, overflows } of queues) {
    const times = [...serviceLevels.map(level => level.withinMs), ...relaxations.map(each => each.afterMs)];
    const limits = overflows.map(({ condition }) =>
      "moreThan" in condition ? condition.moreThan : "moreThanMs" in condition ? condition.moreThanMs : 0,
    );
    if (!Number.isFinite(priority) || ![...times, ...limits].every(isNotNegative)) {
      bad.push(fatal("badNumber", id));
    }
  }
  for (const [name, value] of Object.entries(settings)) {
    const mayBeNone = name === "awayAfterMisses" && value === null;
    const isGood = ["priorityMs", "defaultTargetMs", "preferAgentMs"].includes(name)
      ? isNotNegative
      : isPositive;
    if (!mayBeNone && !isGood(value ?? Number.NaN)) bad.push(fatal("badNumber", name));
  }
  for (const rule of blending) {
    const value = rule.rule === "atMost" ? rule.items : rule.rule === "interrupt" ? rule.moreThan : 0;
    if (!isNotNegative(value)) bad.push(fatal("badNumber", rule.id));
  }
  return bad;
};

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

const namesOf = ({ channels, queues, blending }: RoutingPlan): readonly Contradiction[] => {
  const isChannel = new Set(channels.map(({ id }) => id));
  const isQueue = new Set<QueueId>(queues.map(({ id }) => id));
  const unknown = (at: string, names: { channels: readonly ChannelId[]; queues: readonly QueueId[] }) => [
    ...names.channels.filter(id => !isChannel.has(id)).map(id => fatal("unknownChannel", at, id)),
    ...names.queues.filter(id => !isQueue.has(id)).map(id => fatal("unknownQueue", at, id)),
  ];
  return [
    ...repeated(channels.map(({ id }) => id)).map(id => fatal("duplicateChannel", id)),
    ...repeated(queues.map(({ id }) => id)).map(id => fatal("duplicateQueue", id)),
    ...repeated(queues.map(({ key }) => key)).map(key => fatal("duplicateQueue", key)),
    ...repeated(blending.map(({ id }) => id)).map(id => fatal("duplicateRule", id)),
    ...queues.flatMap(({ id, serviceLevels, overflows }) =>
      unknown(id, {
        channels: serviceLevels.map(({ channel }) => channel),
        queues: overflows.flatMap(({ then }) => (then.to === "queue" ? then.queueId : [])),
      }),
    ),
    ...blending.flatMap(rule =>
      unknown(rule.id, {
        channels: channelsOf(rule),
        queues: rule.rule === "interrupt" ? (rule.queues ?? []) : [],
      }),
    ),
  ];
};

/** All that can be reached from there, itself only if it is on a circle. */
const reachedFrom = (start: string, nextOf: (at: string) => Iterable<string>): ReadonlySet<string> => {
  const reached = new Set<string>();
  const ahead = [...nextOf(start)];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    ahead.push(...nextOf(at));
  }
  return reached;
};

const interruptsOf = ({ blending }: RoutingPlan): readonly Contradiction[] => {
  const rules = blending.filter(rule => rule.rule === "interrupt");
  const nextOf = (channel: string) =>
    rules.filter(rule => rule.counted.includes(channel)).flatMap(rule => rule.interruptible);
  return rules.flatMap(rule => {
    const circle = rule.counted.find(channel => reachedFrom(channel, nextOf).has(channel));
    return circle === undefined ? [] : [fatal("interruptCycle", rule.id, circle)];
  });
};

const effectless = (rule: BlendingRule): readonly Contradiction[] => {
  switch (rule.rule) {
    case "exclude":
      return rule.during.length === 0 || rule.no.length === 0 ? [useless("ruleWithoutEffect", rule.id)] : [];
    case "interrupt":
      return rule.counted.length === 0 || rule.interruptible.length === 0 || rule.queues?.length === 0
        ? [useless("ruleWithoutEffect", rule.id)]
        : [];
    case "atMost":
      if (rule.channels.length === 0) return [useless("ruleWithoutEffect", rule.id)];
      return rule.items >= 1
        ? []
        : rule.channels.map(channel => useless("channelNeverGiven", rule.id, channel));
  }
};

/** Whether the first holds whenever the second does. */
const covers = (first: Overflow, second: Overflow): boolean => {
  const [a, b] = [first.condition, second.condition];
  if (first.when !== second.when || a.if !== b.if) return false;
  if (a.if === "waiting" && b.if === "waiting") return a.moreThan <= b.moreThan;
  if (a.if === "waited" && b.if === "waited") return a.moreThanMs <= b.moreThanMs;
  if (a.if === "expectedWait" && b.if === "expectedWait") return a.moreThanMs <= b.moreThanMs;
  return true;
};

const queueProblems = (queue: Queue): readonly Contradiction[] => {
  const { id, overflows, relaxations } = queue;
  const isUnordered = relaxations.some((each, at) => each.afterMs < (relaxations[at - 1]?.afterMs ?? 0));
  const hidden = overflows.filter(
    (each, at) => each.when === "before" && overflows.slice(0, at).some(earlier => covers(earlier, each)),
  );
  const never = overflows.filter(({ when, condition }) => when === "before" && condition.if === "waited");
  return [
    ...(isUnordered ? [fatal("relaxationsOutOfOrder", id)] : []),
    ...[...hidden, ...never].map(({ condition }) => useless("overflowNeverReached", id, condition.if)),
  ];
};

const overflowCycles = ({ queues }: RoutingPlan): readonly Contradiction[] => {
  const targets = new Map<string, readonly string[]>(
    queues.map(({ id, overflows }) => [
      id,
      overflows.flatMap(({ then }) => (then.to === "queue" ? [then.queueId] : [])),
    ]),
  );
  return queues
    .filter(({ id }) => reachedFrom(id, at => targets.get(at) ?? []).has(id))
    .map(({ id }) => useless("overflowCycle", id));
};

/** Everything that is wrong with the plan; what is fatal first. */
export const contradictionsOf = (plan: RoutingPlan): readonly Contradiction[] =>
  [
    ...namesOf(plan),
    ...numbersOf(plan),
    ...interruptsOf(plan),
    ...plan.blending.flatMap(effectless),
    ...plan.queues.flatMap(queueProblems),
    ...overflowCycles(plan),
  ].sort((a, b) => Number(b.isFatal) - Number(a.isFatal));
