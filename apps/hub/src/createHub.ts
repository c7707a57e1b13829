/**
 * The hub's frame: opens the transports around the composed features and closes them again. The world (clock, ids,
 * storage, secrets, folders) comes in; nothing here reads the environment or decides anything about help.
 */
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { BeaconAnswer, Clock, MakeId } from "@lotse/protocol";
import type { SiteRecord, Storage } from "@lotse/storage";
import type { Request, RequestHandler } from "express";
import type { Server } from "socket.io";
import type { AgentActor, VisitorActor } from "./command.ts";
import { addressesOf, type HubConfig } from "./config.ts";
import type { ComposeFeatures, Features } from "./features.ts";
import { createLimiter, DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { errorFields, type Log } from "./log.ts";
import type { Secrets } from "./secrets.ts";
import { createSiteDirectory, type SiteDirectory } from "./sites.ts";
import { actorFields, createDispatch, createErrorMapper } from "./transport/dispatch.ts";
import { type ConsoleConfig, createHttpApp } from "./transport/http/app.ts";
import { type AssetFolders, readWidgetBuild } from "./transport/http/assets.ts";
import { createLinks, type Links } from "./transport/links.ts";
import { createPublisher } from "./transport/publisher.ts";
import { serveSockets } from "./transport/socket.ts";
import { createSocketServer } from "./transport/socketServer.ts";

/** A reload or a short loss of network is not leaving. */
const GRACE_MS = 10_000;
const SESSION_CHECK_MS = 5_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Who signs in as an agent; the sign-in itself is the accounts feature's. */
export interface Accounts {
  agentOf(headers: NodeJS.Dict<string | string[]>): Promise<AgentActor | null>;
  /** Everything under `/api/auth/`. */
  readonly handler: RequestHandler;
}

export interface HubOptions {
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly random: () => number;
  readonly storage: Storage;
  /** Made once the hub's own address is known. */
  readonly accounts: (publicUrl: string) => Accounts;
  readonly compose: ComposeFeatures;
  readonly config: Pick<HubConfig, "host" | "publicUrl" | "mirrorUrl" | "trustedHops">;
  readonly limits?: Limits;
  readonly secrets: Secrets;
  readonly assets: AssetFolders;
  readonly demoAgents: ConsoleConfig["demoAgents"];
  readonly log: Log;
}

export interface Hub {
  /** Port 0 takes a free one. Rejects if the port is taken. */
  listen(port: number): Promise<{ readonly port: number; readonly url: string; readonly mirrorUrl: string }>;
  /** Idempotent. Closes every connection; the storage stays its owner's. */
  close(): Promise<void>;
}

/** Everything that exists only while the hub listens. */
interface Running {
  readonly features: Features;
  readonly sites: SiteDirectory;
  readonly io: Server;
  readonly visitorLinks: Links<VisitorActor>;
  readonly agentLinks: Links<AgentActor>;
  readonly closeStream: () => void;
}

const starting: RequestListener = (_request, response) => {
  response.writeHead(503, { "Retry-After": "1" }).end();
};

const bind = (http: HttpServer, port: number, host: string | null): Promise<number> =>
  new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen({ port, ...(host === null ? {} : { host }) }, () => {
      http.off("error", reject);
      resolve((http.address() as AddressInfo).port);
    });
  });

const createLinksOf = (options: HubOptions, features: Features) => {
  const report = (error: unknown): void => options.log.error("leaving failed", errorFields(error));
  const { clock } = options;
  return {
    visitorLinks: createLinks<VisitorActor>({
      clock,
      graceMs: GRACE_MS,
      keyOf: actor => actor.visitId,
      onGone: actor => void features.visitLeft(actor.tenantId, actor.visitId).catch(report),
    }),
    agentLinks: createLinks<AgentActor>({
      clock,
      graceMs: GRACE_MS,
      keyOf: actor => actor.agentId,
      onGone: actor => {
        options.log.info("agent gone", actorFields(actor));
        features.agentDisconnected(actor).catch(report);
      },
    }),
  };
};

