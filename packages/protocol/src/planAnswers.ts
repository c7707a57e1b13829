/** The routing plan as it is read and saved: whole, with a number, so that nobody overwrites what they have not seen. */
import type { RoutingPlan } from "./plan.ts";

/** Something in a plan that can never happen, as the engine names it. */
export interface PlanContradiction {
  /** A word like `overflowNeverReached`. */
  readonly kind: string;
  /** The channel, queue, rule or setting it is about. */
  readonly at: string;
  readonly about: string | null;
}

export interface PlanView {
  readonly plan: RoutingPlan;
  /** Given back with a change of this plan. */
  readonly version: number;
  /** What is merely useless; a plan that cannot be carried out is not saved. */
  readonly contradictions: readonly PlanContradiction[];
}

export interface PlanOutputs {
  "plan:read": PlanView;
  "plan:save": Omit<PlanView, "plan">;
}
