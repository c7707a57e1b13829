/**
 * What in a routing plan cannot hold together, found before it is put to work. Only what is certain from the plan alone:
 * it knows no agent, so a queue that nobody on duty can serve is none. Parked work does not count while it is parked, so
 * an `exclude` never forbids what an `interrupt` gives: whoever is interrupted holds nothing else at that moment.
 */
import type {
  BlendingRule,
  ChannelId,
  Contradiction,
  Finding,
  Overflow,
  Queue,
  QueueId,
  RoutingPlan,
  SitePlan,
} from "@lotse/protocol";
import { circlesOf } from "./circles.ts";
import { isTimeZone } from "./hours.ts";
import { overflowCircles } from "./overflowCircles.ts";
import { levelOf, mergeLevels } from "./plan.ts";
import { badNumbersOf } from "./planNumbers.ts";

type RuleOf<Kind extends BlendingRule["rule"]> = Extract<BlendingRule, { readonly rule: Kind }>;

const rulesOf = <Kind extends BlendingRule["rule"]>(plan: RoutingPlan, kind: Kind): readonly RuleOf<Kind>[] =>
  plan.blending.filter((rule): rule is RuleOf<Kind> => rule.rule === kind);

const atRule = (id: string) => ({ ruleIds: [id], queueIds: [] });
const nowhere = { ruleIds: [], queueIds: [] };
const atQueue = (id: QueueId) => ({ ruleIds: [], queueIds: [id] });

