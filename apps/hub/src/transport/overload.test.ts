/** What one client's excess does to the others: nothing. Over real sockets. */
import type { CommandInput, SiteId, TenantId, VisitId } from "@lotse/protocol";
import { PROTOCOL_VERSION, type Result } from "@lotse/protocol";
import { io as connectTo, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineCommand, type VisitorActor } from "../command.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { DEMO_SITE, type Frame, SHOP, startFrame, TENANT, VISIT } from "../test/frame.ts";
import { type StallingProxy, startStallingProxy } from "../test/stallingProxy.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const commands = [
  defineCommand({
    name: "typing:set",
    audience: "both",
    summary: "Does nothing.",
    access: () => "allow",
    run: () => ({}),
    audit: "none",
  }),
];

/** The token is the visit: `neighbour`, or a visit of another tenant. */
const actors: Readonly<Record<string, VisitorActor>> = {
  good: actor(TENANT, VISIT),
  neighbour: actor(TENANT, id(77) as VisitId),
  foreigner: actor(id(88) as TenantId, id(89) as VisitId),
};
function actor(tenantId: TenantId, visitId: VisitId): VisitorActor {
  return { kind: "visitor", tenantId, visitId, siteId: DEMO_SITE.id as SiteId };
}

let hub: Frame;
let proxy: StallingProxy | null = null;
const open: Socket[] = [];
const start = async (limits = DEFAULT_LIMITS): Promise<void> => {
  hub = await startFrame(commands, {
    limits,
    features: { verifyToken: async token => actors[token] ?? null },
  });
};
beforeEach(() => start());
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  await proxy?.close();
  proxy = null;
  await hub.close();
});

const connect = async (token: string, url = hub.url): Promise<Socket> => {
  const socket = connectTo(`${url}/visitor`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION, token },
    extraHeaders: { origin: SHOP },
  });
  open.push(socket);
  await new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(null));
    socket.once("connect_error", reject);
  });
  return socket;
};
const TYPING: CommandInput<"typing:set"> = { conversationId: id(1) as never, typing: true };
const ask = (socket: Socket): Promise<Result<unknown>> =>
  socket.timeout(30_000).emitWithAck("typing:set", TYPING);

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const line = text.split("\n").find(one => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
};
const waitUntil = async <T>(read: () => Promise<T> | T, expected: T): Promise<void> => {
  for (let tries = 0; tries < 5_000; tries++) if ((await read()) === expected) return;
  throw new Error("it did not come to pass");
};

