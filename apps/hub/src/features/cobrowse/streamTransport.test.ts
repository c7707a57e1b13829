/** The namespace over real sockets: who gets in, what comes through, and that nothing does after the end. */
import { type AgentId, decodePacket, encodePacket, PROTOCOL_OLDEST, type SiteId } from "@lotse/protocol";
import type { SiteRecord } from "@lotse/storage";
import type { Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startStallingProxy } from "../../test/stallingProxy.ts";
import {
  agent,
  HUB,
  ID,
  once,
  refusal,
  SITE,
  SITE_RECORD,
  StreamHouse,
  visitor,
} from "./test/streamHouse.ts";

let house: StreamHouse;

beforeEach(async () => {
  house = new StreamHouse();
  await house.start();
});

afterEach(() => house.close());

const packet = (segment: number, firstSeq: number): Uint8Array =>
  encodePacket({ segment, firstSeq, frames: [new Uint8Array([1, 2, firstSeq])] });

test("frames go from the page to its agent, byte for byte, and the page hears what arrived", async () => {
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = house.asAgent();
  expect(await once(viewer, "stream:source")).toEqual({ connected: true, firstSegment: nextSegment });
  const sent = packet(nextSegment, 0);
  const arrived = once<Uint8Array>(viewer, "stream:frames");
  page.emit("stream:frames", sent);
  expect(new Uint8Array(await arrived)).toEqual(sent);
  const acked = once(page, "stream:acked");
  house.clock.advance(50);
  expect(await acked).toEqual({ segment: nextSegment, seq: 0 });
});

test("the page hears what is masked before it sends, and at once when that changes", async () => {
  const rules = [{ selector: ".kunde", action: "mask" as const }];
  house.sites.put({ ...SITE_RECORD, maskRules: rules });
  const page = house.asVisitor();
  expect(await once(page, "stream:opened")).toMatchObject({ masking: { strict: false, rules } });
  const changed = once(page, "stream:opened");
  // Another site's rules are nobody's here.
  house.sites.put({ ...SITE_RECORD, id: "31" as SiteId, key: "other", maskRules: [] });
  house.sites.put({ ...SITE_RECORD, strictMasking: true });
  expect(await changed).toMatchObject({ masking: { strict: true, rules: [] } });
});

test("a tab of the protocol before this one is let in", async () => {
  const page = house.asVisitor({ token: "good", protocol: PROTOCOL_OLDEST });
  expect(await once(page, "stream:opened")).toMatchObject({ nextSegment: expect.any(Number) });
});

test("only the session's own are let in", async () => {
  expect(await refusal(house.asVisitor({ token: "forged" }))).toBe("TOKEN_INVALID");
  expect(await refusal(house.asVisitor({ token: "stranger" }))).toBe("NOT_FOUND");
  expect(await refusal(house.asVisitor({ token: "good" }, { origin: "https://shop.example.evil.com" }))).toBe(
    "ORIGIN_DENIED",
  );
  expect(await refusal(house.asVisitor({ token: "good", protocol: 99 }))).toBe("VERSION_UNSUPPORTED");
  expect(await refusal(house.asVisitor({ token: "good", cobrowseId: "x" }))).toBe("NOT_FOUND");
  expect(await refusal(house.asAgent({ origin: HUB }))).toBe("SESSION_REVOKED");
  expect(await refusal(house.asAgent({ origin: "https://evil.example", cookie: "session" }))).toBe(
    "SESSION_REVOKED",
  );
  house.state = "requested";
  expect(await refusal(house.asVisitor())).toBe("CONSENT_REQUIRED");
  house.state = "ended";
  expect(await refusal(house.asVisitor())).toBe("COBROWSE_ENDED");
});

