/**
 * The plan of a tenant who made none: a queue for everybody, one for each skill the desk knows of, and chat. Pure; the same
 * key is the same queue on every hub and after every restart.
 */
import { createHash } from "node:crypto";
import type {
  AgentId,
  Channel,
  Queue,
  QueueId,
  RoutingPlan,
  RoutingSettings,
  SiteId,
  SkillLevel,
  WorkItemId,
} from "@lotse/protocol";
import { type AgentProfile, DEFAULT_SETTINGS, type NewItem } from "@lotse/routing";
import type { AgentRecord, InvitationRecord } from "@lotse/storage";

export const GENERAL = "general";
export const CHAT = "chat";

export const CHAT_CHANNEL: Channel = {
  id: CHAT,
  name: { de: "Chat", en: "Chat" },
  weight: 1,
  cobrowseWeight: 0,
  wrapUpMs: 0,
  answer: "ring",
  ringMs: 30_000,
  idle: null,
};

const SETTINGS: RoutingSettings = {
  ...DEFAULT_SETTINGS,
  reservationMs: 45_000,
  passPauseMs: 30_000,
  leaseMs: 120_000,
};

/** A UUID of version 8, "custom". */
const queueIdOf = (key: string): QueueId => {
  const hex = createHash("sha256").update(`queue ${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as QueueId;
};

const queueFor = (key: string, needs: readonly SkillLevel[]): Queue => ({
  id: queueIdOf(key),
  key,
  name: { de: key, en: key },
  needs,
  prefers: [],
  priority: 0,
  serviceLevels: [],
  relaxations: [],
  overflows: [],
  pick: false,
  hours: null,
});

export const defaultPlan = (
  skills: Iterable<string>,
  settings: Partial<RoutingSettings> = {},
): RoutingPlan => ({
  channels: [CHAT_CHANNEL],
  queues: [
    { ...queueFor(GENERAL, []), name: { de: "Allgemein", en: "General" } },
    ...[...new Set(skills)]
      .filter(skill => skill !== GENERAL)
      .sort()
      .map(skill => queueFor(skill, [{ skill, level: 1 }])),
  ],
  blending: [],
  settings: { ...SETTINGS, ...settings },
});

export const profileOf = ({ id, skills, capacity, channels, limits }: AgentRecord): AgentProfile => ({
  ...{ id, skills, capacity, channels, limits },
});

export interface Destination {
  readonly queueId: QueueId;
  /** Beyond what the queue needs. */
  readonly needs: readonly SkillLevel[];
}

/**
 * Where a page's word leads, or its site if there is none: to the queue of that name, else to the first that needs such a skill. A skill that no queue
 * knows waits with everybody else, for whoever has it.
 */
export const destinationOf = (
  { queues, sites = [] }: RoutingPlan,
  skill: string | null,
  siteId?: SiteId,
): Destination => {
  const ofSite = skill === null ? (sites.find(site => site.siteId === siteId)?.queueId ?? null) : null;
  const named = queues.find(({ id, key }) => (ofSite === null ? key === (skill ?? GENERAL) : id === ofSite));
  const needing = queues.find(({ needs }) => needs.some(each => each.skill === skill));
  const queue = named ?? needing;
  if (queue !== undefined) return { queueId: queue.id, needs: [] };
  const everybodys =
    queues.find(({ key }) => key === GENERAL) ?? queues.find(({ needs }) => needs.length === 0);
  return {
    queueId: (everybodys ?? queues[0])?.id ?? queueIdOf(GENERAL),
    needs: skill === null ? [] : [{ skill, level: 1 }],
  };
};

/** Where what an invitation leads to belongs: an agent's own names no skill, and goes by the visitor's site. */
export const reservedFrom = (
  plan: RoutingPlan,
  { skill, manual }: Pick<InvitationRecord, "skill" | "manual">,
): Destination =>
  manual === undefined ? destinationOf(plan, skill) : destinationOf(plan, null, manual.siteId);

/** A chat as the engine takes it. */
export const newChat = (
  chat: {
    readonly id: WorkItemId;
    readonly skill: string | null;
    readonly enqueuedAtMs: number;
    readonly preferredAgentId: AgentId | null;
    readonly siteId?: SiteId;
  },
  plan: RoutingPlan,
): NewItem => {
  const { id, skill, enqueuedAtMs, preferredAgentId, siteId } = chat;
  const kind = { channel: CHAT, priority: 0, preferredAgentId };
  const from = siteId === undefined ? {} : { siteId };
  return { id, enqueuedAtMs, ...kind, ...from, ...destinationOf(plan, skill, siteId) };
};
