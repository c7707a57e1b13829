/**
 * The part of the Storage port about work: what waits or is somebody's, what other systems said of theirs, who was
 * available when, and how long a wait was said to be. Written with the routing decision it belongs to, read by itself.
 */
import type {
  AgentId,
  AvailabilityRow,
  ChannelId,
  ConversationId,
  Presence,
  QueueId,
  TenantId,
  WorkContent,
  WorkItemId,
  WorkItemPlace,
} from "@lotse/protocol";

export type WorkItemState = WorkItemPlace;

export interface WorkItemRecord {
  readonly id: WorkItemId;
  /** Null: another system's, with a subject. */
  readonly conversationId: ConversationId | null;
  readonly channel: ChannelId;
  readonly queueId: QueueId | null;
  readonly skill: string | null;
  readonly state: WorkItemState;
  readonly agentId: AgentId | null;
  readonly enqueuedAtMs: number;
  /** What routing must know again after a restart. Plain data; nobody else reads it. */
  readonly details: Readonly<Record<string, unknown>> | null;
  /** As it was when the item came; changing it changes nothing. */
  readonly subject: string | null;
}

/** What another system said of its item. Stored once, when the item is new. */
export interface OutsideContent extends WorkContent {
  /** Of what a visitor left, `request:` and the request's id: what has ended is not listed as left any more. */
  readonly outsideKey: string;
  /** Of all that was said: the same key with another one is another item's. */
  readonly fingerprint: string;
}

export interface OutsideItemRecord {
  readonly item: WorkItemRecord;
  readonly content: OutsideContent;
}

/** An agent's presence or load, from this moment on: stored as it is told. */
export type PresenceRecord = AvailabilityRow;

/** What the agent, or another system in their name, said last of how they are available; true whether or not they are there. */
export interface PresenceChoice {
  readonly agentId: AgentId;
  readonly presence: Exclude<Presence, "offline">;
  readonly reason: string | null;
}

/** The item has ended, and its agent still has to do with it. */
export interface WrapUpRecord {
  readonly itemId: WorkItemId;
  readonly channel: ChannelId;
  readonly untilMs: number;
  readonly isWeightless: boolean;
}

/** All the after-work that an agent has. */
export interface AgentWrapUps {
  readonly agentId: AgentId;
  readonly wrapUps: readonly WrapUpRecord[];
}

/** How long an item was said to wait, and how long it did. */
export interface WaitRecord {
  readonly itemId: WorkItemId;
  readonly queueId: QueueId | null;
  readonly channel: ChannelId;
  /** When it was taken. */
  readonly atMs: number;
  readonly estimatedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly actualMs: number;
}

/** How good the estimates of a queue's channel were. */
export interface WaitSummary {
  readonly queueId: QueueId | null;
  readonly channel: ChannelId;
  readonly items: number;
  readonly meanEstimatedMs: number;
  readonly meanActualMs: number;
  /** Above 0: people waited longer than they were told. */
  readonly meanErrorMs: number;
  readonly meanAbsoluteErrorMs: number;
  readonly medianAbsoluteErrorMs: number;
  /** Items that waited between `lowMs` and `highMs`. */
  readonly within: number;
}

export interface Period {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

export interface WorkStorage {
  findOutsideItem(
    tenantId: TenantId,
    by: { readonly id: WorkItemId } | { readonly outsideKey: string },
  ): Promise<OutsideItemRecord | null>;
  /** As it was at a moment: of every agent the last record until then. */
  readPresenceAt(tenantId: TenantId, atMs: number): Promise<readonly PresenceRecord[]>;
  /** In order; go on after `cursor` while there is one. */
  listPresence(
    tenantId: TenantId,
    query: Period & { readonly cursor: number | null; readonly limit: number },
  ): Promise<{ readonly records: readonly PresenceRecord[]; readonly cursor: number | null }>;
  summarizeWaits(tenantId: TenantId, period: Period): Promise<readonly WaitSummary[]>;
}
