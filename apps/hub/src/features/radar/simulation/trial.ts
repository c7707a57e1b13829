/**
 * One version of a rule tried over the past: asked as a page would have asked, judged by the same match and the same gate as live, and
 * what it would have taken is taken. Pure: record, availability and plan come in.
 *
 * What visitors would have said is not made up where it is known: asked or shown something by this rule in the same visit, they said
 * what they said.
 * Where nobody knows, they accept at once and talk for as long as such conversations lasted at the median: the least room is left.
 */
import type { AgentId, RuleId, Suppression, VisitId } from "@lotse/protocol";
import { evaluate, factsFromWire, pathOf } from "@lotse/radar";
import type { DecisionRecord, PastInvitation, RecordedVisit } from "@lotse/storage";
import { lineOf } from "../decisionLog.ts";
import { isInviting, isVisible } from "../definition.ts";
import { gate, type Match, type Situation } from "../gate.ts";
import { type House, readHouse } from "../houseFacts.ts";
import { matchOf } from "../match.ts";
import { restAfterDone, restOf } from "../rests.ts";
import type { KnownRule, SiteBook } from "../ruleBook.ts";
import { readClock } from "../siteClock.ts";
import type { Availability, Demand, FreeAgent } from "./availability.ts";
import { type Asking, type Course, createCourse } from "./course.ts";
import { createPast, type Past } from "./past.ts";
import { visitorAt } from "./person.ts";
import { isUnrecorded, sentenceWhy } from "./sayings.ts";
import { createTally, type Tally, type VisitOutcome } from "./tally.ts";

export interface TrialOptions {
  readonly rule: KnownRule;
  readonly settings: SiteBook["settings"];
  readonly fromMs: number;
  readonly goesFirst: (other: RuleId) => boolean;
  readonly availability: Availability;
  readonly demandOf: (skill: string) => Demand;
  readonly queueAt: House["queue"] extends (key: string) => infer Look
    ? (key: string, atMs: number) => Look
    : never;
  /** That the rule really made, by visit, in order. */
  readonly invitations: ReadonlyMap<VisitId, readonly PastInvitation[]>;
  /** Of a conversation that would have come of it. */
  readonly talkMs: number;
  /** After which an agent is free again. */
  readonly wrapUpMs: number;
  readonly labelOf: (visitId: VisitId) => string;
}

export interface Trial {
  readonly tally: Tally;
  begin(recorded: RecordedVisit): Course;
}

/** In the middle of what the hub says: up to as much again is added live. */
const REST_SHARE = 0.5;

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}
const covers =
  (atMs: number) =>
  ({ fromMs, untilMs }: Span): boolean =>
    fromMs <= atMs && atMs < untilMs;

/** What comes of an invitation that would have been made. */
interface Coming {
  readonly end: NonNullable<PastInvitation["end"]>;
  readonly endsAtMs: number;
  readonly talkUntilMs: number | null;
}

