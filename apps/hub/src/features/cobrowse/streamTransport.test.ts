/** The namespace over real sockets: who gets in, what comes through, and that nothing does after the end. */
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type AgentId,
  type CobrowseId,
  type CobrowseState,
  decodePacket,
  encodePacket,
  PROTOCOL_OLDEST,
  PROTOCOL_VERSION,
  type SiteId,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import { createSiteDirectory, type SiteDirectory } from "../../sites.ts";
import { startStallingProxy } from "../../test/stallingProxy.ts";
import { createSessionWatch, type SessionWatch } from "../../transport/sessionWatch.ts";
import { createMarkDesk, type MarkDesk } from "./marks.ts";
import { StreamRelay } from "./relay.ts";
import { createStreamAuthenticate } from "./streamAuthenticate.ts";
import { serveStream } from "./streamTransport.ts";

const ID = "00000000-0000-4000-8000-00000000000a" as CobrowseId;
const tenantId = "10000000-0000-4000-8000-000000000000" as TenantId;
const visitor: VisitorActor = {
  kind: "visitor",
  tenantId,
  siteId: "30000000-0000-4000-8000-000000000000" as SiteId,
  visitId: "40000000-0000-4000-8000-000000000000" as VisitId,
};
const agent: AgentActor = {
  kind: "agent",
  tenantId,
  agentId: "50000000-0000-4000-8000-000000000000" as AgentId,
  name: "Anna",
  role: "agent",
};
const SITE = "https://shop.example";
const HUB = "https://hub.example";
const SITE_RECORD: SiteRecord = {
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
  consent: "assumed",
};

let http: HttpServer;
let io: Server;
let relay: StreamRelay;
let marks: MarkDesk;
let state: CobrowseState;
let signedIn: AgentActor | null;
let clock: FakeClock;
let sessions: SessionWatch;
let sites: SiteDirectory;
let close: () => void;
let letGo: CobrowseId[];
let closed: SiteId[];
const sockets: Socket[] = [];

beforeEach(async () => {
  http = createServer();
  await new Promise<void>(resolve => http.listen(0, "127.0.0.1", resolve));
  io = new Server(http, { maxHttpBufferSize: 1_000_000, perMessageDeflate: false });
  clock = new FakeClock();
  relay = new StreamRelay({ clock });
  marks = createMarkDesk({ relay, clock });
  sessions = createSessionWatch({ clock, everyMs: 5_000 });
  sites = createSiteDirectory([SITE_RECORD]);
  state = "active";
  signedIn = agent;
  letGo = [];
  closed = [];
  const isParty = (actor: Actor) =>
    actor.kind === "visitor" ? actor.visitId === visitor.visitId : actor.agentId === agent.agentId;
  const stop = serveStream({
    openAssets: () => () => {},
    siteIdOf: async () => null,
    takeDrift: async () => undefined,
    siteClosed: async id => void closed.push(id),
    letGo: async id => void letGo.push(id),
    io,
    relay,
    marks,
    sessions,
    sites,
    find: (actor, id) => (id === ID && isParty(actor) ? ({ id, state } as never) : null),
    authenticate: createStreamAuthenticate({
      verifyToken: async token => {
        if (token === "stranger") return { ...visitor, visitId: "41" as VisitId };
        return token === "good" ? visitor : null;
      },
      agentOf: async headers => (headers.cookie === "session" ? signedIn : null),
      ownOrigins: () => [HUB],
      siteOrigins: id => {
        const site = sites.byId(id);
        return site?.enabled ? site.origins : null;
      },
    }),
    onError: error => {
      throw error;
    },
  });
  close = () => {
    stop();
    void io.close();
  };
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  close();
});

