/**
 * Who is on a site now, why a rule does or does not do what it does for them, and an agent's own invitation. What a page claims
 * of its visitor are claims; who is left out on purpose is told to those who lead, never to agents.
 */

import type { Suppression } from "./beaconAnswer.ts";
import type { AgentCard, InvitationEnd, Language, Localized } from "./entities.ts";
import type { InvitationId, RuleId, SiteId, VisitId } from "./ids.ts";
import type { WhyNot } from "./work.ts";

/** In the decision log and on invitations: no rule asked, an agent did. */
export const MANUAL_RULE_ID = "00000000-0000-8000-8000-00000000a6e7" as RuleId;

/** What an agent's own invitation says unless the agent writes something else. */
export const INVITE_WORDS: Localized = {
  de: "Guten Tag, kann ich Ihnen weiterhelfen?",
  en: "Hello, may I help you?",
};

/** What a rule lacks to hold; of the ways there are the shortest. */
export interface CloseRule {
  readonly ruleId: RuleId;
  readonly ruleName: string;
  /** Comparisons that would have to come out otherwise; 0: it holds. */
  readonly missing: number;
  /** Of so many on that way. */
  readonly of: number;
  /** The first of them, in words. */
  readonly lacks: readonly {
    readonly text: Localized;
    /** When it comes true by itself, if all goes on as it is; null: somebody has to do something. */
    readonly turnsAtMs: number | null;
  }[];
}

export interface LiveVisitor {
  readonly visitId: VisitId;
  readonly siteId: SiteId;
  readonly visitorLabel: string;
  readonly page: { readonly url: string; readonly title: string };
  readonly pages: number;
  readonly startedAtMs: number;
  /** When the page was heard of last. */
  readonly lastSeenAtMs: number;
  /** The page is on the screen; otherwise its tab is hidden, or it was left a moment ago. */
  readonly inView: boolean;
  readonly language: Language;
  /** Null, as the basket: the page does not say. */
  readonly device: "phone" | "tablet" | "desktop" | null;
  readonly basket: { readonly value: number | null; readonly count: number | null } | null;
  readonly contact: "none" | "invited" | "waiting" | "talking";
  /** Whose slot the invitation holds, or who has the conversation. Absent: nobody yet. */
  readonly contactWith?: AgentCard;
  /** The rule that lacks least; null: none is near. */
  readonly close: CloseRule | null;
}

export type VisitorsSort = "newest" | "longest" | "basket" | "close";

/** One page of the list, as of now. */
export interface LiveVisitors {
  readonly serverNowMs: number;
  readonly visitors: readonly LiveVisitor[];
  /** That fit, on all pages. */
  readonly total: number;
  /** On the sites that whoever asks may see, whatever is asked for. */
  readonly onSite: number;
  /** Those sites. */
  readonly sites: readonly { readonly id: SiteId; readonly name: string }[];
  /** Of whom nothing is heard for so long is not shown any more. */
  readonly goneAfterMs: number;
}

/** An agent's own invitation, as its agent sees it. */
export interface OwnInvitation {
  readonly id: InvitationId;
  readonly visitId: VisitId;
  readonly visitorLabel: string;
  readonly kind: "chat" | "cobrowse";
  readonly state: "offered" | InvitationEnd;
  /** When the visitor's page fetched it; null: not yet. */
  readonly reachedAtMs: number | null;
  readonly expiresAtMs: number;
}

export interface TraceLine {
  /** 0: the whole rule. */
  readonly depth: number;
  /** With the verdict and what was read. */
  readonly text: Localized;
  readonly verdict: "yes" | "no" | "unknown";
  /** Had it come out otherwise, so might the whole have. */
  readonly decides: boolean;
  readonly turnsAtMs: number | null;
}

export type GateVerdict =
  | { readonly kind: "go" }
  | { readonly kind: "heldOut" }
  | { readonly kind: "suppressed"; readonly reason: Suppression };

/** By the version that holds, as it is at this moment; of who has gone, by the one that held, as it was at the last word. */
export interface TraceNow {
  readonly atMs: number;
  readonly lines: readonly TraceLine[];
  /** What it lacks, as a sentence; null: it holds, or nothing can be said. */
  readonly lacks: Localized | null;
  readonly gate: GateVerdict;
  /** With `noAgentFree`: who would have been asked, and what keeps each. */
  readonly agents: readonly { readonly agent: AgentCard; readonly whyNot: readonly WhyNot[] }[];
}

/** One line of the decision log. */
export interface TraceStep {
  readonly atMs: number;
  readonly outcome:
    | "matched"
    | "suppressed"
    | "heldOut"
    | "shown"
    | InvitationEnd
    | "ignored"
    | "answered"
    | "converted";
  readonly reason: Suppression | null;
  readonly version: number;
  /** Of a conversion. */
  readonly value: number | null;
}

export interface RuleTrace {
  readonly ruleId: RuleId;
  readonly name: string;
  readonly state: "draft" | "published" | "retired" | "manual";
  /** The version that holds, or held then; null: none. */
  readonly version: number | null;
  /** Null: no version holds, or nothing is known of the visit any more. */
  readonly now: TraceNow | null;
  /** Oldest first. */
  readonly steps: readonly TraceStep[];
  /** What the versions said that the steps name, where they are still known. */
  readonly versions: readonly { readonly version: number; readonly sentence: Localized }[];
}

export interface LiveOutputs {
  "visitors:list": LiveVisitors;
  /** From now on `visitors:changed` follows, for a minute; asking again goes on with it. */
  "visitors:watch": LiveVisitors;
  "visitors:unwatch": Record<string, never>;
  "radar:trace": {
    readonly visitId: VisitId;
    readonly visitorLabel: string;
    readonly lastSeenAtMs: number;
    /** Hidden: nothing is asked and nothing runs on until the page is shown again. Gone: judged as it was at the last word. */
    readonly presence: "inView" | "hidden" | "gone";
    readonly rules: readonly RuleTrace[];
  };
  "radar:matching": {
    readonly atMs: number;
    /** Visitors looked at. */
    readonly onSite: number;
    readonly matching: number;
    /** It would, if somebody were free. */
    readonly waiting: number;
    /** What it asks is not known of so many: no page observes it yet. */
    readonly unknown: number;
    /** The first of those who match, newest first. */
    readonly visitors: readonly Pick<LiveVisitor, "visitId" | "visitorLabel" | "page" | "startedAtMs">[];
  };
  "visitor:invite": { readonly invitation: OwnInvitation };
  "visitor:withdraw": { readonly invitation: OwnInvitation };
  "visitor:invitations": { readonly invitations: readonly OwnInvitation[] };
}

export const LIVE_COMMANDS = [
  "visitors:list",
  "visitors:watch",
  "visitors:unwatch",
  "radar:trace",
  "radar:matching",
  "visitor:invite",
  "visitor:withdraw",
  "visitor:invitations",
] as const;
