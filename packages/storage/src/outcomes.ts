/**
 * The part of the Storage port about how waits ended, told a time or not: what service levels are measured by. Written with
 * the routing decision it belongs to.
 */
import type { ChannelId, QueueId, TenantId, WorkItemId } from "@lotse/protocol";
import type { Period } from "./work.ts";

/** The first end of an item's wait: of each item there is one. */
export interface OutcomeRecord {
  readonly itemId: WorkItemId;
  /** Where it was answered, or given up. */
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  readonly atMs: number;
  /** From when it came, in whatever queue. */
  readonly waitedMs: number;
  readonly outcome: "answered" | "left";
}

export interface ServiceGoal {
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  readonly withinMs: number;
}

/** Of one goal. */
export interface ServiceSummary {
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  /** Answered in time. */
  readonly within: number;
  /** Of so many: all who were answered, and those who left after that time. */
  readonly counted: number;
}

export interface OutcomeStorage {
  /** One for each goal, also where nobody came. */
  summarizeServices(
    tenantId: TenantId,
    query: Period & { readonly goals: readonly ServiceGoal[] },
  ): Promise<readonly ServiceSummary[]>;
}
