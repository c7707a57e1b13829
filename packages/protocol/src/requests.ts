/** What a callback or a message is about that was left instead of waiting. */
import type { QueueId } from "./ids.ts";

/** Absent: a hub of before, which knew nothing of it. */
export interface RequestMatter {
  readonly topic?: string | null;
  readonly skill?: string | null;
  /** Where the visitor waited, or would have come to; null as long as the hub knows no plan. */
  readonly queueId?: QueueId | null;
}