const open = (auth: object, headers: Record<string, string>, url?: string): Socket => {
  const { port } = http.address() as AddressInfo;
  const socket = connect(`${url ?? `http://127.0.0.1:${port}`}/stream`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION, cobrowseId: ID, ...auth },
    extraHeaders: headers,
  });
  sockets.push(socket);
  return socket;
};
const asVisitor = (auth: object = { token: "good" }, headers = { origin: SITE }) => open(auth, headers);
const asAgent = (headers: Record<string, string> = { origin: HUB, cookie: "session" }) => open({}, headers);

const once = <T>(socket: Socket, event: string): Promise<T> =>
  new Promise(resolve => socket.once(event, resolve));
const refusal = async (socket: Socket): Promise<string> => {
  const error = await Promise.race([
    once<Error & { data: { code: string } }>(socket, "connect_error"),
    once<never>(socket, "connect").then(() => {
      throw new Error("was let in");
    }),
  ]);
  return error.data.code;
};
const packet = (segment: number, firstSeq: number): Uint8Array =>
  encodePacket({ segment, firstSeq, frames: [new Uint8Array([1, 2, firstSeq])] });

test("frames go from the page to its agent, byte for byte, and the page hears what arrived", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = asAgent();
  expect(await once(viewer, "stream:source")).toEqual({ connected: true, firstSegment: nextSegment });
  const sent = packet(nextSegment, 0);
  const arrived = once<Uint8Array>(viewer, "stream:frames");
  page.emit("stream:frames", sent);
  expect(new Uint8Array(await arrived)).toEqual(sent);
  const acked = once(page, "stream:acked");
  clock.advance(50);
  expect(await acked).toEqual({ segment: nextSegment, seq: 0 });
});

test("the page hears what is masked before it sends, and at once when that changes", async () => {
  const rules = [{ selector: ".kunde", action: "mask" as const }];
  sites.put({ ...SITE_RECORD, maskRules: rules });
  const page = asVisitor();
  expect(await once(page, "stream:opened")).toMatchObject({ masking: { strict: false, rules } });
  const changed = once(page, "stream:opened");
  // Another site's rules are nobody's here.
  sites.put({ ...SITE_RECORD, id: "31" as SiteId, key: "other", maskRules: [] });
  sites.put({ ...SITE_RECORD, strictMasking: true });
  expect(await changed).toMatchObject({ masking: { strict: true, rules: [] } });
});

test("a tab of the protocol before this one is let in", async () => {
  const page = asVisitor({ token: "good", protocol: PROTOCOL_OLDEST });
  expect(await once(page, "stream:opened")).toMatchObject({ nextSegment: expect.any(Number) });
});

test("only the session's own are let in", async () => {
  expect(await refusal(asVisitor({ token: "forged" }))).toBe("TOKEN_INVALID");
  expect(await refusal(asVisitor({ token: "stranger" }))).toBe("NOT_FOUND");
  expect(await refusal(asVisitor({ token: "good" }, { origin: "https://shop.example.evil.com" }))).toBe(
    "ORIGIN_DENIED",
  );
  expect(await refusal(asVisitor({ token: "good", protocol: 99 }))).toBe("VERSION_UNSUPPORTED");
  expect(await refusal(asVisitor({ token: "good", cobrowseId: "x" }))).toBe("NOT_FOUND");
  expect(await refusal(asAgent({ origin: HUB }))).toBe("SESSION_REVOKED");
  expect(await refusal(asAgent({ origin: "https://evil.example", cookie: "session" }))).toBe(
    "SESSION_REVOKED",
  );
  state = "requested";
  expect(await refusal(asVisitor())).toBe("CONSENT_REQUIRED");
  state = "ended";
  expect(await refusal(asVisitor())).toBe("COBROWSE_ENDED");
});

test("an agent cannot send", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const [viewer, other] = [asAgent(), asAgent()];
  await Promise.all([once(viewer, "stream:source"), once(other, "stream:source")]);
  const seen: Uint8Array[] = [];
  other.on("stream:frames", (bytes: Uint8Array) => seen.push(new Uint8Array(bytes)));
  const arrivedAtHub = new Promise(resolve => {
    for (const socket of io.of("/stream").sockets.values()) socket.onAny(resolve);
  });
  viewer.emit("stream:frames", packet(nextSegment + 5, 0));
  await arrivedAtHub;
  const arrived = once(other, "stream:frames");
  page.emit("stream:frames", packet(nextSegment, 0));
  await arrived;
  expect(seen).toEqual([packet(nextSegment, 0)]);
});

