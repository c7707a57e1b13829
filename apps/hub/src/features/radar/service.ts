/**
 * Web Radar at the hub: judges the rules a loader asks about with what only the hub knows, and lets what may be done be done; of what
 * stands on the screen there is at most one at a time. Reserving is the queue's, in one transaction; here is only the asking.
 */
import type { BeaconDecision, Clock, RuleId, Suppression, VisitId } from "@lotse/protocol";
import type { DecisionRecord, Storage, VisitorPast } from "@lotse/storage";
import type { Log } from "../../log.ts";
import type { QueueService, RadarService } from "../../services.ts";
import { type ActionDeps, createActions, type Done } from "./actions.ts";
import { createAsking } from "./asking.ts";
import { createConversions } from "./conversions.ts";
import { createDecisionLog } from "./decisionLog.ts";
import { isVisible } from "./definition.ts";
import { gate, type Match, type Situation } from "./gate.ts";
import { createHints } from "./hints.ts";
import type { HookCall } from "./hook.ts";
import { createHookCalls, type Person } from "./hookCalls.ts";
import type { House } from "./houseFacts.ts";
import { matchOf } from "./match.ts";
import { createMatching } from "./matching.ts";
import { createNearness } from "./nearness.ts";
import { restAfterDone, restOf } from "./rests.ts";
import type { KnownRule, RuleBook, SiteBook } from "./ruleBook.ts";
import { createSerial } from "./serial.ts";
import { shareOf } from "./share.ts";
import type { Destination } from "./simulation/places.ts";
import { createTrace } from "./trace.ts";

