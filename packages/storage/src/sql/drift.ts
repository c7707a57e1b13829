/** What was found on a site's pages stands with the site: it is one list, and goes with it. */
import { LotseError, type SiteId, type TenantId } from "@lotse/protocol";
import type { DriftRecord } from "../drift.ts";
import type { Trx } from "./transact.ts";

const unknown = (): LotseError => new LotseError("NOT_FOUND", "There is no such site");

export const readDrift = async (
  trx: Trx,
  tenantId: TenantId,
  siteId: SiteId,
): Promise<readonly DriftRecord[]> => {
  const row = await trx
    .selectFrom("site")
    .select("drift")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", siteId)
    .executeTakeFirst();
  if (row === undefined) throw unknown();
  return row.drift;
};

export const writeDrift = async (
  trx: Trx,
  tenantId: TenantId,
  site: { readonly id: SiteId; readonly records: readonly DriftRecord[] },
): Promise<void> => {
  const { numUpdatedRows } = await trx
    .updateTable("site")
    .set({ drift: JSON.stringify(site.records) })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", site.id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw unknown();
};
