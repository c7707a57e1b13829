/**
 * Shared pages while their site changes: once what is masked is another, nobody is given what was seen before; a site that is
 * switched off, or takes away the origin where a page stands, ends the sharing. Knows neither sockets nor frames.
 */
import type { CobrowseId, Masking, SiteId, Unsubscribe } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { originAllowed } from "../../origins.ts";
import type { SiteDirectory } from "../../sites.ts";
import type { StreamRelay } from "./relay.ts";
import type { SourcePlace } from "./streamSides.ts";

export interface SiteWatchDeps {
  readonly sites: Pick<SiteDirectory, "onChanged" | "all">;
  readonly relay: Pick<StreamRelay, "of" | "renew" | "end">;
  /** Ends what is shared, or asked for, on a site; or one session. */
  readonly siteClosed: (siteId: SiteId) => Promise<void>;
  readonly letGo: (id: CobrowseId) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** A site that is gone leaves nothing to be shown. */
export const maskingOf = (site: SiteRecord | null): Masking => ({
  strict: site?.strictMasking ?? true,
  rules: site?.maskRules ?? [],
});

/** Whether a page there may be shared. */
export const isSharedFrom = (site: SiteRecord | null, { origin }: Pick<SourcePlace, "origin">): boolean =>
  site?.enabled === true && (origin === undefined || originAllowed(site.origins, origin));

/** In the turn in which a site changes: whoever changed it is told so afterwards, and from then on relies on it. */
export const watchSites = (deps: SiteWatchDeps): Unsubscribe => {
  const { sites, relay } = deps;
  const stampOf = (site: SiteRecord): string => JSON.stringify(maskingOf(site));
  const stamps = new Map(sites.all.map(site => [site.id, stampOf(site)]));
  return sites.onChanged(site => {
    const stamp = stampOf(site);
    const isMaskedAnew = stamp !== stamps.get(site.id);
    stamps.set(site.id, stamp);
    for (const { id, place } of relay.of(site.id)) {
      if (isSharedFrom(site, place)) {
        if (isMaskedAnew) relay.renew(id);
        continue;
      }
      relay.end(id);
      deps.letGo(id).catch(deps.onError);
    }
    if (!site.enabled) deps.siteClosed(site.id).catch(deps.onError);
  });
};
