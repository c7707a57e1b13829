import { type ClientRequest, request as httpRequest } from "node:http";
import { type CommandInput, fail, LotseError, PROTOCOL_VERSION, type Result } from "@lotse/protocol";
import { io as connectTo, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineCommand } from "../command.ts";
import type { Features } from "../features.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { AGENT, type Frame, SHOP, startFrame, VISIT, VISITOR } from "../test/frame.ts";

const SECRET = "Meine Diagnose";
const CONVERSATION = "00000000-0000-4000-8000-0000000000aa";

const acked = (firstSeq: number) => ({
  acked: [{ first: 0, count: 1, firstSeq, sentAtMs: 0, duplicate: false }],
  refused: [],
});

const commands = [
  defineCommand({
    name: "message:send",
    audience: "both",
    summary: "Answers the length, or throws when told to.",
    access: () => "allow",
    run: ({ input }) => {
      const text = input.messages[0]?.text ?? "";
      if (text.startsWith("throw")) throw new Error(text);
      if (text.startsWith("reject")) return Promise.reject(new RangeError(text));
      return acked(text.length);
    },
    audit: "none",
  }),
  defineCommand({
    name: "conversation:resume",
    audience: "both",
    summary: "Nobody may.",
    access: () => "deny",
    run: () => Promise.reject(new Error("never run")),
    audit: "none",
  }),
  defineCommand({
    name: "presence:set",
    audience: "agent",
    summary: "Agents only.",
    access: () => "allow",
    run: () => ({ agent: {} }) as never,
    audit: "none",
  }),
];

let hub: Frame;
const open: Socket[] = [];
beforeEach(async () => {
  hub = await startFrame(commands);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  await hub.close();
});

const restart = async (features: Partial<Features>): Promise<void> => {
  await hub.close();
  hub = await startFrame(commands, { features });
};

type Options = Partial<ManagerOptions & SocketOptions>;

const connect = (namespace: string, options: Options = {}): Socket => {
  const socket = connectTo(`${hub.url}${namespace}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL_VERSION, token: "good" },
    extraHeaders: { origin: SHOP },
    ...options,
  });
  open.push(socket);
  return socket;
};
const asAgent = (options: Options = {}): Socket =>
  connect("/agent", {
    extraHeaders: { origin: `http://localhost:${hub.port}`, cookie: "session=anna" },
    ...options,
  });

const connected = (socket: Socket): Promise<"connected" | Error> =>
  new Promise(resolve => {
    socket.once("connect", () => resolve("connected"));
    socket.once("connect_error", resolve);
  });
const codeOf = (error: unknown): unknown => (error as { data?: { code?: unknown } }).data?.code;
const ask = (socket: Socket, event: string, ...args: unknown[]): Promise<Result<unknown>> =>
  socket.timeout(5_000).emitWithAck(event, ...args);
const line = (text: unknown): CommandInput<"message:send"> =>
  ({ conversationId: CONVERSATION, messages: [{ clientId: CONVERSATION, text }] }) as never;
const lines = (count: number, text: string): CommandInput<"message:send"> =>
  ({
    conversationId: CONVERSATION,
    messages: Array.from({ length: count }, () => ({ clientId: CONVERSATION, text })),
  }) as never;

