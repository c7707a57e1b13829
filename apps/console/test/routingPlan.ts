/** A contact centre's plan for the console's pictures and stories: three queues, six channels, three rules. */
import {
  type Channel,
  type ChannelId,
  type Contradiction,
  type EstimateRow,
  fail,
  type Localized,
  ok,
  type Queue,
  type QueueId,
  type RoutingPlan,
  type ServiceRow,
} from "@lotse/protocol";
import type { Answer } from "./fakeHub.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as QueueId;

export const SALES = id(701);
export const PHARMACY = id(702);
export const CLAIMS = id(703);

const channel = (channelId: ChannelId, name: Localized, given: Partial<Channel> = {}): Channel => ({
  id: channelId,
  name,
  weight: 1,
  cobrowseWeight: 1,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
  ...given,
});

const queue = (queueId: QueueId, key: string, given: Partial<Queue>): Queue => ({
  id: queueId,
  key,
  name: { de: key, en: key },
  needs: [],
  prefers: [],
  priority: 0,
  serviceLevels: [],
  relaxations: [],
  overflows: [],
  pick: false,
  hours: null,
  ...given,
});

const workdays = ([1, 2, 3, 4, 5] as const).map(day => ({ day, fromMin: 8 * 60, toMin: 18 * 60 }));

export const PLAN: RoutingPlan = {
  channels: [
    channel("chat", { de: "Chat", en: "Chat" }, { idle: { afterMs: 300_000, then: "release" } }),
    channel("call", { de: "Anruf", en: "Call" }, { weight: "all", wrapUpMs: 60_000, ringMs: 20_000 }),
    channel("callback", { de: "Rückruf", en: "Callback" }, { weight: 3 }),
    channel("email", { de: "E-Mail", en: "E-mail" }, { weight: 2, answer: "auto" }),
    channel("fax", { de: "Fax", en: "Fax" }, { weight: 2, answer: "auto" }),
    channel("sms", { de: "SMS", en: "SMS" }),
  ],
  queues: [
    queue(SALES, "sales", {
      name: { de: "Verkauf", en: "Sales" },
      needs: [
        { skill: "Sales", level: 3 },
        { skill: "Kfz", level: 2 },
      ],
      relaxations: [{ afterMs: 30_000, needs: [{ skill: "Sales", level: 2 }] }],
      priority: 2,
      serviceLevels: [
        { channel: "call", share: 0.8, withinMs: 20_000 },
        { channel: "chat", share: 0.9, withinMs: 60_000 },
      ],
      overflows: [
        { when: "before", condition: { if: "closed" }, then: { to: "callback" } },
        {
          when: "after",
          condition: { if: "waited", moreThanMs: 180_000 },
          then: { to: "queue", queueId: CLAIMS },
        },
      ],
      hours: {
        timeZone: "Europe/Berlin",
        week: [...workdays, { day: 6, fromMin: 9 * 60, toMin: 12 * 60 }],
        exceptions: [{ date: "2026-12-24", spans: [] }],
      },
    }),
    queue(PHARMACY, "pharmacist", {
      name: { de: "Apothekerin oder Apotheker", en: "Pharmacist" },
      needs: [{ skill: "Arzneimittelwechselwirkungsberatung", level: 5 }],
      pick: true,
    }),
    queue(CLAIMS, "claims", {
      name: { de: "Kraftfahrzeughaftpflichtschadenregulierung", en: "Claims" },
      serviceLevels: [{ channel: "email", share: 0.95, withinMs: 14_400_000 }],
      pick: true,
    }),
  ],
  blending: [
    {
      id: "calls-first",
      rule: "interrupt",
      queues: null,
      counted: ["call"],
      moreThan: 3,
      interruptible: ["email", "fax"],
    },
    { id: "no-fax-on-the-phone", rule: "exclude", during: ["call"], no: ["fax"] },
    { id: "four-at-once", rule: "atMost", channels: ["chat", "sms"], items: 4 },
  ],
  settings: {
    priorityMs: 60_000,
    defaultTargetMs: 120_000,
    reservationMs: 45_000,
    passPauseMs: 10_000,
    preferAgentMs: 20_000,
    lastAgentMs: 86_400_000,
    leaseMs: 90_000,
    awayAfterMisses: 3,
  },
};

/** One lane whose word holds, two that do not, one with too little to tell, one of a queue that is gone. */
export const ESTIMATES: readonly EstimateRow[] = (
  [
    [PLAN.queues[0], "chat", 143, [95_000, 102_000, 7_000, 18_000, 0.86]],
    [PLAN.queues[0], "call", 412, [240_000, 391_000, 151_000, 140_000, 0.58]],
    [PLAN.queues[2], "email", 58, [14_400_000, 7_260_000, -7_140_000, 6_000_000, 0.41]],
    [PLAN.queues[1], "chat", 7, [30_000, 31_000, 1_000, 4_000, 1]],
    [undefined, "sms", 24, [60_000, 58_000, -2_000, 9_000, 0.83]],
  ] as const
).map(([of, channelId, count, [meanToldMs, meanWaitedMs, meanErrorMs, medianAbsErrorMs, insideShare]]) => ({
  queue: of === undefined ? null : { id: of.id, name: of.name },
  channel: channelId,
  ...{ count, meanToldMs, meanWaitedMs, meanErrorMs, medianAbsErrorMs, insideShare },
}));

/** One that is reached, one that is not, one of which nobody was told a wait, one with too little to tell, one nobody came for. */
export const SERVICES: readonly ServiceRow[] = (
  [
    [PLAN.queues[0], "chat", [0.8, 20_000], [166, 200]],
    [PLAN.queues[0], "call", [0.8, 20_000], [399, 500]],
    [PLAN.queues[2], "email", [0.95, 14_400_000], [19, 19]],
    [PLAN.queues[2], "fax", [0.9, 28_800_000], [18, 20]],
    [PLAN.queues[1], "call", [0.8, 20_000], [0, 0]],
  ] as const
).flatMap(([of, channelId, [goalShare, withinMs], [within, counted]]) =>
  of === undefined
    ? []
    : [{ queue: { id: of.id, name: of.name }, channel: channelId, goalShare, withinMs, within, counted }],
);

/** Kept and versioned as the hub does it. */
export class PlanOfHub {
  plan: RoutingPlan = PLAN;
  version = 7;
  contradictions: Contradiction[] = [];
  estimates: readonly EstimateRow[] = ESTIMATES;
  services: readonly ServiceRow[] = SERVICES;

  constructor(answers: Map<string, Answer>) {
    answers.set("plan:read", () =>
      ok({ plan: this.plan, version: this.version, contradictions: this.contradictions }),
    );
    answers.set("estimates:read", () => ok({ rows: this.estimates, services: this.services }));
    answers.set("plan:save", ({ plan, version }: { plan: RoutingPlan; version: number }) => {
      if (version !== this.version) return fail({ code: "PLAN_STALE", message: "" });
      this.plan = plan;
      this.version++;
      return ok({ version: this.version, contradictions: this.contradictions });
    });
  }

  savedBySomebodyElse(plan: RoutingPlan): void {
    this.plan = plan;
    this.version++;
  }
}