export const createHub = (options: HubOptions): Hub => {
  const { log, config } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  let handle: RequestListener = starting;
  let running: Running | null = null;
  let closing: Promise<void> | null = null;
  const http = createServer((request, response) => handle(request, response));
  http.headersTimeout = HEADERS_TIMEOUT_MS;
  http.requestTimeout = REQUEST_TIMEOUT_MS;

  const open = async (address: {
    readonly publicUrl: string;
    readonly mirrorUrl: string;
  }): Promise<Running> => {
    const ownOrigins = (): readonly string[] => [address.publicUrl];
    const accounts = options.accounts(address.publicUrl);
    const sites = createSiteDirectory(await options.storage.listSites());
    const widget = await readWidgetBuild(options.assets.widget);
    const { socketsPerAddress } = limits;
    const { trustedHops } = config;
    const io = createSocketServer({ http, sites, ownOrigins, socketsPerAddress, trustedHops, log });
    const features = await options.compose({ ...options, sites, publisher: createPublisher(io) });
    const links = createLinksOf(options, features);
    const mapError = createErrorMapper(options);
    const shared = {
      dispatch: createDispatch({ commands: features.commands, log, mapError }),
      mapError,
      takeCommand: createLimiter(limits.commands),
      sites,
      ownOrigins,
      verifyToken: features.verifyToken,
      agentOf: (headers: Request["headers"]) => accounts.agentOf(headers),
    };
    handle = createHttpApp({
      ...shared,
      commands: features.commands,
      takeBeacon: createLimiter(limits.beacons),
      trustedHops,
      receive: async (site, beacon) => {
        const answer = await features.receiveBeacon(site, beacon);
        expectVisitor(answer, site, links.visitorLinks);
        return answer;
      },
      rulesFor: features.rulesFor,
      publicUrl: () => address.publicUrl,
      mirrorUrl: () => address.mirrorUrl,
      mirrorPolicy: () => features.mirrorPolicy(address.publicUrl),
      widget: () => widget,
      folders: options.assets,
      authHandler: accounts.handler,
      consoleConfig: () => ({ mirrorUrl: address.mirrorUrl, demoAgents: options.demoAgents }),
      isReady: () => closing === null,
      gauges: () => [
        {
          name: "lotse_visitor_connections",
          help: "Open visitor connections.",
          value: links.visitorLinks.connections,
        },
        {
          name: "lotse_agent_connections",
          help: "Open console connections.",
          value: links.agentLinks.connections,
        },
        ...features.gauges(),
      ],
    });
    const agentConnected = (actor: AgentActor): Promise<void> => features.agentConnected(actor);
    serveSockets({
      ...shared,
      ...links,
      io,
      agentConnected,
      clock: options.clock,
      sessionCheckMs: SESSION_CHECK_MS,
      log,
    });
    const closeStream = features.serveStream({ io, ownOrigins, agentOf: shared.agentOf });
    return { features, sites, io, ...links, closeStream };
  };

  const shut = async (): Promise<void> => {
    if (running === null) return void http.close();
    running.visitorLinks.close();
    running.agentLinks.close();
    running.closeStream();
    // Closes the namespaces' sockets and the HTTP server they hang on.
    const closed = running.io.close();
    http.closeIdleConnections();
    await closed;
    await running.features.close();
  };

  return {
    listen: async port => {
      const bound = await bind(http, port, config.host);
      const address = addressesOf(config, bound);
      running = await open(address);
      log.info("listening", { port: bound });
      return { port: bound, url: address.publicUrl, mirrorUrl: address.mirrorUrl };
    },
    close: () => {
      closing ??= shut();
      return closing;
    },
  };
};

/** An offer waits for its visitor's connection as long as a lost one would be waited for. */
const expectVisitor = (answer: BeaconAnswer, site: SiteRecord, links: Links<VisitorActor>): void => {
  if (!answer.decisions.some(decision => decision.outcome === "offer")) return;
  links.expect({ kind: "visitor", tenantId: site.tenantId, siteId: site.id, visitId: answer.visitId });
};
