/**
 * By which rules each site goes now, compiled. A tenant's book is read whole and swapped whole, site by site, so that nobody is judged
 * by half of a change; one that is older than what storage says is read anew. A rule that does not compile is logged and left out.
 */
import {
  type Clock,
  LotseError,
  type RadarSettings,
  type RuleDefinition,
  type SiteConfig,
  type SiteId,
  type TenantId,
} from "@lotse/protocol";
import { type CompiledRule, compile } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import type { RuleRecord, SiteRecord, Storage } from "@lotse/storage";
import { errorFields, type Log } from "../../log.ts";
import { definitionOf } from "./definition.ts";
import { createSerial } from "./serial.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

export interface KnownRule {
  readonly record: RuleRecord;
  readonly definition: RuleDefinition;
  readonly compiled: CompiledRule;
}

export interface SiteBook {
  /** What it is called in storage; -1: nothing was read yet. */
  readonly revision: number;
  readonly settings: RadarSettings;
  /** In the order in which they are considered. */
  readonly rules: readonly KnownRule[];
  readonly forLoader: SiteConfig["rules"];
}

type Site = Pick<SiteRecord, "id" | "tenantId">;

export interface RuleBook {
  /** As last read. */
  of(siteId: SiteId): SiteBook;
  /** Reads the tenant's rules anew. */
  refresh(tenantId: TenantId): Promise<void>;
  /** The book of that revision, or a newer one. */
  atLeast(site: Site, revision: number): Promise<SiteBook>;
  /** As of now, or of a moment ago: on another hub somebody may have published. */
  current(site: Site): Promise<SiteBook>;
}

/** Whoever publishes on one hub is heard of on the others after that. */
const LOOK_MS = 5_000;

const EMPTY: SiteBook = { revision: -1, settings: DEFAULT_SETTINGS, rules: [], forLoader: [] };

interface Entry extends KnownRule {
  readonly forLoader: SiteConfig["rules"][number];
}

/** Higher priority first; the id only makes the order the same everywhere. */
const byPriority = (left: Entry, right: Entry): number =>
  right.definition.priority - left.definition.priority || (left.record.id < right.record.id ? -1 : 1);

const compileRecord = (record: RuleRecord, log: Pick<Log, "warn">): Entry | null => {
  try {
    const when = parseRule(record.cel);
    const known = { record, definition: definitionOf(record), compiled: compile(when) };
    return { ...known, forLoader: { id: record.id, when } };
  } catch (error) {
    const code = error instanceof LotseError ? error.code : undefined;
    log.warn("rule left out", { ruleId: record.id, siteId: record.siteId, code, ...errorFields(error) });
    return null;
  }
};

export interface RuleBookDeps {
  readonly storage: Pick<Storage, "readRadar" | "readRevisions">;
  readonly clock: Pick<Clock, "nowMs">;
  readonly log: Pick<Log, "warn">;
}

export const createRuleBook = (deps: RuleBookDeps): RuleBook => {
  const { storage, clock, log } = deps;
  const books = new Map<SiteId, SiteBook>();
  const lookedAtMs = new Map<TenantId, number>();
  // An older answer must not come after a newer one
  const inTurn = createSerial<TenantId>();

  const of = (siteId: SiteId): SiteBook => books.get(siteId) ?? EMPTY;

  const read = async (tenantId: TenantId): Promise<void> => {
    const atMs = clock.nowMs();
    const { rules, sites } = await storage.readRadar(tenantId);
    for (const { siteId, revision, settings } of sites) {
      if (of(siteId).revision >= revision) continue;
      const entries = rules
        .filter(record => record.siteId === siteId)
        .flatMap(record => compileRecord(record, log) ?? [])
        .sort(byPriority);
      const forLoader = entries.map(entry => entry.forLoader);
      books.set(siteId, { revision, settings: settings ?? DEFAULT_SETTINGS, rules: entries, forLoader });
    }
    lookedAtMs.set(tenantId, atMs);
  };

  const look = async (tenantId: TenantId): Promise<void> => {
    const atMs = clock.nowMs();
    const revisions = await storage.readRevisions(tenantId);
    if (revisions.some(({ siteId, revision }) => of(siteId).revision < revision)) await read(tenantId);
    else lookedAtMs.set(tenantId, atMs);
  };

  const isDue = (tenantId: TenantId): boolean => {
    const lastMs = lookedAtMs.get(tenantId);
    return lastMs === undefined || Math.abs(clock.nowMs() - lastMs) >= LOOK_MS;
  };

  return {
    of,
    refresh: tenantId => inTurn(tenantId, () => read(tenantId)),
    atLeast: async (site, revision) => {
      if (of(site.id).revision < revision) await inTurn(site.tenantId, () => read(site.tenantId));
      return of(site.id);
    },
    current: async site => {
      if (isDue(site.tenantId)) {
        const looked = inTurn(site.tenantId, async () => {
          if (isDue(site.tenantId)) await look(site.tenantId);
        });
        // The rules known so far are better than none
        await looked.catch(error =>
          log.warn("rules not looked for", { siteId: site.id, ...errorFields(error) }),
        );
      }
      return of(site.id);
    },
  };
};
