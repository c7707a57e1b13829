/** Random plans for the engine: a few channels, queues and rules that get in each other's way. */
import type {
  BlendingRule,
  Channel,
  Overflow,
  Queue,
  QueueId,
  RoutingPlan,
  SiteId,
  SkillLevel,
} from "@lotse/protocol";
import fc from "fast-check";
import { contradictionsOf } from "../src/index.ts";

export const queueId = (n: number) => `00000000-0000-4000-8000-00000000000${n}` as QueueId;
export const QUEUES = [queueId(1), queueId(2), queueId(3)] as const;
export const CHANNELS = ["call", "chat", "email", "fax"] as const;
export const SKILLS = ["Claims", "Sales", "Service"] as const;

const both = (text: string) => ({ de: text, en: text });

export const channel = (id: string, change: Partial<Channel> = {}): Channel => ({
  id,
  name: both(id),
  weight: 1,
  cobrowseWeight: 1,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
  ...change,
});

export const queue = (id: QueueId, change: Partial<Queue> = {}): Queue => ({
  id,
  key: `queue ${id.slice(-1)}`,
  name: both(id),
  needs: [],
  prefers: [],
  priority: 0,
  serviceLevels: [],
  relaxations: [],
  overflows: [],
  pick: false,
  hours: null,
  ...change,
});

export const SITE = "00000000-0000-4000-8000-00000000515e" as SiteId;

export const SETTINGS: RoutingPlan["settings"] = {
  priorityMs: 10_000,
  defaultTargetMs: 20_000,
  reservationMs: 45_000,
  passPauseMs: 30_000,
  preferAgentMs: 20_000,
  lastAgentMs: 0,
  leaseMs: 60_000,
  awayAfterMisses: null,
};

const queueIds = fc.constantFrom(...QUEUES);
/** What is needed: mostly little, or nobody would ever be given anything. */
export const levels: fc.Arbitrary<readonly SkillLevel[]> = fc
  .oneof(
    fc.constant([]),
    fc.subarray([...SKILLS], { maxLength: 1 }),
    fc.subarray([...SKILLS], { maxLength: 2 }),
  )
  .chain(skills =>
    fc.tuple(
      ...skills.map(skill => fc.record({ skill: fc.constant(skill), level: fc.constantFrom(1, 1, 3) })),
    ),
  );

const channels: fc.Arbitrary<readonly Channel[]> = fc
  .record({
    call: fc.constantFrom<Channel["weight"]>("all", "all", 2),
    callWrapUp: fc.constantFrom(0, 5_000),
    chatIdle: fc.constantFrom<Channel["idle"]>(
      null,
      { afterMs: 2_000, then: "release" },
      { afterMs: 20_000, then: "release" },
      { afterMs: 60_000, then: "end" },
      { afterMs: 20_000, then: "keep" },
    ),
    email: fc.constantFrom<Channel["answer"]>("auto", "ring"),
    fax: fc.constantFrom(1, 2, 3),
  })
  .map(({ call, callWrapUp, chatIdle, email, fax }) => [
    channel("call", { weight: call, wrapUpMs: callWrapUp, ringMs: 15_000 }),
    channel("chat", { idle: chatIdle }),
    channel("email", { answer: email, cobrowseWeight: 0 }),
    channel("fax", { weight: fax, answer: "auto", wrapUpMs: 3_000 }),
  ]);

const overflows: fc.Arbitrary<readonly Overflow[]> = fc.array(
  fc.record({
    when: fc.constantFrom<Overflow["when"]>("before", "after", "after"),
    condition: fc.constantFrom<Overflow["condition"]>(
      { if: "closed" },
      { if: "nobodyOnDuty" },
      { if: "waiting", moreThan: 2 },
      { if: "waiting", moreThan: 5 },
      { if: "expectedWait", moreThanMs: 20_000 },
      { if: "waited", moreThanMs: 15_000 },
      { if: "waited", moreThanMs: 60_000 },
    ),
    then: fc.oneof(
      queueIds.map(id => ({ to: "queue" as const, queueId: id })),
      fc.constant({ to: "callback" as const }),
      fc.constant({ to: "message" as const }),
    ),
  }),
  { maxLength: 3 },
);

const oneQueue = (id: QueueId): fc.Arbitrary<Queue> =>
  fc
    .record({
      needs: levels,
      prefers: levels,
      priority: fc.constantFrom(0, 0, 2, -1),
      serviceLevels: fc.constantFrom(
        [],
        [{ channel: "call", share: 0.8, withinMs: 5_000 }],
        [{ channel: "email", share: 0.9, withinMs: 90_000 }],
      ),
      relaxed: fc.option(fc.tuple(levels, levels), { freq: 2 }),
      overflows,
      pick: fc.boolean(),
    })
    .map(({ relaxed, ...change }) =>
      queue(id, {
        ...change,
        relaxations:
          relaxed === null
            ? []
            : [
                { afterMs: 10_000, needs: relaxed[0] },
                { afterMs: 30_000, needs: relaxed[1] },
              ],
      }),
    );

const RULES: readonly BlendingRule[] = [
  { id: "no fax on the phone", rule: "exclude", during: ["call"], no: ["fax", "chat"] },
  { id: "no phone in a chat", rule: "exclude", during: ["chat"], no: ["call"] },
  { id: "one fax", rule: "atMost", channels: ["fax", "email"], items: 1 },
  {
    id: "calls first",
    rule: "interrupt",
    queues: null,
    counted: ["call"],
    moreThan: 1,
    interruptible: ["email", "fax"],
  },
  {
    id: "chats before fax",
    rule: "interrupt",
    queues: [queueId(1), queueId(2)],
    counted: ["chat"],
    moreThan: 2,
    interruptible: ["fax"],
  },
];

export const plans: fc.Arbitrary<RoutingPlan> = fc
  .record({
    channels,
    queues: fc.tuple(...QUEUES.map(oneQueue)),
    blending: fc.subarray([...RULES]),
    sites: fc.constant([{ siteId: SITE, queueId: null, hours: null }]),
    settings: fc.record({
      awayAfterMisses: fc.constantFrom(null, 2),
      leaseMs: fc.constantFrom(20_000, 60_000),
      preferAgentMs: fc.constantFrom(0, 20_000),
      lastAgentMs: fc.constant(0),
    }),
  })
  .map(({ settings, ...plan }) => ({ ...plan, settings: { ...SETTINGS, ...settings } }))
  .filter(plan => !contradictionsOf(plan).some(({ isFatal }) => isFatal));
