/** Who was available when, and with how much to do: what simulations and reports go by. */
import type { Presence } from "./entities.ts";
import type { AgentId } from "./ids.ts";
import type { ChannelId, SkillLevel } from "./plan.ts";

/** So it was from then on, until the agent's next row. */
export interface AvailabilityRow {
  readonly agentId: AgentId;
  readonly atMs: number;
  readonly presence: Presence;
  readonly reason: string | null;
  /** Units taken, of `capacity`. */
  readonly load: number;
  readonly capacity: number;
  readonly skills: readonly SkillLevel[];
  /** Null: every channel. */
  readonly channels: readonly ChannelId[] | null;
  /**
   * Of which channels one more item could have been given, skills aside: what the radar counts as free. Null: recorded
   * before this was, and not to be worked out from the rest.
   */
  readonly takes: readonly ChannelId[] | null;
}

export interface AvailabilityOutputs {
  "availability:read": {
    /** As it was when the period began, one row for each agent known by then; only on the first page. */
    readonly standing: readonly AvailabilityRow[];
    /** What changed during it, in order. */
    readonly changes: readonly AvailabilityRow[];
    /** For the next page; null: that was all. */
    readonly cursor: number | null;
  };
}
