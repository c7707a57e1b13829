/**
 * Rules and their versions. What is published stands in `rule`, whole, as every build reads it; `rule_version` keeps what was
 * saved and when it was published. A rule that was set up with the hub has no versions until somebody changes it.
 */
import type { AgentCard, AgentId, RuleDefinition, RuleId, TenantId } from "@lotse/protocol";
import { type Selectable, sql } from "kysely";
import type { RuleHistory, RulePublication, RuleRetirement, RuleSave, RuleVersionRecord } from "../rules.ts";
import { holdTenant } from "./memberRows.ts";
import type { StoredDeed } from "./radarSchema.ts";
import { countUp, notFound, stale } from "./radarSites.ts";
import type { Database } from "./schema.ts";
import type { Trx } from "./transact.ts";

type RuleRow = Selectable<Database["rule"]>;

/** Drafts older than that go; what was published once is kept, since decisions name it. */
const DRAFTS_MAX = 100;

/** As a build wrote it that knew invitations to a chat, and nothing else. */
const definitionOf = (row: RuleRow): RuleDefinition =>
  row.definition ?? {
    name: row.name,
    cel: row.cel,
    priority: row.priority,
    schedule: { fromMs: null, untilMs: null, week: null },
    audience: { sharePercent: 100, visitors: "all", languages: null, signedIn: "all" },
    caps: { perVisit: null, perDay: null, perWeek: null },
    holdoutPercent: 0,
    action: { do: "inviteToChat", skill: row.skill, text: row.text },
  };

const ruleRows = (trx: Trx, tenantId: TenantId) =>
  trx.selectFrom("rule").selectAll().where("tenant_id", "=", tenantId);

/** Set up with the hub: one version, published before anybody could know when. */
const firstVersion = (row: RuleRow): readonly RuleVersionRecord[] => [
  {
    version: row.version,
    definition: definitionOf(row),
    ...{ savedAtMs: null, savedBy: null, publishedAtMs: 0, publishedBy: null, deeds: [] },
  },
];

const readVersions = async (
  trx: Trx,
  tenantId: TenantId,
  ruleId: RuleId | null,
): Promise<ReadonlyMap<RuleId, readonly RuleVersionRecord[]>> => {
  const rows = await trx
    .selectFrom("rule_version")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .$if(ruleId !== null, some => some.where("rule_id", "=", ruleId as RuleId))
    .orderBy("version", "desc")
    .execute();
  const people = await trx
    .selectFrom("agent")
    .select(["id", "name"])
    .where("tenant_id", "=", tenantId)
    .execute();
  const cards = new Map<AgentId, AgentCard>(people.map(person => [person.id, person]));
  const found = new Map<RuleId, RuleVersionRecord[]>();
  for (const row of rows) {
    const version: RuleVersionRecord = {
      version: row.version,
      definition: row.definition,
      savedAtMs: row.saved_at_ms,
      savedBy: (row.saved_by && cards.get(row.saved_by)) ?? null,
      publishedAtMs: row.published_at_ms,
      publishedBy: (row.published_by && cards.get(row.published_by)) ?? null,
      deeds: row.deeds.map(({ by, ...deed }) => ({ ...deed, by: (by && cards.get(by)) ?? null })),
    };
    found.set(row.rule_id, [...(found.get(row.rule_id) ?? []), version]);
  }
  return found;
};

const historyOf = (row: RuleRow, versions: readonly RuleVersionRecord[] | undefined): RuleHistory => ({
  id: row.id,
  siteId: row.site_id,
  enabled: row.enabled,
  publishedVersion: row.version,
  versions: versions ?? firstVersion(row),
});

export const listRuleHistories = async (trx: Trx, tenantId: TenantId): Promise<RuleHistory[]> => {
  const rows = await ruleRows(trx, tenantId).orderBy("priority", "desc").orderBy("id").execute();
  const versions = await readVersions(trx, tenantId, null);
  return rows.map(row => historyOf(row, versions.get(row.id)));
};

export const readRuleHistory = async (
  trx: Trx,
  tenantId: TenantId,
  ruleId: RuleId,
): Promise<RuleHistory | null> => {
  const row = await ruleRows(trx, tenantId).where("id", "=", ruleId).executeTakeFirst();
  if (row === undefined) return null;
  return historyOf(row, (await readVersions(trx, tenantId, ruleId)).get(ruleId));
};

/** Not followed by anybody yet: an empty shell that a draft hangs on. */
const addRule = async (trx: Trx, tenantId: TenantId, save: RuleSave): Promise<void> => {
  const site = await trx
    .selectFrom("site")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", save.siteId)
    .executeTakeFirst();
  if (site === undefined) throw notFound("site");
  const { name, cel, priority } = save.definition;
  await trx
    .insertInto("rule")
    .values({
      ...{ tenant_id: tenantId, id: save.ruleId, site_id: save.siteId, version: 0, enabled: false },
      ...{ name, cel, priority, skill: "", text: JSON.stringify({ de: "", en: "" }) },
      definition: JSON.stringify(save.definition),
    })
    .execute();
};

