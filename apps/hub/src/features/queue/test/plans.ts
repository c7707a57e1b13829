/** A plan with work of every kind. For tests. */
import type { Channel, RoutingPlan, WorkItemId } from "@lotse/protocol";
import { DEFAULT_SETTINGS } from "@lotse/routing";
import type { NewOutsideItem } from "../../../services.ts";
import { channelOf, queueIdOf, queueOf } from "../../../test/planParts.ts";

const channel = (id: string, special: Partial<Channel> = {}): Channel =>
  channelOf(id, { cobrowseWeight: 1, ...special });

export const GENERAL_QUEUE = queueIdOf("c1");
export const CLAIMS_QUEUE = queueIdOf("c2");

/** "general" may be picked from; while a call waits, e-mail is set aside for it. */
export const WORK_PLAN: RoutingPlan = {
  channels: [
    channel("chat"),
    channel("email", { wrapUpMs: 60_000 }),
    channel("call", { weight: "all" }),
    channel("callback"),
  ],
  queues: [
    queueOf(GENERAL_QUEUE, "general", { pick: true }),
    queueOf(CLAIMS_QUEUE, "claims", { needs: [{ skill: "Claims", level: 2 }], priority: 2 }),
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
