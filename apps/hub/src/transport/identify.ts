/**
 * Who asks, for both transports: a visitor by visit token from an origin of the site's, an agent by session cookie
 * from the console's own origin. Throws the code of the first thing that is wrong. Knows no commands.
 */
import { LotseError } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import type { AgentActor, VisitorActor } from "../command.ts";
import { fromOwnOrigin, originAllowed } from "../origins.ts";
import type { SiteDirectory } from "../sites.ts";

type Headers = NodeJS.Dict<string | string[]> & { readonly origin?: string | undefined };

export interface IdentifyDeps {
  readonly sites: SiteDirectory;
  readonly ownOrigins: () => readonly string[];
  readonly verifyToken: (token: string) => Promise<VisitorActor | null>;
  /** The agent whose session the request's cookie is; null if nobody is signed in. */
  readonly agentOf: (headers: Headers) => Promise<AgentActor | null>;
}

export const identifyVisitor = async (
  token: string | null,
  headers: Headers,
  deps: IdentifyDeps,
): Promise<VisitorActor> => {
  const actor = token === null ? null : await deps.verifyToken(token);
  const site = actor === null ? null : deps.sites.byId(actor.siteId);
  if (actor === null || site === null) throw new LotseError("TOKEN_INVALID", "The visit token is not valid");
  checkSite(site, headers);
  return actor;
};

/** Throws SITE_DISABLED or ORIGIN_DENIED. Asked again for whoever is connected when a site changes. */
export const checkSite = (site: Pick<SiteRecord, "enabled" | "origins">, headers: Headers): void => {
  if (!site.enabled) throw new LotseError("SITE_DISABLED", "The site is switched off");
  // No origin means no browser, which could claim any origin anyway; the token is what counts then.
  if (headers.origin !== undefined && !originAllowed(site.origins, headers.origin)) {
    throw new LotseError("ORIGIN_DENIED", "The site does not allow this origin");
  }
};

export const identifyAgent = async (headers: Headers, deps: IdentifyDeps): Promise<AgentActor> => {
  if (!fromOwnOrigin(headers, deps.ownOrigins())) {
    throw new LotseError("ORIGIN_DENIED", "Agents come from the console's own origin");
  }
  const actor = await deps.agentOf(headers);
  if (actor === null) throw new LotseError("SESSION_REVOKED", "Nobody is signed in");
  return actor;
};