export interface RadarServiceDeps extends Omit<ActionDeps, "decisionLog" | "queue" | "calls"> {
  readonly callHook: (call: HookCall) => Promise<void>;
  readonly log: Pick<Log, "warn">;
  readonly storage: Pick<
    Storage,
    | "readVisitorPast"
    | "keepSide"
    | "listRuleHistories"
    | "appendDecisions"
    | "listDecisions"
    | "recordConversion"
    | "recordAnswered"
    | "readPresenceAt"
  >;
  readonly queue: Pick<
    QueueService,
    "freeAgents" | "invite" | "openInvitation" | "lookAt" | "contactOf" | "hindered" | "planOf"
  >;
  readonly destinationOf: Destination;
  readonly book: Pick<RuleBook, "of" | "current" | "atLeast">;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Request = Parameters<RadarService["decide"]>[0];

/** Caps look back a week, holdouts and conversions a month. */
export const PAST_MS = 30 * 86_400_000;

const STRANGER: Omit<VisitorPast, "revision" | "side"> = {
  visitor: {
    ...{ key: "", visitNumber: 1, startedAtMs: 0, previousSeenAtMs: null },
    ...{ conversations: 0, purchases: 0, contactId: null, attributes: {} },
  },
  decisions: [],
  earlier: [],
};

/** One visit's turn: what is known of it, growing with what is decided. */
interface Turn {
  readonly request: Request;
  readonly book: SiteBook;
  readonly past: Omit<VisitorPast, "revision">;
  readonly house: House;
  readonly person: Person;
  /** Of the time that may be added to a rest. */
  readonly restShare: number;
  open: Situation["open"];
  history: readonly DecisionRecord[];
}

const unknownRule = (ruleId: RuleId): BeaconDecision => ({
  ...{ ruleId, outcome: "suppressed", reason: "ruleUnknown", retryAfterMs: null },
});

/** By which others of the same person are known. */
const namesOf = (past: VisitorPast | null, visitId: VisitId): readonly string[] =>
  [...new Set([past?.visitor.key, past?.visitor.contactId])].filter(
    (name): name is NonNullable<typeof name> => name != null && name !== visitId,
  );

export const createRadarService = (deps: RadarServiceDeps): RadarService => {
  const { storage, queue, clock, book, random } = deps;
  const decisionLog = createDecisionLog(deps);
  const calls = createHookCalls({ ...deps, decisionLog });
  const act = createActions({ ...deps, decisionLog, calls });
  const conversions = createConversions({ storage, clock, pastMs: PAST_MS });
  // Two beacons of a visit at once must not make two offers, and two visits of one person not one more than they may be asked
  const inTurn = createSerial<VisitId>();
  const inPersonsTurn = createSerial<string>();
  const askingRefused = createAsking({ storage, book, clock, pastMs: PAST_MS });

  const suppress = (turn: Turn, ruleId: RuleId, reason: Suppression): BeaconDecision => {
    const look = { history: turn.history, nowMs: turn.house.nowMs, share: turn.restShare };
    return { ruleId, outcome: "suppressed", reason, retryAfterMs: restOf(ruleId, reason, look) };
  };

  const answerOf = ({ restShare }: Turn, decision: NonNullable<Done["decision"]>): BeaconDecision =>
    decision.outcome === "offer" ? decision : { ...decision, retryAfterMs: restAfterDone(restShare) };

  const situationOf = (turn: Turn, match: Match): Situation => {
    const { request, past, house } = turn;
    const { visitNumber, contactId } = past.visitor;
    return {
      ...{ match, settings: turn.book.settings, open: turn.open, history: turn.history },
      visitor: { visitNumber, contactId, key: past.side.key, language: request.language },
      ...{ earlier: past.earlier, inConversation: request.inConversation, typing: request.typing },
      ...{ freeAgents: skill => house.freeAgents(skill) ?? 0, nowMs: house.nowMs },
    };
  };

  const decideOne = async (turn: Turn, rule: KnownRule): Promise<BeaconDecision> => {
    const { site, visitId, facts } = turn.request;
    const ruleId = rule.record.id;
    const share = shareOf({
      ...{ ruleId, percent: rule.definition.holdoutPercent },
      ...{ sitePercent: turn.book.settings.holdoutPercent, past: [...turn.past.earlier, ...turn.history] },
    });
    const subject = { tenantId: site.tenantId, visitId, rule, share };
    if (calls.isUnderWay(ruleId, turn.person.names)) return answerOf(turn, { ruleId, outcome: "done" });
    const match = matchOf(rule, facts, turn.house);
    const verdict = gate(rule, situationOf(turn, match));
    const note = (lines: readonly DecisionRecord[]): void => {
      turn.history = [...turn.history, ...lines];
    };
    if (verdict.kind === "suppressed") {
      const { reason } = verdict;
      const why = { reason, matched: match === "matched", history: turn.history };
      note(await decisionLog.suppressed(subject, why));
      return suppress(turn, ruleId, reason);
    }
    if (verdict.kind === "heldOut") {
      note(await decisionLog.heldOut(subject, turn.history));
      return suppress(turn, ruleId, "heldOut");
    }
    const { decision, lines, invitation } = await act(subject, turn.person);
    note(lines);
    if (decision === null) {
      const why = { reason: "noAgentFree", matched: false, history: turn.history } as const;
      note(await decisionLog.suppressed(subject, why));
      return suppress(turn, ruleId, "noAgentFree");
    }
    turn.open = invitation ?? turn.open;
    return answerOf(turn, decision);
  };

  /**
   * A page asks about each rule when that one's rest is over. One that could come up now is not passed over for another because it
   * still rests: it was asked about before in this visit, and what is said now is enough to judge it.
   */
  const isReady = (turn: Turn, rule: KnownRule): boolean => {
    const { id } = rule.record;
    if (!isVisible(rule.definition.action.do) || !turn.history.some(line => line.ruleId === id)) return false;
    const match = matchOf(rule, turn.request.facts, turn.house);
    return match === "matched" && gate(rule, situationOf(turn, match)).kind === "go";
  };

  /** Whoever knows a browser and a contact waits for those who know either; in one order, so that nobody waits for each other. */
  const inTurnOf = <T>(names: readonly string[], run: () => Promise<T>): Promise<T> =>
    names.toSorted().reduceRight<() => Promise<T>>((next, name) => () => inPersonsTurn(name, next), run)();

  const personOf = (past: VisitorPast | null, visitId: VisitId): Person => {
    const names = namesOf(past, visitId);
    return {
      names: [visitId, ...names],
      inTurn: run => inTurn(visitId, () => inTurnOf(names, run)),
    };
  };

  const readPast = ({ site, visitId }: Request): Promise<VisitorPast | null> =>
    storage.readVisitorPast(site.tenantId, { visitId, sinceMs: clock.nowMs() - PAST_MS });

  const houseOf = ({ site }: Request, settings: SiteBook["settings"], past: Turn["past"]): House => ({
    ...{ nowMs: clock.nowMs(), timeZone: settings.timeZone, visitor: past.visitor },
    freeAgents: skill => queue.freeAgents(site.tenantId, skill),
    queue: key => queue.lookAt(site, key),
  });

  /** Every rule in its order, each knowing what those before it did. */
  const decideAll = async (
    request: Request,
    past: VisitorPast | null,
  ): Promise<{ readonly book: SiteBook; readonly decisions: readonly BeaconDecision[] }> => {
    const { site, visitId } = request;
    const rules = await book.atLeast(site, past?.revision ?? 0);
    const known = past ?? {
      ...{ ...STRANGER, visitor: { ...STRANGER.visitor, key: visitId } },
      side: { key: visitId, isKept: true },
    };
    if (!known.side.isKept) await storage.keepSide(site.tenantId, { visitId, key: known.side.key });
    const open = queue.openInvitation(visitId);
    const turn: Turn = {
      ...{ request, book: rules, past: known, house: houseOf(request, rules.settings, known) },
      ...{ open, person: personOf(past, visitId), history: known.decisions, restShare: random() },
    };
    const decisions: BeaconDecision[] = [];
    for (const rule of rules.rules) {
      const { id } = rule.record;
      if (id === open?.ruleId) continue;
      if (request.asks.includes(id) || isReady(turn, rule)) decisions.push(await decideOne(turn, rule));
    }
    return { book: rules, decisions };
  };

  /** Whoever is recognised is looked at again once it is their turn: another of their visits may have been asked meanwhile. */
  const decideAsked = async (request: Request) => {
    if (request.asks.length === 0) return { book: await book.current(request.site), decisions: [] };
    const past = await readPast(request);
    const names = namesOf(past, request.visitId);
    if (names.length === 0) return decideAll(request, past);
    return inTurnOf(names, async () => decideAll(request, await readPast(request)));
  };

  /** As a rule's question, an agent's waits for what is decided of the visit and the person: both read what was asked before. */
  const askByHand: RadarService["askByHand"] = (visit, ask) =>
    inTurn(visit.visitId, async () => {
      const past = await storage.readVisitorPast(visit.tenantId, {
        ...{ visitId: visit.visitId, sinceMs: clock.nowMs() - PAST_MS },
      });
      return inTurnOf(namesOf(past, visit.visitId), () => ask(() => askingRefused(visit)));
    });

  const decide = async (request: Request): ReturnType<RadarService["decide"]> => {
    const { visitId, asks, revision } = request;
    const open = queue.openInvitation(visitId);
    // On a new page the offer that is still open is shown again
    const shown: readonly BeaconDecision[] =
      open === null ? [] : [{ ruleId: open.ruleId, outcome: "offer", invitation: open }];
    // A success that comes with the question was there before its answer: no rule it reaches has brought it
    await conversions.see(request, (await book.current(request.site)).settings);
    const { book: rules, decisions } = await decideAsked(request);
    const all = [...shown, ...decisions];
    const answered = new Set(all.map(decision => decision.ruleId));
    const unknown = asks.filter(ruleId => !answered.has(ruleId));
    const isOld = revision !== undefined && revision < rules.revision;
    return {
      decisions: [...all, ...unknown.map(unknownRule)],
      ...(isOld ? { rulesChanged: true } : {}),
    };
  };

  return {
    rulesFor: async site => {
      const { forLoader, revision } = await book.current(site);
      return { rules: forLoader, revision };
    },
    decide: request => inTurn(request.visitId, () => decide(request)),
    ...createHints({ storage, clock }),
    ...createNearness({ book, queue, clock }),
    trace: createTrace({ ...deps, planOf: queue.planOf, pastMs: PAST_MS }),
    matching: createMatching({ book, queue, clock }),
    askByHand,
    answered: conversions.answered,
  };
};
