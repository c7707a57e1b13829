/** After which time it makes sense that a page asks about a rule again. Pure; what keeps the rule is the gate's to say. */
import type { RuleId, Suppression } from "@lotse/protocol";
import { TAKEN } from "./gate.ts";
import { calmUntilMs, type ScreenLook } from "./screen.ts";

/** Null = not on this visit. Up to as much again is added, so that visitors do not ask in step. */
const REST_MS: Readonly<Record<Suppression, number | null>> = {
  notMatched: 30_000,
  outsideSchedule: 300_000,
  outsideAudience: 300_000,
  declinedEarlier: null,
  alreadyInConversation: 60_000,
  // Soon enough to hear of the answer before the calm after it is over
  alreadyOffered: 10_000,
  tooSoon: 1_000,
  typing: 5_000,
  cappedVisit: null,
  cappedDay: 3_600_000,
  cappedWeek: null,
  overBudget: 300_000,
  noAgentFree: 20_000,
  heldOut: null,
  failed: null,
  ruleUnknown: null,
};
/** What was done may be due again, if the rule may more than once a visit. */
const AGAIN_MS = 60_000;

/** `share`: of what may be added, from 0 to 1; one for all rules of an answer, so that they come together and in their order. */
const rest = (baseMs: number, share: number): number => Math.round(baseMs * (1 + share));

export const restAfterDone = (share: number): number => rest(AGAIN_MS, share);

export const restOf = (
  ruleId: RuleId,
  reason: Suppression,
  { history, nowMs, share }: ScreenLook & { readonly share: number },
): number | null => {
  // Known to the millisecond, and each visitor's own
  if (reason === "tooSoon") return Math.max(1, calmUntilMs({ history }) - nowMs);
  const isTaken = history.some(line => line.ruleId === ruleId && TAKEN.has(line.outcome));
  if (reason === "alreadyOffered" && isTaken) return null;
  const baseMs = REST_MS[reason];
  return baseMs === null ? null : rest(baseMs, share);
};
