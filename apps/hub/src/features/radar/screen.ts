/**
 * What stands on a visitor's screen without an agent, and what has only just gone from it, as far as the decision log has it. Pure;
 * knows no rule, and not what the visitor has opened by themselves.
 */
import type { DecisionRecord } from "@lotse/storage";
import { isHint, isVisible } from "./definition.ts";

export interface ScreenLook {
  /** This visit's decisions so far, oldest first. */
  readonly history: readonly DecisionRecord[];
  readonly nowMs: number;
}

type Outcomes = ReadonlySet<DecisionRecord["outcome"]>;

/** Two minutes on the page, and the way there and back: an answer that got lost keeps nothing else waiting. */
const HINT_STANDS_MS = 130_000;
const HINT_ENDS: Outcomes = new Set(["accepted", "declined", "ignored"]);

/** Between an answer and the next question: whoever has just said no is not asked in the same breath. */
export const CALM_MS = 20_000;
/** Where a form has come in its place, somebody may be writing. */
export const FORM_CALM_MS = 60_000;
/** One that was lost with the page (`left`) has kept nobody busy. */
const ENDS: Outcomes = new Set(["accepted", "declined", "ignored", "expired", "withdrawn"]);

/** What builds before wrote was an invitation. */
export const wasVisible = ({ action = "inviteToChat" }: DecisionRecord): boolean => isVisible(action);

/** No end of a rule's hint is followed by another hint of that rule: within a visit each of them is its last. */
export const isHintUp = ({ history, nowMs }: ScreenLook): boolean =>
  history.some(
    shown =>
      shown.outcome === "shown" &&
      isHint(shown.action) &&
      shown.atMs > nowMs - HINT_STANDS_MS &&
      !history.some(({ ruleId, outcome }) => ruleId === shown.ruleId && HINT_ENDS.has(outcome)),
  );

const leavesForm = ({ outcome, action }: DecisionRecord): boolean =>
  outcome === "withdrawn" || (outcome === "accepted" && action === "offerCallback");

/** Until then nothing comes up because something else has only just gone; in the past if nothing has. */
export const calmUntilMs = ({ history }: Pick<ScreenLook, "history">): number =>
  Math.max(
    0,
    ...history
      .filter(line => ENDS.has(line.outcome) && wasVisible(line))
      .map(line => line.atMs + (leavesForm(line) ? FORM_CALM_MS : CALM_MS)),
  );