export const createTrial = (options: TrialOptions): Trial => {
  const { rule, settings, availability, demandOf, talkMs, wrapUpMs } = options;
  const { id: ruleId } = rule.record;
  const { action } = rule.definition;
  const past: Past = createPast({ ruleId, fromMs: options.fromMs, goesFirst: options.goesFirst });
  const tally = createTally();
  const offers = new Map<VisitId, Span>();
  const talks = new Map<VisitId, Span[]>();

  const freeFor = (skill: string, atMs: number): readonly FreeAgent[] | null =>
    availability.free(demandOf(skill), atMs);

  const houseAt = (asking: Asking): House => {
    const { recorded, moment, atMs } = asking;
    const { tookSlot } = past.lookAt(recorded, asking);
    return {
      ...{ nowMs: atMs, timeZone: settings.timeZone, visitor: visitorAt(recorded, moment, atMs) },
      freeAgents: skill => leftOf(freeFor(skill, atMs), tookSlot)?.length,
      queue: key => options.queueAt(key, atMs),
    };
  };

  /** Conversations that came of the rule itself are the trial's to make. */
  const isTalking = ({ recorded, atMs }: Asking): boolean => {
    const { visitId, conversations } = recorded;
    const ownMs = new Set((options.invitations.get(visitId) ?? []).map(({ endedAtMs }) => endedAtMs));
    const real = conversations
      .filter(talk => talk.visitId === visitId && !ownMs.has(talk.openedAtMs))
      .map(talk => ({ fromMs: talk.openedAtMs, untilMs: talk.endedAtMs ?? Number.POSITIVE_INFINITY }));
    return [...real, ...(talks.get(visitId) ?? [])].some(covers(atMs));
  };

  const situationOf = (asking: Asking, house: House, match: Match): Situation => {
    const { recorded, atMs, isBeacon, moment } = asking;
    const { visitNumber, contactId, key } = house.visitor;
    const { history, earlier, hasOpenOffer } = past.lookAt(recorded, asking);
    return {
      ...{ match, settings, history, earlier, nowMs: atMs },
      visitor: { visitNumber, contactId, key: recorded.sideKey ?? key, language: recorded.language },
      open: hasOpenOffer ? SOMEBODYS : null,
      inConversation: isTalking(asking),
      typing: isBeacon && moment.typing === true,
      freeAgents: skill => freeFor(skill, atMs)?.length ?? 0,
    };
  };

  const write = (asking: Asking, line: Pick<DecisionRecord, "outcome"> & Partial<DecisionRecord>): void =>
    past.add(lineOf({ visitId: asking.recorded.visitId, rule }, line, line.atMs ?? asking.atMs));

  /** As it really ended, where it was really made; that one is answered once. */
  const comingOf = ({ recorded, atMs }: Asking, nth: number): Coming => {
    const real = options.invitations.get(recorded.visitId)?.[nth];
    if (real === undefined || real.end === null || real.endedAtMs === null) {
      return { end: "accepted", endsAtMs: atMs, talkUntilMs: atMs + talkMs };
    }
    const endsAtMs = atMs + real.endedAtMs - real.atMs;
    if (real.end !== "accepted") return { end: real.end, endsAtMs, talkUntilMs: null };
    const lastedMs = (real.conversationEndedAtMs ?? Number.POSITIVE_INFINITY) - real.endedAtMs;
    return { end: "accepted", endsAtMs, talkUntilMs: endsAtMs + lastedMs };
  };

  /** What was really said to a hint; nothing is made up where it was never shown, or never answered. */
  const hint = (asking: Asking, nth: number): void => {
    const { recorded, atMs } = asking;
    const real = recorded.decisions.filter(
      line => line.visitId === recorded.visitId && line.ruleId === ruleId && line.atMs >= options.fromMs,
    );
    const shown = real.filter(({ outcome }) => outcome === "shown")[nth];
    const end = real.find(
      ({ outcome, invitationId }) => HINT_ENDS.has(outcome) && invitationId === shown?.invitationId,
    );
    if (shown === undefined || shown.invitationId === null || end === undefined) return;
    write(asking, { outcome: end.outcome, atMs: atMs + end.atMs - shown.atMs });
  };

  const invite = (asking: Asking, free: readonly FreeAgent[], outcome: VisitOutcome): AgentId | null => {
    const { recorded, atMs } = asking;
    const { visitId } = recorded;
    const wanted = options.invitations.get(visitId)?.[outcome.times]?.agentId;
    const agentId = (free.find(each => each.agentId === wanted) ?? free[0])?.agentId ?? null;
    const { end, endsAtMs, talkUntilMs } = comingOf(asking, outcome.times);
    write(asking, { outcome: end, atMs: endsAtMs });
    offers.set(visitId, { fromMs: atMs, untilMs: endsAtMs });
    if (talkUntilMs !== null) {
      talks.set(visitId, [...(talks.get(visitId) ?? []), { fromMs: endsAtMs, untilMs: talkUntilMs }]);
    }
    const untilMs = talkUntilMs === null ? endsAtMs : talkUntilMs + wrapUpMs;
    if (agentId !== null) availability.take({ agentId, fromMs: atMs, untilMs });
    return agentId;
  };

  /** Before anything is taken: why it was true hangs on who was free. */
  const exampleOf = ({ recorded, facts, atMs }: Asking, house: House, freeAgents: number | null) => ({
    ...{ visitId: recorded.visitId, visitorLabel: options.labelOf(recorded.visitId), atMs, freeAgents },
    path: pathOf(facts.page.url),
    why: sentenceWhy(rule.record.cel, factsFromWire(facts, readHouse(house)), atMs),
  });

  const fire = (asking: Asking, house: House, outcome: VisitOutcome): number | null => {
    const { facts, atMs, restsMs } = asking;
    const free = isInviting(action) ? (freeFor(action.skill, atMs) ?? []) : null;
    const example = tally.wantsExamples ? exampleOf(asking, house, free?.length ?? null) : null;
    write(asking, { outcome: "matched" });
    write(asking, { outcome: "shown" });
    const agentId = free === null ? null : invite(asking, free, outcome);
    if (free === null && isVisible(action.do)) hint(asking, outcome.times);
    outcome.times += 1;
    const { minuteOfDay, weekday } = readClock(settings.timeZone, atMs);
    const hour = Math.floor(minuteOfDay / 60);
    tally.fired({ path: pathOf(facts.page.url), weekday, hour, agentId, example });
    // As the loader rests after an offer it has asked for, and the hub after everything else
    return free === null ? restAfterDone(REST_SHARE) : restsMs || UNANSWERED_REST_MS;
  };

  /** What it would take to know; null: it is known. */
  const unknownFor = (asking: Asking, house: House): readonly string[] => {
    const source = factsFromWire(asking.facts, readHouse(house));
    if (evaluate(rule.compiled, source, asking.atMs).result !== "unknown") return [];
    return [...rule.compiled.keys].filter(key => source.read(key) === undefined && isUnrecorded(key));
  };

  const suppress = (asking: Asking, outcome: VisitOutcome, reason: Suppression, at: Situation) => {
    outcome.reasons.add(reason);
    const last = past.ownOf(asking.recorded.visitId, asking.atMs).at(-1);
    if (last?.outcome !== "suppressed" || last.reason !== reason) {
      if (at.match === "matched") write(asking, { outcome: "matched" });
      write(asking, { outcome: "suppressed", reason });
    }
    return restOf(ruleId, reason, { history: at.history, nowMs: at.nowMs, share: REST_SHARE });
  };

  /** Live, too, one that rests comes up when the page asks about another, if it was asked about before and nothing is in the way. */
  const isReady = (asking: Asking, house: House): boolean => {
    if (!isVisible(action.do) || past.ownOf(asking.recorded.visitId, asking.atMs).length === 0) return false;
    const match = matchOf(rule, asking.facts, house);
    return match === "matched" && gate(rule, situationOf(asking, house, match)).kind === "go";
  };

  const judge = (asking: Asking, outcome: VisitOutcome): number | null => {
    const { recorded, atMs, restsMs } = asking;
    // While its own offer stands, a rule is not judged
    const offer = offers.get(recorded.visitId);
    if (offer !== undefined && covers(atMs)(offer)) return restsMs || UNANSWERED_REST_MS;
    const house = houseAt(asking);
    if (restsMs > 0) return isReady(asking, house) ? fire(asking, house, outcome) : restsMs;
    const unknown = unknownFor(asking, house);
    for (const key of unknown) outcome.unknown.add(key);
    // A page that knew would have asked at another moment: nothing rests meanwhile
    if (unknown.length > 0) return 0;
    const match = matchOf(rule, asking.facts, house);
    if (match === "matched") outcome.matched = true;
    if (isInviting(action) && match !== "notMatched" && freeFor(action.skill, atMs) === null) {
      outcome.unknown.add(`skill.free:${action.skill}`);
      return 0;
    }
    const situation = situationOf(asking, house, match);
    const verdict = gate(rule, situation);
    if (verdict.kind === "suppressed") return suppress(asking, outcome, verdict.reason, situation);
    if (verdict.kind === "go") return fire(asking, house, outcome);
    if (!outcome.heldOut) {
      write(asking, { outcome: "matched" });
      write(asking, { outcome: "heldOut", reason: "heldOut" });
    }
    outcome.heldOut = true;
    return null;
  };

  return {
    tally,
    begin: recorded => createCourse({ recorded, rule }, judge),
  };
};

/** Whose slot it was is not told; where nobody had a second one, there is one agent less. */
const leftOf = (free: readonly FreeAgent[] | null, tookSlot: boolean): readonly FreeAgent[] | null =>
  tookSlot && free?.every(({ spare }) => spare === 1) === true ? free.slice(1) : free;

const HINT_ENDS: ReadonlySet<DecisionRecord["outcome"]> = new Set(["accepted", "declined", "ignored"]);

/** What a loader waits after an offer whose end is told elsewhere. */
const UNANSWERED_REST_MS = 60_000;

/** Another rule's offer; the gate asks no more than whether there is one. */
const SOMEBODYS = {
  ...{ id: "", ruleId: "", agent: { id: "", name: "" }, text: { de: "", en: "" }, expiresAtMs: 0 },
} as unknown as NonNullable<Situation["open"]>;