test("an agent cannot send", async () => {
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const [viewer, other] = [house.asAgent(), house.asAgent()];
  await Promise.all([once(viewer, "stream:source"), once(other, "stream:source")]);
  const seen: Uint8Array[] = [];
  other.on("stream:frames", (bytes: Uint8Array) => seen.push(new Uint8Array(bytes)));
  const arrivedAtHub = new Promise(resolve => {
    for (const socket of house.io.of("/stream").sockets.values()) socket.onAny(resolve);
  });
  viewer.emit("stream:frames", packet(nextSegment + 5, 0));
  await arrivedAtHub;
  const arrived = once(other, "stream:frames");
  page.emit("stream:frames", packet(nextSegment, 0));
  await arrived;
  expect(seen).toEqual([packet(nextSegment, 0)]);
});

test("a viewer may ask for a fresh picture; the page is asked, once for all who ask", async () => {
  const page = house.asVisitor();
  await once(page, "stream:opened");
  const viewers = [house.asAgent(), house.asAgent()];
  await Promise.all(viewers.map(viewer => once(viewer, "stream:source")));
  house.clock.advance(5_000);
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
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = house.asAgent();
  await once(viewer, "stream:source");
  let seen = 0;
  viewer.on("stream:frames", () => {
    seen += 1;
  });
  const ends = [once(page, "stream:ended"), once(viewer, "stream:ended")];
  const gone = [once(page, "disconnect"), once(viewer, "disconnect")];
  house.state = "ended";
  house.relay.end(ID);
  page.emit("stream:frames", packet(nextSegment, 0));
  await Promise.all([...ends, ...gone]);
  expect(seen).toBe(0);
});

test("an agent who signed out sees nothing more", async () => {
  const viewer = house.asAgent();
  await once(viewer, "stream:source");
  const gone = once(viewer, "disconnect");
  house.signedIn = null;
  house.clock.advance(5_000);
  expect(await gone).toBe("io server disconnect");
});

test("an agent who is put out sees nothing more at once, and neither does somebody else in their place", async () => {
  const viewer = house.asAgent();
  await once(viewer, "stream:source");
  const gone = once(viewer, "disconnect");
  house.signedIn = { ...agent, agentId: "51" as AgentId };
  await house.sessions.recheck([agent.agentId]);
  expect(await gone).toBe("io server disconnect");
});

/** A page that has sent one packet; `gone`: and left. */
const sharedPage = async ({ gone }: { readonly gone: boolean }): Promise<Socket> => {
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = house.asAgent();
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
  const viewer = house.asAgent();
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
  house.sites.put({ ...SITE_RECORD, name: "Another name" });
  expect(await heardLate()).toEqual([false, "frames"]);
  house.sites.put({ ...SITE_RECORD, ...change });
  expect(await heardLate()).toEqual([false]);
  expect([house.letGo, house.closed]).toEqual([[], []]);
  house.sites.put({ ...SITE_RECORD });
  expect(await heardLate()).toEqual([false]);
});

test("what masking was when the page had sent counts, not what it was at the hub's start", async () => {
  house.sites.put({ ...SITE_RECORD, strictMasking: true });
  await sharedPage({ gone: true });
  house.sites.put(SITE_RECORD);
  expect(await heardLate()).toEqual([false]);
});

test.each([
  ["with its page there", false],
  ["while the visitor is away", true],
])("a site that is switched off ends what is shared, %s", async (_title, gone) => {
  const page = await sharedPage({ gone });
  const ended = gone ? null : Promise.all([once(page, "stream:ended"), once(page, "disconnect")]);
  house.sites.put({ ...SITE_RECORD, enabled: false });
  await ended;
  expect([house.letGo, house.closed]).toEqual([[ID], [visitor.siteId]]);
  expect(await heardLate()).toEqual([false]);
  expect(await refusal(house.asVisitor())).toBe("TOKEN_INVALID");
});

test.each([
  ["with the page there", false],
  ["while the visitor is away", true],
])("a site that takes away a page's origin ends what is shared, %s", async (_title, gone) => {
  const page = await sharedPage({ gone });
  house.sites.put({ ...SITE_RECORD, origins: [SITE, "https://other.example"] });
  expect(house.letGo).toEqual([]);
  const ended = gone ? null : Promise.all([once(page, "stream:ended"), once(page, "disconnect")]);
  house.sites.put({ ...SITE_RECORD, origins: ["https://other.example"] });
  await ended;
  expect([house.letGo, house.closed]).toEqual([[ID], []]);
  expect(await heardLate()).toEqual([false]);
  expect(await refusal(house.asVisitor())).toBe("ORIGIN_DENIED");
});

