/**
 * The Socket.IO server and what holds for every namespace: no deflate, bounded packets, origins checked on polling
 * *and* on WebSocket upgrades (`cors` alone restricts only the former), a limit per address, unknown namespaces
 * refused by code. Knows no commands.
 */
import type { Server as HttpServer, IncomingMessage } from "node:http";
import { type ErrorCode, NAMESPACES } from "@lotse/protocol";
import { Server } from "socket.io";
import type { TakeOne } from "../limits.ts";
import type { Log } from "../log.ts";
import { fromOwnOrigin } from "../origins.ts";
import type { SiteDirectory } from "../sites.ts";
import { clientAddress } from "./address.ts";
import type { EngineConnection, SlowConsumerCut } from "./slowConsumers.ts";

/** Above this the connection is closed; clients refuse larger payloads themselves. */
const PACKET_BYTES_MAX = 1_000_000;
/** A connection that joins no namespace within this is closed. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Engine.IO answers every refused upgrade with 400; an evil origin deserves its own status. */
const FORBIDDEN = "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

export interface SocketServerOptions {
  readonly http: HttpServer;
  readonly sites: SiteDirectory;
  /** Asked at each request: the port may be known only after listening. */
  readonly ownOrigins: () => readonly string[];
  readonly socketsPerAddress: number;
  /** Attempts to connect, by address. */
  readonly takeConnect: TakeOne;
  readonly slowConsumers: Pick<SlowConsumerCut, "watch">;
  /** False while the hub is coming up: a connection let in before anybody listens would never be heard. */
  readonly isOpen: () => boolean;
  readonly trustedHops: number;
  readonly log: Log;
}

/** What a namespace's middleware answers to a connection it does not want. */
export const refusal = (code: ErrorCode, message: string): Error =>
  Object.assign(new Error(code), { data: { code, message } });

const mayKnock = (request: IncomingMessage, options: SocketServerOptions): boolean => {
  const { origin } = request.headers;
  // Without an origin it is our own page's polling, or no browser: the namespace decides.
  if (origin === undefined) return true;
  return fromOwnOrigin({ origin }, options.ownOrigins()) || options.sites.anyAllows(origin);
};

export const createSocketServer = (options: SocketServerOptions): Server => {
  const perAddress = createAddressCounter();
  const io = new Server(options.http, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: PACKET_BYTES_MAX,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cleanupEmptyChildNamespaces: true,
    cors: { origin: (origin, allow) => allow(null, origin !== undefined && options.sites.anyAllows(origin)) },
    allowRequest: (request, decide) => {
      const address = clientAddress(request, options.trustedHops);
      // A request with a session id belongs to a connection that was let in.
      const isNew = !/[?&]sid=/.test(request.url ?? "");
      if (!options.isOpen()) decide("UNAVAILABLE", false);
      else if (!mayKnock(request, options)) decide("ORIGIN_DENIED", false);
      else if (isNew && perAddress.count(address) >= options.socketsPerAddress)
        decide("CONNECTIONS_LIMIT", false);
      else if (isNew && !isGranted(() => options.takeConnect(address))) decide("RATE_LIMITED", false);
      else decide(null, true);
    },
  });
  io.engine.on("connection", (connection: EngineConnection & { readonly request: IncomingMessage }) => {
    const address = clientAddress(connection.request, options.trustedHops);
    perAddress.add(address);
    options.slowConsumers.watch(connection);
    connection.once("close", () => perAddress.remove(address));
  });
  io.engine.on("connection_error", (error: { code?: number }) => {
    options.log.debug("connection refused", { code: error.code });
  });
  io.engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
    if (request.headers.upgrade === undefined || mayKnock(request, options)) next();
    else request.socket.end(FORBIDDEN);
  });
  refuseUnknownNamespaces(io);
  return io;
};

const isGranted = (take: () => void): boolean => {
  try {
    take();
    return true;
  } catch {
    return false;
  }
};

const refuseUnknownNamespaces = (io: Server): void => {
  const refuse = (_socket: unknown, next: (error: Error) => void): void =>
    next(refusal("NAMESPACE_UNKNOWN", "There is no such namespace"));
  // The known ones come first: a name that is made later would become a child of the pattern.
  for (const name of Object.values(NAMESPACES)) io.of(name);
  io.of("/").use(refuse);
  io.of(/^\/.*$/s).use(refuse);
};

const createAddressCounter = () => {
  const counts = new Map<string, number>();
  const count = (address: string): number => counts.get(address) ?? 0;
  return {
    count,
    add: (address: string): void => {
      counts.set(address, count(address) + 1);
    },
    remove: (address: string): void => {
      const left = count(address) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    },
  };
};
