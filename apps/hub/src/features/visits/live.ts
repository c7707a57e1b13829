/** The list of those who are on the sites, as each agent may see it, and who looks at it. Wiring only. */
import type { Clock, LiveVisitors, SiteId, TenantId } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import type { Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import type { QueueService, RadarService, VisitService } from "../../services.ts";
import { type LiveQuery, listOf } from "./liveList.ts";
import { createLiveViews } from "./liveViews.ts";
import { type LiveVisit, PULSE_MS } from "./liveVisit.ts";
import { GONE_AFTER_MS, type OnSite, QUICK_PULSE_MS } from "./onSite.ts";

export interface LiveDeps {
  readonly onSite: OnSite;
  readonly sitesOf: (tenantId: TenantId) => readonly Pick<SiteRecord, "id" | "name">[];
  readonly serves: QueueService["serves"];
  readonly contactOf: QueueService["contactOf"];
  readonly contactWith: QueueService["contactWith"];
  readonly nearOf: RadarService["nearOf"];
  readonly closeOf: RadarService["closeOf"];
  readonly labelOf: VisitService["labelOf"];
  readonly publisher: Pick<Publisher, "toAgent">;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
}

export const createLive = (deps: LiveDeps) => {
  const { onSite, clock } = deps;

  const servedBy = (actor: AgentActor, visits: readonly LiveVisit[]): readonly LiveVisit[] => {
    const sites = new Map<SiteId, boolean>();
    return visits.filter(({ siteId }) => {
      const serves = sites.get(siteId) ?? deps.serves(actor, siteId);
      sites.set(siteId, serves);
      return serves;
    });
  };

  const list = (actor: AgentActor, query: LiveQuery): LiveVisitors => {
    const { tenantId } = actor;
    const here = servedBy(actor, onSite.of(tenantId));
    const isOfLeft = query.who === "left";
    const found = listOf(isOfLeft ? servedBy(actor, onSite.left(tenantId)) : here, query, {
      labelOf: deps.labelOf,
      isInView: visit => clock.nowMs() < visit.inViewUntilMs,
      contactOf: ({ tenantId, id }) => deps.contactOf(tenantId, id),
      contactWith: ({ tenantId, id }) => deps.contactWith(tenantId, id),
      // Nothing comes nearer for who has gone; how it was, the trace tells
      nearOf: (visit, ruleId) => (isOfLeft ? null : deps.nearOf(visit, ruleId)),
      closeOf: deps.closeOf,
    });
    const sites = deps
      .sitesOf(actor.tenantId)
      .filter(({ id }) => deps.serves(actor, id))
      .map(({ id, name }) => ({ id, name }));
    return {
      ...{ serverNowMs: clock.nowMs(), ...found, onSite: here.length, sites },
      goneAfterMs: GONE_AFTER_MS,
    };
  };

  const views = createLiveViews({ ...deps, list });
  return {
    list,
    watch: views.open,
    unwatch: views.close,
    changed: views.changed,
    /** How soon a page in view says so again. */
    pulseOf: (tenantId: TenantId): number => (views.isLookedAt(tenantId) ? QUICK_PULSE_MS : PULSE_MS),
    find: onSite.find,
    on: (siteId: SiteId, tenantId: TenantId) => onSite.of(tenantId).filter(one => one.siteId === siteId),
    close: views.end,
  };
};

export type Live = ReturnType<typeof createLive>;
