/**
 * A version of a rule run over recorded visits: what it would have done, when, where, with whom free, and beside the version by
 * which the site goes. Figures only; how they come about is the hub's.
 */
import type { Suppression } from "./beaconAnswer.ts";
import type { AgentCard, Localized } from "./entities.ts";
import type { RuleId, VisitId } from "./ids.ts";

/** One time it would have done what it does. */
export interface SimulationExample {
  readonly visitId: VisitId;
  readonly visitorLabel: string;
  readonly atMs: number;
  readonly path: string;
  /** Who could have taken the conversation; null where nobody's slot is held. */
  readonly freeAgents: number | null;
  /** What was true then, in a sentence. */
  readonly why: Localized;
}

/** One version over all the visits. What is counted is visits, unless it says times. */
export interface SimulationSide {
  readonly version: number;
  /** The rule was true at least once. */
  readonly matched: number;
  /** It would have done what it does. */
  readonly fired: number;
  readonly times: number;
  /** Nothing was in the way but that nobody was free. */
  readonly withoutAgent: number;
  /** Left out on purpose. */
  readonly heldOut: number;
  /** It would never have acted as far as is known, and what is not recorded might have made it. */
  readonly unknown: number;
  /** What was not recorded, and for how many visits; most first. */
  readonly notRecorded: readonly { readonly fact: string; readonly visits: number }[];
  /** What stood in the way at least once, most first. */
  readonly suppressed: readonly { readonly reason: Suppression; readonly visits: number }[];
  /** Whose slot was held, most first. */
  readonly agents: readonly { readonly agent: AgentCard; readonly times: number }[];
  /** Most first, at most twenty. */
  readonly pages: readonly { readonly path: string; readonly times: number }[];
  /** By the site's clock, `weekday` 1 is Monday; hours in which nothing would have happened are left out. */
  readonly hours: readonly { readonly weekday: number; readonly hour: number; readonly times: number }[];
  /** The first ten. */
  readonly examples: readonly SimulationExample[];
}

export interface SimulationResult {
  /** Visits that began from here on. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly visits: number;
  /** The site's clock: by it the hours are told. */
  readonly timeZone: string;
  /** When the first of them began; null: there are none. */
  readonly firstMs: number | null;
  readonly tried: SimulationSide;
  /** By which the site goes; null: it goes by none, or it is the one that was tried. */
  readonly published: SimulationSide | null;
  /** Visits in which either would have done what it does. */
  readonly onlyTried: number;
  readonly onlyPublished: number;
  readonly both: number;
}

export interface SimulationView {
  readonly ruleId: RuleId;
  readonly version: number;
  readonly days: number;
  readonly progress: { readonly visits: number; readonly of: number };
  /** `failed`: recorded visits could not be read; start it again. */
  readonly state: "running" | "done" | "stopped" | "failed";
  /** Once it is done. */
  readonly result: SimulationResult | null;
}

export interface SimulationOutputs {
  /** It runs on; `simulation:progressed` tells. Whoever starts another ends the one before. */
  "rules:simulate": { readonly simulation: SimulationView };
  /** The one that whoever asks has started last, of that rule. */
  "rules:simulation": { readonly simulation: SimulationView | null };
  "rules:stopSimulation": { readonly simulation: SimulationView | null };
}

export const SIMULATION_COMMANDS = ["rules:simulate", "rules:simulation", "rules:stopSimulation"] as const;
