/** What channels and queues are called, for those who show work and do not know the plan. */
import type { ChannelId, QueueId } from "@lotse/protocol";

export interface PlanNames {
  channel(id: ChannelId): string;
  /** Null: the plan does not know it (any more). */
  queue(id: QueueId): string | null;
  /** A blending rule as a sentence. */
  rule(id: string): string | null;
}
