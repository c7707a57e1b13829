/** The sites of all tenants, read once at start, found by key, by id and by origin. Knows no transport. */
import type { SiteId } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { originAllowed } from "./origins.ts";

export interface SiteDirectory {
  byKey(key: string): SiteRecord | null;
  byId(id: SiteId): SiteRecord | null;
  /** True if some enabled site allows the origin: the most one can know before the site is. */
  anyAllows(origin: string): boolean;
  readonly all: readonly SiteRecord[];
}

export const createSiteDirectory = (sites: readonly SiteRecord[]): SiteDirectory => {
  const byKey = new Map(sites.map(site => [site.key, site]));
  const byId = new Map(sites.map(site => [site.id, site]));
  const enabled = sites.filter(site => site.enabled);
  return {
    byKey: key => byKey.get(key) ?? null,
    byId: id => byId.get(id) ?? null,
    anyAllows: origin => enabled.some(site => originAllowed(site.origins, origin)),
    all: sites,
  };
};