const upgradeTo = (url: string, origin?: string): ClientRequest =>
  httpRequest(`${url}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      ...(origin === undefined ? {} : { origin }),
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      "sec-websocket-version": "13",
    },
  });

describe("who may connect", () => {
  it.each(["websocket", "polling"])("a site's page, by %s", async transport => {
    expect(await connected(connect("/visitor", { transports: [transport] }))).toBe("connected");
  });

  it.each([
    ["another site's origin", "https://good.example"],
    ["a null origin", "null"],
    ["a suffix", "http://localhost:1.evil.com"],
  ])("not a visitor from %s, on WebSocket or polling", async (_case, origin) => {
    for (const transports of [["websocket"], ["polling"]]) {
      expect(await connected(connect("/visitor", { transports, extraHeaders: { origin } }))).not.toBe(
        "connected",
      );
    }
  });

  it("45 answers a raw WebSocket upgrade from an evil origin with 403", async () => {
    const status = await new Promise(resolve => {
      const upgrade = upgradeTo(hub.url, "https://evil.example");
      upgrade.on("response", response => resolve(response.statusCode));
      upgrade.on("upgrade", () => resolve("upgraded"));
      upgrade.end();
    });
    expect(status).toBe(403);
  });

  it("45 answers polling from an evil origin with 403, and lets no page read it", async () => {
    const response = await fetch(`${hub.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("no page of a site as an agent, even with the agent's cookie", async () => {
    const socket = asAgent({ extraHeaders: { origin: SHOP, cookie: "session=anna" } });
    expect(codeOf(await connected(socket))).toBe("ORIGIN_DENIED");
    const silent = asAgent({ extraHeaders: { cookie: "session=anna" } });
    expect(codeOf(await connected(silent))).toBe("ORIGIN_DENIED");
  });

  it.each<[string, string, Options, string]>([
    ["46 an old protocol", "/visitor", { auth: { protocol: 0, token: "good" } }, "VERSION_UNSUPPORTED"],
    [
      "46 a protocol to come",
      "/visitor",
      { auth: { protocol: PROTOCOL_VERSION + 1, token: "good" } },
      "VERSION_UNSUPPORTED",
    ],
    ["46 half a protocol", "/visitor", { auth: { protocol: 1.5, token: "good" } }, "VERSION_UNSUPPORTED"],
    ["46 no protocol", "/visitor", { auth: {} }, "VERSION_UNSUPPORTED"],
    ["46 an unknown namespace", "/nothing", {}, "NAMESPACE_UNKNOWN"],
    ["46 the root namespace", "/", {}, "NAMESPACE_UNKNOWN"],
    ["17 a bad token", "/visitor", { auth: { protocol: PROTOCOL_VERSION, token: "bad" } }, "TOKEN_INVALID"],
    ["17 no token", "/visitor", { auth: { protocol: PROTOCOL_VERSION } }, "TOKEN_INVALID"],
    [
      "17 a token that is no text",
      "/visitor",
      { auth: { protocol: PROTOCOL_VERSION, token: {} } },
      "VERSION_UNSUPPORTED",
    ],
  ])("not with %s", async (_case, namespace, options, code) => {
    expect(codeOf(await connected(connect(namespace, options)))).toBe(code);
  });

  it("nobody while the hub is coming up, so that nobody is let in and never heard", async () => {
    const { port } = hub;
    await hub.close();
    const early: unknown[] = [];
    const whileComposing = async (): Promise<void> => {
      for (const transport of ["websocket", "polling"]) {
        const socket = connect("/visitor", {
          transports: [transport],
          reconnection: transport === "polling",
        });
        early.push(await connected(socket));
      }
    };
    hub = await startFrame(commands, { port, whileComposing });
    expect(early).not.toContain("connected");
    // The one that tries again by itself is let in now, and answered.
    const [, again] = open;
    if (again === undefined) throw new Error("no second socket");
    await connected(again);
    expect(await again.emitWithAck("message:send", lines(1, "hello"))).toMatchObject({ ok: true });
  });

  it("46 not with the old Engine.IO", async () => {
    const response = await fetch(`${hub.url}/socket.io/?EIO=3&transport=polling`, {
      headers: { origin: SHOP },
    });
    expect(response.status).toBe(400);
  });

  it("48 not more often than an address may", async () => {
    const small = await startFrame([], { limits: { ...DEFAULT_LIMITS, socketsPerAddress: 2 } });
    const to = (): Socket => {
      const socket = connectTo(`${small.url}/visitor`, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        auth: { protocol: PROTOCOL_VERSION, token: "good" },
      });
      open.push(socket);
      return socket;
    };
    const first = to();
    expect(await connected(first)).toBe("connected");
    expect(await connected(to())).toBe("connected");
    expect(await connected(to())).not.toBe("connected");
    await small.close();
  });

  it("47 not in silence: a connection that joins nothing is closed", { timeout: 40_000 }, async () => {
    const upgrade = upgradeTo(hub.url);
    const closing = await new Promise<boolean>(resolve => {
      upgrade.on("upgrade", (_response, socket) => {
        // A close frame: the hub says goodbye. The library's own patience would be 45 s.
        socket.on("data", (frame: Buffer) => frame[0] === 0x88 && resolve(true));
        socket.on("close", () => resolve(false));
      });
      upgrade.end();
    });
    expect(closing).toBe(true);
  });

  it("says goodbye to a silent one without waiting for an answer when the hub closes", {
    timeout: 20_000,
  }, async () => {
    const other = await startFrame();
    const upgrade = upgradeTo(other.url);
    const gone = new Promise(resolve => {
      upgrade.on("upgrade", (_response, socket) => {
        socket.on("data", () => {});
        socket.on("close", resolve);
        // A WebSocket peer would answer the goodbye; the library waits half a minute for it.
        void other.close();
      });
      upgrade.end();
    });
    await gone;
    await other.close();
  });

  it("25 not after the session was revoked: an open connection ends too", async () => {
    const socket = asAgent();
    await connected(socket);
    const ended = new Promise(resolve => socket.once("disconnect", resolve));
    hub.signedIn = null;
    hub.clock.advance(5_000);
    await ended;
    expect(codeOf(await connected(asAgent()))).toBe("SESSION_REVOKED");
  });
});

