import { EventEmitter } from "node:events";
import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSlowConsumerCut, DEFAULT_BACKLOG, type EngineConnection } from "./slowConsumers.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** An Engine.IO connection as far as it matters: writes while the network takes, holds back while it does not. */
class FakeConnection extends EventEmitter {
  transport = Object.assign(new EventEmitter(), {
    socket: { terminate: () => void this.terminated++ },
  });
  terminated = 0;
  closed = false;
  #writable = true;
  #waiting = 0;

  send(data: string | Uint8Array): void {
    if (this.closed) return;
    this.emit("packetCreate", { data });
    this.#waiting++;
    this.#flush();
  }

  /** The network took what was under way. */
  drain(): void {
    if (this.#writable) return;
    this.#writable = true;
    this.transport.emit("drain");
    this.#flush();
  }

  upgrade(): void {
    this.transport = Object.assign(new EventEmitter(), { socket: this.transport.socket });
    this.#writable = true;
    this.emit("upgrade", this.transport);
    this.#flush();
  }

  close(): void {
    this.closed = true;
    this.emit("close");
  }

  #flush(): void {
    if (!this.#writable || this.#waiting === 0 || this.closed) return;
    this.emit("flush");
    this.#waiting = 0;
    this.#writable = false;
  }
}

const setUp = () => {
  const clock = new FakeClock();
  const cut = createSlowConsumerCut({ clock, log: silent, limits: DEFAULT_BACKLOG });
  const connection = new FakeConnection();
  cut.watch(connection as unknown as EngineConnection);
  return { clock, cut, connection };
};
const KILO = "x".repeat(1_000);

describe("a connection that does not take what is sent to it", () => {
  it("is cut with the packet that is too many, and not before", () => {
    const { cut, connection } = setUp();
    for (let nth = 0; nth < 1_000; nth++) connection.send(KILO);
    expect(connection.closed).toBe(false);
    connection.send("x");
    expect(connection).toMatchObject({ closed: true, terminated: 1 });
    expect(cut.total).toBe(1);
  });

  it("is cut after half a minute in which it took nothing", () => {
    const { clock, cut, connection } = setUp();
    connection.send("x");
    clock.advance(29_000);
    connection.drain();
    connection.send("x");
    clock.advance(30_000);
    expect(connection.closed).toBe(false);
    clock.advance(6_000);
    expect(connection.closed).toBe(true);
    expect(cut.total).toBe(1);
  });

  it("is judged by what the new transport takes after an upgrade", () => {
    const { clock, connection } = setUp();
    connection.send("x");
    connection.upgrade();
    connection.send("y");
    connection.drain();
    clock.advance(120_000);
    expect(connection.closed).toBe(false);
  });

  it("may be a viewer of the stream: frames are the relay's to hold back", () => {
    const { clock, connection } = setUp();
    for (let nth = 0; nth < 20; nth++) connection.send(new Uint8Array(100_000));
    expect(connection.closed).toBe(false);
    clock.advance(36_000);
    expect(connection.closed).toBe(true);
  });
});

it("whoever takes everything within half a minute is never cut, and nobody holds more than the limit", () => {
  const step = fc.record({
    what: fc.constantFrom("send", "send", "send", "drain", "pass", "upgrade"),
    size: fc.nat(900_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), steps => {
      const { clock, connection } = setUp();
      let [waiting, inFlight, idleMs, busy] = [0, 0, 0, false];
      const took = (): void => {
        idleMs = 0;
        [inFlight, waiting, busy] = [waiting, 0, waiting > 0];
      };
      for (const { what, size } of steps) {
        if (what === "send") {
          if (busy) waiting += size + 1;
          else [inFlight, busy] = [size + 1, true];
          connection.send("x".repeat(size + 1));
        } else if (what === "pass") {
          const ms = Math.min(Math.round(size / 100), 24_000 - idleMs);
          idleMs += ms;
          clock.advance(ms);
        } else if (what === "upgrade" || busy) {
          took();
          if (what === "drain") connection.drain();
          else connection.upgrade();
        }
        expect(connection.closed).toBe(waiting + inFlight > DEFAULT_BACKLOG.backlogMax);
        if (connection.closed) return;
      }
    }),
  );
});
