/** Queues and channels of a plan, said by what is special about them. For tests. */
import type { Channel, Queue, QueueId } from "@lotse/protocol";

/** By its last two digits. */
export const queueIdOf = (last: string): QueueId => `00000000-0000-4000-8000-0000000000${last}` as QueueId;

/** Open to everybody around the clock; nobody is sent anywhere else. */
export const queueOf = (id: QueueId, key: string, special: Partial<Queue> = {}): Queue => ({
  ...{ id, key, name: { de: key, en: key }, needs: [], prefers: [], priority: 0, serviceLevels: [] },
  ...{ relaxations: [], overflows: [], pick: false, hours: null },
  ...special,
});

/** Rings for half a minute, weighs one, and nothing afterwards. */
export const channelOf = (id: string, special: Partial<Channel> = {}): Channel => ({
  ...{ id, name: { de: id, en: id }, weight: 1, cobrowseWeight: 0, wrapUpMs: 0 },
  ...{ answer: "ring", ringMs: 30_000, idle: null },
  ...special,
});