test("a viewer may ask for a fresh picture; the page is asked, once for all who ask", async () => {
  const page = asVisitor();
  await once(page, "stream:opened");
  const viewers = [asAgent(), asAgent()];
  await Promise.all(viewers.map(viewer => once(viewer, "stream:source")));
  clock.advance(5_000);
  let asked = 0;
  page.on("stream:snapshotWanted", () => {
    asked += 1;
  });
  const heard = once(page, "stream:snapshotWanted");
  for (const viewer of viewers) viewer.emit("stream:snapshotWanted", {});
  // The page itself asks nobody.
  page.emit("stream:snapshotWanted", {});
  await heard;
  const marked = Promise.all(viewers.map(viewer => once(viewer, "stream:pointing")));
  page.emit("stream:pointing", { allowed: false });
  await marked;
  expect(asked).toBe(1);
});

test("after the end everybody is told and sent away, and a packet on its way goes nowhere", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = asAgent();
  await once(viewer, "stream:source");
  let seen = 0;
  viewer.on("stream:frames", () => {
    seen += 1;
  });
  const ends = [once(page, "stream:ended"), once(viewer, "stream:ended")];
  const gone = [once(page, "disconnect"), once(viewer, "disconnect")];
  state = "ended";
  relay.end(ID);
  page.emit("stream:frames", packet(nextSegment, 0));
  await Promise.all([...ends, ...gone]);
  expect(seen).toBe(0);
});

test("an agent who signed out sees nothing more", async () => {
  const viewer = asAgent();
  await once(viewer, "stream:source");
  const gone = once(viewer, "disconnect");
  signedIn = null;
  clock.advance(5_000);
  expect(await gone).toBe("io server disconnect");
});

test("an agent who is put out sees nothing more at once, and neither does somebody else in their place", async () => {
  const viewer = asAgent();
  await once(viewer, "stream:source");
  const gone = once(viewer, "disconnect");
  signedIn = { ...agent, agentId: "51" as AgentId };
  await sessions.recheck([agent.agentId]);
  expect(await gone).toBe("io server disconnect");
});

/** A page that has sent one packet; `gone`: and left. */
const sharedPage = async ({ gone }: { readonly gone: boolean }): Promise<Socket> => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = asAgent();
  await once(viewer, "stream:source");
  const arrived = once(viewer, "stream:frames");
  page.emit("stream:frames", packet(nextSegment, 0));
  await arrived;
  const left = once(viewer, "stream:source");
  if (gone) {
    page.disconnect();
    await left;
  }
  viewer.disconnect();
  return page;
};
/** Whatever a viewer who comes now hears before the hub's first word of something else. */
const heardLate = async (): Promise<unknown[]> => {
  const viewer = asAgent();
  const heard: unknown[] = [];
  viewer.on("stream:source", (source: { connected: boolean }) => heard.push(source.connected));
  viewer.on("stream:frames", () => heard.push("frames"));
  await once(viewer, "stream:pen");
  return heard;
};

test.each<[string, Partial<SiteRecord>]>([
  ["a rule of masking", { maskRules: [{ selector: "h1", action: "mask" }] }],
  ["the strict preset", { strictMasking: true }],
])("%s that comes while the visitor is away leaves late viewers nothing to see", async (_title, change) => {
  await sharedPage({ gone: true });
  sites.put({ ...SITE_RECORD, name: "Another name" });
  expect(await heardLate()).toEqual([false, "frames"]);
  sites.put({ ...SITE_RECORD, ...change });
  expect(await heardLate()).toEqual([false]);
  expect([letGo, closed]).toEqual([[], []]);
  sites.put({ ...SITE_RECORD });
  expect(await heardLate()).toEqual([false]);
});

