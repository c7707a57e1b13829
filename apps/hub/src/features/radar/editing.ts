/**
 * Rules as managers keep them: drafts, versions, publishing, going back, retiring. What is not a rule is not saved, and what a site's
 * pages could not afford is not published; once published it holds at once. Knows no visitor.
 */
import {
  type Clock,
  LotseError,
  type MakeId,
  type RadarSettings,
  type RadarSettingsView,
  type RuleDefinition,
  type RuleId,
  type RuleVersionView,
  type RuleView,
  type SiteId,
  type TenantId,
} from "@lotse/protocol";
import type { RuleHistory, Storage } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import {
  type Checked,
  checkDefinition,
  checkSettings,
  type RuleWorld,
  refuseUnaffordable,
} from "./checks.ts";
import type { RuleBook } from "./ruleBook.ts";
import { createSerial } from "./serial.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

export interface RuleEditingDeps {
  readonly storage: Pick<
    Storage,
    | "readRadar"
    | "listRuleHistories"
    | "readRuleHistory"
    | "saveRule"
    | "publishRule"
    | "retireRule"
    | "saveRadarSettings"
  >;
  readonly book: Pick<RuleBook, "refresh">;
  /** Skills and queues there are. */
  readonly worldOf: (tenantId: TenantId) => Promise<RuleWorld>;
  /** What a site's hooks are signed with. */
  readonly hookSecretOf: (tenantId: TenantId, siteId: SiteId) => string;
  /** Hosts that hooks may be sent to although they are not public. */
  readonly hookHosts: ReadonlySet<string>;
  readonly clock: Pick<Clock, "nowMs">;
  readonly ids: MakeId;
}

interface Seen {
  readonly ruleId: RuleId;
  /** By whoever decides; null: none. */
  readonly inForce: number | null;
}

interface Versioned extends Seen {
  readonly version: number;
}

export interface RuleEditing {
  list(tenantId: TenantId): Promise<readonly RuleView[]>;
  read(
    tenantId: TenantId,
    ruleId: RuleId,
  ): Promise<{ readonly rule: RuleView; readonly versions: readonly RuleVersionView[] }>;
  /** NOT_FOUND, RULES_STALE, and RULE_... with the place in the text. */
  save(
    actor: AgentActor,
    draft: {
      readonly siteId: SiteId;
      readonly ruleId?: RuleId;
      readonly version: number;
      readonly definition: RuleDefinition;
    },
  ): Promise<Checked & { readonly rule: RuleView }>;
  /** NOT_FOUND; RULES_STALE if somebody published, went back or retired meanwhile. */
  publish(actor: AgentActor, what: Versioned): Promise<RuleView>;
  /** To what was published before. */
  rollBack(actor: AgentActor, what: Versioned): Promise<RuleView>;
  retire(actor: AgentActor, what: Seen): Promise<RuleView>;
  settings(actor: AgentActor, siteId: SiteId): Promise<RadarSettingsView>;
  configure(
    actor: AgentActor,
    change: { readonly siteId: SiteId; readonly version: number; readonly settings: RadarSettings },
  ): Promise<RadarSettingsView>;
}

const notFound = (): LotseError => new LotseError("NOT_FOUND", "There is no such rule or version");

const viewOf = ({ id, siteId, enabled, publishedVersion, versions }: RuleHistory): RuleView => {
  const [newest] = versions;
  if (newest === undefined) throw notFound();
  const state = enabled ? "published" : publishedVersion === 0 ? "draft" : "retired";
  const inForce = enabled ? (versions.find(({ version }) => version === publishedVersion) ?? null) : null;
  return {
    ...{ id, siteId, state, inForce, newest },
    publishedVersion: publishedVersion === 0 ? null : publishedVersion,
  };
};

