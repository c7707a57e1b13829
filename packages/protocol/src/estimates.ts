/**
 * How good the told waits were: what was expected when somebody began to wait, beside what came. And how many were answered
 * in the time that the plan promises.
 */
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

/** A service level of the plan of now, and what was achieved of it: `within` of `counted`. */
export interface ServiceRow {
  readonly queue: { readonly id: QueueId; readonly name: Localized };
  readonly channel: ChannelId;
  /** The share that is meant to be answered within `withinMs`. */
  readonly goalShare: number;
  readonly withinMs: number;
  readonly within: number;
  /** All who were answered, and those who left after that time; who left earlier could still have been answered in time. */
  readonly counted: number;
}

export interface EstimateOutputs {
  "estimates:read": {
    readonly rows: readonly EstimateRow[];
    /** One for each service level, also where nobody came. */
    readonly services: readonly ServiceRow[];
  };
}
