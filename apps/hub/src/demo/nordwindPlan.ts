/**
 * The demo's routing plan: three queues, every channel, and the two rules of blending that a desk asks for first. It is put
 * down once, into a hub that has none; from then on it is the administrator's. Knows no storage.
 */
import type { Channel, Hours, Queue, QueueId, RoutingPlan } from "@lotse/protocol";

const MINUTE_MS = 60_000;

const channel = (id: string, name: Channel["name"], given: Partial<Channel> = {}): Channel => ({
  ...{ id, name, weight: 1, cobrowseWeight: 0, wrapUpMs: 0, answer: "ring", ringMs: 30_000, idle: null },
  ...given,
});

const CHANNELS: readonly Channel[] = [
  channel("chat", { de: "Chat", en: "Chat" }, { cobrowseWeight: 1 }),
  channel("call", { de: "Anruf", en: "Call" }, { weight: "all", wrapUpMs: MINUTE_MS }),
  channel("callback", { de: "Rückruf", en: "Callback" }, { weight: 2 }),
  channel("email", { de: "E-Mail", en: "E-mail" }, { weight: 2, ringMs: 2 * MINUTE_MS }),
  channel("fax", { de: "Fax", en: "Fax" }, { weight: 2, ringMs: 2 * MINUTE_MS }),
  channel("sms", { de: "SMS", en: "Text message" }),
  channel("social", { de: "Soziale Medien", en: "Social media" }),
  channel("event", { de: "Vorgang", en: "Business event" }, { ringMs: 2 * MINUTE_MS }),
];

const WEEKDAYS = [1, 2, 3, 4, 5] as const;
const CLAIMS_HOURS: Hours = {
  timeZone: "Europe/Berlin",
  week: [
    ...WEEKDAYS.map(day => ({ day, fromMin: 8 * 60, toMin: 18 * 60 })),
    { day: 6, fromMin: 9 * 60, toMin: 13 * 60 },
  ],
  exceptions: ["2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01"].map(date => ({ date, spans: [] })),
};

/** Who writes a letter does not wait at the screen: without levels of their own, mails would go before chats after a minute. */
const SERVICE_LEVELS: Queue["serviceLevels"] = [
  { channel: "chat", share: 0.8, withinMs: 20_000 },
  { channel: "call", share: 0.8, withinMs: 20_000 },
  { channel: "callback", share: 0.9, withinMs: 30 * MINUTE_MS },
  { channel: "sms", share: 0.8, withinMs: 15 * MINUTE_MS },
  { channel: "social", share: 0.8, withinMs: 15 * MINUTE_MS },
  { channel: "email", share: 0.9, withinMs: 240 * MINUTE_MS },
  { channel: "event", share: 0.9, withinMs: 240 * MINUTE_MS },
  { channel: "fax", share: 0.9, withinMs: 480 * MINUTE_MS },
];

const queue = (last: string, key: string, given: Pick<Queue, "name"> & Partial<Queue>): Queue => ({
  ...{ id: `6c6f7473-6500-4000-8000-0000000000${last}` as QueueId, key, needs: [], prefers: [], priority: 0 },
  ...{ relaxations: [], overflows: [], pick: true, hours: null },
  serviceLevels: SERVICE_LEVELS,
  ...given,
});

const SERVICE = queue("d2", "service", {
  name: { de: "Service", en: "Service" },
  prefers: [{ skill: "Service", level: 3 }],
});

const QUEUES: readonly Queue[] = [
  queue("d1", "advice", {
    name: { de: "Beratung", en: "Advice" },
    needs: [{ skill: "Sales", level: 2 }],
    prefers: [{ skill: "Sales", level: 4 }],
    priority: 1,
    relaxations: [{ afterMs: 2 * MINUTE_MS, needs: [{ skill: "Sales", level: 1 }] }],
  }),
  SERVICE,
  queue("d3", "claims", {
    name: { de: "Schaden", en: "Claims" },
    needs: [{ skill: "Claims", level: 1 }],
    overflows: [
      { when: "before", condition: { if: "closed" }, then: { to: "callback" } },
      { when: "after", condition: { if: "waited", moreThanMs: 5 * MINUTE_MS }, then: { to: "callback" } },
    ],
    hours: CLAIMS_HOURS,
  }),
];

export const NORDWIND_PLAN: RoutingPlan = {
  channels: CHANNELS,
  queues: QUEUES,
  blending: [
    {
      ...{ id: "calls-first", rule: "interrupt", queues: null, counted: ["call", "callback"], moreThan: 3 },
      interruptible: ["email", "fax"],
    },
    { id: "no-fax-on-the-phone", rule: "exclude", during: ["call"], no: ["fax"] },
  ],
  settings: {
    ...{ priorityMs: MINUTE_MS, defaultTargetMs: MINUTE_MS, reservationMs: 45_000, passPauseMs: 30_000 },
    ...{
      preferAgentMs: 20_000,
      lastAgentMs: 24 * 60 * MINUTE_MS,
      leaseMs: 2 * MINUTE_MS,
      awayAfterMisses: null,
    },
  },
};
