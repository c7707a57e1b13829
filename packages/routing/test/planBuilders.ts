/** Whole plans said by what is special about them, of the parts in plans.ts. */
import type { BlendingRule, Hours, Overflow, Queue, RoutingPlan } from "@lotse/protocol";
import { CHANNELS, channel, queue, queueId, SETTINGS } from "./plans.ts";

export const queueOf = (n: number, special: Partial<Queue> = {}): Queue => queue(queueId(n), special);

export const planOf = (queues: readonly Queue[], blending: readonly BlendingRule[] = []): RoutingPlan => ({
  channels: CHANNELS.map(id => channel(id)),
  queues,
  blending,
  settings: SETTINGS,
});

export const daily = (fromMin: number, toMin: number, timeZone = "Europe/Berlin"): Hours => ({
  timeZone,
  week: ([1, 2, 3, 4, 5, 6, 7] as const).map(day => ({ day, fromMin, toMin })),
  exceptions: [],
});

export const overflow = (
  condition: Overflow["condition"],
  to: Overflow["then"],
  when: Overflow["when"] = "before",
): Overflow => ({ when, condition, then: to });

export const toQueue = (
  n: number,
  condition: Overflow["condition"],
  when: Overflow["when"] = "before",
): Overflow => overflow(condition, { to: "queue", queueId: queueId(n) }, when);
