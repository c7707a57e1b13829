/** Against a real Socket.IO server, on a port of its own: what the wire really does. */
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fail, ok, PROTOCOL_VERSION } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { Server } from "socket.io";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectStream, connectVisitor } from "./connect.ts";
import { systemClock } from "./systemClock.ts";
import type { ConnectionState, StreamConnection, VisitorConnection } from "./types.ts";

const CONVERSATION = "00000000-0000-4000-8000-000000000001" as never;

let http: HttpServer;
let io: Server;
let hubUrl: string;
const open: { close(): void }[] = [];

beforeEach(async () => {
  http = createServer();
  io = new Server(http);
  await new Promise<void>(resolve => http.listen(0, "127.0.0.1", resolve));
  hubUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await io.close();
});

/** Connects; the state becomes `kind` before it goes on. */
const until = (
  connection: VisitorConnection | StreamConnection,
  kind: ConnectionState["kind"],
): Promise<ConnectionState> => {
  open.push(connection);
  return new Promise(resolve => {
    if (connection.state.kind === kind) resolve(connection.state);
    connection.onState(state => {
      if (state.kind === kind) resolve(state);
    });
  });
};

describe("a visitor's connection", () => {
  it("shakes hands with version and token, asks, hears, and ends", async () => {
    const hands: unknown[] = [];
    io.of("/visitor").on("connection", socket => {
      hands.push(socket.handshake.auth);
      socket.on("typing:set", (input, ack) => {
        ack(ok(input));
        socket.emit("typing:changed", { conversationId: CONVERSATION, by: "agent", typing: true });
      });
    });
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    await until(visitor, "online");
    const heard = new Promise(resolve => visitor.on("typing:changed", resolve));
    const input = { conversationId: CONVERSATION, typing: true };
    expect(await visitor.request("typing:set", input)).toEqual({ ok: true, value: input });
    expect(await heard).toEqual({ conversationId: CONVERSATION, by: "agent", typing: true });
    expect(hands).toEqual([{ protocol: PROTOCOL_VERSION, token: "t" }]);
    visitor.close();
    visitor.close();
    expect(visitor.state).toEqual({ kind: "closed" });
    expect(await visitor.request("typing:set", input)).toMatchObject({ error: { code: "UNAVAILABLE" } });
  });

  it("that is refused does not try again", async () => {
    let tries = 0;
    io.of("/visitor").use((_socket, next) => {
      tries++;
      next(Object.assign(new Error("no"), { data: { code: "TOKEN_INVALID" } }));
    });
    const visitor = connectVisitor({ hubUrl, token: () => "old", clock: systemClock });
    expect(await until(visitor, "refused")).toEqual({ kind: "refused", code: "TOKEN_INVALID" });
    expect(tries).toBe(1);
  });

  it("of another age than the hub is refused for good, and says why", async () => {
    let tries = 0;
    io.of("/visitor").use((_socket, next) => {
      tries++;
      next(Object.assign(new Error("no"), { data: { code: "VERSION_UNSUPPORTED" } }));
    });
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    expect(await until(visitor, "refused")).toEqual({ kind: "refused", code: "VERSION_UNSUPPORTED" });
    expect(tries).toBe(1);
  });

  it("knows the hub's time from every answer that carries it", async () => {
    const aheadMs = 3_600_000;
    io.of("/visitor").on("connection", socket => {
      socket.on("visit:resume", (_input, ack) => ack(ok({ serverNowMs: Date.now() + aheadMs })));
    });
    const clock = new FakeClock(Date.now());
    const visitor = connectVisitor({ hubUrl, token: "t", clock });
    await until(visitor, "online");
    expect(visitor.hubNowMs()).toBe(clock.nowMs());
    await visitor.request("visit:resume", {});
    // The fake clock stood still meanwhile, the hub's did not.
    expect(visitor.hubNowMs() - clock.nowMs()).toBeGreaterThanOrEqual(aheadMs);
    expect(visitor.hubNowMs() - clock.nowMs()).toBeLessThan(aheadMs + 60_000);
  });

  it("that is refused for now, or put out, comes back by itself", async () => {
    let tries = 0;
    io.of("/visitor").use((_socket, next) => {
      if (++tries > 1) next();
      else next(Object.assign(new Error("later"), { data: { code: "UNAVAILABLE" } }));
    });
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    await until(visitor, "online");
    const lost = until(visitor, "offline");
    io.of("/visitor").disconnectSockets();
    await lost;
    await until(visitor, "online");
    expect(tries).toBe(3);
  });

  it("that is refused for now waits as long as the hub asks it to", async () => {
    let tries = 0;
    io.of("/visitor").use((_socket, next) => {
      const data = { code: "RATE_LIMITED", retryAfterMs: 9_000 };
      if (++tries > 1) next();
      else next(Object.assign(new Error("later"), { data }));
    });
    const clock = new FakeClock();
    const visitor = connectVisitor({ hubUrl, token: "t", clock });
    await until(visitor, "offline");
    clock.advance(8_999);
    // A round trip over another connection: had it tried again, the hub would know.
    await until(connectStream({ hubUrl, cobrowseId: "c", clock }), "refused");
    expect(tries).toBe(1);
    clock.advance(1);
    await until(visitor, "online");
  });

  it("answers what was under way when it is lost", async () => {
    io.of("/visitor").on("connection", socket => {
      socket.on("visit:resume", () => socket.disconnect(true));
    });
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    await until(visitor, "online");
    expect(await visitor.request("visit:resume", {})).toMatchObject({ error: { code: "UNAVAILABLE" } });
  });

  it("is refused where there is no such hub", async () => {
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    expect(await until(visitor, "refused")).toEqual({ kind: "refused", code: "NAMESPACE_UNKNOWN" });
  });

  it("takes an answer that is none as a fault of the hub", async () => {
    io.of("/visitor").on("connection", socket => {
      socket.on("visit:resume", (_input, ack) => ack("nonsense"));
      socket.on("conversation:open", (_input, ack) => ack(fail({ code: "CAPACITY_FULL", message: "" })));
    });
    const visitor = connectVisitor({ hubUrl, token: "t", clock: systemClock });
    await until(visitor, "online");
    expect(await visitor.request("visit:resume", {})).toMatchObject({ error: { code: "INTERNAL" } });
    expect(await visitor.request("conversation:open", {})).toMatchObject({
      error: { code: "CAPACITY_FULL" },
    });
  });
});