test("what masking was when the page had sent counts, not what it was at the hub's start", async () => {
  sites.put({ ...SITE_RECORD, strictMasking: true });
  await sharedPage({ gone: true });
  sites.put(SITE_RECORD);
  expect(await heardLate()).toEqual([false]);
});

test.each([
  ["with its page there", false],
  ["while the visitor is away", true],
])("a site that is switched off ends what is shared, %s", async (_title, gone) => {
  const page = await sharedPage({ gone });
  const ended = gone ? null : Promise.all([once(page, "stream:ended"), once(page, "disconnect")]);
  sites.put({ ...SITE_RECORD, enabled: false });
  await ended;
  expect([letGo, closed]).toEqual([[ID], [visitor.siteId]]);
  expect(await heardLate()).toEqual([false]);
  expect(await refusal(asVisitor())).toBe("TOKEN_INVALID");
});

test.each([
  ["with the page there", false],
  ["while the visitor is away", true],
])("a site that takes away a page's origin ends what is shared, %s", async (_title, gone) => {
  const page = await sharedPage({ gone });
  sites.put({ ...SITE_RECORD, origins: [SITE, "https://other.example"] });
  expect(letGo).toEqual([]);
  const ended = gone ? null : Promise.all([once(page, "stream:ended"), once(page, "disconnect")]);
  sites.put({ ...SITE_RECORD, origins: ["https://other.example"] });
  await ended;
  expect([letGo, closed]).toEqual([[ID], []]);
  expect(await heardLate()).toEqual([false]);
  expect(await refusal(asVisitor())).toBe("ORIGIN_DENIED");
});

test("nonsense instead of packets hurts nobody", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = asAgent();
  await once(viewer, "stream:source");
  for (const nonsense of [null, 7, "text", {}, [], Buffer.alloc(3), Buffer.alloc(500_000, 255)]) {
    page.emit("stream:frames", nonsense);
  }
  const arrived = once(viewer, "stream:frames");
  page.emit("stream:frames", packet(nextSegment, 0));
  await arrived;
});

const pointer = (segment: number) => ({ kind: "pointer", at: { segment, nodeId: 3, point: [0.5, 0.25] } });

test("a mark goes to the page and to the other viewers, with the hub's word on who made it", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const [viewer, other] = [asAgent(), asAgent()];
  await Promise.all([once(viewer, "stream:source"), once(other, "stream:source")]);
  const back: unknown[] = [];
  viewer.on("stream:marked", mark => back.push(mark));
  const arrived = Promise.all([once(page, "stream:marked"), once(other, "stream:marked")]);
  viewer.emit("stream:mark", { ...pointer(nextSegment), by: { name: "Mallory" } });
  viewer.emit("stream:mark", pointer(nextSegment));
  const [onPage, onOther] = await arrived;
  expect(onPage).toMatchObject({ by: { agentId: agent.agentId, name: "Anna" }, mark: pointer(nextSegment) });
  expect(onOther).toEqual(onPage);
  expect(marks.dropped.malformed).toBe(1);
  const gone = once<{ mark: unknown }>(page, "stream:marked");
  viewer.disconnect();
  expect(await gone).toMatchObject({ mark: { kind: "pointer", at: null } });
  expect(back).toEqual([]);
});

test("marks of whoever may not mark go nowhere", async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = asAgent();
  await once(viewer, "stream:source");
  const seen: unknown[] = [];
  page.on("stream:marked", mark => seen.push(mark));
  viewer.on("stream:marked", mark => seen.push(mark));
  const refused = once(viewer, "stream:markRefused");
  // A visitor's page has no pen; what it sends arrives before what the viewer is answered.
  const heard = new Promise(resolve => {
    for (const socket of io.of("/stream").sockets.values()) socket.onAny(resolve);
  });
  page.emit("stream:mark", pointer(nextSegment));
  await heard;
  state = "ended";
  viewer.emit("stream:mark", { kind: "clear" });
  expect(await refused).toEqual({ code: "FORBIDDEN" });
  expect(seen).toEqual([]);
});

