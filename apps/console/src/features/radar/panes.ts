/**
 * What stands beside and behind a rule without being part of it: who matches now, what it would have done, what it brings. Each is a
 * component of its own that knows the rule by its id; one that is not there is not offered.
 */
import type { RuleDefinition, RuleId, SiteId } from "@lotse/protocol";
import type { ComponentType } from "preact";
import { LiftPane } from "./lift/LiftPane.tsx";
import { SimulationPane } from "./simulation/SimulationPane.tsx";

interface RulePane {
  readonly ruleId: RuleId;
}

/** Asked anew whenever the draft changes. */
export interface DraftPane extends RulePane {
  readonly siteId: SiteId;
  /** Null while what is written is no rule. */
  readonly definition: RuleDefinition | null;
}

export interface RadarPanes {
  /** Beside the editor. */
  readonly matching: ComponentType<DraftPane> | null;
  /** Places of their own: `/console/radar/RULE/simulation` and `/console/radar/RULE/lift`. */
  readonly simulation: ComponentType<RulePane> | null;
  readonly lift: ComponentType<RulePane> | null;
}

export const PANES: RadarPanes = { matching: null, simulation: SimulationPane, lift: LiftPane };
