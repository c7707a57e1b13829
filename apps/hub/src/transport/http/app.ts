/**
 * Every path of the hub, in one place. Each route is a small module; this one gives them their order and makes sure
 * that whatever one of them throws is answered. Knows no feature.
 */
import express, { type Express, type RequestHandler } from "express";
import type { AnyCommand } from "../../command.ts";
import type { MapError } from "../dispatch.ts";
import { type BeaconDeps, createBeaconRoute } from "./beacon.ts";
import { type CommandRouteDeps, createCommandRoute } from "./commands.ts";
import { createErrorHandler, notFound, refuseBadPaths } from "./errors.ts";
import { type HealthDeps, healthRoutes } from "./health.ts";
import { openApiOf } from "./openapi.ts";
import type { RestOperation } from "./operations.ts";
import { baseHeaders, consolePages, mirrorPage, type PageDeps, widgetModules } from "./pages.ts";
import { createSiteScriptRoute, type SiteScriptDeps } from "./siteScript.ts";

/** What `/api/v1/console-config` tells the console before anyone signed in. */
export interface ConsoleConfig {
  readonly mirrorUrl: string;
  /** In demo mode only. */
  readonly demoAgents:
    | readonly { readonly name: string; readonly email: string; readonly password: string }[]
    | null;
  /** Where the demo shop listens, on the same host; in demo mode only. */
  readonly shopPort?: number;
}

export interface HttpAppDeps extends BeaconDeps, CommandRouteDeps, SiteScriptDeps, PageDeps, HealthDeps {
  readonly commands: readonly AnyCommand[];
  readonly operations: readonly RestOperation[];
  readonly mapError: MapError;
  /** Everything under `/api/auth/`: sign-in and sign-out. */
  readonly authHandler: RequestHandler;
  /** Below `/api/v1`: about the account, and what the features add. */
  readonly accountRoutes: RequestHandler;
  readonly featureRoutes: RequestHandler;
  /** What the mirror document loads, for those with a ticket. */
  readonly mirrorAssets: RequestHandler;
  readonly consoleConfig: () => ConsoleConfig;
  readonly trustedHops: number;
}

export const createHttpApp = (deps: HttpAppDeps): Express => {
  const app = express();
  app.set("trust proxy", deps.trustedHops);
  app.set("query parser", "simple");
  app.set("etag", "strong");
  app.disable("x-powered-by");
  app.use(refuseBadPaths, baseHeaders(deps.publicUrl().startsWith("https:")));

  app.use("/s", createSiteScriptRoute(deps));
  app.use("/m", widgetModules(deps.folders));
  app.use("/console", consolePages(deps));
  app.get("/mirror", mirrorPage(deps));
  app.use("/mirror/fetched", deps.mirrorAssets);
  app.get("/", (_request, response) => response.redirect("/console/"));

  app.use("/api", noStore);
  app.use("/api/v1/beacon", createBeaconRoute(deps));
  app.use("/api/v1/commands", createCommandRoute(deps));
  app.get("/api/v1/console-config", (_request, response) => void response.json(deps.consoleConfig()));
  const openApi = openApiOf(deps, deps.publicUrl());
  app.get("/api/v1/openapi.json", (_request, response) => void response.json(openApi));
  app.use("/api/v1", deps.accountRoutes, deps.featureRoutes);
  app.all("/api/auth/{*path}", deps.authHandler);

  healthRoutes(app, deps);
  app.use(notFound, createErrorHandler(deps.mapError));
  return app;
};

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader("Cache-Control", "no-store");
  next();
};