export const createRuleEditing = (deps: RuleEditingDeps): RuleEditing => {
  const { storage, book, clock } = deps;
  // What a site's rules cost together must still be so when one of them is published
  const inTurn = createSerial<TenantId>();

  const find = async (tenantId: TenantId, ruleId: RuleId): Promise<RuleHistory> => {
    const history = await storage.readRuleHistory(tenantId, ruleId);
    if (history === null) throw notFound();
    return history;
  };

  const check = async (
    tenantId: TenantId,
    rule: { readonly siteId: SiteId; readonly id: RuleId; readonly definition: RuleDefinition },
  ): Promise<Checked> => {
    const checked = checkDefinition(rule.definition, await deps.worldOf(tenantId), deps.hookHosts);
    const { rules } = await storage.readRadar(tenantId);
    const others = rules.filter(({ id, siteId }) => siteId === rule.siteId && id !== rule.id);
    refuseUnaffordable([...others, { id: rule.id, cel: rule.definition.cel }]);
    return checked;
  };

  const publishVersion = (
    actor: AgentActor,
    { ruleId, version, inForce }: Versioned,
    mayBe: (found: RuleVersionView, history: RuleHistory) => boolean,
  ): Promise<RuleView> =>
    inTurn(actor.tenantId, async () => {
      const { tenantId, agentId: by } = actor;
      const history = await find(tenantId, ruleId);
      const found = history.versions.find(one => one.version === version);
      if (found === undefined || !mayBe(found, history)) throw notFound();
      await check(tenantId, { siteId: history.siteId, id: ruleId, definition: found.definition });
      await storage.publishRule(tenantId, { ruleId, version, inForce, atMs: clock.nowMs(), by });
      await book.refresh(tenantId);
      return viewOf(await find(tenantId, ruleId));
    });

  const settingsOf = async (actor: AgentActor, siteId: SiteId): Promise<RadarSettingsView> => {
    const { sites } = await storage.readRadar(actor.tenantId);
    const site = sites.find(one => one.siteId === siteId);
    if (site === undefined) throw notFound();
    const maySee = actor.role === "administrator";
    return {
      siteId,
      settings: site.settings ?? DEFAULT_SETTINGS,
      version: site.settingsVersion,
      hookSecret: maySee ? deps.hookSecretOf(actor.tenantId, siteId) : null,
    };
  };

  return {
    list: async tenantId => (await storage.listRuleHistories(tenantId)).map(viewOf),
    read: async (tenantId, ruleId) => {
      const history = await find(tenantId, ruleId);
      return { rule: viewOf(history), versions: history.versions };
    },
    save: async ({ tenantId, agentId: by }, { siteId, ruleId, version: basedOn, definition }) => {
      const isNew = ruleId === undefined;
      const id = ruleId ?? (deps.ids() as RuleId);
      // First of all whether it is theirs: what is wrong with the text is told to nobody else
      if (!isNew && (await find(tenantId, id)).siteId !== siteId) throw notFound();
      const checked = await check(tenantId, { siteId, id, definition });
      const atMs = clock.nowMs();
      await storage.saveRule(tenantId, { ruleId: id, siteId, isNew, definition, basedOn, atMs, by });
      return { ...checked, rule: viewOf(await find(tenantId, id)) };
    },
    publish: (actor, what) => publishVersion(actor, what, () => true),
    rollBack: (actor, what) =>
      publishVersion(
        actor,
        what,
        ({ version, publishedAtMs }, { publishedVersion }) =>
          publishedAtMs !== null && version !== publishedVersion,
      ),
    retire: async ({ tenantId, agentId: by }, { ruleId, inForce }) => {
      await storage.retireRule(tenantId, { ruleId, inForce, atMs: clock.nowMs(), by });
      await book.refresh(tenantId);
      return viewOf(await find(tenantId, ruleId));
    },
    settings: settingsOf,
    configure: async (actor, { siteId, version: basedOn, settings }) => {
      checkSettings(settings);
      const { tenantId, agentId: by } = actor;
      await storage.saveRadarSettings(tenantId, { siteId, settings, basedOn, atMs: clock.nowMs(), by });
      await book.refresh(tenantId);
      return settingsOf(actor, siteId);
    },
  };
};
