/**
 * A plan in which everything that an agent can have at once fits together and lasts: rings, invitations, leases and after-work
 * are longer than any machine takes to start a hub again.
 */
import type { Channel, Queue, QueueId, RoutingPlan } from "@lotse/protocol";

const LONG_MS = 3_600_000;

const channel = (id: string, given: Partial<Channel> = {}): Channel => ({
  ...{ id, name: { de: id, en: id }, weight: 1, cobrowseWeight: 0, wrapUpMs: 0 },
  ...{ answer: "auto", ringMs: LONG_MS, idle: null },
  ...given,
});

const queue = (last: string, key: string, needs: Queue["needs"]): Queue => ({
  ...{ id: `00000000-0000-4000-8000-0000000000${last}` as QueueId, key, name: { de: key, en: key }, needs },
  ...{
    prefers: [],
    priority: 0,
    serviceLevels: [],
    relaxations: [],
    overflows: [],
    pick: false,
    hours: null,
  },
});

/** Chats ring, everything else is simply given; a call sets mail aside. */
export const DESK_PLAN: RoutingPlan = {
  channels: [
    channel("chat", { answer: "ring" }),
    channel("email"),
    channel("call", { weight: "all" }),
    channel("callback", { weight: 2, wrapUpMs: LONG_MS }),
  ],
  queues: [queue("e1", "desk", []), queue("e2", "sales", [{ skill: "Sales", level: 1 }])],
  blending: [
    {
      ...{ id: "calls-first", rule: "interrupt", queues: null, counted: ["call"], moreThan: 0 },
      interruptible: ["email"],
    },
  ],
  settings: {
    ...{ priorityMs: 60_000, defaultTargetMs: 60_000, reservationMs: LONG_MS, passPauseMs: 30_000 },
    ...{ preferAgentMs: 0, lastAgentMs: 0, leaseMs: LONG_MS, awayAfterMisses: null },
  },
};
