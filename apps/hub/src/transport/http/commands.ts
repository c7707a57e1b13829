/**
 * The REST twin of every command: POST its input, get its Result. A visitor shows the visit token, an agent the
 * session cookie together with our own origin. Knows no feature.
 */
import { PROTOCOL_VERSION } from "@lotse/protocol";
import { type Request, type RequestHandler, Router } from "express";
import type { Actor, VisitorActor } from "../../command.ts";
import type { CommandGate } from "../../limits.ts";
import { clientAddress } from "../address.ts";
import type { Dispatch } from "../dispatch.ts";
import { type IdentifyDeps, identifyAgent, identifyVisitor } from "../identify.ts";
import { addressParty, partiesOf } from "../parties.ts";
import { checkProtocol, dispatchIn } from "../protocol.ts";
import { allowSiteOrigins, answerPreflight } from "./beacon.ts";
import { sendError } from "./errors.ts";
import { jsonOf, readJson } from "./json.ts";

/** The largest batch of lines fits. */
const INPUT_BYTES_MAX = 400_000;

export interface CommandRouteDeps extends IdentifyDeps {
  readonly dispatch: Dispatch;
  readonly gate: CommandGate;
  readonly trustedHops: number;
  /** Somebody who may have no connection showed up: whether they stay away counts from now. */
  readonly visitorSeen: (actor: VisitorActor) => void;
}

const actorOf = (request: Request, deps: CommandRouteDeps): Promise<Actor> => {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return token === undefined
    ? identifyAgent(request.headers, deps)
    : identifyVisitor(token, request.headers, deps);
};

/** Whoever wants to be told when their version is too old says it; without, it is today's. */
const protocolOf = (request: Request): number => {
  const told = request.headers["lotse-protocol"];
  return told === undefined
    ? PROTOCOL_VERSION
    : checkProtocol(/^\d{1,4}$/.test(String(told)) ? Number(told) : null);
};

export const createCommandRoute = (deps: CommandRouteDeps): Router => {
  const run: RequestHandler<{ name: string }> = async (request, response) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
    // Before anything is looked up: knocking costs, too.
    deps.gate.take([addressParty(clientAddress(request, deps.trustedHops))], bytes);
    const actor = await actorOf(request as Request, deps);
    deps.gate.take(partiesOf(actor), bytes);
    const { name } = request.params;
    const dispatch = dispatchIn(protocolOf(request as Request), deps.dispatch);
    const result = await dispatch({ name, inputs: [jsonOf(request as Request)], actor });
    if (actor.kind === "visitor") deps.visitorSeen(actor);
    if (result.ok) response.json(result);
    else sendError(response, result.error);
  };
  const router = Router();
  router.use(allowSiteOrigins(deps.sites));
  router.options("/:name", answerPreflight);
  router.post("/:name", ...readJson(INPUT_BYTES_MAX), run as RequestHandler);
  return router;
};
