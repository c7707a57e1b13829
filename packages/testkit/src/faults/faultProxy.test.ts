import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "@lotse/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../FakeClock.ts";
import type { ProxiedConnection } from "./connection.ts";
import { type FaultProxy, startFaultProxy } from "./faultProxy.ts";
import { seededRandom } from "./random.ts";

/** A socket with everything that came in kept, and conditions on it that can be waited for. */
class Peer {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #ended: "no" | "orderly" | "reset" = "no";
  readonly #waiting = new Set<() => void>();
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    const look = (): void => {
      for (const check of [...this.#waiting]) check();
    };
    socket.on("data", chunk => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      look();
    });
    socket.on("end", () => {
      if (this.#ended === "no") this.#ended = "orderly";
      look();
    });
    socket.on("error", () => {
      this.#ended = "reset";
      look();
    });
  }

  get heard(): string {
    return this.bytes.toString("latin1");
  }
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
  get length(): number {
    return this.#length;
  }
  get ended(): "no" | "orderly" | "reset" {
    return this.#ended;
  }
  say(text: string | Buffer): void {
    this.socket.write(text);
  }

  until(holds: (peer: Peer) => boolean): Promise<void> {
    return new Promise(resolve => {
      const check = (): void => {
        if (!holds(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
  hears(text: string): Promise<void> {
    return this.until(peer => peer.heard === text);
  }
  ends(): Promise<void> {
    return this.until(peer => peer.ended !== "no");
  }
}

/** A clock that stands still, on which one can wait until somebody wants to be woken. */
class WatchedClock extends FakeClock {
  readonly #asked: number[] = [];
  #look = (): void => {};

  override after(delayMs: number, fn: () => void) {
    this.#asked.push(delayMs);
    this.#look();
    return super.after(delayMs, fn);
  }
  asked(delayMs: number): Promise<void> {
    return new Promise(resolve => {
      this.#look = () => {
        if (this.#asked.includes(delayMs)) resolve();
      };
      this.#look();
    });
  }
}

let server: Server;
let accepted: Peer[];
let proxy: FaultProxy;
const clients: Socket[] = [];

const begin = async (options: { clock?: Clock; patient?: boolean; targetPort?: number } = {}) => {
  const { port } = server.address() as AddressInfo;
  proxy = await startFaultProxy({ targetPort: port, random: seededRandom(1).next, ...options });
};
const dial = (): Peer => {
  const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
  clients.push(socket);
  return new Peer(socket);
};
/** A client and its counterpart at the server, proven to be joined. */
const join = async (): Promise<{ client: Peer; far: Peer; connection: ProxiedConnection }> => {
  const index = accepted.length;
  const joined = new Promise<ProxiedConnection>(resolve => {
    const leave = proxy.onConnection(connection => {
      leave();
      resolve(connection);
    });
  });
  const client = dial();
  const [connection] = await Promise.all([joined, once(server, "connection")]);
  const far = accepted[index];
  if (far === undefined) throw new Error("not accepted");
  return { client, far, connection };
};
/** Proves that the proxy has had its turn: a connection beside the tested one has gone to and fro. */
const roundTrip = async (): Promise<void> => {
  const { client, far } = await join();
  client.say("ping");
  await far.hears("ping");
  far.say("pong");
  await client.hears("pong");
};

beforeEach(async () => {
  accepted = [];
  server = createServer({ allowHalfOpen: true }, socket => void accepted.push(new Peer(socket)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy();
  for (const { socket } of accepted) socket.destroy();
  await proxy.close();
  server.close();
});

describe("the fault proxy", () => {
  it("passes bytes both ways, and the end of one side alone", async () => {
    await begin();
    const { client, far } = await join();
    client.say("up");
    await far.hears("up");
    client.socket.end();
    await far.ends();
    far.say("still heard");
    await client.hears("still heard");
    expect([far.ended, client.ended]).toEqual(["orderly", "no"]);
  });

  it("delays a direction, and only that", async () => {
    const clock = new WatchedClock();
    await begin({ clock });
    const { client, far } = await join();
    proxy.impair({ latencyMs: 100 }, "toClient");
    client.say("question");
    await far.hears("question");
    far.say("answer");
    await clock.asked(100);
    clock.advance(99);
    expect(client.heard).toBe("");
    clock.advance(1);
    await client.hears("answer");
  });

  it("lets through so many bytes a second", async () => {
    const clock = new WatchedClock();
    await begin({ clock });
    const { client, far, connection } = await join();
    connection.impair({ bytesPerSecond: 100 });
    client.say(Buffer.alloc(50, "a"));
    await clock.asked(500);
    client.say("b".repeat(100));
    await roundTrip();
    clock.advance(500);
    await far.hears("a".repeat(50));
    await clock.asked(1_000);
    clock.advance(999);
    expect(far.heard).toBe("a".repeat(50));
    clock.advance(1);
    await far.until(peer => peer.heard.endsWith("b"));
  });

  it("goes silent in one direction without a sign, and takes up again where it was", async () => {
    await begin();
    const { client, far, connection } = await join();
    connection.impair({ stalled: true }, "toServer");
    client.say("lost in thought");
    client.socket.end();
    await roundTrip();
    far.say("are you there?");
    await client.hears("are you there?");
    expect([far.heard, far.ended]).toEqual(["", "no"]);
    proxy.heal();
    await far.hears("lost in thought");
    await far.ends();
  });

  it("hides even a death while silent, and tells it once healed", async () => {
    await begin();
    const { client, far, connection } = await join();
    connection.impair({ stalled: true });
    client.socket.resetAndDestroy();
    await roundTrip();
    expect(far.ended).toBe("no");
    proxy.heal();
    await far.ends();
    expect(far.ended).toBe("reset");
  });

  it("does not read a sender any further while nothing can go on, and loses nothing of it", async () => {
    await begin();
    const { client, far } = await join();
    proxy.impair({ stalled: true });
    const bytes = randomBytes(20_000_000);
    client.say(bytes);
    await untilBlocked(client);
    expect(client.socket.writableLength).toBeGreaterThan(1_000_000);
    proxy.heal();
    await far.until(peer => peer.length === bytes.length);
    const hash = (data: Buffer) => createHash("sha256").update(data).digest("hex");
    expect(hash(far.bytes)).toBe(hash(bytes));
  });

  it.each([
    ["cut", "orderly"],
    ["reset", "reset"],
  ] as const)("ends every connection by a %s", async (how, ended) => {
    await begin();
    const pairs = [await join(), await join()];
    proxy[how]();
    for (const { client, far } of pairs) await Promise.all([client.ends(), far.ends()]);
    expect(pairs.flatMap(({ client, far }) => [client.ended, far.ended])).toEqual(Array(4).fill(ended));
    expect(proxy.connections).toEqual([]);
    await join();
  });

  it("ends a connection after exactly so many bytes", async () => {
    await begin();
    const { client, far, connection } = await join();
    connection.breakAfter({ bytes: 5, direction: "toClient", how: "cut" });
    far.say("123456789");
    await Promise.all([client.ends(), far.ends()]);
    expect([client.heard, client.ended]).toEqual(["12345", "orderly"]);
  });

  it("swallows an answer and breaks off: the server has said it, the client never hears", async () => {
    await begin();
    const { client, far, connection } = await join();
    connection.breakAfter({ bytes: 5, direction: "toClient", how: "reset", withheld: true });
    client.say("do it");
    await far.hears("do it");
    far.say("done");
    far.say("!");
    await Promise.all([client.ends(), far.ends()]);
    expect([client.heard, client.ended, far.ended]).toEqual(["", "reset", "reset"]);
  });

  it("takes newcomers and never answers them, until healed", async () => {
    await begin();
    proxy.admit("blackhole");
    const client = dial();
    await once(client.socket, "connect");
    client.say("hello?");
    proxy.heal();
    await once(server, "connection");
    await accepted[0]?.hears("hello?");
  });

  it("refuses newcomers, and leaves the others alone", async () => {
    await begin();
    const { client, far } = await join();
    proxy.admit("refuse");
    const refused = dial();
    await refused.ends();
    expect(refused.ended).toBe("reset");
    client.say("still here");
    await far.hears("still here");
  });

  it("holds newcomers until the target is there, if told to be patient", async () => {
    const { port } = server.address() as AddressInfo;
    const clock = new WatchedClock();
    await begin({ patient: true, targetPort: await freePort(), clock });
    const client = dial();
    await clock.asked(20);
    proxy.target(port);
    clock.advance(20);
    await once(server, "connection");
    client.say("at last");
    await accepted[0]?.hears("at last");
  });

  it("passes everything in order, whatever the weather", async () => {
    await begin();
    const random = seededRandom(20_261_125);
    const { client, far } = await join();
    const said: Buffer[] = [];
    for (let turn = 0; turn < 60; turn++) {
      const chunk = randomBytes(random.between(1, 30_000));
      said.push(chunk);
      client.say(chunk);
      proxy.impair({
        latencyMs: random.between(0, 3),
        jitterMs: random.between(0, 3),
        bytesPerSecond: random.pick([Number.POSITIVE_INFINITY, 50_000_000]),
        stalled: random.next() < 0.3,
      });
      await new Promise(resolve => setImmediate(resolve));
    }
    client.socket.end();
    proxy.heal();
    await far.ends();
    expect(far.bytes.equals(Buffer.concat(said))).toBe(true);
  });
});

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
};

/** Until the sender can send no more: the kernel's buffers and the proxy's are full. */
const untilBlocked = async ({ socket }: Peer): Promise<void> => {
  for (let before = -1; socket.writableLength !== before; ) {
    before = socket.writableLength;
    for (let turn = 0; turn < 200; turn++) await new Promise(resolve => setImmediate(resolve));
  }
};
