/**
 * What the composition of all features offers to the hub's frame (transports, start and stop). The frame knows no
 * single feature; whoever wants one to fail on purpose composes others.
 */
import type { AgentId, Beacon, BeaconAnswer, Clock, MakeId } from "@lotse/protocol";
import type { SiteRecord, Storage } from "@lotse/storage";
import type { RetentionDays } from "@lotse/storage/retention";
import type { RequestHandler } from "express";
import type { Server } from "socket.io";
import type { AgentActor, AnyCommand, VisitorActor } from "./command.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Publisher } from "./publisher.ts";
import type { Secrets } from "./secrets.ts";
import type { AccountDesk, SiteRules } from "./services.ts";
import type { SiteDirectory } from "./sites.ts";
import type { Gauge } from "./transport/http/health.ts";
import type { RestOperation } from "./transport/http/operations.ts";
import type { SessionWatch } from "./transport/sessionWatch.ts";

/** The world as the features get it. */
export interface FeatureWorld {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: MakeId;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  readonly secrets: Secrets;
  readonly sites: SiteDirectory;
  readonly publisher: Publisher;
  readonly limits: Limits;
  readonly accounts: AccountDesk;
  /** Looks at these agents' open connections again: they may be over, or act by another role. */
  readonly recheck: (agentIds: readonly AgentId[]) => Promise<void>;
  /** Hosts that rules may call although they are not public. */
  readonly hookHosts?: ReadonlySet<string>;
  /** Hosts from which assets of shared pages are fetched although they are not public. */
  readonly assetHosts?: ReadonlySet<string>;
  /** As documented unless it is said. */
  readonly retentionDays?: RetentionDays;
  readonly log: Log;
}

/** How a connection to `/stream` proves itself: the frame's rules, used by the stream's own transport. */
export interface StreamDoor {
  readonly io: Server;
  readonly sessions: SessionWatch;
  readonly ownOrigins: () => readonly string[];
  readonly agentOf: (headers: NodeJS.Dict<string | string[]>) => Promise<AgentActor | null>;
  readonly mirrorUrl: string;
}

/** A visit, as far as its connections matter. */
export type VisitParty = Pick<VisitorActor, "tenantId" | "visitId">;

/** Whose coming back matters after the hub was down. */
export interface Expected {
  readonly visits: readonly VisitParty[];
  readonly agents: readonly AgentActor[];
}

export interface Features {
  readonly commands: readonly AnyCommand[];
  /** What the features answer below `/api/v1` besides commands. */
  readonly routes: RequestHandler;
  /** Those among them that other systems ask, for OpenAPI. */
  readonly operations: readonly RestOperation[];
  /** The compiled rules a site's loader gets. */
  rulesFor(site: SiteRecord): Promise<SiteRules>;
  receiveBeacon(site: SiteRecord, beacon: Beacon): Promise<BeaconAnswer>;
  verifyToken(token: string): Promise<VisitorActor | null>;
  agentConnected(actor: AgentActor): Promise<void>;
  agentDisconnected(actor: AgentActor): Promise<void>;
  /** The last connection went this moment, perhaps for a reload only. */
  agentLost(actor: AgentActor): void;
  /** A connection was ended because nobody is signed in on it any more. */
  agentSignedOut(actor: AgentActor): Promise<void>;
  /** No connection for a while that is longer than a reload. */
  visitLeft(visit: VisitParty): Promise<void>;
  /** No connection for so long that nobody need wait for the visitor any more. */
  visitAbandoned(visit: VisitParty): Promise<void>;
  /** Asked once, before anybody connects. */
  expected(): Expected;
  /** Opens the `/stream` namespace; the answer closes what it holds. */
  serveStream(door: StreamDoor): () => void;
  /** The headers of the mirror document, which only the console may frame. */
  mirrorHeaders(place: {
    readonly publicUrl: string;
    readonly mirrorUrl: string;
  }): Readonly<Record<string, string>>;
  /** What the mirror loads of shared pages' assets, below `/mirror/fetched`. */
  readonly mirrorAssets: RequestHandler;
  gauges(): readonly Gauge[];
  /** Idempotent. */
  close(): Promise<void>;
}

export type ComposeFeatures = (world: FeatureWorld) => Promise<Features>;
