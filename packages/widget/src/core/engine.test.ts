import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** A browser's side of a WebSocket, played by the test. */
class FakeSocket {
  static last: FakeSocket;
  readonly url: string;
  readonly sent: unknown[] = [];
  closed = false;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(url: string) {
    if (url.includes("forbidden")) throw new Error("SecurityError");
    this.url = url;
    FakeSocket.last = this;
  }
  send(data: unknown) {
    this.sent.push(data);
  }
  close() {
    this.closed = true;
  }
  hear(data: unknown) {
    this.onmessage?.({ data });
  }
}

const HELLO = `0${JSON.stringify({ sid: "x", upgrades: [], pingInterval: 20_000, pingTimeout: 15_000 })}`;

/** As Socket.IO's manager makes one, and everything it is told. */
const open = async (hubUrl = "https://hub.example") => {
  const { Socket } = await import("./engine.ts");
  const told: unknown[][] = [];
  const engine = new Socket(hubUrl, { path: "/socket.io" });
  for (const event of ["open", "data", "close", "error"])
    engine.on(event, (...args) => told.push([event, ...args.filter(arg => arg !== undefined)]));
  return { engine, told, socket: FakeSocket.last };
};

describe("the engine", () => {
  const offline = new EventTarget();

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ["setTimeout", "clearTimeout", "Date"] });
    vi.resetModules();
    vi.stubGlobal("self", globalThis);
    vi.stubGlobal("WebSocket", FakeSocket);
    vi.stubGlobal("addEventListener", offline.addEventListener.bind(offline));
    vi.stubGlobal("removeEventListener", offline.removeEventListener.bind(offline));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("speaks Engine.IO 4 over a WebSocket: hello, messages both ways, bytes, ping", async () => {
    const { engine, told, socket } = await open();
    expect(socket.url).toBe("wss://hub.example/socket.io/?EIO=4&transport=websocket");
    const bytes = new ArrayBuffer(3);
    for (const data of [HELLO, '40{"sid":"y"}', bytes, "2", "6", ""]) socket.hear(data);
    expect(told).toEqual([["open"], ["data", '0{"sid":"y"}'], ["data", bytes]]);
    engine.write("2[1]");
    engine.write(bytes);
    expect(socket.sent).toEqual(["3", "42[1]", bytes]);
  });

  it("gives a silent hub up after its own patience, and not while it pings", async () => {
    const { engine, told, socket } = await open();
    socket.hear(HELLO);
    vi.advanceTimersByTime(34_000);
    socket.hear("2");
    vi.advanceTimersByTime(34_000);
    expect(engine._hasPingExpired()).toBe(false);
    expect(told).toEqual([["open"]]);
    vi.advanceTimersByTime(2_000);
    expect(told).toEqual([["open"], ["close", "ping timeout"]]);
    expect(socket.closed).toBe(true);
  });

  it("notices after a sleep that the time is over, though no timer ran", async () => {
    const { engine, told, socket } = await open();
    socket.hear(HELLO);
    vi.setSystemTime(2_000_000);
    expect(engine._hasPingExpired()).toBe(true);
    await Promise.resolve();
    expect(told.at(-1)).toEqual(["close", "ping timeout"]);
  });

  it("ends once, whatever comes after", async () => {
    const { engine, told, socket } = await open();
    socket.hear(HELLO);
    offline.dispatchEvent(new Event("offline"));
    engine.close();
    offline.dispatchEvent(new Event("offline"));
    vi.advanceTimersByTime(100_000);
    expect(told).toEqual([["open"], ["close", "transport close"]]);
    expect(socket.onmessage).toBeNull();
  });

  it("tells a connection that never was as a failure", async () => {
    const { told, socket } = await open();
    socket.onclose?.();
    expect(told).toEqual([["error", "transport close"]]);
    const refused = await open("https://forbidden.example");
    await Promise.resolve();
    expect(refused.told).toEqual([["error", "transport close"]]);
  });

  it("throws nothing at the page when the hub's hello is nonsense", async () => {
    const { told, socket } = await open();
    socket.hear("0<html>");
    expect(told).toEqual([]);
  });
});
