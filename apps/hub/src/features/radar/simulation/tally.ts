/** Counts what a trial did, visit by visit. Knows no rule. */
import type {
  AgentCard,
  AgentId,
  SimulationExample,
  SimulationSide,
  Suppression,
  VisitId,
} from "@lotse/protocol";
import { factText } from "./sayings.ts";

const PAGES_MAX = 20;
const EXAMPLES_MAX = 10;
/** Pages that are told apart; a site with more has addresses that mean nothing by themselves. */
const PATHS_MAX = 5_000;

/** What became of the rule in one visit. */
export interface VisitOutcome {
  matched: boolean;
  times: number;
  heldOut: boolean;
  readonly reasons: Set<Suppression>;
  /** What was not recorded, and might have made it true. */
  readonly unknown: Set<string>;
}

export const newOutcome = (): VisitOutcome => ({
  ...{ matched: false, times: 0, heldOut: false, reasons: new Set(), unknown: new Set() },
});

export interface Fired {
  /** Null: enough of them are there. */
  readonly example: SimulationExample | null;
  readonly path: string;
  readonly weekday: number;
  readonly hour: number;
  readonly agentId: AgentId | null;
}

export interface Tally {
  readonly wantsExamples: boolean;
  fired(what: Fired): void;
  /** A visit is through. */
  visit(visitId: VisitId, outcome: VisitOutcome): void;
  readonly firedVisits: ReadonlySet<VisitId>;
  side(of: { readonly version: number; readonly cardOf: (agentId: AgentId) => AgentCard }): SimulationSide;
}

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** What comes first of the same number must be the same each time. */
const mostFirst = <K extends string>(counts: ReadonlyMap<K, number>): readonly (readonly [K, number])[] =>
  [...counts].sort(([one, more], [other, most]) => most - more || (one < other ? -1 : 1));

export const createTally = (): Tally => {
  const sums = { matched: 0, times: 0, withoutAgent: 0, heldOut: 0, unknown: 0 };
  const [reasons, facts] = [new Map<Suppression, number>(), new Map<string, number>()];
  const [agents, pages, hours] = [
    new Map<AgentId, number>(),
    new Map<string, number>(),
    new Map<number, number>(),
  ];
  const examples: SimulationExample[] = [];
  const firedVisits = new Set<VisitId>();

  return {
    firedVisits,
    get wantsExamples() {
      return examples.length < EXAMPLES_MAX;
    },
    fired: ({ example, path, weekday, hour, agentId }) => {
      sums.times += 1;
      if (agentId !== null) count(agents, agentId);
      if (pages.size < PATHS_MAX || pages.has(path)) count(pages, path);
      count(hours, weekday * 24 + hour);
      if (example !== null) examples.push(example);
    },
    visit: (visitId, outcome) => {
      const isOpen = outcome.times === 0 && !outcome.heldOut;
      if (outcome.times > 0) firedVisits.add(visitId);
      if (outcome.matched) sums.matched += 1;
      if (outcome.heldOut) sums.heldOut += 1;
      if (isOpen && outcome.reasons.has("noAgentFree")) sums.withoutAgent += 1;
      for (const reason of outcome.reasons) count(reasons, reason);
      if (!isOpen || outcome.unknown.size === 0) return;
      sums.unknown += 1;
      for (const fact of outcome.unknown) count(facts, fact);
    },
    side: ({ version, cardOf }) => ({
      ...{ version, ...sums, fired: firedVisits.size },
      notRecorded: mostFirst(facts).map(([key, visits]) => ({ fact: factText(key), visits })),
      suppressed: mostFirst(reasons).map(([reason, visits]) => ({ reason, visits })),
      agents: mostFirst(agents).map(([agentId, times]) => ({ agent: cardOf(agentId), times })),
      pages: mostFirst(pages)
        .slice(0, PAGES_MAX)
        .map(([path, times]) => ({ path, times })),
      hours: [...hours]
        .sort(([one], [other]) => one - other)
        .map(([at, times]) => ({ weekday: Math.floor(at / 24), hour: at % 24, times })),
      examples,
    }),
  };
};
