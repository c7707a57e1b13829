/**
 * The routing plan as it is saved: every number has its bounds here, and what must fit together is looked at by
 * `planFaults` (PLAN_INVALID, with the place). Whether blending rules contradict each other is the engine's to say.
 */
import * as v from "valibot";
import type { QueueId, SiteId } from "../ids.ts";
import type { RoutingPlan } from "../plan.ts";
import { hoursSchema } from "./hours.ts";
import { planFaults } from "./planFaults.ts";
import {
  CHANNELS_MAX,
  channelId,
  durationMs,
  listOf,
  priority,
  queueKey,
  skillLevels,
  someMs,
  UNITS_MAX,
  units,
} from "./planParts.ts";
import { count, filledText, id, whole } from "./primitives.ts";

const QUEUES_MAX = 200;
const SITES_MAX = 100;
const RULES_MAX = 100;
const NEEDS_MAX = 20;
const STEPS_MAX = 20;
const ITEMS_MAX = 1_000;
const WAITING_MAX = 1_000_000;
const MISSES_MAX = 100;

const localized = v.strictObject({ de: filledText(200), en: filledText(200) });
const queueId = id<QueueId>();
const needs = skillLevels(NEEDS_MAX);
const channel = v.strictObject({
  id: channelId,
  name: localized,
  weight: v.union([v.literal("all"), whole(1, UNITS_MAX)], "LIMIT_RANGE"),
  cobrowseWeight: units,
  wrapUpMs: durationMs,
  answer: v.picklist(["ring", "auto"], "FIELD_TYPE"),
  ringMs: someMs,
  idle: v.nullable(
    v.strictObject({ afterMs: someMs, then: v.picklist(["keep", "release", "end"], "FIELD_TYPE") }),
  ),
});

const serviceLevel = v.strictObject({
  channel: channelId,
  share: v.pipe(v.number("FIELD_TYPE"), v.minValue(0, "LIMIT_RANGE"), v.maxValue(1, "LIMIT_RANGE")),
  withinMs: durationMs,
});

const condition = v.variant(
  "if",
  [
    v.strictObject({ if: v.literal("closed") }),
    v.strictObject({ if: v.literal("nobodyOnDuty") }),
    v.strictObject({ if: v.literal("waiting"), moreThan: count(WAITING_MAX) }),
    v.strictObject({ if: v.literal("expectedWait"), moreThanMs: durationMs }),
    v.strictObject({ if: v.literal("waited"), moreThanMs: durationMs }),
  ],
  "FIELD_TYPE",
);

const destination = v.variant(
  "to",
  [
    v.strictObject({ to: v.literal("queue"), queueId }),
    v.strictObject({ to: v.literal("callback") }),
    v.strictObject({ to: v.literal("message") }),
  ],
  "FIELD_TYPE",
);

const queue = v.strictObject({
  id: queueId,
  key: queueKey,
  name: localized,
  needs,
  prefers: needs,
  priority,
  serviceLevels: listOf(serviceLevel, CHANNELS_MAX),
  relaxations: listOf(v.strictObject({ afterMs: durationMs, needs }), STEPS_MAX),
  overflows: listOf(
    v.strictObject({ when: v.picklist(["before", "after"], "FIELD_TYPE"), condition, then: destination }),
    STEPS_MAX,
  ),
  pick: v.boolean("FIELD_TYPE"),
  hours: v.nullable(hoursSchema),
});

const channels = v.pipe(listOf(channelId, CHANNELS_MAX), v.minLength(1, "LIMIT_RANGE"));
const ruleId = filledText(64);

const blendingRule = v.variant(
  "rule",
  [
    v.strictObject({ id: ruleId, rule: v.literal("exclude"), during: channels, no: channels }),
    v.strictObject({ id: ruleId, rule: v.literal("atMost"), channels, items: whole(1, ITEMS_MAX) }),
    v.strictObject({
      id: ruleId,
      rule: v.literal("interrupt"),
      queues: v.nullable(v.pipe(listOf(queueId, QUEUES_MAX), v.minLength(1, "LIMIT_RANGE"))),
      counted: channels,
      moreThan: count(WAITING_MAX),
      interruptible: channels,
    }),
  ],
  "FIELD_TYPE",
);

const settings = v.strictObject({
  priorityMs: durationMs,
  defaultTargetMs: durationMs,
  reservationMs: someMs,
  passPauseMs: someMs,
  preferAgentMs: durationMs,
  lastAgentMs: durationMs,
  leaseMs: someMs,
  awayAfterMisses: v.nullable(whole(1, MISSES_MAX)),
});

const site = v.strictObject({
  siteId: id<SiteId>(),
  queueId: v.nullable(queueId),
  hours: v.nullable(hoursSchema),
});

const parts = v.strictObject({
  channels: listOf(channel, CHANNELS_MAX),
  queues: listOf(queue, QUEUES_MAX),
  sites: v.exactOptional(listOf(site, SITES_MAX)),
  blending: listOf(blendingRule, RULES_MAX),
  settings,
});

/** A step of the path to a fault, as valibot wants it; only the key is ever read. */
const step = (key: string | number): v.IssuePathItem => ({
  type: "unknown",
  origin: "value",
  input: undefined,
  key,
  value: undefined,
});

export const planSchema = v.pipe(
  parts,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const [fault] = planFaults(dataset.value satisfies RoutingPlan);
    const [first, ...rest] = fault?.map(step) ?? [];
    if (first !== undefined) addIssue({ message: "PLAN_INVALID", path: [first, ...rest] });
  }),
);

export const planInputs = {
  "plan:read": v.strictObject({}),
  /** `version` is that of the plan which was changed. */
  "plan:save": v.strictObject({ plan: planSchema, version: count(Number.MAX_SAFE_INTEGER) }),
} as const;
