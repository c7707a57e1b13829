/**
 * Who connects to the stream: a visitor by visit token from an origin of the site's, an agent by session cookie from
 * the console's own origin. Knows no sessions.
 */
import { LotseError, type SiteId } from "@lotse/protocol";
import type { AgentActor, VisitorActor } from "../../command.ts";
import { fromOwnOrigin, originAllowed } from "../../origins.ts";
import type { StreamTransportDeps } from "./streamConnection.ts";

export interface StreamDoorDeps {
  readonly verifyToken: (token: string) => Promise<VisitorActor | null>;
  readonly agentOf: (headers: NodeJS.Dict<string | string[]>) => Promise<AgentActor | null>;
  readonly ownOrigins: () => readonly string[];
  /** Null: unknown, or switched off. */
  readonly siteOrigins: (siteId: SiteId) => readonly string[] | null;
}

export const createStreamAuthenticate =
  (deps: StreamDoorDeps): StreamTransportDeps["authenticate"] =>
  async ({ token }, headers) => {
    if (token === undefined) {
      const agent = fromOwnOrigin(headers, deps.ownOrigins()) ? await deps.agentOf(headers) : null;
      if (agent === null) throw new LotseError("SESSION_REVOKED", "Nobody is signed in");
      return agent;
    }
    const visitor = await deps.verifyToken(token);
    const origins = visitor === null ? null : deps.siteOrigins(visitor.siteId);
    if (visitor === null || origins === null)
      throw new LotseError("TOKEN_INVALID", "The visit token is not valid");
    // No origin means no browser, which could claim any origin anyway; the token is what counts then.
    if (headers.origin !== undefined && !originAllowed(origins, headers.origin)) {
      throw new LotseError("ORIGIN_DENIED", "The site does not allow this origin");
    }
    return visitor;
  };
