/** A tenant's sites and their settings. What is changed holds at once, for pages that are open as well. */
import { LotseError, type SiteId, type SiteView, type TenantId } from "@lotse/protocol";
import type { SiteChange, SiteRecord, Storage } from "@lotse/storage";
import { isOriginPattern } from "../../origins.ts";
import type { SiteDirectory } from "../../sites.ts";

export interface SiteServiceDeps {
  readonly storage: Pick<Storage, "changeSite" | "listSites">;
  readonly sites: SiteDirectory;
}

export interface SiteService {
  list(tenantId: TenantId): readonly SiteView[];
  change(tenantId: TenantId, siteId: SiteId, change: SiteChange): Promise<SiteView>;
  /** Storage knows better than the directory. */
  refresh(tenantId: TenantId): Promise<void>;
}

const viewOf = ({ tenantId: _ours, ...view }: SiteRecord): SiteView => view;

/** Throws URL_INVALID. */
export const checkOrigins = (origins: readonly string[], field: string): void => {
  if (origins.every(isOriginPattern)) return;
  throw new LotseError("URL_INVALID", "An origin is like https://shop.example, without a path", { field });
};

/** No port is left open: the hub calls each of these, or visitors are led there. Throws URL_INVALID. */
const checkExactOrigins = (origins: readonly string[], field: string): void => {
  checkOrigins(origins, field);
  if (origins.every(origin => URL.canParse(origin) && new URL(origin).origin === origin)) return;
  throw new LotseError("URL_INVALID", "An origin of another site is exact", { field });
};

export const createSiteService = ({ storage, sites }: SiteServiceDeps): SiteService => ({
  list: tenantId =>
    sites.all
      .filter(site => site.tenantId === tenantId)
      .map(viewOf)
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
  change: async (tenantId, siteId, change) => {
    if (change.origins !== undefined) checkOrigins(change.origins, "origins");
    if (change.assetOrigins !== undefined) checkExactOrigins(change.assetOrigins, "assetOrigins");
    if (change.pushOrigins !== undefined) checkExactOrigins(change.pushOrigins, "pushOrigins");
    const site = await storage.changeSite(tenantId, siteId, change);
    sites.put(site);
    return viewOf(site);
  },
  refresh: async tenantId => {
    for (const site of await storage.listSites()) if (site.tenantId === tenantId) sites.put(site);
  },
});
