/**
 * Web Radar at the hub: judges the rules a loader asks about with what only the hub knows, and offers at most one.
 * Reserving the slot and storing the invitation is the queue's, in one transaction; here is only the asking.
 */
import type { BeaconDecision, Clock, RuleId, Suppression, VisitId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { QueueService, RadarService } from "../../services.ts";
import { createDecisionLog } from "./decisionLog.ts";
import { judge, type Situation } from "./judge.ts";
import { asked, type KnownRule, type RuleBook } from "./ruleBook.ts";
import { createSerial } from "./serial.ts";

export interface RadarServiceDeps {
  readonly storage: Pick<Storage, "listDecisions" | "appendDecisions">;
  readonly queue: Pick<QueueService, "freeAgents" | "invite" | "openInvitation">;
  readonly book: Pick<RuleBook, "current">;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Request = Parameters<RadarService["decide"]>[0];

/** When asking again makes sense; null = not on this visit. Up to as much again is added, so that nobody asks in step. */
const RETRY_MS: Readonly<Record<Suppression, number | null>> = {
  notMatched: 30_000,
  noAgentFree: 20_000,
  alreadyInConversation: 60_000,
  alreadyOffered: 60_000,
  declinedEarlier: null,
  ruleUnknown: null,
};

const suppressor =
  (random: () => number) =>
  (ruleId: RuleId, reason: Suppression): BeaconDecision => {
    const base = RETRY_MS[reason];
    const retryAfterMs = base === null ? null : Math.round(base * (1 + random()));
    return { ruleId, outcome: "suppressed", reason, retryAfterMs };
  };

export const createRadarService = (deps: RadarServiceDeps): RadarService => {
  const { storage, queue, clock, book } = deps;
  const decisionLog = createDecisionLog(deps);
  const suppress = suppressor(deps.random);
  // Two beacons of a visit at once must not make two offers
  const inTurn = createSerial<VisitId>();

  const decideOne = async (
    { site, visitId }: Request,
    rule: KnownRule,
    situation: Situation,
  ): Promise<BeaconDecision> => {
    const { tenantId } = site;
    const { history } = situation;
    const ruleId = rule.record.id;
    const subject = { tenantId, visitId, rule };
    const verdict = judge(rule, situation);
    if (verdict.kind === "suppressed") {
      await decisionLog.suppressed(subject, { ...verdict, history });
      return suppress(ruleId, verdict.reason);
    }
    await decisionLog.matched(subject);
    const invitation = await queue.invite({ tenantId, visitId, rule: rule.record });
    if (invitation !== null) return { ruleId, outcome: "offer", invitation };
    // The slot went between looking and reserving
    await decisionLog.suppressed(subject, { reason: "noAgentFree", matched: false, history });
    return suppress(ruleId, "noAgentFree");
  };

  const decide = async (request: Request): ReturnType<RadarService["decide"]> => {
    const { site, visitId, facts, asks, inConversation } = request;
    const rules = await book.current(site);
    let open = queue.openInvitation(visitId);
    // On a new page the offer that is still open is shown again
    const decisions: BeaconDecision[] =
      open === null ? [] : [{ ruleId: open.ruleId, outcome: "offer", invitation: open }];
    const candidates = asked(rules, asks).filter(rule => rule.record.id !== open?.ruleId);
    const history = candidates.length === 0 ? [] : await storage.listDecisions(site.tenantId, visitId);
    const freeAgents = (skill: string) => queue.freeAgents(site.tenantId, skill);
    for (const rule of candidates) {
      const nowMs = clock.nowMs();
      const situation = { facts, freeAgents, inConversation, open, history, nowMs };
      const decision = await decideOne(request, rule, situation);
      if (decision.outcome === "offer") open = decision.invitation;
      decisions.push(decision);
    }
    const answered = new Set(decisions.map(decision => decision.ruleId));
    const unknown = asks.filter(ruleId => !answered.has(ruleId));
    const isOld = request.revision !== undefined && request.revision < rules.revision;
    return {
      decisions: [...decisions, ...unknown.map(ruleId => suppress(ruleId, "ruleUnknown"))],
      ...(isOld ? { rulesChanged: true } : {}),
    };
  };

  return {
    rulesFor: async site => {
      const { forLoader, revision } = await book.current(site);
      return { rules: forLoader, revision };
    },
    decide: request => inTurn(request.visitId, () => decide(request)),
  };
};