const twice = <Id>(ids: readonly Id[]): readonly Id[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

const common = <Id>(one: readonly Id[], other: readonly Id[]): readonly Id[] => [
  ...new Set(one.filter(id => other.includes(id))),
];

const includesAll = <Id>(all: readonly Id[], some: readonly Id[]): boolean =>
  some.every(id => all.includes(id));

const duplicates = ({ channels, queues, sites = [], blending }: RoutingPlan): readonly Finding[] => [
  ...twice(channels.map(({ id }) => id)).map(
    (id): Finding => ({ kind: "duplicate", of: "channel", id, ruleIds: [], queueIds: [] }),
  ),
  ...twice(queues.map(({ id }) => id)).map(
    (id): Finding => ({ kind: "duplicate", of: "queue", id, ...atQueue(id) }),
  ),
  ...twice(queues.map(({ key }) => key)).map((key): Finding => {
    const queueIds = queues.filter(queue => queue.key === key).map(({ id }) => id);
    return { kind: "duplicate", of: "queueKey", id: key, ruleIds: [], queueIds };
  }),
  ...twice(blending.map(({ id }) => id)).map(
    (id): Finding => ({ kind: "duplicate", of: "rule", id, ...atRule(id) }),
  ),
  ...twice(sites.map(({ siteId }) => siteId)).map(
    (id): Finding => ({ kind: "duplicate", of: "site", id, ...nowhere }),
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
const unknowns = (plan: RoutingPlan): readonly Finding[] => {
  const channels = new Set(plan.channels.map(({ id }) => id));
  const queues = new Set(plan.queues.map(({ id }) => id));
  const missing = (
    named: { readonly channels: readonly ChannelId[]; readonly queues: readonly QueueId[] },
    at: Pick<Finding, "ruleIds" | "queueIds">,
  ): readonly Finding[] => [
    ...[...new Set(named.channels)]
      .filter(id => !channels.has(id))
      .map((channel): Finding => ({ kind: "unknownChannel", channel, ...at })),
    ...[...new Set(named.queues)]
      .filter(id => !queues.has(id))
      .map((queueId): Finding => ({ kind: "unknownQueue", queueId, ...at })),
  ];
  const inQueue = (queue: Queue): readonly Finding[] => {
    const named = { channels: queue.serviceLevels.map(({ channel }) => channel), queues: targetsOf(queue) };
    const found = missing(named, atQueue(queue.id));
    const timeZone = queue.hours?.timeZone ?? "UTC";
    if (isTimeZone(timeZone)) return found;
    return [...found, { kind: "unknownTimeZone", timeZone, ...atQueue(queue.id) }];
  };
  const inRule = (rule: BlendingRule): readonly Finding[] => {
    const queues = rule.rule === "interrupt" ? (rule.queues ?? []) : [];
    return missing({ channels: channelsOf(rule), queues }, atRule(rule.id));
  };
  const inSite = ({ queueId, hours }: SitePlan): readonly Finding[] => {
    const found = missing({ channels: [], queues: queueId === null ? [] : [queueId] }, nowhere);
    const timeZone = hours?.timeZone ?? "UTC";
    return isTimeZone(timeZone) ? found : [...found, { kind: "unknownTimeZone", timeZone, ...nowhere }];
  };
  return [
    ...plan.queues.flatMap(inQueue),
    ...plan.blending.flatMap(inRule),
    ...(plan.sites ?? []).flatMap(inSite),
  ];
};

/** A rule that could as well not be there. */
const idle = ({ blending }: RoutingPlan): readonly Finding[] => {
  const listsOf = (rule: BlendingRule): readonly (readonly unknown[])[] => {
    if (rule.rule === "exclude") return [rule.during, rule.no];
    return rule.rule === "atMost"
      ? [rule.channels]
      : [rule.counted, rule.interruptible, rule.queues ?? [null]];
  };
  return blending
    .filter(rule => listsOf(rule).some(list => list.length === 0))
    .map(({ id }) => ({ kind: "ruleWithoutEffect", ...atRule(id) }));
};

/** An `atMost` of none, and one that cannot be reached: of a channel excluded beside itself there is only ever one. */
const limits = (plan: RoutingPlan): readonly Finding[] => {
  const excludes = rulesOf(plan, "exclude");
  const alone = (channel: ChannelId) =>
    excludes.filter(({ during, no }) => during.includes(channel) && no.includes(channel));
  return rulesOf(plan, "atMost").flatMap(({ id, items, channels: named }): readonly Finding[] => {
    const channels = [...new Set(named)];
    if (channels.length === 0) return [];
    if (items < 1) return [{ kind: "neverGiven", channels, ...atRule(id) }];
    const excluding = channels.map(alone);
    if (items <= channels.length || excluding.some(rules => rules.length === 0)) return [];
    const ruleIds = [id, ...new Set(excluding.flat().map(rule => rule.id))];
    return [{ kind: "neverReached", channels, items, reachable: channels.length, ruleIds, queueIds: [] }];
  });
};

/** An `atMost` that a stricter one of the same channels, or of more, makes needless. */
const needlessLimits = (plan: RoutingPlan): readonly Finding[] => {
  const limits = rulesOf(plan, "atMost");
  return limits.flatMap(({ id, items, channels }): readonly Finding[] => {
    const stricter = limits.find(each => each.items < items && includesAll(each.channels, channels));
    if (stricter === undefined || channels.length === 0 || stricter.items < 1) return [];
    const ruleIds = [id, stricter.id];
    return [{ kind: "neverReached", channels, items, reachable: stricter.items, ruleIds, queueIds: [] }];
  });
};

/** An interruption of which all is done by an earlier one, and no later. */
const needlessInterrupts = (plan: RoutingPlan): readonly Finding[] => {
  const rules = rulesOf(plan, "interrupt");
  return rules.flatMap((rule, index): readonly Finding[] => {
    const earlier = rules
      .slice(0, index)
      .find(
        each =>
          each.moreThan <= rule.moreThan &&
          includesAll(each.counted, rule.counted) &&
          includesAll(each.interruptible, rule.interruptible) &&
          (each.queues === null || (rule.queues !== null && includesAll(each.queues, rule.queues))),
      );
    const isEmpty = [rule.counted, rule.interruptible, rule.queues ?? [null]].some(list => list.length === 0);
    if (earlier === undefined || isEmpty) return [];
    return [{ kind: "ruleWithoutEffect", ruleIds: [rule.id, earlier.id], queueIds: [] }];
  });
};

const interrupts = (plan: RoutingPlan): readonly Finding[] => {
  const rules = rulesOf(plan, "interrupt");
  const itself = rules.flatMap(({ id, counted, interruptible }): readonly Finding[] => {
    const channels = common(counted, interruptible);
    return channels.length === 0 ? [] : [{ kind: "interruptsItself", channels, ...atRule(id) }];
  });
  const circles = circlesOf(rules, parks =>
    rules.filter(gives => common(parks.interruptible, gives.counted).length > 0),
  );
  return [
    ...itself,
    ...circles.map((circle): Finding => {
      return { kind: "interruptCircle", ruleIds: circle.map(({ id }) => id), queueIds: [] };
    }),
  ];
};

/** Whether the first holds whenever the second does. */
const covers = (first: Overflow, second: Overflow): boolean => {
  const [one, other] = [first.condition, second.condition];
  if (first.when !== second.when || one.if !== other.if) return false;
  if ("moreThan" in one && "moreThan" in other) return one.moreThan <= other.moreThan;
  return "moreThanMs" in one && "moreThanMs" in other ? one.moreThanMs <= other.moreThanMs : true;
};

/** After queueing every overflow has its turn; before it, the first that holds is the only one. */
const isHidden = (overflow: Overflow, index: number, all: readonly Overflow[]): boolean =>
  overflow.when === "before" &&
  (overflow.condition.if === "waited" || all.slice(0, index).some(earlier => covers(earlier, overflow)));

/** A queue without hours is closed to those who come from a website with hours. */
const neverReachedIn = ({ overflows, hours }: Queue, { sites = [] }: RoutingPlan): readonly Overflow[] => {
  const neverCloses = hours === null && sites.every(site => site.hours === null);
  return overflows.filter(
    (overflow, index) =>
      (neverCloses && overflow.condition.if === "closed") || isHidden(overflow, index, overflows),
  );
};

/** By waiting longer one would need more than before, or at a higher level. */
const demandsMore = ({ needs, relaxations }: Queue): boolean =>
  relaxations.some((relaxation, at) => {
    const before = mergeLevels(relaxations[at - 1]?.needs ?? needs);
    return relaxation.needs.some(({ skill, level }) => level > levelOf(before, skill));
  });

const inQueues = (plan: RoutingPlan): readonly Finding[] =>
  plan.queues.flatMap((queue): readonly Finding[] => {
    const { id, relaxations } = queue;
    const isUnordered = relaxations.some(({ afterMs }, at) => afterMs < (relaxations[at - 1]?.afterMs ?? 0));
    return [
      ...(isUnordered ? [{ kind: "relaxationsOutOfOrder" as const, ...atQueue(id) }] : []),
      ...(demandsMore(queue) ? [{ kind: "relaxationDemandsMore" as const, ...atQueue(id) }] : []),
      ...neverReachedIn(queue, plan).map((overflow): Finding => {
        return { kind: "overflowNeverReached", overflow, ...atQueue(id) };
      }),
      ...(targetsOf(queue).includes(id) ? [{ kind: "overflowToItself" as const, ...atQueue(id) }] : []),
    ];
  });

const circles = ({ queues }: RoutingPlan): readonly Finding[] =>
  (["before", "after"] as const).flatMap(when =>
    overflowCircles(queues, when).map((queueIds): Finding => {
      return { kind: "overflowCircle", when, ruleIds: [], queueIds };
    }),
  );

/** What the engine cannot work by. By the rest it can; a time zone may be known to the next version only. */
const FATAL: ReadonlySet<Finding["kind"]> = new Set([
  "duplicate",
  "unknownChannel",
  "unknownQueue",
  "badNumber",
  "relaxationsOutOfOrder",
  "interruptsItself",
  "interruptCircle",
]);

/** Empty: the plan says what it means. */
export const contradictionsOf = (plan: RoutingPlan): readonly Contradiction[] =>
  [
    duplicates,
    unknowns,
    badNumbersOf,
    idle,
    limits,
    needlessLimits,
    interrupts,
    needlessInterrupts,
    inQueues,
    circles,
  ]
    .flatMap(find => find(plan))
    .map(found => ({ ...found, isFatal: FATAL.has(found.kind) }));
