/** The namespace over real sockets, with one session in it, for the tests of what goes through. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type AgentId,
  type CobrowseId,
  type CobrowseState,
  PROTOCOL_VERSION,
  type SharingHappening,
  type SiteId,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import type { Actor, AgentActor, VisitorActor } from "../../../command.ts";
import { createSiteDirectory } from "../../../sites.ts";
import { createSessionWatch } from "../../../transport/sessionWatch.ts";
import { createControlDesk } from "../controlDesk.ts";
import { createMarkDesk } from "../marks.ts";
import { StreamRelay } from "../relay.ts";
import { createStreamAuthenticate } from "../streamAuthenticate.ts";
import { serveStream } from "../streamTransport.ts";

export const ID = "00000000-0000-4000-8000-00000000000a" as CobrowseId;
const tenantId = "10000000-0000-4000-8000-000000000000" as TenantId;
export const visitor: VisitorActor = {
  kind: "visitor",
  tenantId,
  siteId: "30000000-0000-4000-8000-000000000000" as SiteId,
  visitId: "40000000-0000-4000-8000-000000000000" as VisitId,
};
export const agent: AgentActor = {
  kind: "agent",
  tenantId,
  agentId: "50000000-0000-4000-8000-000000000000" as AgentId,
  name: "Anna",
  role: "agent",
};
export const SITE = "https://shop.example";
export const HUB = "https://hub.example";
export const SITE_RECORD: SiteRecord = {
  tenantId,
  id: visitor.siteId,
  key: "site",
  name: "Site",
  enabled: true,
  origins: [SITE],
  language: "de",
  strictMasking: false,
  maskRules: [],
  assetOrigins: [],
  pushOrigins: [],
  consent: "assumed",
};

const authenticator = (
  house: { readonly signedIn: AgentActor | null },
  sites: ReturnType<typeof createSiteDirectory>,
) =>
  createStreamAuthenticate({
    verifyToken: async token => {
      if (token === "stranger") return { ...visitor, visitId: "41" as VisitId };
      return token === "good" ? visitor : null;
    },
    agentOf: async headers => (headers.cookie === "session" ? house.signedIn : null),
    ownOrigins: () => [HUB],
    siteOrigins: id => {
      const site = sites.byId(id);
      return site?.enabled ? site.origins : null;
    },
  });

export class StreamHouse {
  readonly http = createServer();
  readonly io = new Server(this.http, { maxHttpBufferSize: 1_000_000, perMessageDeflate: false });
  readonly clock = new FakeClock();
  readonly relay = new StreamRelay({ clock: this.clock });
  /** Of the one session, as it would be kept. */
  readonly happened: SharingHappening[] = [];
  readonly #log = {
    note: (_: CobrowseId, happening: SharingHappening) => void this.happened.push(happening),
    ...{ pointed: () => {}, pointedLast: () => {}, end: () => {} },
  };
  readonly marks = createMarkDesk({ relay: this.relay, log: this.#log, clock: this.clock });
  readonly control = createControlDesk({ relay: this.relay, log: this.#log, clock: this.clock });
  readonly sessions = createSessionWatch({ clock: this.clock, everyMs: 5_000 });
  readonly sites = createSiteDirectory([SITE_RECORD]);
  readonly letGo: CobrowseId[] = [];
  readonly closed: SiteId[] = [];
  /** Of the one session. */
  state: CobrowseState = "active";
  signedIn: AgentActor | null = agent;
  readonly #sockets: Socket[] = [];
  #heard = 0;
  #stop = () => {};

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.http.listen(0, "127.0.0.1", resolve));
    const isParty = (actor: Actor) =>
      actor.tenantId === tenantId &&
      (actor.kind === "visitor" ? actor.visitId === visitor.visitId : actor.agentId === agent.agentId);
    this.#stop = serveStream({
      openAssets: () => () => {},
      siteIdOf: async () => null,
      takeDrift: async () => undefined,
      siteClosed: async id => void this.closed.push(id),
      letGo: async id => void this.letGo.push(id),
      ...{ io: this.io, relay: this.relay, marks: this.marks, control: this.control },
      ...{ sessions: this.sessions, sites: this.sites },
      find: (actor, id) => (id === ID && isParty(actor) ? ({ id, state: this.state } as never) : null),
      authenticate: authenticator(this, this.sites),
      onError: error => {
        throw error;
      },
    });
    this.io.of("/stream").on("connection", socket => {
      // Before the event's own listeners, which follow in the same turn.
      socket.onAny(() => void queueMicrotask(() => (this.#heard += 1)));
    });
  }

  /** What connections have said so far, and everybody has dealt with. */
  get heard(): number {
    return this.#heard;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  open(auth: object, headers: Record<string, string>, url = `http://127.0.0.1:${this.port}`): Socket {
    const socket = connect(`${url}/stream`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      auth: { protocol: PROTOCOL_VERSION, cobrowseId: ID, ...auth },
      extraHeaders: headers,
    });
    this.#sockets.push(socket);
    return socket;
  }
  readonly asVisitor = (auth: object = { token: "good" }, headers = { origin: SITE }): Socket =>
    this.open(auth, headers);
  readonly asAgent = (headers: Record<string, string> = { origin: HUB, cookie: "session" }): Socket =>
    this.open({}, headers);

  close(): void {
    for (const socket of this.#sockets.splice(0)) socket.disconnect();
    this.#stop();
    this.control.close();
    void this.io.close();
  }
}

export const once = <T>(socket: Socket, event: string): Promise<T> =>
  new Promise(resolve => socket.once(event, resolve));

export const refusal = async (socket: Socket): Promise<string> => {
  const error = await Promise.race([
    once<Error & { data: { code: string } }>(socket, "connect_error"),
    once<never>(socket, "connect").then(() => {
      throw new Error("was let in");
    }),
  ]);
  return error.data.code;
};
