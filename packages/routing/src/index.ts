/** The routing engine's public face; the rules are in SPEC.md. */
export { contradictionsOf } from "./contradictions.ts";
export { isTimeZone, type Opening, openingOf } from "./hours.ts";
export { stepViolationsOf, violationsOf } from "./invariants.ts";
export * from "./model.ts";
export {
  agentOf,
  agentsOf,
  freeAgents,
  itemOf,
  offerOf,
  offersOf,
  reservationOf,
  reservationsOf,
  unassignedItems,
} from "./read.ts";
export { step } from "./step.ts";
export { createRoutingState } from "./tables.ts";
