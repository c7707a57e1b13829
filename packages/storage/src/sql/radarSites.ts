/** By which rules a site goes, as a whole: its revision, which counts up with every change, and its settings. */
import { LotseError, type SiteId, type TenantId } from "@lotse/protocol";
import { sql } from "kysely";
import type { RadarBook, RadarSettingsSave, RadarSiteRecord } from "../rules.ts";
import { listRules } from "./directory.ts";
import { holdTenant } from "./memberRows.ts";
import type { Trx } from "./transact.ts";

export const notFound = (what: string): LotseError => new LotseError("NOT_FOUND", `There is no such ${what}`);
export const stale = (): LotseError => new LotseError("RULES_STALE", "Somebody else has saved meanwhile");

const readSites = async (trx: Trx, tenantId: TenantId): Promise<RadarSiteRecord[]> => {
  const rows = await trx
    .selectFrom("site")
    .leftJoin("radar_settings as saved", join =>
      join.onRef("saved.tenant_id", "=", "site.tenant_id").onRef("saved.site_id", "=", "site.id"),
    )
    .select(["site.id", "site.rules_revision", "saved.settings", "saved.version"])
    .where("site.tenant_id", "=", tenantId)
    .execute();
  return rows.map(row => ({
    siteId: row.id,
    revision: row.rules_revision,
    settings: row.settings,
    settingsVersion: row.version ?? 0,
  }));
};

/** Revisions first: whatever is published between the two reads is then looked for again, never missed. */
export const readRadar = async (trx: Trx, tenantId: TenantId): Promise<RadarBook> => {
  const sites = await readSites(trx, tenantId);
  const rules = await listRules(trx, tenantId);
  return { sites, rules: rules.filter(rule => rule.enabled) };
};

export const readRevisions = async (
  trx: Trx,
  tenantId: TenantId,
): Promise<Pick<RadarSiteRecord, "siteId" | "revision">[]> => {
  const rows = await trx
    .selectFrom("site")
    .select(["id", "rules_revision"])
    .where("tenant_id", "=", tenantId)
    .execute();
  return rows.map(row => ({ siteId: row.id, revision: row.rules_revision }));
};

/** In the transaction of the change. */
export const countUp = async (trx: Trx, tenantId: TenantId, siteId: SiteId): Promise<void> => {
  await sql`update lotse.site set rules_revision = rules_revision + 1
    where tenant_id = ${tenantId}::uuid and id = ${siteId}::uuid`.execute(trx);
};

export const saveRadarSettings = async (
  trx: Trx,
  tenantId: TenantId,
  { siteId, settings, basedOn, atMs, by }: RadarSettingsSave,
): Promise<number> => {
  await holdTenant(trx, tenantId);
  const site = (await readSites(trx, tenantId)).find(one => one.siteId === siteId);
  if (site === undefined) throw notFound("site");
  if (site.settingsVersion !== basedOn) throw stale();
  const version = basedOn + 1;
  const row = {
    ...{ tenant_id: tenantId, site_id: siteId, version, settings: JSON.stringify(settings) },
    ...{ saved_at_ms: atMs, saved_by: by },
  };
  await trx
    .insertInto("radar_settings")
    .values(row)
    .onConflict(conflict => conflict.columns(["tenant_id", "site_id"]).doUpdateSet(row))
    .execute();
  await countUp(trx, tenantId, siteId);
  return version;
};
