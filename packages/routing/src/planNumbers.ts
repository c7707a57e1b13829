/** Numbers of a plan with which the engine could not reckon. What else they must keep to is the protocol's. */
import type { BlendingRule, Channel, Finding, Queue, RoutingPlan, RoutingSettings } from "@lotse/protocol";

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;
const isNotNegative = (value: number): boolean => Number.isFinite(value) && value >= 0;

const isGoodChannel = ({ weight, cobrowseWeight, wrapUpMs, ringMs, idle }: Channel): boolean =>
  (weight === "all" || isPositive(weight)) &&
  [cobrowseWeight, wrapUpMs].every(isNotNegative) &&
  [ringMs, idle?.afterMs ?? ringMs].every(isPositive);

const isGoodQueue = ({ priority, serviceLevels, relaxations, overflows }: Queue): boolean => {
  const limits = overflows.map(({ condition }) =>
    "moreThan" in condition ? condition.moreThan : "moreThanMs" in condition ? condition.moreThanMs : 0,
  );
  const times = [
    ...serviceLevels.map(({ withinMs }) => withinMs),
    ...relaxations.map(({ afterMs }) => afterMs),
  ];
  return Number.isFinite(priority) && [...limits, ...times].every(isNotNegative);
};

const isGoodRule = (rule: BlendingRule): boolean => {
  if (rule.rule === "exclude") return true;
  return isNotNegative(rule.rule === "atMost" ? rule.items : rule.moreThan);
};

/** Nothing is also said: no priority counts, nobody is preferred. */
const MAY_BE_ZERO: readonly (keyof RoutingSettings)[] = [
  "priorityMs",
  "defaultTargetMs",
  "preferAgentMs",
  "lastAgentMs",
];

const badSettings = (settings: RoutingSettings): readonly (keyof RoutingSettings)[] =>
  (Object.keys(settings) as (keyof RoutingSettings)[]).filter(name => {
    const value = settings[name];
    if (value === null) return name !== "awayAfterMisses";
    return !(MAY_BE_ZERO.includes(name) ? isNotNegative : isPositive)(value);
  });

export const badNumbersOf = ({ channels, queues, blending, settings }: RoutingPlan): readonly Finding[] => {
  const nowhere = { ruleIds: [], queueIds: [], of: null };
  const places = [
    ...channels.filter(channel => !isGoodChannel(channel)).map(({ id }) => ({ ...nowhere, of: id })),
    ...queues.filter(queue => !isGoodQueue(queue)).map(({ id }) => ({ ...nowhere, queueIds: [id] })),
    ...blending.filter(rule => !isGoodRule(rule)).map(({ id }) => ({ ...nowhere, ruleIds: [id] })),
    ...badSettings(settings).map(name => ({ ...nowhere, of: name })),
  ];
  return places.map(place => ({ kind: "badNumber", ...place }));
};
