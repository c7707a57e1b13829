/**
 * The loader's one request. Checked in this order: address quota, origin, type and size, shape, site. Only then the
 * visits feature sees it. Knows nothing of rules.
 */
import { type Beacon, type BeaconAnswer, LotseError, ok } from "@lotse/protocol";
import { beaconSchema, parse } from "@lotse/protocol/schemas";
import type { SiteRecord } from "@lotse/storage";
import { type Request, type RequestHandler, type Response, Router } from "express";
import type { TakeOne } from "../../limits.ts";
import { originAllowed } from "../../origins.ts";
import type { SiteDirectory } from "../../sites.ts";
import { clientAddress } from "../address.ts";
import { dropRiskyNames } from "../inputGuard.ts";
import { jsonOf, readJson } from "./json.ts";

const BEACON_BYTES_MAX = 64_000;
const PREFLIGHT_SECONDS = "7200";

export interface BeaconDeps {
  readonly sites: SiteDirectory;
  readonly takeBeacon: TakeOne;
  readonly takeTenantBeacon: TakeOne;
  readonly trustedHops: number;
  readonly receive: (site: SiteRecord, beacon: Beacon) => Promise<BeaconAnswer>;
}

/** Lets the sites' pages read the answer, errors included; never with credentials. */
export const allowSiteOrigins =
  (sites: SiteDirectory): RequestHandler =>
  (request, response, next) => {
    const { origin } = request.headers;
    response.vary("Origin");
    if (origin !== undefined && sites.anyAllows(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    }
    next();
  };

export const answerPreflight: RequestHandler = (_request, response) => {
  response.setHeader("Access-Control-Allow-Methods", "POST");
  response.setHeader("Access-Control-Allow-Headers", "content-type, authorization, lotse-protocol");
  response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
  response.status(204).end();
};

const partOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** Forms and products have the names that a page gives them. One called `constructor` is not heard of; the others are. */
const withoutRiskyNames = (body: unknown): void => {
  const facts = partOf(body, "facts");
  for (const named of ["forms", "products"]) dropRiskyNames(partOf(facts, named));
};

const siteFor = (beacon: Beacon, origin: string, sites: SiteDirectory): SiteRecord => {
  const site = sites.byKey(beacon.siteKey);
  if (site === null) throw new LotseError("SITE_UNKNOWN", "There is no such site");
  if (!site.enabled) throw new LotseError("SITE_DISABLED", "The site is switched off");
  if (!originAllowed(site.origins, origin)) {
    throw new LotseError("ORIGIN_DENIED", "The site does not allow this origin");
  }
  return site;
};

export const createBeaconRoute = (deps: BeaconDeps): Router => {
  const refuseEarly: RequestHandler = (request, _response, next) => {
    deps.takeBeacon(clientAddress(request, deps.trustedHops));
    const { origin } = request.headers;
    if (origin === undefined || !deps.sites.anyAllows(origin)) {
      throw new LotseError("ORIGIN_DENIED", "No site allows this origin");
    }
    next();
  };
  const receive = async (request: Request, response: Response): Promise<void> => {
    const beacon = parse(beaconSchema, jsonOf(request, withoutRiskyNames));
    const site = siteFor(beacon, request.headers.origin ?? "", deps.sites);
    deps.takeTenantBeacon(site.tenantId);
    response.json(ok(await deps.receive(site, beacon)));
  };
  const router = Router();
  router.use(allowSiteOrigins(deps.sites));
  router.options("/", answerPreflight);
  router.post("/", refuseEarly, ...readJson(BEACON_BYTES_MAX), receive);
  return router;
};