describe("a hub that is restarted under two hundred clients", () => {
  const CLIENTS = 200;

  it("has them all back by themselves, not in step", { timeout: 120_000 }, async () => {
    const pauses: number[] = [];
    const { setTimeout: real } = globalThis;
    const timers = vi.spyOn(globalThis, "setTimeout").mockImplementation(((fn: () => void, ms?: number) => {
      pauses.push(ms ?? 0);
      return real(fn, ms);
    }) as typeof setTimeout);
    io.of("/visitor").on("connection", () => {});
    const clients = Array.from({ length: CLIENTS }, () =>
      connectVisitor({ hubUrl, token: "t", clock: new FakeClock() }),
    );
    await Promise.all(clients.map(client => until(client, "online")));
    const { port } = http.address() as AddressInfo;
    const lost = clients.map(client => until(client, "offline"));
    pauses.length = 0;
    await io.close();
    await Promise.all(lost);
    const firstTries = pauses.filter(ms => ms >= 250 && ms <= 750);
    timers.mockRestore();
    http = createServer();
    io = new Server(http);
    io.of("/visitor").on("connection", () => {});
    const back = clients.map(client => until(client, "online"));
    await new Promise<void>(resolve => http.listen(port, "127.0.0.1", resolve));
    await Promise.all(back);
    expect(io.of("/visitor").sockets.size).toBe(CLIENTS);
    // Half a second, give or take half of it: no twentieth of a second gets a fifth of them.
    expect(firstTries.length).toBeGreaterThanOrEqual(CLIENTS);
    for (const from of [250, 300, 350, 400, 450, 500, 550, 600, 650, 700])
      expect(firstTries.filter(ms => ms >= from && ms < from + 50).length).toBeLessThan(
        firstTries.length / 5,
      );
  });
});

describe("a stream's connection", () => {
  it("of a page that was put out stays out; a viewer comes back", async () => {
    io.of("/stream").on("connection", socket => {
      if (socket.handshake.auth.cobrowseId === "gone") socket.disconnect();
    });
    const page = connectStream({ hubUrl, cobrowseId: "gone", token: "t", clock: systemClock });
    expect(await until(page, "refused")).toEqual({ kind: "refused", code: "COBROWSE_ACTIVE" });
    const viewer = connectStream({ hubUrl, cobrowseId: "gone", clock: systemClock });
    await until(viewer, "offline");
    await until(viewer, "online");
  });

  it("carries packets byte for byte both ways, as Uint8Array", async () => {
    io.of("/stream").on("connection", socket => {
      socket.on("stream:frames", packet => socket.emit("stream:frames", packet));
      socket.emit("stream:opened", { nextSegment: 7 });
    });
    const stream = connectStream({ hubUrl, cobrowseId: "c", token: "t", clock: systemClock });
    const opened = new Promise(resolve => stream.on("stream:opened", resolve));
    stream.send(new Uint8Array([9]));
    await until(stream, "online");
    expect(await opened).toEqual({ nextSegment: 7 });
    const echoed = new Promise<Uint8Array>(resolve => stream.on("stream:frames", resolve));
    stream.send(new Uint8Array([1, 2, 255]));
    const bytes = await echoed;
    expect(bytes).toBeInstanceOf(Uint8Array);
    // Nothing that was sent before it was online comes late.
    expect([...bytes]).toEqual([1, 2, 255]);
  });
});
