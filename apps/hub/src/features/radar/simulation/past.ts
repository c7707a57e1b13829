/**
 * The decision log as a trial sees it: what other rules really did, and in place of what the tried rule did since the trial begins,
 * what it would have done. Pure.
 */
import type { RuleId, VisitId } from "@lotse/protocol";
import type { DecisionRecord, RecordedVisit, StoredMoment } from "@lotse/storage";
import { isVisible } from "../definition.ts";
import { otherVisits } from "./person.ts";

/** Lines of the same beacon are written one after the other; no beacon takes longer. */
const SAME_BEACON_MS = 1_000;
const OWN_WORD: ReadonlySet<DecisionRecord["outcome"]> = new Set([
  "matched",
  "suppressed",
  "heldOut",
  "shown",
]);
const ENDS: ReadonlySet<DecisionRecord["outcome"]> = new Set([
  ...(["accepted", "declined", "expired", "withdrawn", "left"] as const),
]);

export interface PastOptions {
  readonly ruleId: RuleId;
  /** From here on the rule's own lines are the trial's. */
  readonly fromMs: number;
  /** Whether that rule was asked before this one, by priority. */
  readonly goesFirst: (other: RuleId) => boolean;
}

export interface Look {
  /** Of this visit, oldest first. */
  readonly history: readonly DecisionRecord[];
  readonly earlier: readonly DecisionRecord[];
  /** Another rule's, on the screen. */
  readonly hasOpenOffer: boolean;
  /** It was made at this very word, before the rule was asked: its slot is not in the record yet. */
  readonly tookSlot: boolean;
}

export interface Moment {
  readonly atMs: number;
  readonly isBeacon: boolean;
  /** What was known of the visitor then. */
  readonly moment: Pick<StoredMoment, "contactId" | "visitorId">;
}

export interface Past {
  add(line: DecisionRecord): void;
  /** `isBeacon`: what was decided at that same word of the page counts, if it was decided before. */
  lookAt(recorded: RecordedVisit, at: Moment): Look;
  /** The trial's own of a visit, until then. */
  ownOf(visitId: VisitId, atMs: number): readonly DecisionRecord[];
}

const isInvitation = ({ outcome, action = "inviteToChat" }: DecisionRecord): boolean =>
  outcome === "shown" && action.startsWith("invite") && isVisible(action);

const hasOpenOffer = (lines: readonly DecisionRecord[]): boolean => {
  const last = lines.findLast(isInvitation);
  if (last === undefined) return false;
  return !lines.some(line => line.invitationId === last.invitationId && ENDS.has(line.outcome));
};

export const createPast = ({ ruleId, fromMs, goesFirst }: PastOptions): Past => {
  const own = new Map<VisitId, DecisionRecord[]>();
  const ownOf: Past["ownOf"] = (visitId, atMs) => (own.get(visitId) ?? []).filter(line => line.atMs <= atMs);

  const isKnown =
    ({ atMs, isBeacon }: Moment) =>
    (line: DecisionRecord): boolean => {
      if (line.ruleId === ruleId) return line.atMs < fromMs;
      if (line.atMs < atMs) return true;
      const isOfThisWord = isBeacon && line.atMs <= atMs + SAME_BEACON_MS && OWN_WORD.has(line.outcome);
      return isOfThisWord && goesFirst(line.ruleId);
    };

  return {
    ownOf,
    add: line => {
      const lines = own.get(line.visitId);
      if (lines === undefined) own.set(line.visitId, [line]);
      else lines.push(line);
    },
    lookAt: (recorded, at) => {
      const known = recorded.decisions.filter(isKnown(at));
      const isHere = (line: DecisionRecord): boolean => line.visitId === recorded.visitId;
      const real = known.filter(isHere);
      const otherIds = otherVisits(recorded, at.moment);
      const theirs = new Set(otherIds);
      const others = otherIds.flatMap(visitId => ownOf(visitId, at.atMs));
      return {
        history: [...real, ...ownOf(recorded.visitId, at.atMs)],
        earlier: [...known.filter(line => theirs.has(line.visitId)), ...others],
        hasOpenOffer: hasOpenOffer(real),
        tookSlot: real.some(line => isInvitation(line) && line.atMs >= at.atMs),
      };
    },
  };
};
