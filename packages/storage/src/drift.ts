/** The part of the Storage port about drift: what was found on a site's pages, as one bounded list. */
import type { DriftFinding, SiteId, TenantId } from "@lotse/protocol";

export interface DriftRecord extends DriftFinding {
  readonly dismissed: boolean;
  /** Which visits told it, shortened past recognition: the first few. Absent: told before that was counted. */
  readonly tellers?: readonly string[];
}

export interface DriftStorage {
  /** NOT_FOUND. */
  readDrift(tenantId: TenantId, siteId: SiteId): Promise<readonly DriftRecord[]>;
  /** In place of what was there. NOT_FOUND. */
  writeDrift(tenantId: TenantId, siteId: SiteId, records: readonly DriftRecord[]): Promise<void>;
}
