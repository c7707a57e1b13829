/**
 * The hub's frame: opens the transports around the composed features and closes them again. The world (clock, ids,
 * storage, secrets, folders) comes in; nothing here reads the environment or decides anything about help.
 */
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { AgentId, BeaconAnswer, Clock, MakeId } from "@lotse/protocol";
import type { SiteRecord, Storage } from "@lotse/storage";
import type { RetentionDays } from "@lotse/storage/retention";
import type { RequestHandler } from "express";
import { createAuditTrail } from "./audit.ts";
import type { AgentActor } from "./command.ts";
import { addressesOf, type HubConfig } from "./config.ts";
import type { ComposeFeatures, Features, VisitParty } from "./features.ts";
import { createCommandGate, createLimiter, DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { errorFields, type Log } from "./log.ts";
import { createReadiness } from "./readiness.ts";
import type { Secrets } from "./secrets.ts";
import type { AccountDesk } from "./services.ts";
import { createSiteDirectory, type SiteDirectory } from "./sites.ts";
import { actorFields, createDispatch, createErrorMapper } from "./transport/dispatch.ts";
import { frameGauges } from "./transport/frameGauges.ts";
import { type ConsoleConfig, createHttpApp } from "./transport/http/app.ts";
import { type AssetFolders, readWidgetBuild } from "./transport/http/assets.ts";
import { createLinks, type Links } from "./transport/links.ts";
import { createPublisher } from "./transport/publisher.ts";
import { createSessionWatch } from "./transport/sessionWatch.ts";
import { createSlowConsumerCut, DEFAULT_BACKLOG, type SlowConsumerCut } from "./transport/slowConsumers.ts";
import { serveSockets } from "./transport/socket.ts";
import { createSocketServer } from "./transport/socketServer.ts";
import { trackUpgraded } from "./transport/upgraded.ts";

/** A reload or a short loss of network is not leaving. */
const GRACE_MS = 10_000;
/**
 * A visitor in the queue who is gone this long has closed the page: a change of page takes seconds, a tunnel or a
 * change of networks less than a minute. Shorter would cost people their place, longer would ring agents for nobody.
 */
const ABANDONED_MS = 60_000;
/** What is promised is five seconds, the look itself and a busy machine included. */
const SESSION_CHECK_MS = 4_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Who signs in as an agent; the sign-in itself is the accounts feature's. */
export interface Accounts {
  agentOf(headers: NodeJS.Dict<string | string[]>): Promise<AgentActor | null>;
  /** Everything under `/api/auth/`. */
  readonly handler: RequestHandler;
  /** What it answers below `/api/v1`. */
  readonly routes: RequestHandler;
  readonly desk: AccountDesk;
}

/** What sign-in must know of the hub, and how it says that open connections may be over. */
export interface AccountsPlace {
  readonly publicUrl: string;
  readonly signInsChanged: (agentIds: readonly AgentId[]) => Promise<void>;
}

export interface HubOptions {
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly random: () => number;
  readonly storage: Storage;
  /** Made once the hub's own address is known. */
  readonly accounts: (place: AccountsPlace) => Accounts;
  readonly compose: ComposeFeatures;
  readonly config: Pick<HubConfig, "host" | "publicUrl" | "mirrorUrl" | "trustedHops">;
  readonly limits?: Limits;
  readonly hookHosts?: ReadonlySet<string>;
  readonly assetHosts?: ReadonlySet<string>;
  readonly retentionDays?: RetentionDays;
  readonly secrets: Secrets;
  readonly assets: AssetFolders;
  readonly demoAgents: ConsoleConfig["demoAgents"];
  readonly demoShopPort?: number;
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
  readonly handle: RequestListener;
  close(): Promise<void>;
}

interface Address {
  readonly publicUrl: string;
  readonly mirrorUrl: string;
}

/** Where the hub is found, and the server it is found on. */
interface Place {
  readonly http: HttpServer;
  readonly address: Address;
  readonly isReady: () => boolean;
  readonly slowConsumers: SlowConsumerCut;
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
  const visitorLinks: Links<VisitParty> = createLinks({
    clock,
    keyOf: visit => visit.visitId,
    absences: [
      { afterMs: GRACE_MS, tell: visit => void features.visitLeft(visit).catch(report) },
      {
        afterMs: ABANDONED_MS,
        tell: visit =>
          void features.visitAbandoned(visit).catch(error => {
            report(error);
            // Whoever is not there keeps no place: tried again until it is stored, or the visitor comes back
            visitorLinks.expect(visit);
          }),
      },
    ],
  });
  const agentLinks: Links<AgentActor> = createLinks({
    clock,
    keyOf: actor => actor.agentId,
    onLost: actor => features.agentLost(actor),
    absences: [
      {
        afterMs: GRACE_MS,
        tell: actor => {
          options.log.info("agent gone", actorFields(actor));
          features.agentDisconnected(actor).catch(error => {
            report(error);
            agentLinks.expect(actor);
          });
        },
      },
    ],
  });
  return { visitorLinks, agentLinks };
};

/** What both transports work with. */
const createShared = (
  options: HubOptions,
  place: Place,
  parts: { readonly sites: SiteDirectory; readonly features: Features; readonly accounts: Accounts },
) => {
  const { sites, features, accounts } = parts;
  const mapError = createErrorMapper(options);
  return {
    accounts,
    mapError,
    sites,
    dispatch: createDispatch({
      commands: features.commands,
      log: options.log,
      mapError,
      trail: createAuditTrail(options),
    }),
    gate: createCommandGate(options.limits ?? DEFAULT_LIMITS, options.clock),
    trustedHops: options.config.trustedHops,
    slowConsumers: place.slowConsumers,
    floods: { total: 0 },
    ownOrigins: (): readonly string[] => [place.address.publicUrl],
    verifyToken: (token: string) => features.verifyToken(token),
    agentOf: (headers: NodeJS.Dict<string | string[]>) => accounts.agentOf(headers),
  };
};
type Shared = ReturnType<typeof createShared>;
type AllLinks = ReturnType<typeof createLinksOf>;

const createHttpHandler = async (
  options: HubOptions,
  place: Place,
  parts: { readonly shared: Shared; readonly features: Features; readonly links: AllLinks },
): Promise<RequestListener> => {
  const { shared, features, links } = parts;
  const { publicUrl, mirrorUrl } = place.address;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const widget = await readWidgetBuild(options.assets.widget);
  const isStored = createReadiness({ clock: options.clock, probe: () => options.storage.listSites() });
  return createHttpApp({
    ...shared,
    commands: features.commands,
    operations: features.operations,
    takeBeacon: createLimiter(limits.beacons, options.clock),
    takeTenantBeacon: createLimiter(limits.tenantBeacons, options.clock),
    receive: async (site, beacon) => {
      const answer = await features.receiveBeacon(site, beacon);
      expectVisitor(answer, site, links.visitorLinks);
      return answer;
    },
    visitorSeen: actor => links.visitorLinks.expect(actor),
    rulesFor: site => features.rulesFor(site),
    publicUrl: () => publicUrl,
    mirrorUrl: () => mirrorUrl,
    mirrorHeaders: () => features.mirrorHeaders({ publicUrl, mirrorUrl }),
    mirrorAssets: features.mirrorAssets,
    widget: () => widget,
    folders: options.assets,
    authHandler: shared.accounts.handler,
    accountRoutes: shared.accounts.routes,
    featureRoutes: features.routes,
    consoleConfig: () => ({
      mirrorUrl,
      demoAgents: options.demoAgents,
      ...(options.demoShopPort === undefined ? {} : { shopPort: options.demoShopPort }),
    }),
    isReady: async () => place.isReady() && (await isStored()),
    gauges: () => [...frameGauges({ ...links, ...shared }), ...features.gauges()],
  });
};

const open = async (options: HubOptions, place: Place): Promise<Running> => {
  const { log, clock } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const sites = createSiteDirectory(await options.storage.listSites());
  let isOpen = false;
  const upgraded = trackUpgraded(place.http);
  const io = createSocketServer({
    http: place.http,
    sites,
    ownOrigins: () => [place.address.publicUrl],
    socketsPerAddress: limits.socketsPerAddress,
    takeConnect: createLimiter(limits.connects, clock),
    slowConsumers: place.slowConsumers,
    isOpen: () => isOpen,
    trustedHops: options.config.trustedHops,
    log,
  });
  const sessions = createSessionWatch({ clock, everyMs: SESSION_CHECK_MS });
  const { publicUrl } = place.address;
  const accounts = options.accounts({ publicUrl, signInsChanged: sessions.recheck });
  const features = await options.compose({
    ...options,
    sites,
    limits,
    accounts: accounts.desk,
    recheck: sessions.recheck,
    publisher: createPublisher(io),
  });
  const links = createLinksOf(options, features);
  // A hub that was down knows nobody's connection: those it waits for have the same time to come back
  const { visits, agents } = features.expected();
  for (const visit of visits) links.visitorLinks.expect(visit);
  for (const agent of agents) links.agentLinks.expect(agent);
  const shared = createShared(options, place, { sites, features, accounts });
  const comings = {
    agentConnected: (actor: AgentActor) => features.agentConnected(actor),
    agentSignedOut: (actor: AgentActor) => features.agentSignedOut(actor),
  };
  const takeHandshake = createLimiter(limits.connects, clock);
  serveSockets({ ...shared, ...links, ...comings, io, sessions, takeHandshake, log });
  const closeStream = features.serveStream({ ...shared, io, sessions, mirrorUrl: place.address.mirrorUrl });
  const handle = await createHttpHandler(options, place, { shared, features, links });
  isOpen = true;
  return {
    handle,
    close: async () => {
      links.visitorLinks.close();
      links.agentLinks.close();
      place.slowConsumers.close();
      closeStream();
      // Ends every connection, and the HTTP server they hang on, in this turn; nobody's goodbye is waited for.
      const closed = io.close();
      await new Promise(resolve => setImmediate(resolve));
      upgraded.endAll();
      await closed;
      await features.close();
    },
  };
};

export const createHub = (options: HubOptions): Hub => {
  let handle: RequestListener = starting;
  let running: Running | null = null;
  let closing: Promise<void> | null = null;
  const http = createServer((request, response) => handle(request, response));
  http.headersTimeout = HEADERS_TIMEOUT_MS;
  http.requestTimeout = REQUEST_TIMEOUT_MS;

  return {
    listen: async port => {
      const bound = await bind(http, port, options.config.host);
      const address = addressesOf(options.config, bound);
      const slowConsumers = createSlowConsumerCut({ ...options, limits: DEFAULT_BACKLOG });
      running = await open(options, { http, address, isReady: () => closing === null, slowConsumers });
      handle = running.handle;
      options.log.info("listening", { port: bound });
      return { port: bound, url: address.publicUrl, mirrorUrl: address.mirrorUrl };
    },
    close: () => {
      closing ??= running === null ? Promise.resolve(void http.close()) : running.close();
      return closing;
    },
  };
};

/** An offer waits for its visitor's connection as long as a lost one would be waited for. */
const expectVisitor = (answer: BeaconAnswer, site: SiteRecord, links: Links<VisitParty>): void => {
  if (!answer.decisions.some(decision => decision.outcome === "offer")) return;
  links.expect({ tenantId: site.tenantId, visitId: answer.visitId });
};
