/** A plan with work of every kind. For tests. */
import type { Channel, Queue, QueueId, RoutingPlan, WorkItemId } from "@lotse/protocol";
import { DEFAULT_SETTINGS } from "@lotse/routing";
import type { NewOutsideItem } from "../../../services.ts";

const channel = (id: string, given: Partial<Channel> = {}): Channel => ({
  ...{ id, name: { de: id, en: id }, weight: 1, cobrowseWeight: 1, wrapUpMs: 0 },
  ...{ answer: "ring", ringMs: 30_000, idle: null },
  ...given,
});

export const GENERAL_QUEUE = "00000000-0000-4000-8000-0000000000c1" as QueueId;
export const CLAIMS_QUEUE = "00000000-0000-4000-8000-0000000000c2" as QueueId;

const queue = (id: QueueId, key: string, given: Partial<Queue> = {}): Queue => ({
  ...{ id, key, name: { de: key, en: key }, needs: [], prefers: [], priority: 0, serviceLevels: [] },
  ...{ relaxations: [], overflows: [], pick: false, hours: null },
  ...given,
});

/** "general" may be picked from; while a call waits, e-mail is set aside for it. */
export const WORK_PLAN: RoutingPlan = {
  channels: [
    channel("chat"),
    channel("email", { wrapUpMs: 60_000 }),
    channel("call", { weight: "all" }),
    channel("callback"),
  ],
  queues: [
    queue(GENERAL_QUEUE, "general", { pick: true }),
    queue(CLAIMS_QUEUE, "claims", { needs: [{ skill: "Claims", level: 2 }], priority: 2 }),
  ],
  blending: [
    {
      ...{ id: "calls-first", rule: "interrupt", queues: null, counted: ["call"], moreThan: 0 },
      interruptible: ["email"],
    },
  ],
  settings: { ...DEFAULT_SETTINGS, leaseMs: 60_000 },
};

let counted = 0;

/** Another system's item; each call another one. */
export const outsideItem = (given: Partial<NewOutsideItem> = {}): NewOutsideItem => {
  counted += 1;
  const id = `00000000-0000-4000-b000-${String(counted).padStart(12, "0")}` as WorkItemId;
  return {
    ...{ id, channel: "email", queueId: GENERAL_QUEUE, priority: 0, needs: [], preferredAgentId: null },
    content: {
      ...{ outsideKey: `mail-${counted}`, fingerprint: "f", subject: "Kündigung", body: "Guten Tag" },
      ...{ links: [], contact: { email: "erika@example.com" } },
    },
    ...given,
  };
};