describe("what may be sent", () => {
  let socket: Socket;
  beforeEach(async () => {
    socket = connect("/visitor");
    await connected(socket);
  });

  it("a command, acknowledged with its result", async () => {
    expect(await ask(socket, "message:send", line("four"))).toEqual({
      ok: true,
      value: acked(4),
    });
  });

  it.each<[string, string, unknown[], string]>([
    ["49 an unknown event", "nope", [{}], "EVENT_UNKNOWN"],
    ["49 an inherited name", "toString", [{}], "EVENT_UNKNOWN"],
    ["51 null", "message:send", [null], "FIELD_TYPE"],
    ["51 nothing", "message:send", [], "FIELD_TYPE"],
    ["51 twenty arguments", "message:send", Array(20).fill({}), "FIELD_TYPE"],
    ["51 binary", "message:send", [line(Buffer.from("x"))], "FIELD_TYPE"],
    ["52 empty text", "message:send", [line("  ")], "TEXT_EMPTY"],
    ["52 long text", "message:send", [line("x".repeat(10_001))], "TEXT_TOO_LONG"],
    ["an empty batch", "message:send", [{ conversationId: CONVERSATION, messages: [] }], "LIMIT_RANGE"],
    ["51 lines in a batch", "message:send", [lines(51, "x")], "LIMIT_RANGE"],
    ["a batch of too much text", "message:send", [lines(11, "x".repeat(9_999))], "PAYLOAD_TOO_LARGE"],
    ["53 NUL", "message:send", [line("a\u0000b")], "TEXT_INVALID"],
    ["53 half a character", "message:send", [line("a\ud800")], "TEXT_INVALID"],
    [
      "56 a negative number",
      "conversation:resume",
      [{ conversationId: CONVERSATION, afterSeq: -1 }],
      "RESUME_RANGE",
    ],
    [
      "56 a huge number",
      "conversation:resume",
      [{ conversationId: CONVERSATION, afterSeq: 1e18 }],
      "RESUME_RANGE",
    ],
    [
      "18 what is another's",
      "conversation:resume",
      [{ conversationId: CONVERSATION, afterSeq: 0 }],
      "NOT_FOUND",
    ],
    ["70 an agent's command", "presence:set", [{ presence: "away" }], "FORBIDDEN"],
    ["6 deep nesting", "message:send", [JSON.parse("[".repeat(500) + "]".repeat(500))], "JSON_TOO_DEEP"],
    ["12 __proto__", "message:send", [JSON.parse('{"__proto__":{}}')], "FIELD_UNKNOWN"],
  ])("answers %s with a code", async (_case, event, args, code) => {
    expect(await ask(socket, event, ...args)).toMatchObject({ ok: false, error: { code } });
  });

  it.each(["throw", "reject"])(
    "answers INTERNAL when a handler %ss, logs no text, and goes on",
    async how => {
      const result = await ask(socket, "message:send", line(`${how} ${SECRET}`));
      expect(result).toMatchObject({ ok: false, error: { code: "INTERNAL", requestId: expect.any(String) } });
      expect(hub.logText()).toContain(result.ok ? "" : result.error.requestId);
      expect(hub.logText()).not.toContain(SECRET);
      expect(await ask(socket, "message:send", line("four"))).toMatchObject({ ok: true });
    },
  );

  it("50 survives what is no acknowledgement", async () => {
    socket.emit("message:send", line("a"), "not a function");
    socket.emit("message:send");
    socket.emit("nope", 1, 2, 3);
    expect(await ask(socket, "message:send", line("four"))).toMatchObject({ ok: true });
  });

  it("60 closes a connection that sends too much, and nobody else's", async () => {
    const other = connect("/visitor");
    await connected(other);
    const ended = new Promise(resolve => socket.once("disconnect", resolve));
    socket.emit("message:send", line("x".repeat(1_100_000)));
    await ended;
    expect(await ask(other, "message:send", line("four"))).toMatchObject({ ok: true });
  });

  it("58 not too often, and says when again", async () => {
    const results = await Promise.all(
      Array.from({ length: 200 }, () => ask(socket, "message:send", line("a"))),
    );
    const refused = results.filter(result => !result.ok);
    expect(results.length - refused.length).toBe(DEFAULT_LIMITS.commands.visit.points);
    expect(refused[0]).toMatchObject(
      fail({ code: "RATE_LIMITED", message: expect.any(String), retryAfterMs: expect.any(Number) }),
    );
  });
});

