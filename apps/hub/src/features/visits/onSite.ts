/**
 * Who is on a site now, in memory. A page that is in view says so at least once a minute; whoever was not heard of for longer than
 * that is gone. Idle visitors hold no connection, so nobody says goodbye. Knows no rules and no people.
 */
import type { Clock, TenantId, VisitId } from "@lotse/protocol";
import type { LiveVisit } from "./liveVisit.ts";

/** In view, a page says so this often; while somebody looks at the list, more often. */
export const PULSE_MS = 60_000;
export const QUICK_PULSE_MS = 20_000;
/** Two signs may be missed, and a little more. */
export const GONE_AFTER_MS = 150_000;
/** Of a tenant. Those heard of longest ago are forgotten first. */
const ON_SITE_MAX = 20_000;

export interface OnSite {
  seen(visit: LiveVisit): void;
  of(tenantId: TenantId): readonly LiveVisit[];
  find(tenantId: TenantId, visitId: VisitId): LiveVisit | null;
}

export const createOnSite = ({ clock }: { readonly clock: Pick<Clock, "nowMs"> }): OnSite => {
  // In the order in which they were heard of
  const tenants = new Map<TenantId, Map<VisitId, LiveVisit>>();

  const isGone = ({ lastSeenAtMs }: LiveVisit): boolean => clock.nowMs() - lastSeenAtMs > GONE_AFTER_MS;

  const present = (tenantId: TenantId): Map<VisitId, LiveVisit> => {
    const visits = tenants.get(tenantId) ?? new Map<VisitId, LiveVisit>();
    for (const visit of visits.values()) {
      if (!isGone(visit) && visits.size <= ON_SITE_MAX) break;
      visits.delete(visit.id);
    }
    return visits;
  };

  return {
    seen: visit => {
      const visits = present(visit.tenantId);
      visits.delete(visit.id);
      visits.set(visit.id, visit);
      tenants.set(visit.tenantId, visits);
    },
    of: tenantId => [...present(tenantId).values()],
    find: (tenantId, visitId) => present(tenantId).get(visitId) ?? null,
  };
};
