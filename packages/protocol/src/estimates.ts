/** How good the told waits were: what was expected when somebody began to wait, beside what came. */
import type { Localized } from "./entities.ts";
import type { QueueId } from "./ids.ts";
import type { ChannelId } from "./plan.ts";

export interface EstimateRow {
  /** Null: the queue is gone from the plan. */
  readonly queue: { readonly id: QueueId; readonly name: Localized } | null;
  readonly channel: ChannelId;
  /** Waits that had been estimated and were ended by an agent. */
  readonly count: number;
  readonly meanToldMs: number;
  readonly meanWaitedMs: number;
  /** Above 0: people waited longer than they were told. */
  readonly meanErrorMs: number;
  readonly medianAbsErrorMs: number;
  /** Of the waits, those that ended within the range; four of five should. */
  readonly insideShare: number;
}

export interface EstimateOutputs {
  "estimates:read": { readonly rows: readonly EstimateRow[] };
}