test("a visitor who switches pointing off sees no marks, on this page and the next; viewers are told", async () => {
  const page = asVisitor();
  await once(page, "stream:opened");
  const viewer = asAgent();
  await once(viewer, "stream:source");
  const told = once(viewer, "stream:pointing");
  for (const nonsense of [null, 7, {}, { allowed: "no" }]) page.emit("stream:pointing", nonsense);
  page.emit("stream:pointing", { allowed: false });
  expect(await told).toEqual({ allowed: false });
  const refused = once(viewer, "stream:markRefused");
  viewer.emit("stream:mark", { kind: "clear" });
  expect(await refused).toEqual({ code: "FORBIDDEN" });
  const next = asVisitor();
  expect(await once(next, "stream:opened")).toMatchObject({ pointing: false });
});

/** What the hub holds for its connections: bytes not yet taken by the network. */
const heldBytes = (): number => {
  const { clients } = io.engine as unknown as {
    readonly clients: Readonly<
      Record<
        string,
        {
          readonly writeBuffer: readonly { readonly data?: { readonly length: number } }[];
          readonly transport: { readonly socket?: { readonly bufferedAmount: number } };
        }
      >
    >;
  };
  return Object.values(clients).reduce(
    (sum, { writeBuffer, transport }) =>
      sum +
      (transport.socket?.bufferedAmount ?? 0) +
      writeBuffer.reduce((bytes, { data }) => bytes + (data?.length ?? 0), 0),
    0,
  );
};

test("a viewer that stops reading costs no memory, and goes on with a fresh segment", {
  timeout: 120_000,
}, async () => {
  const page = asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const proxy = await startStallingProxy((http.address() as AddressInfo).port);
  const viewer = open({}, { origin: HUB, cookie: "session" }, proxy.url);
  const seen: { readonly segment: number; readonly firstSeq: number }[] = [];
  viewer.on("stream:frames", (bytes: Uint8Array) => {
    const decoded = decodePacket(new Uint8Array(bytes));
    if (decoded !== null) seen.push({ segment: decoded.segment, firstSeq: decoded.firstSeq });
  });
  await once(viewer, "stream:source");
  let acked = { segment: 0, seq: -1 };
  page.on("stream:acked", (upTo: typeof acked) => {
    acked = upTo;
  });
  const frame = new Uint8Array(500_000);
  /** Five packets a segment, each taken by the hub before the next. */
  const send = async (segment: number): Promise<void> => {
    for (let seq = 0; seq < 5; seq++) {
      page.emit("stream:frames", encodePacket({ segment, firstSeq: seq, frames: [frame] }));
      while (acked.segment !== segment || acked.seq !== seq) {
        await new Promise(resolve => setImmediate(resolve));
        clock.advance(50);
      }
    }
  };
  proxy.stall();
  let held = 0;
  for (let nth = 0; nth < 12; nth++) {
    await send(nextSegment + nth);
    held = Math.max(held, heldBytes());
  }
  // 30 MB were sent; the line holds its backlog and one packet more.
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(1_600_000);

  proxy.heal();
  const last = nextSegment + 12;
  await send(last);
  while (seen.at(-1)?.segment !== last || seen.at(-1)?.firstSeq !== 4) {
    await new Promise(resolve => setImmediate(resolve));
    clock.advance(50);
  }
  // Whatever segment was seen was seen from its start and without a gap, however early it broke off.
  for (const segment of new Set(seen.map(one => one.segment))) {
    const seqs = seen.filter(one => one.segment === segment).map(one => one.firstSeq);
    expect(seqs).toEqual(seqs.map((_, index) => index));
  }
  expect(seen.length).toBeLessThan(65);
  await proxy.close();
});
