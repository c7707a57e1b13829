/** The tables of migration 5 as Kysely sees them: the plan, other systems' work and keys, availability. */
import type {
  AgentId,
  ApiKeyId,
  ApiScope,
  ChannelId,
  Presence,
  QueueId,
  RoutingPlan,
  SkillLevel,
  TenantId,
  WorkContact,
  WorkItemId,
  WorkLink,
} from "@lotse/protocol";
import type { Generated } from "kysely";
import type { WorkItemState } from "../work.ts";
import type { Json, JsonOrNull } from "./jsonColumn.ts";

export interface RoutingPlanTable {
  tenant_id: TenantId;
  version: number;
  plan: Json<RoutingPlan>;
  saved_at_ms: number;
  saved_by: AgentId | null;
}

export interface OutsideItemTable {
  tenant_id: TenantId;
  id: WorkItemId;
  outside_key: string;
  fingerprint: string;
  channel: ChannelId;
  queue_id: QueueId | null;
  skill: string | null;
  state: WorkItemState;
  agent_id: AgentId | null;
  enqueued_at_ms: number;
  details: JsonOrNull<Readonly<Record<string, unknown>>>;
  subject: string;
  body: string;
  links: Json<readonly WorkLink[]>;
  contact: JsonOrNull<WorkContact>;
  epoch: number;
}

export interface PresenceLogTable {
  tenant_id: TenantId;
  id: Generated<number>;
  agent_id: AgentId;
  at_ms: number;
  presence: Presence;
  reason: string | null;
  load: number;
  capacity: number;
  skills: Json<readonly SkillLevel[]>;
  channels: JsonOrNull<readonly ChannelId[]>;
  /** Of migration 8. */
  takes: JsonOrNull<readonly ChannelId[]>;
}

export interface WaitEstimateTable {
  tenant_id: TenantId;
  id: Generated<number>;
  item_id: WorkItemId;
  queue_id: QueueId | null;
  channel: ChannelId;
  at_ms: number;
  estimated_ms: number;
  low_ms: number;
  high_ms: number;
  actual_ms: number;
}

/** Of migration 8. */
export interface WaitOutcomeTable {
  tenant_id: TenantId;
  item_id: WorkItemId;
  queue_id: QueueId;
  channel: ChannelId;
  at_ms: number;
  waited_ms: number;
  outcome: "answered" | "left";
}

export interface ApiKeyTable {
  tenant_id: TenantId;
  id: ApiKeyId;
  name: string;
  hash: string;
  scopes: Json<readonly ApiScope[]>;
  created_at_ms: number;
  revoked_at_ms: Generated<number | null>;
}
