/** Tenants, sites, rules, agents: what is set up rather than what happens. */
import { LotseError, type SiteId, type TenantId } from "@lotse/protocol";
import type { Insertable, Selectable } from "kysely";
import type { SiteChange } from "../members.ts";
import type { RuleRecord } from "../rules.ts";
import type { AgentRecord, SiteRecord, TenantSeed } from "../Storage.ts";
import { offerColumns, offerOf } from "./agentOffer.ts";
import type { Database } from "./schema.ts";
import type { Trx } from "./transact.ts";

export type AgentRow = Selectable<Database["agent"]>;

const siteRecord = (row: Selectable<Database["site"]>): SiteRecord => ({
  tenantId: row.tenant_id,
  id: row.id,
  key: row.key,
  name: row.name,
  enabled: row.enabled,
  origins: row.origins,
  language: row.language,
  strictMasking: row.strict_masking,
  maskRules: row.mask_rules,
  assetOrigins: row.asset_origins,
  pushOrigins: row.push_origins,
  consent: row.consent,
});

const ruleRecord = (row: Selectable<Database["rule"]>): RuleRecord => ({
  id: row.id,
  siteId: row.site_id,
  name: row.name,
  version: row.version,
  cel: row.cel,
  skill: row.skill,
  text: row.text,
  priority: row.priority,
  enabled: row.enabled,
  ...(row.definition === null ? {} : { definition: row.definition }),
});

export const agentRecord = (row: AgentRow): AgentRecord => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  email: row.email,
  role: row.role,
  ...offerOf(row),
});

export const listSites = async (trx: Trx): Promise<SiteRecord[]> => {
  const rows = await trx.selectFrom("site").selectAll().orderBy("tenant_id").orderBy("id").execute();
  return rows.map(siteRecord);
};

export const listRules = async (trx: Trx, tenantId: TenantId): Promise<RuleRecord[]> => {
  const rows = await trx
    .selectFrom("rule")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("priority", "desc")
    .orderBy("id")
    .execute();
  return rows.map(ruleRecord);
};

export const listAgents = async (trx: Trx, tenantId: TenantId): Promise<AgentRecord[]> => {
  const rows = await trx
    .selectFrom("agent")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("joined_at_ms", "is not", null)
    .where("removed_at_ms", "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(agentRecord);
};

const siteRow = (tenantId: TenantId, site: TenantSeed["sites"][number]): Insertable<Database["site"]> => ({
  tenant_id: tenantId,
  id: site.id,
  key: site.key,
  name: site.name,
  enabled: site.enabled,
  origins: JSON.stringify(site.origins),
  language: site.language,
  strict_masking: site.strictMasking,
  mask_rules: JSON.stringify(site.maskRules),
  asset_origins: JSON.stringify(site.assetOrigins),
  push_origins: JSON.stringify(site.pushOrigins),
  consent: site.consent,
});

const ruleRow = (tenantId: TenantId, rule: RuleRecord): Insertable<Database["rule"]> => ({
  tenant_id: tenantId,
  id: rule.id,
  site_id: rule.siteId,
  name: rule.name,
  version: rule.version,
  cel: rule.cel,
  skill: rule.skill,
  text: JSON.stringify(rule.text),
  priority: rule.priority,
  enabled: rule.enabled,
  definition: rule.definition === undefined ? null : JSON.stringify(rule.definition),
});

const agentRow = (tenantId: TenantId, agent: AgentRecord): Insertable<Database["agent"]> => ({
  tenant_id: tenantId,
  id: agent.id,
  account_id: agent.accountId,
  name: agent.name,
  email: agent.email,
  role: agent.role,
  ...offerColumns(agent),
  // Whoever is seeded need not be let in.
  joined_at_ms: 0,
});

/** A handful of rows, so one statement each: plain upserts read better than a batch here. */
export const seedTenant = async (trx: Trx, seed: TenantSeed): Promise<void> => {
  const { id: tenantId, name } = seed.tenant;
  await trx
    .insertInto("tenant")
    .values({ tenant_id: tenantId, name })
    .onConflict(conflict => conflict.column("tenant_id").doUpdateSet({ name }))
    .execute();
  for (const site of seed.sites) {
    const row = siteRow(tenantId, site);
    await trx
      .insertInto("site")
      .values(row)
      .onConflict(conflict => conflict.columns(["tenant_id", "id"]).doUpdateSet(row))
      .execute();
  }
  const changed = await trx
    .selectFrom("rule_version")
    .select("rule_id")
    .distinct()
    .where("tenant_id", "=", tenantId)
    .execute();
  for (const rule of seed.rules) {
    // Whatever somebody made of it since stays
    if (changed.some(row => row.rule_id === rule.id)) continue;
    const row = ruleRow(tenantId, rule);
    await trx
      .insertInto("rule")
      .values(row)
      .onConflict(conflict => conflict.columns(["tenant_id", "id"]).doUpdateSet(row))
      .execute();
  }
  for (const agent of seed.agents) {
    const row = agentRow(tenantId, agent);
    await trx
      .insertInto("agent")
      .values(row)
      .onConflict(conflict => conflict.columns(["tenant_id", "id"]).doUpdateSet(row))
      .execute();
  }
};

export const changeSite = async (
  trx: Trx,
  tenantId: TenantId,
  { siteId, change }: { readonly siteId: SiteId; readonly change: SiteChange },
): Promise<SiteRecord> => {
  const { name, enabled, origins, strictMasking, maskRules, assetOrigins, pushOrigins, consent } = change;
  const row = await trx
    .updateTable("site")
    // Also if nothing changes: then it says what is so.
    .set({
      id: siteId,
      ...(name === undefined ? {} : { name }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(origins === undefined ? {} : { origins: JSON.stringify(origins) }),
      ...(strictMasking === undefined ? {} : { strict_masking: strictMasking }),
      ...(maskRules === undefined ? {} : { mask_rules: JSON.stringify(maskRules) }),
      ...(assetOrigins === undefined ? {} : { asset_origins: JSON.stringify(assetOrigins) }),
      ...(pushOrigins === undefined ? {} : { push_origins: JSON.stringify(pushOrigins) }),
      ...(consent === undefined ? {} : { consent }),
    })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", siteId)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new LotseError("NOT_FOUND", "There is no such site");
  return siteRecord(row);
};
