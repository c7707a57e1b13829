/** Of which origins a site's assets are fetched. Knows no addresses but what a site's settings say. Pure. */
import type { SiteRecord } from "@lotse/storage";
import { originAllowed } from "../../../origins.ts";

export type AssetSite = Pick<SiteRecord, "id" | "origins" | "assetOrigins">;

/** Whoever runs the hub named the host: then it need not have TLS. */
const isReached = (origin: string, hosts: ReadonlySet<string>): boolean =>
  URL.canParse(origin) && (origin.startsWith("https://") || hosts.has(new URL(origin).host));

export interface AssetSources {
  /** Everything of these is fetched by the hub: the mirror could not load it. */
  readonly origins: readonly string[];
  /** The site's own: the mirror loads their sheets and pictures itself, but no browser gives it their fonts. */
  readonly fontOrigins: readonly string[];
}

export const sourcesOf = (site: AssetSite, hosts: ReadonlySet<string>): AssetSources => {
  const own = site.origins.filter(origin => !origin.endsWith(":*") && isReached(origin, hosts));
  return {
    origins: site.assetOrigins.filter(origin => isReached(origin, hosts) && !own.includes(origin)),
    fontOrigins: own,
  };
};

export const mayFetch = (site: AssetSite, url: URL): boolean =>
  site.assetOrigins.includes(url.origin) || originAllowed(site.origins, url.origin);
