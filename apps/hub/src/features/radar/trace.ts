/**
 * Why a rule did or did not do what it does for a visitor: now, from the visitor's facts and the house as it is, by the same match and
 * the same gate that decide, of somebody who has gone as it was at their last word; and before, from the decision log, with the version
 * that held then. Decides nothing and writes nothing.
 */
import {
  type CommandInput,
  type CommandOutput,
  type GateVerdict,
  type Localized,
  LotseError,
  MANUAL_RULE_ID,
  type RuleId,
  type RuleTrace,
  type TraceLine,
  type TraceNow,
  type VisitId,
} from "@lotse/protocol";
import { explain } from "@lotse/radar/explain";
import { parseRule } from "@lotse/radar/parse";
import { plainSentence, sentenceOf } from "@lotse/radar/sentence";
import { treeOf } from "@lotse/radar/text";
import { shortfallOf, type VerdictLine, verdictLines } from "@lotse/radar/verdict";
import type { DecisionRecord, RuleHistory, Storage, VisitorPast } from "@lotse/storage";
import type { QueueService, SeenVisit } from "../../services.ts";
import { type DepartureDeps, houseAt, rulesAt } from "./departure.ts";
import { gate, type Match } from "./gate.ts";
import { type House, readHouse } from "./houseFacts.ts";
import { matchOf } from "./match.ts";
import type { KnownRule, RuleBook, SiteBook } from "./ruleBook.ts";
import { factsBy, isInView, sourceBy } from "./running.ts";

/** A visit that storage or memory still knows. */
export interface TracedVisit extends SeenVisit {
  readonly id: VisitId;
  readonly language: "de" | "en";
}

export interface TraceDeps extends DepartureDeps {
  readonly storage: Pick<Storage, "readVisitorPast" | "listRuleHistories" | "readPresenceAt">;
  readonly book: Pick<RuleBook, "of">;
  readonly queue: Pick<QueueService, "freeAgents" | "lookAt" | "openInvitation" | "contactOf" | "hindered">;
  readonly clock: { nowMs(): number };
  /** As far back as the gate looks. */
  readonly pastMs: number;
}

const AGENTS_MAX = 20;
/** What a word of the page led to is written within that. */
const ANSWERED_MS = 1_000;
const VERDICTS = { true: "yes", false: "no", unknown: "unknown" } as const;

const linesIn = (de: readonly VerdictLine[], en: readonly VerdictLine[]): readonly TraceLine[] =>
  de.map((line, at) => ({
    ...{ depth: line.depth, decides: line.decides, turnsAtMs: line.turnsAtMs },
    text: { de: line.text, en: en[at]?.text ?? line.text },
    verdict: VERDICTS[`${line.verdict}`],
  }));

/** Null: today's language has no words for it. */
const sentenceIn = (cel: string): Localized | null => {
  try {
    const tree = treeOf(cel);
    const say = (language: "de" | "en") => plainSentence(sentenceOf(tree, language), language);
    return { de: say("de"), en: say("en") };
  } catch {
    return null;
  }
};

interface Look {
  readonly visit: TracedVisit;
  readonly isGone: boolean;
  /** What is known by now. */
  readonly past: VisitorPast;
  /** By which it is judged. */
  readonly book: Pick<SiteBook, "rules" | "settings">;
  readonly house: House;
  readonly histories: ReadonlyMap<RuleId, RuleHistory>;
}