/** What was there before anybody changed it becomes the first version that can be gone back to. */
const keepFirst = async (trx: Trx, tenantId: TenantId, row: RuleRow): Promise<void> => {
  if (row.version === 0) return;
  await trx
    .insertInto("rule_version")
    .values({
      ...{ tenant_id: tenantId, rule_id: row.id, version: row.version },
      definition: JSON.stringify(definitionOf(row)),
      ...{ saved_at_ms: null, saved_by: null, published_at_ms: 0, published_by: null },
    })
    .onConflict(conflict => conflict.doNothing())
    .execute();
};

const findRule = async (trx: Trx, tenantId: TenantId, ruleId: RuleId): Promise<RuleRow> => {
  const row = await ruleRows(trx, tenantId).where("id", "=", ruleId).executeTakeFirst();
  if (row === undefined) throw notFound("rule");
  return row;
};

const newestVersion = async (trx: Trx, tenantId: TenantId, row: RuleRow): Promise<number> => {
  const { newest } = await trx
    .selectFrom("rule_version")
    .select(eb => eb.fn.max("version").as("newest"))
    .where("tenant_id", "=", tenantId)
    .where("rule_id", "=", row.id)
    .executeTakeFirstOrThrow();
  return newest ?? row.version;
};

/** Whoever saves holds the tenant: of two who changed the same version, the second is told. */
export const saveRule = async (trx: Trx, tenantId: TenantId, save: RuleSave): Promise<number> => {
  await holdTenant(trx, tenantId);
  if (save.isNew) await addRule(trx, tenantId, save);
  const row = await findRule(trx, tenantId, save.ruleId);
  if (row.site_id !== save.siteId) throw notFound("rule");
  const newest = await newestVersion(trx, tenantId, row);
  if (newest !== save.basedOn) throw stale();
  await keepFirst(trx, tenantId, row);
  const version = newest + 1;
  await trx
    .insertInto("rule_version")
    .values({
      ...{ tenant_id: tenantId, rule_id: row.id, version },
      definition: JSON.stringify(save.definition),
      ...{ saved_at_ms: save.atMs, saved_by: save.by, published_at_ms: null, published_by: null },
    })
    .execute();
  await trx
    .deleteFrom("rule_version")
    .where("tenant_id", "=", tenantId)
    .where("rule_id", "=", row.id)
    .where("version", "<=", version - DRAFTS_MAX)
    .where("published_at_ms", "is", null)
    .execute();
  return version;
};

const versionOf = async (
  trx: Trx,
  tenantId: TenantId,
  { row, version }: { readonly row: RuleRow; readonly version: number },
): Promise<RuleDefinition> => {
  const found = await trx
    .selectFrom("rule_version")
    .select("definition")
    .where("tenant_id", "=", tenantId)
    .where("rule_id", "=", row.id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (found === undefined) throw notFound("version");
  return found.definition;
};

/** Whoever decides what holds has seen what holds now. */
const refuseStale = ({ enabled, version }: RuleRow, inForce: number | null): void => {
  if ((enabled ? version : null) !== inForce) throw stale();
};

/** Older builds show what has words, and find nobody free where there is no skill. */
const columnsOf = ({ action }: RuleDefinition) => ({
  skill: action.do === "inviteToChat" || action.do === "inviteToCobrowse" ? action.skill : "",
  text: JSON.stringify("text" in action ? action.text : { de: "", en: "" }),
});

/** Put behind what was done before. */
const withDeed = (deed: StoredDeed) => sql<string>`deeds || ${JSON.stringify([deed])}::jsonb`;

export const publishRule = async (
  trx: Trx,
  tenantId: TenantId,
  { ruleId, version, inForce, atMs, by }: RulePublication,
): Promise<void> => {
  await holdTenant(trx, tenantId);
  const row = await findRule(trx, tenantId, ruleId);
  refuseStale(row, inForce);
  await keepFirst(trx, tenantId, row);
  const definition = await versionOf(trx, tenantId, { row, version });
  const { name, cel, priority } = definition;
  const written = JSON.stringify(definition);
  await trx
    .updateTable("rule")
    .set({ version, enabled: true, name, cel, priority, definition: written, ...columnsOf(definition) })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", ruleId)
    .execute();
  await trx
    .updateTable("rule_version")
    .set({ published_at_ms: atMs, published_by: by, deeds: withDeed({ did: "published", atMs, by }) })
    .where("tenant_id", "=", tenantId)
    .where("rule_id", "=", ruleId)
    .where("version", "=", version)
    .execute();
  await countUp(trx, tenantId, row.site_id);
};

export const retireRule = async (
  trx: Trx,
  tenantId: TenantId,
  { ruleId, inForce, atMs, by }: RuleRetirement,
): Promise<void> => {
  await holdTenant(trx, tenantId);
  const row = await findRule(trx, tenantId, ruleId);
  refuseStale(row, inForce);
  if (!row.enabled) return;
  await keepFirst(trx, tenantId, row);
  await trx
    .updateTable("rule_version")
    .set({ deeds: withDeed({ did: "retired", atMs, by }) })
    .where("tenant_id", "=", tenantId)
    .where("rule_id", "=", ruleId)
    .where("version", "=", row.version)
    .execute();
  await trx
    .updateTable("rule")
    .set({ enabled: false })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", ruleId)
    .execute();
  await countUp(trx, tenantId, row.site_id);
};
