/** The three ways into the hub, over Socket.IO. Each connection has a transport of its own. */
import {
  type Clock,
  type ErrorCode,
  type Handshake,
  NAMESPACES,
  PROTOCOL_VERSION,
  type StreamEvents,
  type StreamHandshake,
} from "@lotse/protocol";
import { io } from "socket.io-client";
import { createHubConnection } from "./hubConnection.ts";
import { Link } from "./link.ts";
import { type HubSocket, listen } from "./socket.ts";
import type { AgentConnection, StreamConnection, VisitorConnection } from "./types.ts";

interface Way {
  readonly hubUrl: string;
  readonly clock: Clock;
}

const openSocket = (url: string, auth: () => Handshake | StreamHandshake): HubSocket =>
  io(url, {
    autoConnect: false,
    // A manager of its own: a slow picture must never delay a word.
    forceNew: true,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    auth: give => give(auth()),
  });

/** `token` may be a function, read anew for every attempt: beacons renew the visit token. */
export const connectVisitor = (way: Way & { readonly token: string | (() => string) }): VisitorConnection => {
  const { token } = way;
  const auth = () => ({ protocol: PROTOCOL_VERSION, token: typeof token === "string" ? token : token() });
  return createHubConnection({ socket: openSocket(way.hubUrl + NAMESPACES.visitor, auth), clock: way.clock });
};

/** The agent is known by the session cookie, so `hubUrl` is the console's own origin. */
export const connectAgent = (way: Way): AgentConnection =>
  createHubConnection({
    socket: openSocket(way.hubUrl + NAMESPACES.agent, () => ({ protocol: PROTOCOL_VERSION })),
    clock: way.clock,
  });

/** The visitor's page gives its visit token; a viewer is known by the cookie. */
export const connectStream = (
  way: Way & { readonly cobrowseId: string; readonly token?: string },
): StreamConnection => {
  const auth = {
    protocol: PROTOCOL_VERSION,
    cobrowseId: way.cobrowseId,
    ...(way.token === undefined ? {} : { token: way.token }),
  };
  return createStreamConnection({
    socket: openSocket(way.hubUrl + NAMESPACES.stream, () => auth),
    clock: way.clock,
    // The hub puts a visitor's page out when another page has taken its place: two pages that both came back would
    // push each other out for ever.
    putOut: way.token === undefined ? null : "COBROWSE_ACTIVE",
  });
};

/** Browsers hand over an ArrayBuffer, Node a Buffer; everyone here gets a Uint8Array. */
const toBytes = (payload: unknown): unknown =>
  payload instanceof ArrayBuffer ? new Uint8Array(payload) : payload;

export const createStreamConnection = (options: {
  readonly socket: HubSocket;
  readonly clock: Clock;
  readonly putOut: ErrorCode | null;
}): StreamConnection => {
  const { socket } = options;
  const link = new Link(socket, options.clock, options.putOut);
  return {
    get state() {
      return link.state;
    },
    onState: fn => link.onState(fn),
    on: (event, fn) =>
      listen(socket, event, payload => {
        // After close() nothing may reach the viewer any more, whatever was still under way.
        if (link.state.kind !== "closed") fn(toBytes(payload) as StreamEvents[typeof event]);
      }),
    send: (payload: unknown, event = "stream:frames") => {
      if (link.state.kind === "online") socket.emit(event, payload);
    },
    close: () => link.close(),
  };
};
