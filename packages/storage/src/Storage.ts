/**
 * The Storage port: domain commands as data. Every argument and answer is structured-cloneable, because the
 * embedded engine lives in a worker thread; every command is one transaction; every row carries its tenant.
 *
 * Errors are `LotseError`s: STORE_UNAVAILABLE (nothing is known to have been stored), STORAGE_FULL, EPOCH_STALE
 * (another owner took the tenant's routing), NOT_FOUND (also for another tenant's row), CONVERSATION_CLOSED,
 * IDEMPOTENCY_MISMATCH. Those of members and links are said where they are declared.
 */
import type {
  AgentId,
  AuditEntry,
  Author,
  ChannelId,
  ChannelLimit,
  ClientMessageId,
  CobrowseEndedBy,
  CobrowseId,
  CobrowseState,
  ContactRequestView,
  ConversationId,
  ConversationState,
  Facts,
  InvitationEnd,
  InvitationId,
  JourneyStep,
  Language,
  Localized,
  MaskRule,
  Message,
  MessageBody,
  Receipt,
  RuleId,
  SiteConsent,
  SiteId,
  SkillLevel,
  TenantId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import type { ApiKeyStorage } from "./apiKeys.ts";
import type { ContactStorage } from "./contacts.ts";
import type { DriftStorage } from "./drift.ts";
import type { MemberStorage } from "./members.ts";
import type { OutcomeRecord, OutcomeStorage } from "./outcomes.ts";
import type { PlanStorage } from "./plan.ts";
import type { RecordedMoment, RecordStorage } from "./records.ts";
import type { ForgetStep } from "./retention.ts";
import type { DecisionRecord, RuleRecord, RuleStorage } from "./rules.ts";
import type { SharingStorage } from "./sharing.ts";
import type {
  AgentWrapUps,
  OutsideContent,
  PresenceChoice,
  PresenceRecord,
  WaitRecord,
  WorkItemRecord,
  WorkStorage,
} from "./work.ts";

export interface SiteRecord {
  readonly tenantId: TenantId;
  readonly id: SiteId;
  readonly key: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Exact origins, or patterns whose only wildcard is the port: `http://localhost:*`. */
  readonly origins: readonly string[];
  readonly language: Language;
  readonly strictMasking: boolean;
  readonly maskRules: readonly MaskRule[];
  /** Exact ones. */
  readonly assetOrigins: readonly string[];
  /** Exact ones. */
  readonly pushOrigins: readonly string[];
  readonly consent: SiteConsent;
}

export interface AgentRecord {
  readonly id: AgentId;
  /** The account that signs in as this agent (`auth.user.id`). */
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly role: "agent" | "supervisor" | "administrator";
  readonly skills: readonly SkillLevel[];
  readonly capacity: number;
  /** Null: every channel. */
  readonly channels: readonly ChannelId[] | null;
  readonly limits: readonly ChannelLimit[];
}

export interface VisitRecord {
  readonly id: VisitId;
  readonly siteId: SiteId;
  readonly startedAtMs: number;
  readonly lastSeenAtMs: number;
  readonly language: Language;
  readonly facts: Facts | null;
  /** Oldest first, at most the last 50. */
  readonly journey: readonly JourneyStep[];
}

/** What one beacon changes. `step` is set when the page is a new one. */
export interface VisitUpdate {
  readonly id: VisitId;
  readonly siteId: SiteId;
  readonly atMs: number;
  readonly language: Language;
  readonly facts: Facts;
  readonly step: JourneyStep | null;
  /** By which a browser that agreed to it is recognised. */
  readonly visitorId?: string;
  /** To be run over again later; absent: the visitor did not agree to facts being taken. */
  readonly moment?: RecordedMoment;
}

export interface ConversationRecord {
  readonly id: ConversationId;
  readonly visitId: VisitId;
  readonly siteId: SiteId;
  readonly state: ConversationState;
  readonly agentId: AgentId | null;
  readonly topic: string | null;
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
  readonly lastSeq: number;
  readonly receipts: { readonly visitor: Receipt; readonly agent: Receipt };
}

export type InvitationState = "offered" | InvitationEnd;

export interface InvitationRecord {
  readonly id: InvitationId;
  readonly visitId: VisitId;
  readonly ruleId: RuleId;
  readonly ruleVersion: number;
  readonly agentId: AgentId;
  readonly skill: string;
  readonly state: InvitationState;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** An agent's own: no rule says what it says. `skill` is empty then. */
  readonly manual?: ManualInvitation;
}

export interface ManualInvitation {
  readonly siteId: SiteId;
  readonly text: Localized;
  /** The conversation is to begin with the question whether the page may be shared. */
  readonly cobrowse: boolean;
}

export interface CobrowseRecord {
  readonly id: CobrowseId;
  readonly conversationId: ConversationId;
  readonly agentId: AgentId;
  readonly state: CobrowseState;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly endedBy: CobrowseEndedBy | null;
}

/** A change that belongs to one routing decision. All writes of a decision are stored together or not at all. */
export type RoutingWrite =
  /** With `content` when another system's item is new. */
  | { readonly write: "workItem"; readonly item: WorkItemRecord; readonly content?: OutsideContent }
  | { readonly write: "invitation"; readonly invitation: InvitationRecord }
  | {
      readonly write: "conversation.open";
      readonly conversation: Pick<ConversationRecord, "id" | "visitId" | "siteId" | "topic" | "openedAtMs">;
    }
  | {
      readonly write: "conversation.assign";
      readonly conversationId: ConversationId;
      readonly agentId: AgentId;
    }
  /** Nobody's any more: it waits again. */
  | { readonly write: "conversation.release"; readonly conversationId: ConversationId }
  | { readonly write: "conversation.end"; readonly conversationId: ConversationId; readonly atMs: number }
  | { readonly write: "message"; readonly message: NewMessage }
  | { readonly write: "decision"; readonly decision: DecisionRecord }
  | { readonly write: "presence"; readonly record: PresenceRecord }
  | { readonly write: "choice"; readonly choice: PresenceChoice }
  /** In place of all that was stored of this agent. */
  | ({ readonly write: "wrapUps" } & AgentWrapUps)
  | { readonly write: "wait"; readonly wait: WaitRecord }
  | { readonly write: "outcome"; readonly outcome: OutcomeRecord };

export interface RoutingCommit {
  readonly tenantId: TenantId;
  /** From `takeRouting`. A commit with an older epoch is refused with EPOCH_STALE and stores nothing. */
  readonly epoch: number;
  readonly writes: readonly RoutingWrite[];
}

/** The messages that a commit's `message` writes became, in order (with their sequence numbers). */
export interface RoutingCommitted {
  readonly messages: readonly Message[];
}

export interface NewMessage {
  readonly conversationId: ConversationId;
  readonly clientId: ClientMessageId;
  readonly author: Author;
  readonly body: MessageBody;
  readonly sentAtMs: number;
}

/**
 * One outcome per message, in order. `stored.duplicate` is true if the same clientId with the same body was
 * stored before; then `message` is the first one, with its sequence number.
 */
export type AppendOutcome =
  | { readonly ok: true; readonly message: Message; readonly duplicate: boolean }
  | { readonly ok: false; readonly code: "NOT_FOUND" | "CONVERSATION_CLOSED" | "IDEMPOTENCY_MISMATCH" };

export type NewAuditEntry = Omit<AuditEntry, "id">;

export interface RoutingState {
  readonly epoch: number;
  /** All work items that have not ended. */
  readonly workItems: readonly WorkItemRecord[];
  /** Of those who have after-work, also such as is over by now. */
  readonly wrapUps: readonly AgentWrapUps[];
  /** The work items, ended, that these are about. */
  readonly wrappedUp: readonly WorkItemRecord[];
  /** What other systems said of those that are theirs, wrapped up or not. */
  readonly contents: readonly { readonly id: WorkItemId; readonly content: OutsideContent }[];
  /** Invitations still in state `offered`. */
  readonly invitations: readonly InvitationRecord[];
  /** Of those who ever said one. */
  readonly choices: readonly PresenceChoice[];
}

/** Everything `seedTenant` puts down; an existing tenant, site, rule or agent of the same id is brought up to date. */
export interface TenantSeed {
  readonly tenant: { readonly id: TenantId; readonly name: string };
  readonly sites: readonly Omit<SiteRecord, "tenantId">[];
  readonly rules: readonly RuleRecord[];
  readonly agents: readonly AgentRecord[];
}

export interface Storage
  extends ContactStorage,
    MemberStorage,
    PlanStorage,
    WorkStorage,
    OutcomeStorage,
    ApiKeyStorage,
    DriftStorage,
    RuleStorage,
    SharingStorage,
    RecordStorage {
  seedTenant(seed: TenantSeed): Promise<void>;

  /** All sites of all tenants: read once at start to resolve a site key. */
  listSites(): Promise<readonly SiteRecord[]>;
  listRules(tenantId: TenantId): Promise<readonly RuleRecord[]>;
  /** Those who joined and were not removed. */
  listAgents(tenantId: TenantId): Promise<readonly AgentRecord[]>;

  recordVisits(tenantId: TenantId, updates: readonly VisitUpdate[]): Promise<void>;
  readVisit(tenantId: TenantId, visitId: VisitId): Promise<VisitRecord | null>;

  /** Raises the tenant's routing epoch and reads what the new owner must know. */
  takeRouting(tenantId: TenantId): Promise<RoutingState>;
  commitRouting(commit: RoutingCommit): Promise<RoutingCommitted>;

  /** Gapless sequence, idempotent by clientId. Acknowledge only after this resolved. */
  appendMessages(tenantId: TenantId, messages: readonly NewMessage[]): Promise<readonly AppendOutcome[]>;
  /** Messages with seq > afterSeq, oldest first, at most `limit`. */
  readMessages(
    tenantId: TenantId,
    query: { readonly conversationId: ConversationId; readonly afterSeq: number; readonly limit: number },
  ): Promise<readonly Message[]>;
  readConversation(tenantId: TenantId, id: ConversationId): Promise<ConversationRecord | null>;
  /** The visit's conversation that has not ended, if any. */
  findOpenConversation(tenantId: TenantId, visitId: VisitId): Promise<ConversationRecord | null>;
  /** Whoever spoke last with this visit, or with another of the same contact, since then. */
  findLastAgent(tenantId: TenantId, visitId: VisitId, sinceMs: number): Promise<AgentId | null>;
  /** Conversations of the agent that have not ended, oldest first. */
  listAgentConversations(tenantId: TenantId, agentId: AgentId): Promise<readonly ConversationRecord[]>;
  /** Receipts only grow, and never past the last sequence number; the answer is what holds now. */
  markReceipt(
    tenantId: TenantId,
    mark: { readonly conversationId: ConversationId; readonly side: "visitor" | "agent" } & Receipt,
  ): Promise<Receipt>;

  appendDecisions(tenantId: TenantId, decisions: readonly DecisionRecord[]): Promise<void>;
  /** The visit's decisions, oldest first. */
  listDecisions(tenantId: TenantId, visitId: VisitId): Promise<readonly DecisionRecord[]>;

  putCobrowse(tenantId: TenantId, record: CobrowseRecord): Promise<void>;
  /** Sessions in state `requested` or `active`. */
  listOpenCobrowse(tenantId: TenantId): Promise<readonly CobrowseRecord[]>;

  /** The request as it stands: one that was left before stays as it was. */
  leaveRequest(
    tenantId: TenantId,
    request: ContactRequestView,
  ): Promise<{ readonly request: ContactRequestView; readonly isNew: boolean }>;
  /** Newest first, at most 100. */
  listRequests(tenantId: TenantId): Promise<readonly ContactRequestView[]>;

  appendAudit(tenantId: TenantId, entries: readonly NewAuditEntry[]): Promise<void>;
  /** Newest first: entries before `beforeId`, or the newest. `more` is true if older ones follow. */
  listAudit(
    tenantId: TenantId,
    query: { readonly beforeId: number | null; readonly limit: number },
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>;

  /** Deletes a little of what is too old; answers how much, 0 when nothing is left. */
  forget(tenantId: TenantId, step: ForgetStep): Promise<number>;
  forgetEndedSessions(step: { readonly beforeMs: number; readonly limit: number }): Promise<number>;

  /** Idempotent. Resolves when everything acknowledged is in the files. */
  close(): Promise<void>;
}
