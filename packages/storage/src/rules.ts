/**
 * The part of the Storage port about Web Radar: rules with their versions and who changed them, each site's settings, and what
 * is known of a visitor beyond the visit. Knows no rule language: a definition is kept as it was written.
 */
import type {
  AgentCard,
  AgentId,
  ContactId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  Localized,
  RadarSettings,
  RuleActionKind,
  RuleDeed,
  RuleDefinition,
  RuleId,
  SiteId,
  Suppression,
  TenantId,
  VisitId,
} from "@lotse/protocol";

export interface RuleRecord {
  readonly id: RuleId;
  readonly siteId: SiteId;
  readonly name: string;
  readonly version: number;
  /** CEL, profile 1, as the manager wrote it. */
  readonly cel: string;
  /** The skill whose slot an invitation by this rule reserves. */
  readonly skill: string;
  readonly text: Localized;
  /** Higher goes first. */
  readonly priority: number;
  readonly enabled: boolean;
  /** Everything that was published, the above included. Absent: an invitation to a chat, for everybody. */
  readonly definition?: RuleDefinition;
}

/** One line of the decision log: what became of a rule for a visitor, and why. */
export interface DecisionRecord {
  readonly visitId: VisitId;
  readonly ruleId: RuleId;
  readonly ruleVersion: number;
  readonly outcome:
    | "matched"
    | "suppressed"
    | "heldOut"
    /** Whatever the rule does was done: an invitation or a hint is on the screen, an agent or another system was told. */
    | "shown"
    | InvitationEnd
    | "ignored"
    | "answered"
    | "converted";
  readonly reason: Suppression | null;
  /** What the rule does; absent: told by a build that knew invitations to a chat only. */
  readonly action?: RuleActionKind;
  /** Of a conversion. */
  readonly value?: number;
  /** The chance, in percent, by which the visitor was held out or not; absent: nothing was left to chance. */
  readonly share?: number;
  readonly invitationId: InvitationId | null;
  readonly atMs: number;
}

export interface RadarSiteRecord {
  readonly siteId: SiteId;
  /** Counts up with whatever changes by which rules the site goes. */
  readonly revision: number;
  /** Null: nobody has saved any. */
  readonly settings: RadarSettings | null;
  readonly settingsVersion: number;
}

/** By which rules a tenant's sites go now. */
export interface RadarBook {
  /** The enabled ones. */
  readonly rules: readonly RuleRecord[];
  readonly sites: readonly RadarSiteRecord[];
}

export interface RuleVersionRecord {
  readonly version: number;
  readonly definition: RuleDefinition;
  readonly savedAtMs: number | null;
  readonly savedBy: AgentCard | null;
  /** Null: never; 0: it was set up with the hub. */
  readonly publishedAtMs: number | null;
  readonly publishedBy: AgentCard | null;
  readonly deeds: readonly RuleDeed[];
}

export interface RuleHistory {
  readonly id: RuleId;
  readonly siteId: SiteId;
  readonly enabled: boolean;
  /** 0: never published. */
  readonly publishedVersion: number;
  /** Newest first; of drafts the last hundred. Never empty. */
  readonly versions: readonly RuleVersionRecord[];
}

export interface RuleSave {
  readonly ruleId: RuleId;
  readonly siteId: SiteId;
  readonly isNew: boolean;
  readonly definition: RuleDefinition;
  /** The newest version that whoever saves has seen. */
  readonly basedOn: number;
  readonly atMs: number;
  readonly by: AgentId | null;
}

export interface RulePublication {
  readonly ruleId: RuleId;
  readonly version: number;
  /** The version that whoever publishes has seen in force; null: none was. */
  readonly inForce: number | null;
  readonly atMs: number;
  readonly by: AgentId | null;
}

export interface RuleRetirement {
  readonly ruleId: RuleId;
  /** As with a publication. */
  readonly inForce: number | null;
  readonly atMs: number;
  readonly by: AgentId | null;
}

export interface RadarSettingsSave {
  readonly siteId: SiteId;
  readonly settings: RadarSettings;
  readonly basedOn: number;
  readonly atMs: number;
  readonly by: AgentId | null;
}

/** Who makes the visit, as far as they agreed to be recognised or the site has said who they are. */
export interface VisitorRecord {
  /** The browser's, else the contact's, else the visit's id. */
  readonly key: string;
  /** 1: nothing is known of an earlier one. */
  readonly visitNumber: number;
  readonly startedAtMs: number;
  readonly previousSeenAtMs: number | null;
  /** That have ended. */
  readonly conversations: number;
  readonly purchases: number;
  readonly contactId: ContactId | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface VisitorPast {
  /**
   * By what it is drawn who is left out: as at the visit's first question, else as in the person's earliest visit that is known, so
   * that nobody changes sides by saying who they are.
   */
  readonly side: { readonly key: string; readonly isKept: boolean };
  readonly visitor: VisitorRecord;
  /** All of this visit's, oldest first. */
  readonly decisions: readonly DecisionRecord[];
  /** Those of the visitor's other visits since the time asked for, oldest first. */
  readonly earlier: readonly DecisionRecord[];
  /** Of the visit's site, as of now: whoever goes by an older book reads it anew. */
  readonly revision: number;
}

export interface NewConversion {
  readonly visitId: VisitId;
  /** Told twice, it is one: within the visit, or in whichever of the person's visits. */
  readonly key: string;
  readonly once: "visit" | "person";
  readonly value: number | null;
  readonly atMs: number;
  /** Rules that reached the visitor before are not told of it. */
  readonly sinceMs: number;
}

export interface ConversationAnswer {
  readonly conversationId: ConversationId;
  readonly atMs: number;
}

export interface RuleStorage {
  readRadar(tenantId: TenantId): Promise<RadarBook>;
  /** Of every site of the tenant. */
  readRevisions(tenantId: TenantId): Promise<readonly Pick<RadarSiteRecord, "siteId" | "revision">[]>;
  listRuleHistories(tenantId: TenantId): Promise<readonly RuleHistory[]>;
  readRuleHistory(tenantId: TenantId, ruleId: RuleId): Promise<RuleHistory | null>;
  /** Answers the draft's version. NOT_FOUND, RULES_STALE. */
  saveRule(tenantId: TenantId, save: RuleSave): Promise<number>;
  /** NOT_FOUND if there is no such version; RULES_STALE if another is in force than was seen. */
  publishRule(tenantId: TenantId, publication: RulePublication): Promise<void>;
  /** Nothing happens where none is, and none was seen, in force. NOT_FOUND, RULES_STALE. */
  retireRule(tenantId: TenantId, retirement: RuleRetirement): Promise<void>;
  /** Answers the version. NOT_FOUND, RULES_STALE. */
  saveRadarSettings(tenantId: TenantId, save: RadarSettingsSave): Promise<number>;
  /** Null: there is no such visit. */
  readVisitorPast(
    tenantId: TenantId,
    query: { readonly visitId: VisitId; readonly sinceMs: number },
  ): Promise<VisitorPast | null>;
  /** From now on the visit's sides are drawn by that. Whoever says so first is heard. */
  keepSide(tenantId: TenantId, side: { readonly visitId: VisitId; readonly key: string }): Promise<void>;
  /** An agent has written: the invitation that the conversation came of, if any, is answered. Once. */
  recordAnswered(tenantId: TenantId, answer: ConversationAnswer): Promise<void>;
  /** False: it was told before. Every rule that reached the visitor, or was held out, gets its line in the decision log. */
  recordConversion(tenantId: TenantId, conversion: NewConversion): Promise<boolean>;
}
