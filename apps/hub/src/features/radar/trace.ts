/**
 * Why a rule did or did not do what it does for a visitor: now, from the visitor's facts and the house as it is, by the same match and
 * the same gate that decide; and before, from the decision log, with the version that held then. Decides nothing and writes nothing.
 */
import {
  type CommandInput,
  type Facts,
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
import { factsRunning } from "@lotse/radar";
import { explain } from "@lotse/radar/explain";
import { parseRule } from "@lotse/radar/parse";
import { plainSentence, sentenceOf } from "@lotse/radar/sentence";
import { treeOf } from "@lotse/radar/text";
import { shortfallOf, type VerdictLine, verdictLines } from "@lotse/radar/verdict";
import type { DecisionRecord, RuleHistory, Storage, VisitorPast } from "@lotse/storage";
import type { QueueService, SeenVisit } from "../../services.ts";
import { gate } from "./gate.ts";
import { type House, readHouse } from "./houseFacts.ts";
import { matchOf } from "./match.ts";
import type { KnownRule, RuleBook, SiteBook } from "./ruleBook.ts";

/** A visit that storage or memory still knows. */
export interface TracedVisit extends SeenVisit {
  readonly id: VisitId;
  readonly language: "de" | "en";
}

export interface TraceDeps {
  readonly storage: Pick<Storage, "readVisitorPast" | "listRuleHistories">;
  readonly book: Pick<RuleBook, "of">;
  readonly queue: Pick<QueueService, "freeAgents" | "lookAt" | "openInvitation" | "contactOf" | "hindered">;
  readonly clock: { nowMs(): number };
  /** As far back as the gate looks. */
  readonly pastMs: number;
}

const AGENTS_MAX = 20;
const VERDICTS = { true: "yes", false: "no", unknown: "unknown" } as const;

/** What was running goes on until now: of somebody who is still there. */
const agedFacts = (facts: Facts, byMs: number): Facts => ({
  ...facts,
  visit: { ...facts.visit, ms: facts.visit.ms + byMs },
  forms: Object.fromEntries(
    Object.entries(facts.forms).map(([name, form]) => [
      name,
      form.active ? { ...form, activeMs: form.activeMs + byMs } : form,
    ]),
  ),
});

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
  readonly past: VisitorPast;
  readonly book: SiteBook;
  readonly house: House;
}

export const createTrace = (deps: TraceDeps) => {
  const { queue, clock } = deps;

  const verdictOf = (rule: KnownRule, { visit, past, book, house }: Look, facts: Facts): GateVerdict => {
    const { visitNumber, contactId } = past.visitor;
    const contact = queue.contactOf(visit.tenantId, visit.id);
    return gate(rule, {
      match: matchOf(rule, facts, house),
      ...{ settings: book.settings, open: queue.openInvitation(visit.id), history: past.decisions },
      visitor: { visitNumber, contactId, key: past.side.key, language: visit.language },
      ...{ earlier: past.earlier, inConversation: contact === "waiting" || contact === "talking" },
      ...{ typing: false, freeAgents: skill => house.freeAgents(skill) ?? 0, nowMs: house.nowMs },
    });
  };

  const nowOf = (rule: KnownRule, look: Look): TraceNow | null => {
    const { visit, isGone, house } = look;
    if (visit.facts === null) return null;
    const { nowMs } = house;
    const sinceMs = isGone ? null : visit.lastSeenAtMs;
    const source = factsRunning(visit.facts, { readHub: readHouse(house), sinceMs });
    const explanation = explain(parseRule(rule.record.cel), source, nowMs);
    const facts = isGone ? visit.facts : agedFacts(visit.facts, Math.max(0, nowMs - visit.lastSeenAtMs));
    const verdict = verdictOf(rule, look, facts);
    const [de, en] = [shortfallOf(explanation, "de"), shortfallOf(explanation, "en")];
    const { action } = rule.definition;
    const skill = "skill" in action ? action.skill : null;
    const isNobodyFree = verdict.kind === "suppressed" && verdict.reason === "noAgentFree";
    return {
      atMs: nowMs,
      lines: linesIn(verdictLines(explanation, "de"), verdictLines(explanation, "en")),
      lacks: de === null || en === null ? null : { de: de.text, en: en.text },
      gate: verdict,
      agents: isNobodyFree && skill ? queue.hindered(visit.tenantId, skill).slice(0, AGENTS_MAX) : [],
    };
  };

  const stepsOf = (decisions: readonly DecisionRecord[], ruleId: RuleId): RuleTrace["steps"] =>
    decisions
      .filter(one => one.ruleId === ruleId)
      .map(({ atMs, outcome, reason, ruleVersion: version, value = null }) => {
        return { atMs, outcome, reason, version, value };
      });

  const traceOf = (ruleId: RuleId, look: Look, history: RuleHistory | undefined): RuleTrace => {
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

  const lookOf = async (visit: TracedVisit, isGone: boolean): Promise<Look> => {
    const { tenantId, siteId } = visit;
    const nowMs = clock.nowMs();
    const past = await deps.storage.readVisitorPast(tenantId, {
      visitId: visit.id,
      sinceMs: nowMs - deps.pastMs,
    });
    if (past === null) throw new LotseError("NOT_FOUND", "There is no such visit");
    const book = deps.book.of(siteId);
    const house: House = {
      ...{ nowMs, timeZone: book.settings.timeZone, visitor: past.visitor },
      freeAgents: skill => queue.freeAgents(tenantId, skill),
      queue: key => queue.lookAt({ tenantId, id: siteId }, key),
    };
    return { visit, isGone, past, book, house };
  };

  return async (
    visit: TracedVisit,
    { isGone, ruleId }: { readonly isGone: boolean } & Pick<CommandInput<"radar:trace">, "ruleId">,
  ): Promise<readonly RuleTrace[]> => {
    const look = await lookOf(visit, isGone);
    const histories = await deps.storage.listRuleHistories(visit.tenantId);
    const known = new Map(histories.map(history => [history.id, history]));
    if (ruleId !== undefined && ruleId !== MANUAL_RULE_ID && known.get(ruleId)?.siteId !== visit.siteId) {
      throw new LotseError("NOT_FOUND", "The visit's site has no such rule");
    }
    const decided = look.past.decisions.map(one => one.ruleId);
    const all = [...look.book.rules.map(({ record }) => record.id), ...decided];
    const asked = ruleId === undefined ? [...new Set(all)] : [ruleId];
    return asked.map(id => traceOf(id, look, known.get(id)));
  };
};
