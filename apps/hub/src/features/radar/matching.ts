/** Whom a rule fits now, published or not: for whoever writes it. Asks nothing of storage, so what only storage knows stays unknown. */
import type { CommandOutput, LiveVisitor, RuleDefinition } from "@lotse/protocol";
import { compile, evaluate, type ReadHub } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { SeenVisit } from "../../services.ts";
import { isPassing } from "./houseFacts.ts";
import { houseOfSite, type NearnessDeps } from "./nearness.ts";
import { sourceBy } from "./running.ts";

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
      const { read } = houseOfSite(deps, visit);
      const judge = (readHub: ReadHub) => {
        const facts = sourceBy(visit, { readHub, nowMs: atMs });
        return facts && evaluate(rule, facts, atMs).result;
      };
      const result = judge(read);
      if (result === null) continue;
      if (result === true) matching.push(visit);
      if (result === "unknown") counts.unknown += 1;
      if (result !== false) continue;
      if (judge(key => (isPassing(key) ? undefined : read(key))) === "unknown") counts.waiting += 1;
    }
    const newest = matching.toSorted((one, other) => other.startedAtMs - one.startedAtMs);
    return {
      ...{ atMs, onSite: visits.length, ...counts, matching: matching.length },
      visitors: newest.slice(0, SHOWN_MAX).map(viewOf),
    };
  };
