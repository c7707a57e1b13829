/** The routing plan as it is read and saved: whole, with a number, so that nobody overwrites what they have not seen. */
import type { Contradiction } from "./contradiction.ts";
import type { Channel, RoutingPlan } from "./plan.ts";

export interface PlanView {
  readonly plan: RoutingPlan;
  /** Given back with a change of this plan. */
  readonly version: number;
  /** What is merely useless; a plan that cannot be carried out is not saved. */
  readonly contradictions: readonly Contradiction[];
  /** Channels that left the plan and by which something is open still. A hub that does not know them leaves them out. */
  readonly retired?: readonly Channel[];
}

export interface PlanOutputs {
  "plan:read": PlanView;
  "plan:save": Omit<PlanView, "plan">;
}