describe("a noisy visitor", () => {
  it("is refused and then cut; a neighbour and another tenant's visitor notice nothing", async () => {
    const noisy = await connect("good");
    const victims = [await connect("neighbour"), await connect("foreigner")];
    const gone = new Promise(resolve => noisy.once("disconnect", resolve));
    for (let nth = 0; nth < 5_000; nth++) noisy.emit("typing:set", TYPING);
    for (let nth = 0; nth < 50; nth++) {
      for (const victim of victims) expect(await ask(victim)).toEqual({ ok: true, value: {} });
    }
    await gone;
    expect(await metric("lotse_floods_total")).toBe(1);
    expect(await metric('lotse_rate_limited_total{scope="visit"}')).toBeGreaterThan(300);
    expect(await metric('lotse_rate_limited_total{scope="tenantVisitors"}')).toBe(0);
    expect(hub.logText()).toContain("flood cut");
  });

  it("has one share over sockets and REST together, and gets it back with time", async () => {
    const socket = await connect("good");
    const { points, perMs } = DEFAULT_LIMITS.commands.visit;
    for (let nth = 0; nth < points; nth++) expect((await ask(socket)).ok).toBe(true);
    const post = () =>
      fetch(`${hub.url}/api/v1/commands/typing:set`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer good", origin: SHOP },
        body: JSON.stringify(TYPING),
      });
    expect((await post()).status).toBe(429);
    hub.clock.advance(perMs / points);
    expect((await post()).status).toBe(200);
    expect(await ask(socket)).toMatchObject({
      error: { code: "RATE_LIMITED", retryAfterMs: perMs / points },
    });
  });

  it("who sends few but large commands is refused for their bytes", async () => {
    const socket = await connect("good");
    const large = { ...TYPING, more: "x".repeat(300_000) };
    const answers: string[] = [];
    for (let nth = 0; nth < 4; nth++) {
      const answer: Result<unknown> = await socket.timeout(30_000).emitWithAck("typing:set", large);
      answers.push(answer.ok ? "ok" : answer.error.code);
    }
    expect(answers).toEqual(["FIELD_UNKNOWN", "FIELD_UNKNOWN", "FIELD_UNKNOWN", "RATE_LIMITED"]);
    expect((await ask(await connect("neighbour"))).ok).toBe(true);
  });

  it("who knocks with nothing is refused by address before anybody looks the token up", async () => {
    await hub.close();
    await start({
      ...DEFAULT_LIMITS,
      commands: { ...DEFAULT_LIMITS.commands, address: { points: 2, perMs: 60_000 } },
    });
    const statuses: number[] = [];
    for (let nth = 0; nth < 3; nth++) {
      const response = await fetch(`${hub.url}/api/v1/commands/typing:set`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer nobody" },
        body: "{}",
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });
});

describe("who connects again and again", () => {
  it("is refused at the door, and let in later", async () => {
    await hub.close();
    await start({ ...DEFAULT_LIMITS, connects: { points: 3, perMs: 3_000 } });
    for (let nth = 0; nth < 3; nth++) (await connect("good")).disconnect();
    await expect(connect("good")).rejects.toThrow();
    hub.clock.advance(1_000);
    await connect("good");
  });

  it("is refused by code and with a time, when it shakes hands over and over on one connection", async () => {
    await hub.close();
    await start({ ...DEFAULT_LIMITS, connects: { points: 3, perMs: 3_000 } });
    const visitor = await connect("good");
    const refused = async () => {
      const agent = visitor.io.socket("/agent");
      const error = await new Promise<{ data?: unknown }>(resolve =>
        agent.once("connect_error", refusal => resolve(refusal as never)),
      );
      return error.data;
    };
    expect(await refused()).toMatchObject({ code: "VERSION_UNSUPPORTED" });
    expect(await refused()).toMatchObject({ code: "VERSION_UNSUPPORTED" });
    expect(await refused()).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 1_000 });
  });
});

describe("a client that stops reading", () => {
  it("is cut before it fills the hub's memory; others hear everything", async () => {
    proxy = await startStallingProxy(hub.port);
    const slow = await connect("good", proxy.url);
    const other = await connect("good");
    let heard = 0;
    other.on("typing:changed", () => heard++);
    const gone = new Promise(resolve => slow.once("disconnect", resolve));
    proxy.stall();
    const before = process.memoryUsage().heapUsed;
    const payload = "x".repeat(100_000);
    for (let nth = 0; nth < 3_000; nth++) {
      hub.publisher.toVisit(VISIT, "typing:changed", `${nth} ${payload}` as never);
      // A turn of the event loop, so that whoever reads can.
      await new Promise(resolve => setImmediate(resolve));
    }
    await waitUntil(() => metric("lotse_slow_consumers_total"), 1);
    // Each question is a round trip, in which the other may go on reading.
    await waitUntil(() => metric("lotse_visitor_connections").then(() => heard), 3_000);
    // 300 MB were sent, and nobody keeps them.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(120_000_000);
    const bytes = Number(
      /slow consumer cut.*?/.test(hub.logText()) && /"bytes":(\d+)/.exec(hub.logText())?.[1],
    );
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(1_200_000);
    // Whoever reads again learns that it was cut.
    proxy.heal();
    await gone;
  });
});
