/**
 * Who is on a site now, in memory. A page that is in view says so at least once a minute; whoever was not heard of for longer than
 * that is gone. Idle visitors hold no connection, so nobody says goodbye. Knows no rules and no people.
 */
import type { Clock, TenantId, VisitId } from "@lotse/protocol";
import type { LiveVisit } from "./liveVisit.ts";

/** While somebody looks at the list, a page in view says so more often than usually. */
export const QUICK_PULSE_MS = 20_000;
/** Two signs may be missed, and a little more. */
export const GONE_AFTER_MS = 150_000;
/** Of a tenant. Those heard of longest ago are forgotten first. */
const ON_SITE_MAX = 20_000;
/** Of a tenant, for those who ask afterwards; the visits themselves are in storage. */
const LEFT_MAX = 1_000;
export const LEFT_KEPT_MS = 12 * 3_600_000;

type Visits = Map<VisitId, LiveVisit>;

export interface OnSite {
  seen(visit: LiveVisit): void;
  of(tenantId: TenantId): readonly LiveVisit[];
  /** Who has gone in the last hours, as far as this hub knows; who went last comes first. */
  left(tenantId: TenantId): readonly LiveVisit[];
  find(tenantId: TenantId, visitId: VisitId): LiveVisit | null;
}

export const createOnSite = ({ clock }: { readonly clock: Pick<Clock, "nowMs"> }): OnSite => {
  // In the order in which they were heard of
  const tenants = new Map<TenantId, { readonly here: Visits; readonly left: Visits }>();

  const silentMs = ({ lastSeenAtMs }: LiveVisit): number => clock.nowMs() - lastSeenAtMs;

  const sorted = (tenantId: TenantId) => {
    const { here, left } = tenants.get(tenantId) ?? { here: new Map(), left: new Map() };
    for (const visit of here.values()) {
      if (silentMs(visit) <= GONE_AFTER_MS && here.size <= ON_SITE_MAX) break;
      here.delete(visit.id);
      left.set(visit.id, visit);
    }
    for (const visit of left.values()) {
      if (silentMs(visit) <= LEFT_KEPT_MS && left.size <= LEFT_MAX) break;
      left.delete(visit.id);
    }
    return { here, left };
  };

  return {
    seen: visit => {
      const known = sorted(visit.tenantId);
      for (const visits of [known.here, known.left]) visits.delete(visit.id);
      known.here.set(visit.id, visit);
      tenants.set(visit.tenantId, known);
    },
    of: tenantId => [...sorted(tenantId).here.values()],
    left: tenantId => [...sorted(tenantId).left.values()].toReversed(),
    find: (tenantId, visitId) => sorted(tenantId).here.get(visitId) ?? null,
  };
};
