/**
 * One-time links over HTTP, without a session: read and redeemed by POST, so that whatever previews addresses uses
 * nothing up, and the secret stands in no log. Few tries per address.
 */
import { LotseError, ok } from "@lotse/protocol";
import { accountLinkReadSchema, accountLinkRedeemSchema, parse } from "@lotse/protocol/schemas";
import { type Request, type RequestHandler, Router } from "express";
import type { TakeOne } from "../../limits.ts";
import { jsonOf, readJson } from "../../transport/http/json.ts";
import type { Entrance } from "./entrance.ts";

const BODY_BYTES_MAX = 4_096;

export const createLinkRoutes = (deps: {
  readonly entrance: Entrance;
  readonly takeLink: TakeOne;
}): RequestHandler => {
  const limit: RequestHandler = async (request, _response, next) => {
    await deps.takeLink(request.ip ?? "unknown");
    next();
  };
  /** A page of another site has no business here, even with a secret it got hold of. */
  const refuseOtherSites: RequestHandler = (request, _response, next) => {
    if (/^(cross-site|same-site)$/.test(request.get("sec-fetch-site") ?? "")) {
      throw new LotseError("ORIGIN_DENIED", "Links are opened on the hub's own page");
    }
    next();
  };
  const router = Router();
  const before = [limit, refuseOtherSites, ...readJson(BODY_BYTES_MAX)];
  router.post("/account-links/read", ...before, async (request, response) => {
    const { token } = parse(accountLinkReadSchema, jsonOf(request as Request));
    response.json(ok(await deps.entrance.read(token)));
  });
  router.post("/account-links/redeem", ...before, async (request, response) => {
    const entry = parse(accountLinkRedeemSchema, jsonOf(request as Request));
    response.json(ok(await deps.entrance.redeem(entry)));
  });
  return router;
};
