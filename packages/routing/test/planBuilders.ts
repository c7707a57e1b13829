/** Plans for tests: small, whole, and said by what is special about them. */
import type {
  BlendingRule,
  Channel,
  ChannelId,
  Hours,
  Overflow,
  Queue,
  QueueId,
  RoutingPlan,
  RoutingSettings,
} from "@lotse/protocol";

export const queueId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as QueueId;

const named = (text: string) => ({ de: text, en: text });

export const channelOf = (id: ChannelId, special: Partial<Channel> = {}): Channel => ({
  id,
  name: named(id),
  weight: 1,
  cobrowseWeight: 0,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
  ...special,
});

export const queueOf = (n: number, special: Partial<Queue> = {}): Queue => ({
  id: queueId(n),
  key: `queue-${n}`,
  name: named(`Queue ${n}`),
  needs: [],
  prefers: [],
  priority: 0,
  serviceLevels: [],
  relaxations: [],
  overflows: [],
  pick: true,
  hours: null,
  ...special,
});

export const SETTINGS: RoutingSettings = {
  priorityMs: 60_000,
  defaultTargetMs: 20_000,
  reservationMs: 45_000,
  passPauseMs: 30_000,
  preferAgentMs: 0,
  leaseMs: 60_000,
  awayAfterMisses: null,
};

export const CHANNELS = ["call", "chat", "email", "fax"] as const;

export const planOf = (queues: readonly Queue[], blending: readonly BlendingRule[] = []): RoutingPlan => ({
  channels: CHANNELS.map(id => channelOf(id)),
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
  // biome-ignore lint/suspicious/noThenProperty: "when ... then" is what the plan says, and nobody awaits it.
): Overflow => ({ when, condition, then: to });

export const toQueue = (
  n: number,
  condition: Overflow["condition"],
  when: Overflow["when"] = "before",
): Overflow => overflow(condition, { to: "queue", queueId: queueId(n) }, when);
