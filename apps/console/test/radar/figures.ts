/** What a hub would tell of simulations and of lift, for the pictures and stories of their panes: a desk with much, and little, to say. */
import {
  type AgentCard,
  type AgentId,
  type LiftView,
  ok,
  type RuleId,
  type SimulationResult,
  type SimulationSide,
  type SimulationView,
  type VisitId,
} from "@lotse/protocol";
import type { FakeHub } from "../fakeHub.ts";
import { CLARA, FORM_RULE, ME } from "../rules.ts";

/** Tuesday, 24 November 2026, 10:00 in Berlin. */
const THEN_MS = Date.UTC(2026, 10, 24, 9);
const DAY_MS = 86_400_000;
const LONG = "/kfz-versicherung/kraftfahrzeughaftpflichtversicherung/schadenfreiheitsklasse-uebernehmen";
const EMMA: AgentCard = { id: "00000000-0000-4000-8000-000000000005" as AgentId, name: "Emma Olsen" };

export const side = (given: Partial<SimulationSide> = {}): SimulationSide => ({
  ...{ version: 3, matched: 171, fired: 61, times: 64, withoutAgent: 82, heldOut: 9, unknown: 12 },
  notRecorded: [
    { fact: 'form("quote").hesitationSeconds', visits: 12 },
    { fact: 'queue("sales").waiting', visits: 3 },
  ],
  suppressed: [
    { reason: "noAgentFree", visits: 82 },
    { reason: "typing", visits: 14 },
    { reason: "cappedDay", visits: 4 },
  ],
  agents: [
    { agent: ME, times: 40 },
    { agent: CLARA, times: 20 },
    { agent: EMMA, times: 4 },
  ],
  pages: [
    { path: "/quote/vehicle", times: 50 },
    { path: LONG, times: 14 },
  ],
  hours: [
    { weekday: 1, hour: 9, times: 30 },
    { weekday: 3, hour: 17, times: 34 },
  ],
  examples: [
    {
      ...{ visitId: "00000000-0000-4000-8000-000000000551" as VisitId, visitorLabel: "Visitor 3F2A" },
      ...{ atMs: THEN_MS, path: "/quote/vehicle", freeAgents: 2 },
      why: {
        de: "der Besucher war 121 Sekunden im Formular „quote“ (länger als 2 Minuten)",
        en: "the visitor spent 121 seconds on the form “quote” (more than 2 minutes)",
      },
    },
  ],
  ...given,
});

export const result = (given: Partial<SimulationResult> = {}): SimulationResult => ({
  ...{ fromMs: THEN_MS - 30 * DAY_MS, toMs: THEN_MS, visits: 2_310, firstMs: THEN_MS - 29 * DAY_MS },
  timeZone: "America/New_York",
  tried: side(),
  published: side({ version: 2, fired: 48 }),
  ...{ onlyTried: 20, onlyPublished: 7, both: 41 },
  ...given,
});

export const view = (given: Partial<SimulationView> = {}): SimulationView => ({
  ...{ ruleId: FORM_RULE, version: 3, days: 30, state: "done" },
  progress: { visits: 2_310, of: 2_310 },
  result: result(),
  ...given,
});

export const lift = (given: Partial<LiftView> = {}): LiftView => ({
  ...{ ruleId: FORM_RULE, versions: [1, 2], agentMs: 372 * 60_000 },
  invited: { visitors: 1_204, converted: 132, rate: 132 / 1_204, value: 41_230.5, byHand: 0 },
  heldOut: { visitors: 311, converted: 19, rate: 19 / 311, value: 5_012, byHand: 7 },
  verdict: { kind: "gain" },
  difference: { estimate: 0.0485, low: 0.0132, high: 0.0772 },
  valuePerVisitor: { estimate: 18.1, low: 4.9, high: 31.4 },
  perAgentMinute: {
    conversions: { estimate: 0.157, low: 0.0427, high: 0.25 },
    value: { estimate: 58.7, low: 15.9, high: 102 },
  },
  ...given,
});

/** One simulation at a time, that goes on when a story says so. */
export class SimulationsOfHub {
  current: SimulationView | null = null;
  lifts: readonly LiftView[] = [];

  constructor(hub: FakeHub) {
    hub.answers.set("rules:simulation", () => ok({ simulation: this.current }));
    hub.answers.set("rules:simulate", (what: { ruleId: RuleId; version: number; days: number }) => {
      this.current = { ...what, state: "running", progress: { visits: 0, of: 0 }, result: null };
      return ok({ simulation: this.current });
    });
    hub.answers.set("rules:stopSimulation", () => {
      if (this.current !== null) this.current = { ...this.current, state: "stopped" };
      return ok({ simulation: this.current });
    });
    hub.answers.set("rules:lift", ({ days }: { days: number }) =>
      ok({ fromMs: THEN_MS - days * DAY_MS, toMs: THEN_MS, rules: this.lifts }),
    );
  }
}
