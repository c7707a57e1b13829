/**
 * Whether a rule may do what it does, now, for this visitor; and if not, why. One table of reasons in a fixed order: the first that
 * holds is the one told. Pure: everything it goes by comes in. Reserving is not its matter, and neither is whether the rule is true.
 */
import type { InvitationView, Language, RuleActionKind, RuleId, Suppression } from "@lotse/protocol";
import { openingOf } from "@lotse/routing";
import type { DecisionRecord, VisitorRecord } from "@lotse/storage";
import { isInviting, isVisible } from "./definition.ts";
import { isAmong, isHeldOut } from "./holdout.ts";
import type { KnownRule, SiteBook } from "./ruleBook.ts";
import { calmUntilMs, isHintUp, wasVisible } from "./screen.ts";

/** `waits`: true as soon as an agent is free. */
export type Match = "matched" | "waits" | "notMatched";

export interface Situation {
  readonly match: Match;
  readonly settings: SiteBook["settings"];
  readonly visitor: Pick<VisitorRecord, "visitNumber" | "contactId"> & {
    /** Always the same for the same visitor, as far as they are recognised. */
    readonly key: string;
    readonly language: Language;
  };
  /** This visit's decisions so far, oldest first. */
  readonly history: readonly DecisionRecord[];
  /** Those of the visitor's other visits, for a week at least. */
  readonly earlier: readonly DecisionRecord[];
  /** The invitation on the visitor's screen now; what stands there without an agent, the history says. */
  readonly open: InvitationView | null;
  readonly inConversation: boolean;
  readonly typing: boolean;
  /** Agents with the skill who could take one more conversation. */
  readonly freeAgents: (skill: string) => number;
  readonly nowMs: number;
}

export type Verdict =
  | { readonly kind: "go" }
  /** It would have; these visitors are compared with. */
  | { readonly kind: "heldOut" }
  | { readonly kind: "suppressed"; readonly reason: Suppression };

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** What an end to an earlier one means to this visit. */
const REFUSALS: ReadonlySet<DecisionRecord["outcome"]> = new Set(["declined", "expired", "ignored"]);
export const TAKEN: ReadonlySet<DecisionRecord["outcome"]> = new Set(["accepted", "answered"]);

/** What another system does not take is tried again when the page asks again, so often in a visit. */
export const TRIES_MAX = 3;

interface Look extends Situation {
  readonly rule: KnownRule;
  readonly action: RuleActionKind;
}

const isOf = (ruleId: RuleId) => (decision: DecisionRecord) => decision.ruleId === ruleId;

const past = ({ history, rule }: Look): readonly DecisionRecord[] => history.filter(isOf(rule.record.id));

const count =
  (isMeant: (decision: DecisionRecord) => boolean) =>
  (from: readonly DecisionRecord[], sinceMs: number): number =>
    from.filter(one => one.outcome === "shown" && one.atMs > sinceMs && isMeant(one)).length;

interface Window {
  readonly cap: "perVisit" | "perDay" | "perWeek";
  readonly within: (look: Looking) => readonly [from: readonly DecisionRecord[], sinceMs: number];
}

type Looking = Pick<Situation, "history" | "earlier" | "nowMs">;

const all = ({ history, earlier }: Looking): readonly DecisionRecord[] => [...earlier, ...history];

const VISIT: Window = { cap: "perVisit", within: look => [look.history, Number.NEGATIVE_INFINITY] };
const DAY: Window = { cap: "perDay", within: look => [all(look), look.nowMs - DAY_MS] };
const WEEK: Window = { cap: "perWeek", within: look => [all(look), look.nowMs - WEEK_MS] };
const WINDOWS: readonly Window[] = [VISIT, DAY, WEEK];

/** Whatever holds nobody's slot is done once a visit, unless the rule says otherwise. */
const capsOf = ({ rule: { definition } }: Look) =>
  isInviting(definition.action) || definition.caps.perVisit !== null
    ? definition.caps
    : { ...definition.caps, perVisit: 1 };

