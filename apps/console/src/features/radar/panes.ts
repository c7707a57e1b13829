/**
 * What stands behind a rule without being part of it: what it would have done, what it brings. Each is a component of its own that
 * knows the rule by its id; one that is not there is not offered.
 */
import type { RuleId } from "@lotse/protocol";
import type { ComponentType } from "preact";
import { LiftPane } from "./lift/LiftPane.tsx";
import { SimulationPane } from "./simulation/SimulationPane.tsx";

export interface RulePane {
  readonly ruleId: RuleId;
}

export interface RadarPanes {
  /** Places of their own: `/console/radar/RULE/simulation` and `/console/radar/RULE/lift`. */
  readonly simulation: ComponentType<RulePane> | null;
  readonly lift: ComponentType<RulePane> | null;
}

export const PANES: RadarPanes = { simulation: SimulationPane, lift: LiftPane };
