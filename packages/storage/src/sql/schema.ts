/**
 * The tables as Kysely sees them, schema `lotse`. Column names are the database's; ids are `uuid`, times are
 * milliseconds in `bigint` (both drivers parse int8 to number), structured values are `jsonb` and always written
 * as strings, because the drivers disagree on arrays.
 */
import type {
  AgentId,
  AuditActor,
  Author,
  ChannelId,
  ChannelLimit,
  ClientMessageId,
  CobrowseEndedBy,
  CobrowseId,
  CobrowseState,
  ConversationId,
  ConversationState,
  Facts,
  InvitationId,
  JourneyStep,
  Language,
  LinkKind,
  Localized,
  MaskRule,
  MessageBody,
  QueueId,
  RuleActionKind,
  RuleDefinition,
  RuleId,
  SharingEntry,
  SiteConsent,
  SiteId,
  SkillLevel,
  Suppression,
  TenantId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import type { ColumnType, Generated } from "kysely";
import type { DriftRecord } from "../drift.ts";
import type { DecisionRecord } from "../rules.ts";
import type { AgentRecord, InvitationState, ManualInvitation } from "../Storage.ts";
import type { PresenceChoice, WorkItemState, WrapUpRecord } from "../work.ts";
import type { Json, JsonOrNull } from "./jsonColumn.ts";
import type {
  ApiKeyTable,
  OutsideItemTable,
  PresenceLogTable,
  RoutingPlanTable,
  WaitEstimateTable,
  WaitOutcomeTable,
} from "./planSchema.ts";
import type { ConversionTable, RadarSettingsTable, RuleVersionTable } from "./radarSchema.ts";
import type { RecordedVisitTable } from "./recordSchema.ts";

interface TenantTable {
  tenant_id: TenantId;
  name: string;
  routing_epoch: Generated<number>;
}

interface SiteTable {
  tenant_id: TenantId;
  id: SiteId;
  key: string;
  name: string;
  enabled: boolean;
  origins: Json<readonly string[]>;
  language: Language;
  strict_masking: boolean;
  mask_rules: ColumnType<readonly MaskRule[], string | undefined, string>;
  asset_origins: ColumnType<readonly string[], string | undefined, string>;
  push_origins: ColumnType<readonly string[], string | undefined, string>;
  drift: ColumnType<readonly DriftRecord[], string | undefined, string>;
  consent: Generated<SiteConsent>;
  rules_revision: Generated<number>;
}

interface RuleTable {
  tenant_id: TenantId;
  id: RuleId;
  site_id: SiteId;
  name: string;
  version: number;
  cel: string;
  skill: string;
  text: Json<Localized>;
  priority: number;
  enabled: boolean;
  /** Null: written by a build that knew invitations to a chat only. */
  definition: JsonOrNull<RuleDefinition>;
}

interface AgentTable {
  tenant_id: TenantId;
  id: AgentId;
  account_id: string;
  name: string;
  email: string;
  role: AgentRecord["role"];
  /** By name, for builds that know no levels; what is not in `skill_levels` has the middle one. */
  skills: Json<readonly string[]>;
  skill_levels: JsonOrNull<readonly SkillLevel[]>;
  presence_choice: JsonOrNull<Omit<PresenceChoice, "agentId">>;
  wrap_ups: JsonOrNull<readonly WrapUpRecord[]>;
  capacity: number;
  channels: JsonOrNull<readonly ChannelId[]>;
  limits: JsonOrNull<readonly ChannelLimit[]>;
  /** Null: invited. */
  joined_at_ms: number | null;
  removed_at_ms: number | null;
}

interface AccountLinkTable {
  tenant_id: TenantId;
  token_hash: string;
  kind: LinkKind;
  agent_id: AgentId | null;
  expires_at_ms: number;
}

interface VisitTable {
  tenant_id: TenantId;
  id: VisitId;
  site_id: SiteId;
  started_at_ms: number;
  last_seen_at_ms: number;
  language: Language;
  facts: Json<Facts | null>;
  journey: Json<readonly JourneyStep[]>;
  contact_id: Generated<string | null>;
  visitor_id: Generated<string | null>;
  /** By what the visit's sides are drawn, once a rule was asked about. */
  side_key: Generated<string | null>;
}

export interface ConversationTable {
  tenant_id: TenantId;
  id: ConversationId;
  visit_id: VisitId;
  site_id: SiteId;
  state: ConversationState;
  agent_id: AgentId | null;
  topic: string | null;
  opened_at_ms: number;
  ended_at_ms: number | null;
  last_seq: Generated<number>;
  visitor_delivered_seq: Generated<number>;
  visitor_read_seq: Generated<number>;
  agent_delivered_seq: Generated<number>;
  agent_read_seq: Generated<number>;
  epoch: number;
}

export interface MessageTable {
  tenant_id: TenantId;
  conversation_id: ConversationId;
  seq: number;
  client_id: ClientMessageId;
  author: Json<Author>;
  body: Json<MessageBody>;
  sent_at_ms: number;
}

export interface WorkItemTable {
  tenant_id: TenantId;
  id: WorkItemId;
  conversation_id: ConversationId;
  /** Written for builds that know no channels. */
  kind: "chat";
  /** Null: written by such a build. */
  channel: ChannelId | null;
  queue_id: QueueId | null;
  skill: string | null;
  state: WorkItemState;
  agent_id: AgentId | null;
  enqueued_at_ms: number;
  details: JsonOrNull<Readonly<Record<string, unknown>>>;
  epoch: number;
}

export interface InvitationTable {
  tenant_id: TenantId;
  id: InvitationId;
  visit_id: VisitId;
  rule_id: RuleId;
  rule_version: number;
  agent_id: AgentId;
  skill: string;
  state: InvitationState;
  created_at_ms: number;
  expires_at_ms: number;
  epoch: number;
  /** Null: a rule's. */
  manual: JsonOrNull<ManualInvitation>;
}

interface DecisionTable {
  tenant_id: TenantId;
  id: Generated<number>;
  visit_id: VisitId;
  rule_id: RuleId;
  rule_version: number;
  outcome: DecisionRecord["outcome"];
  reason: Suppression | null;
  invitation_id: InvitationId | null;
  at_ms: number;
  action: Generated<RuleActionKind | null>;
  value: Generated<number | null>;
  share: Generated<number | null>;
}

export interface CobrowseTable {
  tenant_id: TenantId;
  id: CobrowseId;
  conversation_id: ConversationId;
  agent_id: AgentId;
  state: CobrowseState;
  requested_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  ended_by: CobrowseEndedBy | null;
}

interface SharingEntryTable {
  tenant_id: TenantId;
  cobrowse_id: CobrowseId;
  seq: number;
  happening: Json<SharingEntry>;
}

interface ContactRequestTable {
  tenant_id: TenantId;
  id: string;
  visit_id: VisitId;
  kind: "callback" | "message";
  reach: string;
  text: string;
  left_at_ms: number;
  topic: Generated<string | null>;
  skill: Generated<string | null>;
  queue_id: Generated<QueueId | null>;
}

interface AuditTable {
  tenant_id: TenantId;
  id: Generated<number>;
  at_ms: number;
  event: string;
  actor: Json<AuditActor>;
  subject: Json<Readonly<Record<string, string>>>;
}

interface ContactTable {
  tenant_id: TenantId;
  id: string;
  site_id: SiteId;
  subject: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  attributes: JsonOrNull<Readonly<Record<string, string | number | boolean>>>;
  first_identified_at_ms: number;
  last_identified_at_ms: number;
}

interface IdentityKeyTable {
  tenant_id: TenantId;
  site_id: SiteId;
  kid: string;
  created_at_ms: number;
  retired_at_ms: Generated<number | null>;
}

interface IdentityTokenTable {
  tenant_id: TenantId;
  site_id: SiteId;
  jti_hash: string;
  visit_id: VisitId;
  expires_at_ms: number;
}

export interface Database {
  tenant: TenantTable;
  site: SiteTable;
  rule: RuleTable;
  agent: AgentTable;
  visit: VisitTable;
  conversation: ConversationTable;
  message: MessageTable;
  work_item: WorkItemTable;
  invitation: InvitationTable;
  decision: DecisionTable;
  cobrowse: CobrowseTable;
  sharing_entry: SharingEntryTable;
  contact_request: ContactRequestTable;
  audit: AuditTable;
  account_link: AccountLinkTable;
  contact: ContactTable;
  identity_key: IdentityKeyTable;
  identity_token: IdentityTokenTable;
  routing_plan: RoutingPlanTable;
  outside_item: OutsideItemTable;
  presence_log: PresenceLogTable;
  wait_estimate: WaitEstimateTable;
  wait_outcome: WaitOutcomeTable;
  api_key: ApiKeyTable;
  rule_version: RuleVersionTable;
  radar_settings: RadarSettingsTable;
  conversion: ConversionTable;
  recorded_visit: RecordedVisitTable;
}