const isCapped =
  ({ cap, within }: Window) =>
  (look: Look): boolean => {
    const most = capsOf(look)[cap];
    return most !== null && count(isOf(look.rule.record.id))(...within(look)) >= most;
  };

/** Whoever asks: an agent's own invitations are counted, too. */
export const isOverBudget = (look: Looking & Pick<Situation, "settings">): boolean =>
  WINDOWS.some(({ cap, within }) => {
    const most = look.settings.budget[cap];
    return most !== null && count(wasVisible)(...within(look)) >= most;
  });

const isOutsideSchedule = ({ rule, settings: { timeZone }, nowMs }: Look): boolean => {
  const { fromMs, untilMs, week } = rule.definition.schedule;
  if ((fromMs !== null && nowMs < fromMs) || (untilMs !== null && nowMs >= untilMs)) return true;
  return week !== null && !openingOf({ timeZone, week, exceptions: [] }, nowMs).isOpen;
};

const isOutsideAudience = ({ rule, visitor }: Look): boolean => {
  const { sharePercent, visitors, languages, signedIn } = rule.definition.audience;
  if (visitors !== "all" && (visitors === "new") !== (visitor.visitNumber === 1)) return true;
  if (languages !== null && !languages.includes(visitor.language)) return true;
  if (signedIn !== "all" && (signedIn === "yes") !== (visitor.contactId !== null)) return true;
  return !isAmong(sharePercent, `share ${rule.record.id}`, visitor.key);
};

const isNobodyFree = ({ match, rule, freeAgents }: Look): boolean => {
  const { action } = rule.definition;
  return match === "waits" || (isInviting(action) && freeAgents(action.skill) === 0);
};

interface Reason {
  readonly reason: Suppression;
  /** Whom it concerns: rules that put something on the screen, or all. */
  readonly of: "visible" | "all";
  readonly holds: (look: Look) => boolean;
}

/** The order is part of the contract: the first that holds is told, logged, and shown to managers. */
export const REASONS: readonly Reason[] = [
  { reason: "notMatched", of: "all", holds: ({ match }) => match === "notMatched" },
  { reason: "outsideSchedule", of: "all", holds: isOutsideSchedule },
  { reason: "outsideAudience", of: "all", holds: isOutsideAudience },
  {
    reason: "declinedEarlier",
    of: "visible",
    holds: look => past(look).some(({ outcome }) => REFUSALS.has(outcome)),
  },
  { reason: "alreadyInConversation", of: "visible", holds: look => look.inConversation },
  {
    reason: "alreadyOffered",
    of: "visible",
    holds: look =>
      look.open !== null || isHintUp(look) || past(look).some(({ outcome }) => TAKEN.has(outcome)),
  },
  { reason: "tooSoon", of: "visible", holds: look => calmUntilMs(look) > look.nowMs },
  { reason: "typing", of: "visible", holds: look => look.typing },
  { reason: "cappedVisit", of: "all", holds: isCapped(VISIT) },
  { reason: "cappedDay", of: "all", holds: isCapped(DAY) },
  { reason: "cappedWeek", of: "all", holds: isCapped(WEEK) },
  { reason: "overBudget", of: "visible", holds: isOverBudget },
  {
    reason: "failed",
    of: "all",
    holds: look => past(look).filter(({ reason }) => reason === "failed").length >= TRIES_MAX,
  },
  { reason: "noAgentFree", of: "all", holds: isNobodyFree },
];

export const gate = (rule: KnownRule, situation: Situation): Verdict => {
  const look: Look = { ...situation, rule, action: rule.definition.action.do };
  const visible = isVisible(look.action);
  const found = REASONS.find(({ of, holds }) => (of === "all" || visible) && holds(look));
  if (found !== undefined) return { kind: "suppressed", reason: found.reason };
  // Last of all: who is held out differs from who is asked in nothing but that
  const heldOut = isHeldOut({
    percent: rule.definition.holdoutPercent,
    sitePercent: situation.settings.holdoutPercent,
    siteId: rule.record.siteId,
    ruleId: rule.record.id,
    visitorKey: situation.visitor.key,
    past: all(look),
  });
  return { kind: heldOut ? "heldOut" : "go" };
};
