/**
 * The REST twin of every command: POST its input, get its Result. A visitor shows the visit token, an agent the
 * session cookie together with our own origin. Knows no feature.
 */
import { LotseError } from "@lotse/protocol";
import { type Request, type RequestHandler, Router } from "express";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import type { TakeOne } from "../../limits.ts";
import { fromOwnOrigin, originAllowed } from "../../origins.ts";
import type { SiteDirectory } from "../../sites.ts";
import type { Dispatch } from "../dispatch.ts";
import { allowSiteOrigins, answerPreflight } from "./beacon.ts";
import { sendError } from "./errors.ts";
import { jsonOf, readJson } from "./json.ts";

const INPUT_BYTES_MAX = 100_000;

export interface CommandRouteDeps {
  readonly dispatch: Dispatch;
  readonly takeCommand: TakeOne;
  readonly sites: SiteDirectory;
  readonly ownOrigins: () => readonly string[];
  readonly verifyToken: (token: string) => Promise<VisitorActor | null>;
  readonly agentOf: (headers: Request["headers"]) => Promise<AgentActor | null>;
}

const visitorOf = async (token: string, request: Request, deps: CommandRouteDeps): Promise<VisitorActor> => {
  const actor = await deps.verifyToken(token);
  const site = actor === null ? null : deps.sites.byId(actor.siteId);
  if (actor === null || site === null) throw new LotseError("TOKEN_INVALID", "The visit token is not valid");
  if (!site.enabled) throw new LotseError("SITE_DISABLED", "The site is switched off");
  const { origin } = request.headers;
  if (origin !== undefined && !originAllowed(site.origins, origin)) {
    throw new LotseError("ORIGIN_DENIED", "The site does not allow this origin");
  }
  return actor;
};

const actorOf = async (request: Request, deps: CommandRouteDeps): Promise<Actor> => {
  const bearer = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return visitorOf(bearer, request, deps);
  if (!fromOwnOrigin(request.headers, deps.ownOrigins())) {
    throw new LotseError("ORIGIN_DENIED", "Agents call from the console's own origin");
  }
  const actor = await deps.agentOf(request.headers);
  if (actor === null) throw new LotseError("SESSION_REVOKED", "Nobody is signed in");
  return actor;
};

export const createCommandRoute = (deps: CommandRouteDeps): Router => {
  const run: RequestHandler<{ name: string }> = async (request, response) => {
    const actor = await actorOf(request as Request, deps);
    await deps.takeCommand(actor.kind === "visitor" ? `visit:${actor.visitId}` : `agent:${actor.agentId}`);
    const { name } = request.params;
    const result = await deps.dispatch({ name, inputs: [jsonOf(request as Request)], actor });
    if (result.ok) response.json(result);
    else sendError(response, result.error);
  };
  const router = Router();
  router.use(allowSiteOrigins(deps.sites));
  router.options("/:name", answerPreflight);
  router.post("/:name", ...readJson(INPUT_BYTES_MAX), run as RequestHandler);
  return router;
};
