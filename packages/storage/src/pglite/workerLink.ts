/**
 * The main thread's side of the worker: numbered calls, one answer each. When the worker dies, whatever is pending
 * and whatever comes later is rejected with STORE_UNAVAILABLE. Knows nothing of what the calls mean.
 */
import { Worker } from "node:worker_threads";
import { LotseError, type WireError } from "@lotse/protocol";
import type { PgliteInfo, StorageLog } from "../Engine.ts";
import type { Call, Reply, Request, WorkerSettings } from "./wire.ts";

export interface WorkerLink {
  readonly info: PgliteInfo;
  call(call: Call): Promise<unknown>;
  /** Idempotent: closes the engine, then ends the thread. */
  close(): Promise<void>;
}

const fromWire = (error: WireError): LotseError => new LotseError(error.code, error.message);
const gone = (): LotseError => new LotseError("STORE_UNAVAILABLE", "The storage is closed or has failed");

const ENTRY = new URL("./worker.ts", import.meta.url);

export const spawnWorker = (dataDir: string | "memory", entry: URL = ENTRY): Worker => {
  const settings: WorkerSettings = { entry: entry.href, dataDir };
  // No flags inherited: the test runner's and the debugger's are not meant for this thread.
  return new Worker(new URL("./boot.mjs", import.meta.url), { workerData: settings, execArgv: [] });
};

const untilReady = (worker: Worker): Promise<PgliteInfo> =>
  new Promise((resolve, reject) => {
    worker.once("message", (reply: Reply) => {
      if (reply.is === "ready") resolve(reply.info);
      else reject(reply.is === "failed" ? fromWire(reply.error) : gone());
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(gone()));
  });

/** The calls under way. Each is settled exactly once: by its answer, or because nobody is left to answer. */
const createCalls = (log: StorageLog | undefined) => {
  interface Pending {
    readonly call: Call;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: LotseError) => void;
  }
  const pending = new Map<number, Pending>();
  let lastId = 0;
  return {
    add: (call: Call, send: (request: Request) => void): Promise<unknown> =>
      new Promise((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { call, resolve, reject });
        send({ ...call, id: lastId });
      }),
    settle: (reply: Reply): void => {
      if (reply.is !== "answer" && reply.is !== "error") return;
      const waiting = pending.get(reply.id);
      if (waiting === undefined) return;
      pending.delete(reply.id);
      if (reply.is === "answer") {
        waiting.resolve(reply.value);
        return;
      }
      const { code, message: reason } = reply.error;
      const { call } = waiting;
      const command = call.to === "storage" ? call.command : call.to;
      if (code === "INTERNAL") log?.error("storage failed", { command, reason });
      waiting.reject(fromWire(reply.error));
    },
    rejectAll: (): void => {
      for (const { reject } of pending.values()) reject(gone());
      pending.clear();
    },
  };
};

export interface WorkerOptions {
  readonly dataDir: string | "memory";
  /** The worker died by itself. */
  readonly onLost: (error: LotseError) => void;
  readonly log?: StorageLog | undefined;
  readonly spawn?: (dataDir: string | "memory") => Worker;
}

export const startWorker = async (options: WorkerOptions): Promise<WorkerLink> => {
  const { dataDir, onLost, log, spawn = spawnWorker } = options;
  const worker = spawn(dataDir);
  const calls = createCalls(log);
  const send = (request: Request): void => worker.postMessage(request);
  let state: "open" | "closing" | "gone" = "open";

  const info = await untilReady(worker).catch(async error => {
    await worker.terminate();
    throw error;
  });

  const lose = (): void => {
    const before = state;
    state = "gone";
    calls.rejectAll();
    if (before === "open") onLost(gone());
  };
  worker.on("message", calls.settle);
  worker.on("error", lose);
  worker.on("exit", lose);

  const close = async (): Promise<void> => {
    if (state === "open") {
      state = "closing";
      // A worker that dies on the way has nothing more to write either.
      await calls.add({ to: "close" }, send).catch(() => {});
    }
    await worker.terminate();
  };

  let closed: Promise<void> | null = null;
  return {
    info,
    call: call => (state === "open" ? calls.add(call, send) : Promise.reject(gone())),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
};
