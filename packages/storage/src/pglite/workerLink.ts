/**
 * The main thread's side of the worker: numbered calls, one answer each. When the worker dies, whatever is pending
 * and whatever comes later is rejected with STORE_UNAVAILABLE. Knows nothing of what the calls mean.
 */
import { Worker } from "node:worker_threads";
import { LotseError, type WireError } from "@lotse/protocol";
import type { EngineInfo } from "./engine.ts";
import type { Call, Reply, Request, WorkerSettings } from "./wire.ts";

interface Pending {
  readonly call: Call;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LotseError) => void;
}

export interface WorkerLink {
  readonly info: EngineInfo;
  call(call: Call): Promise<unknown>;
  /** Idempotent: closes the engine, then ends the thread. */
  close(): Promise<void>;
}

/** A failure that is ours, not the caller's, told with what may be told. */
export interface StorageLog {
  error(event: string, fields: { readonly command: string; readonly reason: string }): void;
}

const failureOf = (call: Call, error: WireError) => ({
  command: call.to === "storage" ? call.command : call.to,
  reason: error.message,
});

const fromWire = (error: WireError): LotseError => new LotseError(error.code, error.message);
const gone = (): LotseError => new LotseError("STORE_UNAVAILABLE", "The storage is closed or has failed");

export const spawnWorker = (dataDir: string | "memory"): Worker => {
  const settings: WorkerSettings = { entry: new URL("./worker.ts", import.meta.url).href, dataDir };
  // No flags inherited: the test runner's and the debugger's are not meant for this thread.
  return new Worker(new URL("./boot.mjs", import.meta.url), { workerData: settings, execArgv: [] });
};

const untilReady = (worker: Worker): Promise<EngineInfo> =>
  new Promise((resolve, reject) => {
    worker.once("message", (reply: Reply) => {
      if (reply.is === "ready") resolve(reply.info);
      else reject(reply.is === "failed" ? fromWire(reply.error) : gone());
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(gone()));
  });

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
  const pending = new Map<number, Pending>();
  let state: "open" | "closing" | "gone" = "open";
  let lastId = 0;

  const info = await untilReady(worker).catch(async error => {
    await worker.terminate();
    throw error;
  });

  const lose = (): void => {
    if (state === "gone") return;
    const unexpected = state === "open";
    state = "gone";
    for (const { reject } of pending.values()) reject(gone());
    pending.clear();
    if (unexpected) onLost(gone());
  };

  worker.on("error", lose);
  worker.on("exit", lose);
  worker.on("message", (reply: Reply) => {
    if (reply.is !== "answer" && reply.is !== "error") return;
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.is === "answer") waiting?.resolve(reply.value);
    else if (waiting !== undefined) {
      if (reply.error.code === "INTERNAL") log?.error("storage failed", failureOf(waiting.call, reply.error));
      waiting.reject(fromWire(reply.error));
    }
  });

  const send = (call: Call): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      pending.set(lastId, { call, resolve, reject });
      const request: Request = { ...call, id: lastId };
      worker.postMessage(request);
    });

  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    if (state === "open") {
      state = "closing";
      // A worker that dies on the way has nothing more to write either.
      await send({ to: "close" }).catch(() => {});
    }
    await worker.terminate();
  };

  return {
    info,
    call: call => (state === "open" ? send(call) : Promise.reject(gone())),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
};
