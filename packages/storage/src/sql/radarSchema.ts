/** The tables of migration 7 as Kysely sees them: versions of rules, settings, conversions. */
import type {
  AgentId,
  RadarSettings,
  RuleDeed,
  RuleDefinition,
  RuleId,
  SiteId,
  TenantId,
  VisitId,
} from "@lotse/protocol";
import type { ColumnType, Generated } from "kysely";
import type { Json } from "./jsonColumn.ts";

export type StoredDeed = Omit<RuleDeed, "by"> & { readonly by: AgentId | null };

export interface RuleVersionTable {
  tenant_id: TenantId;
  rule_id: RuleId;
  version: number;
  definition: Json<RuleDefinition>;
  /** Null: it was there before anybody saved a change. */
  saved_at_ms: number | null;
  saved_by: AgentId | null;
  published_at_ms: number | null;
  published_by: AgentId | null;
  /** Oldest first; nothing is ever taken away. */
  deeds: ColumnType<readonly StoredDeed[], string | undefined, string>;
}

export interface RadarSettingsTable {
  tenant_id: TenantId;
  site_id: SiteId;
  version: number;
  settings: Json<RadarSettings>;
  saved_at_ms: number;
  saved_by: AgentId | null;
}

export interface ConversionTable {
  tenant_id: TenantId;
  id: Generated<number>;
  visit_id: VisitId;
  key: string;
  value: number | null;
  at_ms: number;
}