describe("who is there", () => {
  it("tells the visit's pages, and only them", async () => {
    const socket = connect("/visitor");
    await connected(socket);
    const heard = new Promise(resolve => socket.once("typing:changed", resolve));
    const change = { conversationId: CONVERSATION, by: "agent", typing: true } as never;
    hub.publisher.toVisit(CONVERSATION as never, "typing:changed", { wrong: true } as never);
    hub.publisher.toVisit(VISIT, "typing:changed", change);
    expect(await heard).toEqual(change);
  });

  it("says that a visitor left ten seconds after the last connection went", async () => {
    const socket = connect("/visitor");
    await connected(socket);
    socket.disconnect();
    const agent = asAgent();
    await connected(agent);
    // The agent's own session check keeps the clock's timers busy; the visitor's grace is what we look for.
    await waitUntil(() => metric("lotse_visitor_connections"), 0);
    hub.clock.advance(9_999);
    expect(hub.told).not.toContain("visitLeft");
    hub.clock.advance(1);
    expect(hub.told).toContain("visitLeft");
  });

  it("says that a visitor abandoned the visit after a minute, unless they came back in time", async () => {
    const first = connect("/visitor");
    await connected(first);
    first.disconnect();
    await waitUntil(() => metric("lotse_visitor_connections"), 0);
    hub.clock.advance(59_999);
    const again = connect("/visitor");
    await connected(again);
    hub.clock.advance(60_000);
    expect(hub.told).not.toContain("visitAbandoned");
    again.disconnect();
    await waitUntil(() => metric("lotse_visitor_connections"), 0);
    hub.clock.advance(60_000);
    expect(hub.told.filter(what => what === "visitAbandoned")).toHaveLength(1);
  });

  it("tries again while a visit that was abandoned could not be cleared away", async () => {
    let failures = 0;
    await restart({
      visitAbandoned: async () => {
        if (++failures < 3) throw new LotseError("STORE_UNAVAILABLE", "The store is away");
      },
      expected: () => ({ visits: [VISITOR], agents: [] }),
    });
    for (const expected of [1, 2, 3, 3]) {
      hub.clock.advance(60_000);
      await metric("lotse_visitor_connections");
      expect(failures).toBe(expected);
    }
  });

  it("waits after its own start for those whose visit waits, and for the agents it needs", async () => {
    await restart({ expected: () => ({ visits: [VISITOR], agents: [AGENT] }) });
    hub.clock.advance(10_000);
    expect(hub.told).toEqual(["visitLeft", "agentDisconnected"]);
    await connected(connect("/visitor"));
    hub.clock.advance(120_000);
    expect(hub.told).not.toContain("visitAbandoned");
  });

  it("says that an agent came, and that they are gone", async () => {
    const socket = asAgent();
    await connected(socket);
    expect(await ask(socket, "presence:set", { presence: "away" })).toMatchObject({ ok: true });
    expect(hub.told).toEqual(["agentConnected"]);
    socket.disconnect();
    await waitUntil(() => metric("lotse_agent_connections"), 0);
    // At once, whatever it is; that it was no reload only later
    expect(hub.told).toEqual(["agentConnected", "agentLost"]);
    hub.clock.advance(10_000);
    expect(hub.told).toEqual(["agentConnected", "agentLost", "agentDisconnected"]);
  });

  it("says at once that nobody is signed in any more: that is no reload", async () => {
    await connected(asAgent());
    hub.signedIn = null;
    hub.clock.advance(5_000);
    await waitUntil(async () => (await metric("lotse_agent_connections")) + hub.told.length, 3);
    expect(hub.told).toEqual(["agentConnected", "agentLost", "agentSignedOut"]);
  });
});

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
};

/** Asks again until the answer is right; each question is a round trip, so nothing sleeps. */
const waitUntil = async <T>(read: () => Promise<T>, expected: T): Promise<void> => {
  for (let tries = 0; tries < 500; tries++) if ((await read()) === expected) return;
  throw new Error("it did not come to pass");
};