export const createTrace = (deps: TraceDeps) => {
  const { queue, clock } = deps;

  const verdictOf = (rule: KnownRule, { visit, past, book, house }: Look, match: Match): GateVerdict => {
    const { visitNumber, contactId } = past.visitor;
    const contact = queue.contactOf(visit.tenantId, visit.id);
    const wasBefore = ({ atMs }: DecisionRecord): boolean => atMs <= house.nowMs + ANSWERED_MS;
    return gate(rule, {
      ...{ match, settings: book.settings, open: queue.openInvitation(visit.id) },
      ...{ history: past.decisions.filter(wasBefore), earlier: past.earlier.filter(wasBefore) },
      visitor: { visitNumber, contactId, key: past.side.key, language: visit.language },
      inConversation: contact === "waiting" || contact === "talking",
      ...{ typing: false, freeAgents: skill => house.freeAgents(skill) ?? 0, nowMs: house.nowMs },
    });
  };

  const nowOf = (rule: KnownRule, look: Look): TraceNow | null => {
    const { visit, isGone, house } = look;
    const { nowMs } = house;
    const source = sourceBy(visit, { readHub: readHouse(house), nowMs });
    const facts = factsBy(visit, nowMs);
    if (source === null || facts === null) return null;
    const explanation = explain(parseRule(rule.record.cel), source, nowMs);
    const verdict = verdictOf(rule, look, matchOf(rule, facts, house));
    const [de, en] = [shortfallOf(explanation, "de"), shortfallOf(explanation, "en")];
    const { action } = rule.definition;
    const skill = "skill" in action ? action.skill : null;
    const isNobodyFree = verdict.kind === "suppressed" && verdict.reason === "noAgentFree";
    return {
      atMs: nowMs,
      lines: linesIn(verdictLines(explanation, "de"), verdictLines(explanation, "en")),
      lacks: de === null || en === null ? null : { de: de.text, en: en.text },
      gate: verdict,
      // Of the past it is recorded who was free, not what kept the others
      agents:
        isNobodyFree && skill && !isGone ? queue.hindered(visit.tenantId, skill).slice(0, AGENTS_MAX) : [],
    };
  };

  const stepsOf = (decisions: readonly DecisionRecord[], ruleId: RuleId): RuleTrace["steps"] =>
    decisions
      .filter(one => one.ruleId === ruleId)
      .map(({ atMs, outcome, reason, ruleVersion: version, value = null }) => {
        return { atMs, outcome, reason, version, value };
      });

  const traceOf = (ruleId: RuleId, look: Look): RuleTrace => {
    const history = look.histories.get(ruleId);
    const rule = look.book.rules.find(({ record }) => record.id === ruleId);
    const steps = stepsOf(look.past.decisions, ruleId);
    const named = new Set(steps.map(({ version }) => version));
    const versions = (history?.versions ?? [])
      .filter(({ version }) => named.has(version))
      .flatMap(({ version, definition }) => {
        const sentence = sentenceIn(definition.cel);
        return sentence === null ? [] : [{ version, sentence }];
      });
    const isPublished = rule !== undefined;
    const kept = history === undefined || history.publishedVersion > 0 ? "retired" : "draft";
    return {
      ruleId,
      name: rule?.definition.name ?? history?.versions[0]?.definition.name ?? "",
      state: ruleId === MANUAL_RULE_ID ? "manual" : isPublished ? "published" : kept,
      version: rule?.record.version ?? null,
      now: rule === undefined ? null : nowOf(rule, look),
      ...{ steps, versions },
    };
  };

  const houseOf = async ({ tenantId, siteId, lastSeenAtMs }: TracedVisit, isGone: boolean) =>
    isGone
      ? houseAt(deps, { tenantId, siteId, atMs: lastSeenAtMs })
      : {
          nowMs: clock.nowMs(),
          freeAgents: (skill: string) => queue.freeAgents(tenantId, skill),
          queue: (key: string) => queue.lookAt({ tenantId, id: siteId }, key),
        };

  const lookOf = async (visit: TracedVisit, isGone: boolean): Promise<Look> => {
    const { tenantId, siteId } = visit;
    const house = await houseOf(visit, isGone);
    const [past, all] = await Promise.all([
      deps.storage.readVisitorPast(tenantId, { visitId: visit.id, sinceMs: house.nowMs - deps.pastMs }),
      deps.storage.listRuleHistories(tenantId),
    ]);
    if (past === null) throw new LotseError("NOT_FOUND", "There is no such visit");
    const { settings, rules } = deps.book.of(siteId);
    return {
      ...{ visit, isGone, past, histories: new Map(all.map(history => [history.id, history])) },
      book: { settings, rules: isGone ? rulesAt(all, { siteId, atMs: house.nowMs }) : rules },
      house: { ...house, timeZone: settings.timeZone, visitor: past.visitor },
    };
  };

  return async (
    visit: TracedVisit,
    { isGone, ruleId }: { readonly isGone: boolean } & Pick<CommandInput<"radar:trace">, "ruleId">,
  ): Promise<Pick<CommandOutput<"radar:trace">, "presence" | "rules">> => {
    const look = await lookOf(visit, isGone);
    const { histories } = look;
    if (ruleId !== undefined && ruleId !== MANUAL_RULE_ID && histories.get(ruleId)?.siteId !== visit.siteId) {
      throw new LotseError("NOT_FOUND", "The visit's site has no such rule");
    }
    const decided = look.past.decisions.map(one => one.ruleId);
    const all = [...look.book.rules.map(({ record }) => record.id), ...decided];
    const asked = ruleId === undefined ? [...new Set(all)] : [ruleId];
    const isHidden = !isInView(visit, look.house.nowMs);
    return {
      presence: isGone ? "gone" : isHidden ? "hidden" : "inView",
      rules: asked.map(id => traceOf(id, look)),
    };
  };
};
