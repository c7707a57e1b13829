/**
 * What a rule is worth: those it reached beside those who were held out. Everybody who was assigned counts, whatever they did then.
 * Intervals are of 95 %, for one look; docs/radar.md says what looking again and again does to them.
 */
import type { RuleId } from "./ids.ts";

/** One side. */
export interface LiftSide {
  readonly visitors: number;
  /** Visitors with at least one success since they were assigned. */
  readonly converted: number;
  /** Null: nobody is on this side. */
  readonly rate: number | null;
  /** Of all that was told with a value. */
  readonly value: number;
  /** Visitors whom an agent invited of their own accord since they were assigned; they count on the side where they are. */
  readonly byHand: number;
}

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export type LiftVerdict =
  /** The rule leaves nobody out, and neither does its site. */
  | { readonly kind: "noHoldout" }
  /** So many more are needed before anything is said. */
  | {
      readonly kind: "notEnough";
      readonly invited: number;
      readonly heldOut: number;
      readonly conversions: number;
    }
  /** The interval of the difference has nothing but gain, nothing but loss, or both. */
  | { readonly kind: "gain" | "loss" | "open" };

export interface LiftView {
  readonly ruleId: RuleId;
  /** That had a part in it, oldest first. */
  readonly versions: readonly number[];
  readonly invited: LiftSide;
  readonly heldOut: LiftSide;
  readonly verdict: LiftVerdict;
  /** Share of the reached less share of the held out; null: not enough data. */
  readonly difference: Interval | null;
  /** Value for each visitor, the same way; null also if no value was ever told. */
  readonly valuePerVisitor: Interval | null;
  /** Of the conversations that came of it. */
  readonly agentMs: number;
  /** More successes, and more value, for each minute of an agent's; null: not enough data, or no agent had to do with it. */
  readonly perAgentMinute: { readonly conversions: Interval; readonly value: Interval | null } | null;
}

export interface LiftOutputs {
  /** Of every rule that reached somebody, or held somebody out, since `fromMs`: no longer ago than visits are kept. */
  "rules:lift": { readonly fromMs: number; readonly toMs: number; readonly rules: readonly LiftView[] };
}

export const LIFT_COMMANDS = ["rules:lift"] as const;