test("nonsense instead of packets hurts nobody", async () => {
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = house.asAgent();
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
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const [viewer, other] = [house.asAgent(), house.asAgent()];
  await Promise.all([once(viewer, "stream:source"), once(other, "stream:source")]);
  const back: unknown[] = [];
  viewer.on("stream:marked", mark => back.push(mark));
  const arrived = Promise.all([once(page, "stream:marked"), once(other, "stream:marked")]);
  viewer.emit("stream:mark", { ...pointer(nextSegment), by: { name: "Mallory" } });
  viewer.emit("stream:mark", pointer(nextSegment));
  const [onPage, onOther] = await arrived;
  expect(onPage).toMatchObject({ by: { agentId: agent.agentId, name: "Anna" }, mark: pointer(nextSegment) });
  expect(onOther).toEqual(onPage);
  expect(house.marks.dropped.malformed).toBe(1);
  const gone = once<{ mark: unknown }>(page, "stream:marked");
  viewer.disconnect();
  expect(await gone).toMatchObject({ mark: { kind: "pointer", at: null } });
  expect(back).toEqual([]);
});

test("marks of whoever may not mark go nowhere", async () => {
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const viewer = house.asAgent();
  await once(viewer, "stream:source");
  const seen: unknown[] = [];
  page.on("stream:marked", mark => seen.push(mark));
  viewer.on("stream:marked", mark => seen.push(mark));
  const refused = once(viewer, "stream:markRefused");
  // A visitor's page has no pen; what it sends arrives before what the viewer is answered.
  const heard = new Promise(resolve => {
    for (const socket of house.io.of("/stream").sockets.values()) socket.onAny(resolve);
  });
  page.emit("stream:mark", pointer(nextSegment));
  await heard;
  house.state = "ended";
  viewer.emit("stream:mark", { kind: "clear" });
  expect(await refused).toEqual({ code: "FORBIDDEN" });
  expect(seen).toEqual([]);
});

test("a visitor who switches pointing off sees no marks, on this page and the next; viewers are told", async () => {
  const page = house.asVisitor();
  await once(page, "stream:opened");
  const viewer = house.asAgent();
  await once(viewer, "stream:source");
  const told = once(viewer, "stream:pointing");
  for (const nonsense of [null, 7, {}, { allowed: "no" }]) page.emit("stream:pointing", nonsense);
  page.emit("stream:pointing", { allowed: false });
  expect(await told).toEqual({ allowed: false });
  const refused = once(viewer, "stream:markRefused");
  viewer.emit("stream:mark", { kind: "clear" });
  expect(await refused).toEqual({ code: "FORBIDDEN" });
  const next = house.asVisitor();
  expect(await once(next, "stream:opened")).toMatchObject({ pointing: false });
});

/** What the hub holds for its connections: bytes not yet taken by the network. */
const heldBytes = (): number => {
  const { clients } = house.io.engine as unknown as {
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
  const page = house.asVisitor();
  const { nextSegment } = await once<{ nextSegment: number }>(page, "stream:opened");
  const proxy = await startStallingProxy(house.port);
  const viewer = house.open({}, { origin: HUB, cookie: "session" }, proxy.url);
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
        house.clock.advance(50);
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
    house.clock.advance(50);
  }
  // Whatever segment was seen was seen from its start and without a gap, however early it broke off.
  for (const segment of new Set(seen.map(one => one.segment))) {
    const seqs = seen.filter(one => one.segment === segment).map(one => one.firstSeq);
    expect(seqs).toEqual(seqs.map((_, index) => index));
  }
  expect(seen.length).toBeLessThan(65);
  await proxy.close();
});
