/**
 * A data folder belongs to one process at a time: two engines on one folder overwrite each other without a sign.
 * The lock is a Unix socket somebody listens on. When its owner dies, even by kill -9, the kernel refuses
 * connections, so a lock left behind is told from a living one at once; process numbers would mislead in
 * containers. The folder's path must be its real path.
 */
import { randomBytes } from "node:crypto";
import { statSync, unlinkSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { LotseError } from "@lotse/protocol";
import { localAddress } from "./localAddress.ts";

export interface FolderLock {
  /** Idempotent. */
  release(): Promise<void>;
}

const ATTEMPTS = 5;
/** How long a rival that found the same abandoned lock may take from looking at it to removing it. */
const RIVALRY_MS = 50;

/** What the owner says of itself, or null if nobody is there. */
const askOwner = (path: string): Promise<string | null> =>
  new Promise((resolve, reject) => {
    let said = "";
    const socket = createConnection(path);
    socket.setEncoding("utf8").setTimeout(2_000, () => socket.destroy());
    socket.on("data", chunk => {
      said += chunk;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(null);
      else if (error.code === "ECONNRESET") resolve(said);
      else reject(error);
    });
    // A living owner that is too busy to speak still is the owner.
    socket.on("close", () => resolve(said));
  });

const listen = (path: string, greeting: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer(socket => {
      socket.on("error", () => {});
      socket.end(greeting);
    });
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });

const identityOf = (path: string): string | null => {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.ino} ${stats.ctimeNs}`;
};

/** Removes an abandoned lock, but not one that a rival has put in its place meanwhile. */
const removeAbandoned = (path: string, abandoned: string | null): void => {
  if (abandoned === null || identityOf(path) !== abandoned) return;
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
};

const refused = (folder: string, owner: string): LotseError => {
  const pid = /^lotse (\d+)/.exec(owner)?.[1];
  return new LotseError(
    "STORE_UNAVAILABLE",
    `The data folder ${folder} is in use by another Lotse${pid === undefined ? "" : ` (process ${pid})`}. ` +
      "Stop that one first, or choose another folder with LOTSE_DATA.",
  );
};

const stop = (server: Server): Promise<void> => new Promise(resolve => server.close(() => resolve()));

const acquire = async (folder: string, path: string): Promise<Server> => {
  const greeting = `lotse ${process.pid} ${randomBytes(8).toString("hex")}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = process.platform === "win32" ? null : identityOf(path);
    const owner = await askOwner(path);
    if (owner !== null) throw refused(folder, owner);
    removeAbandoned(path, before);
    const server = await listen(path, greeting);
    if (server === null) continue;
    // A rival may have removed our fresh lock for the abandoned one: whoever answers now has it.
    await wait(RIVALRY_MS);
    if ((await askOwner(path)) === greeting) return server;
    server.close();
  }
  throw refused(folder, "");
};

export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const address = localAddress(folder, "lock");
  try {
    const server = await acquire(folder, address.path);
    let released: Promise<void> | null = null;
    return {
      release: () => {
        released ??= stop(server).then(address.release);
        return released;
      },
    };
  } catch (error) {
    address.release();
    throw error;
  }
};
