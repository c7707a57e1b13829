/** Whom a rule fits now, published or not: for whoever writes it. Asks nothing of storage, so what only storage knows stays unknown. */
import type { CommandOutput, LiveVisitor, RuleDefinition } from "@lotse/protocol";
import { compile, evaluate, factsRunning } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { SeenVisit } from "../../services.ts";
import { isPassing } from "./houseFacts.ts";
import { houseOfSite, type NearnessDeps } from "./nearness.ts";

/** Told by name. */
const SHOWN_MAX = 20;

export interface Candidate extends SeenVisit {
  readonly startedAtMs: number;
}

export const createMatching =
  (deps: NearnessDeps) =>
  <V extends Candidate>(
    { cel }: Pick<RuleDefinition, "cel">,
    visits: readonly V[],
    viewOf: (visit: V) => Pick<LiveVisitor, "visitId" | "visitorLabel" | "page" | "startedAtMs">,
  ): CommandOutput<"radar:matching"> => {
    const rule = compile(parseRule(cel));
    const atMs = deps.clock.nowMs();
    const counts = { matching: 0, waiting: 0, unknown: 0 };
    const matching: V[] = [];
    for (const visit of visits) {
      if (visit.facts === null) continue;
      const { read } = houseOfSite(deps, visit);
      const at = { sinceMs: visit.lastSeenAtMs };
      const { result } = evaluate(rule, factsRunning(visit.facts, { readHub: read, ...at }), atMs);
      if (result === true) matching.push(visit);
      if (result === "unknown") counts.unknown += 1;
      if (result !== false) continue;
      const lasting = factsRunning(visit.facts, {
        readHub: key => (isPassing(key) ? undefined : read(key)),
        ...at,
      });
      if (evaluate(rule, lasting, atMs).result === "unknown") counts.waiting += 1;
    }
    const newest = matching.toSorted((one, other) => other.startedAtMs - one.startedAtMs);
    return {
      ...{ atMs, onSite: visits.length, ...counts, matching: matching.length },
      visitors: newest.slice(0, SHOWN_MAX).map(viewOf),
    };
  };
