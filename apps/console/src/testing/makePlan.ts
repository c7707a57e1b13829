/** A routing plan with two queues and five channels. For tests only. */
import type { Channel, ChannelId, Localized, Queue, QueueId, RoutingPlan } from "@lotse/protocol";

const channel = (id: ChannelId, name: Localized): Channel => ({
  id,
  name,
  weight: 1,
  cobrowseWeight: 1,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
});

const NAMES: Readonly<Record<string, Localized>> = {
  sales: { de: "Verkauf", en: "Sales" },
  service: { de: "Service", en: "Service" },
};

export const makeQueue = (id: QueueId, given: Partial<Queue> = {}): Queue => ({
  id,
  key: id,
  name: NAMES[id] ?? { de: id, en: id },
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

export const makePlan = (given: Partial<RoutingPlan>): RoutingPlan => ({
  channels: [
    channel("chat", { de: "Chat", en: "Chat" }),
    channel("call", { de: "Anruf", en: "Call" }),
    channel("email", { de: "E-Mail", en: "E-mail" }),
    channel("fax", { de: "Fax", en: "Fax" }),
    channel("sms", { de: "SMS", en: "SMS" }),
  ],
  queues: [makeQueue("sales" as QueueId), makeQueue("service" as QueueId)],
  blending: [],
  settings: {
    priorityMs: 60_000,
    defaultTargetMs: 60_000,
    reservationMs: 45_000,
    passPauseMs: 10_000,
    preferAgentMs: 20_000,
    lastAgentMs: 0,
    leaseMs: 60_000,
    awayAfterMisses: 3,
  },
  ...given,
});
