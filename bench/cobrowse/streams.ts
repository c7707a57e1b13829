/**
 * How many streams one core of the hub carries: its own relay, a plain Socket.IO relay of the same bytes, and one that
 * deflates raw JSON itself. Open loop; counted is the hub's processor time for what came out at the other end.
 */
import { fork } from "node:child_process";
import { deflateRawSync } from "node:zlib";
import { encodePacket } from "@lotse/protocol";
import { io, type Socket } from "socket.io-client";

const BATCH_CHARS = 2_000;
const EVERY_MS = 100;
const MEASURE_MS = 10_000;
const STREAMS = { ours: 200, plain: 200, deflate: 60 } as const;
type Mode = keyof typeof STREAMS;

interface Usage {
  readonly user: number;
  readonly system: number;
  readonly rssBytes: number;
}

const startChild = async (mode: Mode) => {
  const child = fork(new URL("streamsHub.ts", import.meta.url), [mode], { execArgv: process.execArgv });
  const answer = <T>() => new Promise<T>(resolve => child.once("message", value => resolve(value as T)));
  const { url } = await answer<{ url: string }>();
  return {
    url,
    usage: () => {
      const told = answer<Usage>();
      child.send("usage");
      return told;
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
};

const connected = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", reject);
  });

interface Line {
  send(n: number): void;
  close(): void;
}

const openLine = async (url: string, mode: Mode, batches: Batches, onBatch: () => void): Promise<Line> => {
  const session = crypto.randomUUID();
  const way = { transports: ["websocket"], forceNew: true };
  const namespace = mode === "ours" ? "/stream" : "/plain";
  const auth = { protocol: batches.protocol, cobrowseId: session, session };
  const viewer = await connected(io(url + namespace, { ...way, auth }));
  const visitor = io(url + namespace, { ...way, auth: { ...auth, token: session } });
  const opened = new Promise<number>(resolve =>
    visitor.once("stream:opened", ({ nextSegment }) => resolve(nextSegment)),
  );
  await connected(visitor);
  const segment = mode === "ours" ? await opened : 1;
  viewer.on(mode === "ours" ? "stream:frames" : "message", onBatch);
  return {
    send: n => {
      const { packed, raw } = batches.list[n % batches.list.length] as Batch;
      if (mode === "deflate") visitor.emit("message", raw);
      else {
        const packet = encodePacket({ segment, firstSeq: n, frames: [packed] });
        visitor.emit(mode === "ours" ? "stream:frames" : "message", packet);
      }
    },
    close: () => {
      visitor.disconnect();
      viewer.disconnect();
    },
  };
};

interface Batch {
  readonly raw: string;
  readonly packed: Uint8Array;
}
interface Batches {
  readonly protocol: number;
  readonly list: readonly Batch[];
}

/** Of a real recording: 2 kB of JSON at a time, and the same compressed. */
const cut = (recorded: readonly string[]): Batch[] => {
  const text = recorded.slice(2).join("\n");
  const list: Batch[] = [];
  for (let from = 0; from + BATCH_CHARS <= text.length && list.length < 200; from += BATCH_CHARS) {
    const raw = text.slice(from, from + BATCH_CHARS);
    list.push({ raw, packed: deflateRawSync(raw) });
  }
  return list;
};

const measure = async (mode: Mode, batches: Batches) => {
  const child = await startChild(mode);
  let received = 0;
  const count = () => {
    received += 1;
  };
  const lines: Line[] = [];
  for (let n = 0; n < STREAMS[mode]; n++) {
    lines.push(await openLine(child.url, mode, batches, count));
  }
  const beginMs = performance.now();
  const before = await child.usage();
  let sent = 0;
  for (let turn = 0; turn * EVERY_MS < MEASURE_MS; turn++) {
    for (const line of lines) line.send(turn);
    sent += lines.length;
    await new Promise(done => setTimeout(done, beginMs + (turn + 1) * EVERY_MS - performance.now()));
  }
  const after = await child.usage();
  await new Promise(done => setTimeout(done, 500));
  const tookMs = performance.now() - 500 - beginMs;
  for (const line of lines) line.close();
  child.close();
  const busyMs = (after.user + after.system - before.user - before.system) / 1_000;
  // Of the rate that really was: a generator that fell behind must not make the hub look good.
  const rate = sent / lines.length / (tookMs / EVERY_MS);
  return { perCore: (lines.length * rate * tookMs) / busyMs, received, sent, rssBytes: after.rssBytes };
};

export const printStreams = async (recorded: readonly string[], protocol: number): Promise<void> => {
  const batches: Batches = { protocol, list: cut(recorded) };
  console.log(
    `\nStreams a core of the hub carries: ${BATCH_CHARS / 1_000} kB of JSON ten times a second each`,
  );
  const figures = {} as Record<Mode, Awaited<ReturnType<typeof measure>>>;
  for (const mode of Object.keys(STREAMS) as Mode[]) {
    figures[mode] = await measure(mode, batches);
    const { perCore, received, sent, rssBytes } = figures[mode];
    console.log(
      `  ${mode.padEnd(10)} ${perCore.toFixed(0).padStart(7)}   ${received} of ${sent} arrived, ${(rssBytes / 1e6).toFixed(0)} MB`,
    );
  }
  const ratio = (mode: Mode): string => (figures.ours.perCore / figures[mode].perCore).toFixed(2);
  console.log(`  Lotse: ${ratio("plain")} of a plain relay, ${ratio("deflate")} times one that deflates`);
  console.log("  goal: 0.9 of the plain relay, 9 times the deflating one");
};
