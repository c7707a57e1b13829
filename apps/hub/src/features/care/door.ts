/**
 * The way into a running hub for a command on the same machine: a socket in the data folder, which only the hub's own
 * user can reach. One line in, one line out. Knows one request: to make a backup.
 */
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { LotseError, type Result, type WireError } from "@lotse/protocol";
import type { BackupReport } from "@lotse/storage";
import { localAddress } from "@lotse/storage/pglite";

const NAME = "door";
const LINE_CHARACTERS_MAX = 10_000;

export interface Door {
  /** Idempotent. */
  close(): Promise<void>;
}

const readLine = (socket: Socket): Promise<string | null> =>
  new Promise(resolve => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", chunk => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > LINE_CHARACTERS_MAX) socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(null));
  });

const fileIn = (line: string): string => {
  const { backup } = JSON.parse(line) as { readonly backup?: unknown };
  if (typeof backup !== "string") throw new LotseError("FIELD_TYPE", "The request names no file.");
  return backup;
};

const told = (error: unknown): WireError =>
  error instanceof LotseError
    ? error.toWire()
    : { code: "INTERNAL", message: "The hub could not make the backup; its log says more." };

/** The data folder is this hub's alone: it holds the database's lock. */
export const openDoor = async (
  dataFolder: string,
  backup: (file: string) => Promise<BackupReport>,
): Promise<Door> => {
  const answer = async (socket: Socket): Promise<void> => {
    const line = await readLine(socket);
    if (line === null) return;
    const result: Result<BackupReport> = await Promise.resolve(line)
      .then(fileIn)
      .then(backup)
      .then(
        value => ({ ok: true, value }),
        error => ({ ok: false, error: told(error) }),
      );
    socket.end(`${JSON.stringify(result)}\n`);
  };
  const address = localAddress(dataFolder, NAME);
  const onPipe = process.platform === "win32";
  // Left behind by one that was killed
  if (!onPipe) rmSync(address.path, { force: true });
  const server = createServer(socket => void answer(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.path, resolve);
  });
  if (!onPipe) chmodSync(address.path, 0o600);
  let closed: Promise<void> | null = null;
  return {
    close: () => {
      closed ??= new Promise<void>(resolve => server.close(() => resolve())).then(address.release);
      return closed;
    },
  };
};

/** Asks the hub that runs on the folder; null if none does. */
export const askDoor = async (dataFolder: string, file: string): Promise<Result<BackupReport> | null> => {
  const address = localAddress(dataFolder, NAME);
  const socket = createConnection(address.path);
  try {
    const isOpen = await new Promise<boolean>(resolve => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (!isOpen) return null;
    const answer = readLine(socket);
    socket.write(`${JSON.stringify({ backup: file })}\n`);
    const line = await answer;
    if (line === null) throw new LotseError("STORE_UNAVAILABLE", "The hub stopped while it made the backup.");
    return JSON.parse(line) as Result<BackupReport>;
  } finally {
    socket.destroy();
    address.release();
  }
};
