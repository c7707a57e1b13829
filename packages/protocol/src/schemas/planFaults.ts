/**
 * What does not fit together in a routing plan: names that lead nowhere or stand twice, steps out of order, spans that
 * overlap, a time zone nobody knows. Pure; knows no schema and not what the engine makes of a plan.
 */
import type { DaySpan, Hours, Queue, RoutingPlan } from "../plan.ts";

/** Where it is: `["queues", 3, "overflows", 0, "then", "queueId"]`. */
export type Path = readonly (string | number)[];

const at = (prefix: Path, faults: readonly Path[]): Path[] => faults.map(path => [...prefix, ...path]);

const each = <T>(items: readonly T[], look: (item: T, index: number) => readonly Path[]): Path[] =>
  items.flatMap((item, index) => at([index], look(item, index)));

/** The second of any two with the same key. */
const twice = <T>(items: readonly T[], field: keyof T & string): Path[] => {
  const seen = new Set<unknown>();
  return each(items, item => {
    const again = seen.has(item[field]);
    seen.add(item[field]);
    return again ? [[field]] : [];
  });
};

const unknown = <T>(names: readonly T[], known: ReadonlySet<T>): Path[] =>
  each(names, name => (known.has(name) ? [] : [[]]));

const spanFaults = (spans: readonly DaySpan[]): Path[] =>
  each(spans, (span, index) => {
    if (span.fromMin >= span.toMin) return [["toMin"]];
    const overlaps = spans
      .slice(0, index)
      .some(other => span.fromMin < other.toMin && other.fromMin < span.toMin);
    return overlaps ? [["fromMin"]] : [];
  });

const weekFaults = (week: Hours["week"]): Path[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap(day => {
    const placed = week.map((span, index) => ({ span, index })).filter(({ span }) => span.day === day);
    return spanFaults(placed.map(({ span }) => span)).map(([nth, ...field]) => [
      placed[Number(nth)]?.index ?? 0,
      ...field,
    ]);
  });

/** A name of the time zone database; offsets such as "+02:00" know no summer. */
const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const hoursFaults = ({ timeZone, week, exceptions }: Hours): Path[] => [
  ...(isTimeZone(timeZone) ? [] : [["timeZone"]]),
  ...at(["week"], weekFaults(week)),
  ...at(["exceptions"], twice(exceptions, "date")),
  ...at(
    ["exceptions"],
    each(exceptions, ({ spans }) => at(["spans"], spanFaults(spans))),
  ),
];

interface Known {
  readonly channels: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
}

const overflowFaults = (queue: Queue, known: Known): Path[] =>
  each(queue.overflows, ({ when, condition, then }) => [
    ...(when === "before" && condition.if === "waited" ? [["condition", "if"]] : []),
    ...(then.to === "queue" && (then.queueId === queue.id || !known.queues.has(then.queueId))
      ? [["then", "queueId"]]
      : []),
  ]);

const queueFaults = (queue: Queue, known: Known): Path[] => [
  ...at(["serviceLevels"], twice(queue.serviceLevels, "channel")),
  ...at(
    ["serviceLevels"],
    each(queue.serviceLevels, ({ channel }) => (known.channels.has(channel) ? [] : [["channel"]])),
  ),
  ...at(
    ["relaxations"],
    each(queue.relaxations, ({ afterMs }, index) =>
      index > 0 && afterMs <= (queue.relaxations[index - 1]?.afterMs ?? 0) ? [["afterMs"]] : [],
    ),
  ),
  ...at(["overflows"], overflowFaults(queue, known)),
  ...(queue.hours === null ? [] : at(["hours"], hoursFaults(queue.hours))),
];

const ruleFaults = (rule: RoutingPlan["blending"][number], known: Known): Path[] => {
  const channelsIn = (field: string, names: readonly string[]) => at([field], unknown(names, known.channels));
  if (rule.rule === "exclude") return [...channelsIn("during", rule.during), ...channelsIn("no", rule.no)];
  if (rule.rule === "atMost") return channelsIn("channels", rule.channels);
  return [
    ...at(["queues"], unknown(rule.queues ?? [], known.queues)),
    ...channelsIn("counted", rule.counted),
    ...channelsIn("interruptible", rule.interruptible),
  ];
};

/** Every fault's place, in the plan's order of parts; empty if all fits. */
export const planFaults = ({ channels, queues, sites = [], blending }: RoutingPlan): readonly Path[] => {
  const known: Known = {
    channels: new Set(channels.map(({ id }) => id)),
    queues: new Set(queues.map(({ id }) => id)),
  };
  return [
    ...at(["channels"], twice(channels, "id")),
    ...at(["queues"], [...twice(queues, "id"), ...twice(queues, "key")]),
    ...at(
      ["queues"],
      each(queues, queue => queueFaults(queue, known)),
    ),
    ...at(["sites"], twice(sites, "siteId")),
    ...at(
      ["sites"],
      each(sites, ({ queueId, hours }) => [
        ...(queueId === null || known.queues.has(queueId) ? [] : [["queueId"]]),
        ...(hours === null ? [] : at(["hours"], hoursFaults(hours))),
      ]),
    ),
    ...at(["blending"], twice(blending, "id")),
    ...at(
      ["blending"],
      each(blending, rule => ruleFaults(rule, known)),
    ),
  ];
};
