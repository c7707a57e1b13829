/** The table of migration 10 as Kysely sees it. */
import type { Language, SiteId, TenantId, VisitId } from "@lotse/protocol";
import type { Generated } from "kysely";
import type { StoredMoment } from "../records.ts";
import type { Json } from "./jsonColumn.ts";

export interface RecordedVisitTable {
  tenant_id: TenantId;
  id: Generated<number>;
  visit_id: VisitId;
  site_id: SiteId;
  language: Language;
  first_at_ms: number;
  last_at_ms: number;
  moments: Json<readonly StoredMoment[]>;
}
