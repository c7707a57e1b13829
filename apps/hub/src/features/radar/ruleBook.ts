/** All rules of all sites, compiled once at start. A rule that does not compile is logged and left out. */
import { LotseError, type RuleId, type SiteConfig, type SiteId, type TenantId } from "@lotse/protocol";
import { type CompiledRule, compile } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { RuleRecord, SiteRecord, Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";

export interface KnownRule {
  readonly record: RuleRecord;
  readonly compiled: CompiledRule;
}

export interface RuleBook {
  /** In the order in which they are considered. */
  forLoader(siteId: SiteId): SiteConfig["rules"];
  /** The site's own rules among the asked ones, the most important first. */
  asked(siteId: SiteId, asks: readonly RuleId[]): readonly KnownRule[];
}

interface Entry extends KnownRule {
  readonly forLoader: SiteConfig["rules"][number];
}

/** Higher priority first; the id only makes the order the same everywhere. */
const byPriority = (left: Entry, right: Entry): number =>
  right.record.priority - left.record.priority || (left.record.id < right.record.id ? -1 : 1);

const compileRecord = (record: RuleRecord, log: Pick<Log, "warn">): Entry | null => {
  try {
    const when = parseRule(record.cel);
    return { record, compiled: compile(when), forLoader: { id: record.id, when } };
  } catch (error) {
    const code = error instanceof LotseError ? error.code : undefined;
    log.warn("rule left out", { ruleId: record.id, siteId: record.siteId, code, ...errorFields(error) });
    return null;
  }
};

export const readRuleBook = async (deps: {
  readonly storage: Pick<Storage, "listRules">;
  readonly sites: readonly SiteRecord[];
  readonly log: Pick<Log, "warn">;
}): Promise<RuleBook> => {
  const tenants = new Set<TenantId>(deps.sites.map(site => site.tenantId));
  const records = (await Promise.all([...tenants].map(tenant => deps.storage.listRules(tenant)))).flat();
  const entries = records
    .filter(record => record.enabled)
    .flatMap(record => compileRecord(record, deps.log) ?? [])
    .sort(byPriority);
  const bySite = new Map<SiteId, readonly Entry[]>(
    deps.sites.map(site => [site.id, entries.filter(entry => entry.record.siteId === site.id)]),
  );
  return {
    forLoader: siteId => (bySite.get(siteId) ?? []).map(entry => entry.forLoader),
    asked: (siteId, asks) => (bySite.get(siteId) ?? []).filter(entry => asks.includes(entry.record.id)),
  };
};
