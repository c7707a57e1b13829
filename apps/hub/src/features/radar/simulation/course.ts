/**
 * One visit under one version of a rule: goes from moment to moment as the loader does (asks when the rule is not definitely false,
 * rests as long as the hub said), and hands each asking on to be judged. Decides nothing itself. Pure.
 */
import type { Facts } from "@lotse/protocol";
import { createFactSource, evaluate, toWireFacts } from "@lotse/radar";
import type { RecordedVisit, StoredMoment } from "@lotse/storage";
import type { KnownRule } from "../ruleBook.ts";
import { factsAfter } from "./recording.ts";
import { SLACK_MS, type Stretch, stretchOf } from "./stretch.ts";
import { newOutcome, type VisitOutcome } from "./tally.ts";

export interface Asking {
  readonly recorded: RecordedVisit;
  readonly moment: StoredMoment;
  readonly facts: Facts;
  readonly atMs: number;
  /** The page said something just then; otherwise only time had passed. */
  readonly isBeacon: boolean;
  /** The page asked about other rules: this one still rests for so long. 0: it asked about this one. */
  readonly restsMs: number;
}

export interface Course {
  readonly recorded: RecordedVisit;
  readonly outcome: VisitOutcome;
  /** Null: it is through. */
  readonly nextAtMs: number | null;
  step(): void;
}

/** For how long the rule rests then; null: for the rest of the visit; 0: not at all. */
export type Judge = (asking: Asking, outcome: VisitOutcome) => number | null;

interface Place {
  readonly at: number;
  readonly moment: StoredMoment;
  readonly atMs: number;
  readonly facts: Facts;
  readonly stretch: Stretch;
}

/** A clock that was set back tells no moment before the one that was told. */
const timeOf = (moment: StoredMoment, beforeMs: number): number => Math.max(moment.atMs, beforeMs);

export const createCourse = (
  { recorded, rule }: { readonly recorded: RecordedVisit; readonly rule: KnownRule },
  judge: Judge,
): Course => {
  const outcome = newOutcome();
  let place: Place | null = null;
  let restsUntilMs = 0;
  let nextAtMs: number | null = recorded.firstAtMs;

  const momentAt = (at: number): StoredMoment | undefined => recorded.moments[at];

  const arrive = (at: number, moment: StoredMoment): Place => {
    const atMs = timeOf(moment, place?.atMs ?? 0);
    const facts = factsAfter(place?.facts ?? null, moment.change);
    const next = momentAt(at + 1);
    const coming =
      next === undefined ? null : { atMs: timeOf(next, atMs), facts: factsAfter(facts, next.change) };
    return { at, moment, atMs, facts, stretch: stretchOf({ atMs, facts }, coming) };
  };

  /** What of the stretch may turn the rule, or lets it be asked about again. */
  const wakeIn = (here: Place, nowMs: number, untilMs: number): number => {
    const live = createFactSource(here.stretch.liveAt(nowMs));
    const { result, recheckAtMs } = evaluate(rule.compiled, live, nowMs);
    const rested = result === false || restsUntilMs <= nowMs ? null : restsUntilMs;
    const turn = here.stretch.turns.find(each => each > nowMs) ?? null;
    const soonest = [recheckAtMs, rested, turn].filter(each => each !== null && each > nowMs) as number[];
    const wakesAtMs = Math.min(untilMs, ...soonest);
    // The page itself spoke a moment later: that was it
    return wakesAtMs > untilMs - SLACK_MS ? untilMs : wakesAtMs;
  };

  const askAt = (here: Place, atMs: number, isBeacon: boolean): void => {
    if (here.moment.hidden === true) return;
    const restsMs = Math.max(0, restsUntilMs - atMs);
    if (restsMs > 0 && !(isBeacon && here.moment.asks === true)) return;
    const live = here.stretch.liveAt(atMs);
    if (evaluate(rule.compiled, createFactSource(live), atMs).result === false) return;
    const facts = isBeacon ? here.facts : toWireFacts(live, atMs);
    const restMs = judge({ recorded, moment: here.moment, facts, atMs, isBeacon, restsMs }, outcome);
    restsUntilMs = restMs === null ? Number.POSITIVE_INFINITY : atMs + restMs;
  };

  return {
    recorded,
    outcome,
    get nextAtMs() {
      return nextAtMs;
    },
    step: () => {
      if (nextAtMs === null) return;
      const atMs = nextAtMs;
      const following = momentAt((place?.at ?? -1) + 1);
      const arrives = following !== undefined && timeOf(following, place?.atMs ?? 0) <= atMs;
      if (arrives) place = arrive((place?.at ?? -1) + 1, following);
      if (place === null) {
        nextAtMs = null;
        return;
      }
      askAt(place, atMs, arrives);
      const coming = momentAt(place.at + 1);
      // After its last word nothing is known of a page, and a hidden one asks nothing
      if (coming === undefined) nextAtMs = null;
      else if (place.moment.hidden === true) nextAtMs = timeOf(coming, place.atMs);
      else nextAtMs = wakeIn(place, atMs, timeOf(coming, place.atMs));
    },
  };
};
