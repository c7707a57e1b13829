/** The sites of all tenants, read at start and kept up to date, found by key, by id and by origin. Knows no transport. */
import type { SiteId, Unsubscribe } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { originAllowed } from "./origins.ts";

export interface SiteDirectory {
  byKey(key: string): SiteRecord | null;
  byId(id: SiteId): SiteRecord | null;
  /**
   * True if some site allows the origin: the most one can know before the site is. One that is switched off, too, or
   * its pages could not read why they are refused.
   */
  anyAllows(origin: string): boolean;
  readonly all: readonly SiteRecord[];
  /** What storage says now of a site that is known. Takes effect at once: this is the kill switch. */
  put(site: SiteRecord): void;
  onChanged(fn: (site: SiteRecord) => void): Unsubscribe;
}

export const createSiteDirectory = (sites: readonly SiteRecord[]): SiteDirectory => {
  const listeners = new Set<(site: SiteRecord) => void>();
  const byKey = new Map(sites.map(site => [site.key, site]));
  const byId = new Map(sites.map(site => [site.id, site]));
  return {
    byKey: key => byKey.get(key) ?? null,
    byId: id => byId.get(id) ?? null,
    anyAllows: origin => [...byId.values()].some(site => originAllowed(site.origins, origin)),
    get all() {
      return [...byId.values()];
    },
    put: site => {
      // Keys stand in pages' script tags and never change.
      byKey.set(site.key, site);
      byId.set(site.id, site);
      for (const fn of listeners) fn(site);
    },
    onChanged: fn => {
      listeners.add(fn);
      return () => void listeners.delete(fn);
    },
  };
};
