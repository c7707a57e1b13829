/** The routing engine's public face; the rules are in SPEC.md. */
export { contradictionsOf } from "./contradictions.ts";
export { demandOf, unfitFor, type WhyNot } from "./eligible.ts";
export {
  type AgentExplanation,
  estimateWait,
  explainAgent,
  explainItem,
  explainWanted,
  type ItemExplanation,
} from "./explain.ts";
export { isTimeZone, type Opening, openingOf } from "./hours.ts";
export { stepViolationsOf, violationsOf } from "./invariants.ts";
export { loadOf } from "./load.ts";
export type * from "./messages.ts";
export type * from "./model.ts";
export { estimateFor, isSomebodyOnDuty } from "./overflow.ts";
export type { Estimate } from "./pace.ts";
export { channelOf, DEFAULT_SETTINGS } from "./plan.ts";
export {
  agentOf,
  agentsOf,
  detailsOf,
  freeAgents,
  helpModeOf,
  isHeldBy,
  itemOf,
  itemsOf,
  offerOf,
  offersOf,
  positionOf,
  reservationOf,
  reservationsOf,
  takesOf,
  unassignedItems,
  wrapUpsOf,
} from "./read.ts";
export { step } from "./step.ts";
export { createRoutingState, isClosed, isSiteClosed } from "./tables.ts";
