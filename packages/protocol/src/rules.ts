/**
 * Rules of Web Radar as a manager writes and publishes them: when, for whom, how often, and what then. What a rule asks of the
 * visitor is its CEL; everything else stands beside it as data. Knows neither how a rule is judged nor who is free.
 */
import type { AgentCard, Language, Localized } from "./entities.ts";
import type { RuleId, SiteId, VisitId } from "./ids.ts";
import type { DaySpan } from "./plan.ts";

/** What happens when a rule may. The invitations hold an agent's slot; the others hold nobody's. */
export type RuleAction =
  | { readonly do: "inviteToChat"; readonly skill: string; readonly text: Localized }
  /** The conversation begins with the question whether the page may be shared. */
  | { readonly do: "inviteToCobrowse"; readonly skill: string; readonly text: Localized }
  | { readonly do: "offerCallback"; readonly text: Localized }
  | { readonly do: "showMessage"; readonly text: Localized }
  /** Shown as a link; the visitor opens it. */
  | { readonly do: "openLink"; readonly url: string; readonly text: Localized }
  /** `text` is for the agents; null: whatever their skills. */
  | { readonly do: "notifyAgent"; readonly skill: string | null; readonly text: Localized }
  /** A signed POST to another system. */
  | { readonly do: "callHook"; readonly url: string };

export type RuleActionKind = RuleAction["do"];
export type WeekSpan = DaySpan & { readonly day: 1 | 2 | 3 | 4 | 5 | 6 | 7 };

export interface RuleSchedule {
  /** Included; null: from the start. */
  readonly fromMs: number | null;
  /** Not included; null: without an end. */
  readonly untilMs: number | null;
  /** By the site's clock; null: at every hour. */
  readonly week: readonly WeekSpan[] | null;
}

export interface RuleAudience {
  /** Of all visitors, always the same ones. */
  readonly sharePercent: number;
  readonly visitors: "all" | "new" | "returning";
  /** Null: every language. */
  readonly languages: readonly Language[] | null;
  /** The site has said who the visitor is. */
  readonly signedIn: "all" | "yes" | "no";
}

/** Most times for one visitor; null: no bound. A day is 24 hours, a week seven days, both until now. */
export interface RadarCaps {
  readonly perVisit: number | null;
  readonly perDay: number | null;
  readonly perWeek: number | null;
}

export interface RuleDefinition {
  readonly name: string;
  /** CEL, profile 1. */
  readonly cel: string;
  /** Higher goes first. */
  readonly priority: number;
  readonly schedule: RuleSchedule;
  readonly audience: RuleAudience;
  readonly caps: RadarCaps;
  /** Of those who would have been asked: so many are not, to compare with. */
  readonly holdoutPercent: number;
  readonly action: RuleAction;
}

/** What holds for all rules of a site. */
export interface RadarSettings {
  /** IANA. The site's clock for rules: `time.hour`, hours of schedules. */
  readonly timeZone: string;
  /** Over all its rules together that show the visitor something. */
  readonly budget: RadarCaps;
  /** So many visitors are never asked by any rule. */
  readonly holdoutPercent: number;
  /** Paths that mean success, such as `/order/thanks*`; the star stands for anything. */
  readonly conversionPages: readonly string[];
}

/** Where in the CEL, in UTF-16 units; `end` is exclusive. */
export interface TextPosition {
  readonly start: number;
  readonly end: number;
}

/** What is odd about a rule and keeps nobody from publishing it. */
export interface RuleWarning {
  readonly kind: string;
  readonly text: Localized;
  /** Null: the whole. */
  readonly position: TextPosition | null;
  /** Of a contradiction: the other part. */
  readonly other: TextPosition | null;
}

/** What it costs every page at most. */
export interface RuleCostView {
  readonly tests: number;
  readonly timed: number;
  readonly reads: number;
  readonly characters: number;
}

/** What was done with a version. */
export interface RuleDeed {
  readonly did: "published" | "retired";
  readonly atMs: number;
  /** Null: somebody who is no longer known. */
  readonly by: AgentCard | null;
}

export interface RuleVersionView {
  readonly version: number;
  readonly definition: RuleDefinition;
  /** Null: it was set up with the hub. */
  readonly savedAtMs: number | null;
  readonly savedBy: AgentCard | null;
  /** When it was published last; null: a draft; 0: it was set up with the hub. */
  readonly publishedAtMs: number | null;
  readonly publishedBy: AgentCard | null;
  /** Every time it was published, or retired with the rule; oldest first. */
  readonly deeds: readonly RuleDeed[];
}

export interface RuleView {
  readonly id: RuleId;
  readonly siteId: SiteId;
  /** `draft`: never published so far. */
  readonly state: "draft" | "published" | "retired";
  /** By which it goes, or went until it was retired. */
  readonly publishedVersion: number | null;
  /** What it goes by now; null for a draft and what is retired. */
  readonly inForce: RuleVersionView | null;
  readonly newest: RuleVersionView;
}

export interface RadarSettingsView {
  readonly siteId: SiteId;
  readonly settings: RadarSettings;
  /** Given back with a change of these settings; 0: nobody has saved any. */
  readonly version: number;
  /** What calls of hooks are signed with; null for whoever may not publish. */
  readonly hookSecret: string | null;
}

/** A rule asks an agent to look: nobody has to answer. */
export interface RadarNotice {
  readonly ruleId: RuleId;
  readonly ruleName: string;
  readonly visitId: VisitId;
  readonly visitorLabel: string;
  readonly text: Localized;
  readonly atMs: number;
}

/** What a rule shows without holding a slot. */
export type HintContent =
  | { readonly kind: "callback"; readonly text: Localized }
  | { readonly kind: "message"; readonly text: Localized }
  | { readonly kind: "link"; readonly text: Localized; readonly url: string };

export type HintView = HintContent & {
  /** What the visitor's answer names: `hint:answer`. */
  readonly id: string;
  readonly ruleId: RuleId;
};

export interface RuleOutputs {
  "rules:list": { readonly rules: readonly RuleView[] };
  /** Newest version first. */
  "rules:read": { readonly rule: RuleView; readonly versions: readonly RuleVersionView[] };
  "rules:save": {
    readonly rule: RuleView;
    readonly warnings: readonly RuleWarning[];
    readonly cost: RuleCostView;
  };
  "rules:publish": { readonly rule: RuleView };
  "rules:rollBack": { readonly rule: RuleView };
  "rules:retire": { readonly rule: RuleView };
  "rules:settings": RadarSettingsView;
  "rules:configure": RadarSettingsView;
  "hint:answer": Record<string, never>;
}

export const RULE_COMMANDS = [
  "rules:list",
  "rules:read",
  "rules:save",
  "rules:publish",
  "rules:rollBack",
  "rules:retire",
  "rules:settings",
  "rules:configure",
] as const;
