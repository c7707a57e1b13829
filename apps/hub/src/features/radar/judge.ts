/**
 * Whether a rule may become an invitation now, and if not, why. Pure: everything it goes by comes in, and the first
 * reason that holds is the one told. Reservation is not its matter.
 */
import type { Facts, InvitationView, Suppression } from "@lotse/protocol";
import { evaluate, factsFromWire } from "@lotse/radar";
import type { DecisionRecord } from "@lotse/storage";
import type { KnownRule } from "./ruleBook.ts";

export interface Situation {
  readonly facts: Facts;
  /** Agents with the skill who could take one more conversation. */
  readonly freeAgents: (skill: string) => number;
  readonly inConversation: boolean;
  /** On the visitor's screen now. */
  readonly open: InvitationView | null;
  /** The visit's decisions so far, oldest first. */
  readonly history: readonly DecisionRecord[];
  readonly nowMs: number;
}

export type Verdict =
  | { readonly kind: "invitable" }
  | { readonly kind: "suppressed"; readonly reason: Suppression; readonly matched: boolean };

type Match = "matched" | "matchedButNobodyFree" | "notMatched";

const SKILL_FREE = "skill.free:";

/** What only waits for an agent is told from what the visitor does not do: without the hub's facts it stays open. */
const match = ({ compiled }: KnownRule, { facts, freeAgents, nowMs }: Situation): Match => {
  const known = factsFromWire(facts, key =>
    key.startsWith(SKILL_FREE) ? freeAgents(key.slice(SKILL_FREE.length)) : undefined,
  );
  if (evaluate(compiled, known, nowMs).result === true) return "matched";
  const claimed = factsFromWire(facts, () => undefined);
  return evaluate(compiled, claimed, nowMs).result === false ? "notMatched" : "matchedButNobodyFree";
};

const REFUSALS: ReadonlySet<DecisionRecord["outcome"]> = new Set(["declined", "expired"]);
const TAKEN: ReadonlySet<DecisionRecord["outcome"]> = new Set(["accepted", "answered"]);

export const judge = (rule: KnownRule, situation: Situation): Verdict => {
  const matched = match(rule, situation);
  const suppressed = (reason: Suppression): Verdict => ({
    kind: "suppressed",
    reason,
    matched: matched === "matched",
  });
  if (matched === "notMatched") return suppressed("notMatched");
  const past = situation.history.filter(decision => decision.ruleId === rule.record.id);
  if (past.some(({ outcome }) => REFUSALS.has(outcome))) return suppressed("declinedEarlier");
  if (situation.inConversation) return suppressed("alreadyInConversation");
  if (situation.open !== null || past.some(({ outcome }) => TAKEN.has(outcome)))
    return suppressed("alreadyOffered");
  const nobody = matched === "matchedButNobodyFree" || situation.freeAgents(rule.record.skill) === 0;
  return nobody ? suppressed("noAgentFree") : { kind: "invitable" };
};
