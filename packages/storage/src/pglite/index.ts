/** The embedded storage: PGlite in a worker thread, its data folder locked against a second process. */
import { chmodSync, mkdirSync, realpathSync } from "node:fs";
import type { LotseError } from "@lotse/protocol";
import { Kysely } from "kysely";
import type { BackupHeader, BackupReport } from "../backup/format.ts";
import { restoreBackup } from "../backup/restoreBackup.ts";
import type { PgliteInfo, StorageEngine, StorageLog } from "../Engine.ts";
import type { Database } from "../sql/schema.ts";
import { createAuthDialect } from "./authDialect.ts";
import { createPgliteDialect } from "./dialect.ts";
import { openPglite } from "./engine.ts";
import { type FolderLock, lockFolder } from "./folderLock.ts";
import { createStorageProxy } from "./storageProxy.ts";
import { startWorker } from "./workerLink.ts";

export interface PgliteSettings {
  /** A folder, made if absent, or "memory". */
  readonly dataDir: string | "memory";
  /** The worker died by itself. Everything pending was rejected, and so is every later call. */
  readonly onLost?: (error: LotseError) => void;
  readonly log?: StorageLog;
}

export interface PgliteStorage extends StorageEngine {
  readonly engineInfo: PgliteInfo;
}

/** PGlite writes its files readable by all, so the folder around them must not be. */
const prepareFolder = (dataDir: string): string => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  // Two names of one folder must meet at one lock.
  return realpathSync(dataDir);
};

export const openPgliteStorage = async (settings: PgliteSettings): Promise<PgliteStorage> => {
  const inMemory = settings.dataDir === "memory";
  const dataDir = inMemory ? "memory" : prepareFolder(settings.dataDir);
  const lock: FolderLock | null = inMemory ? null : await lockFolder(dataDir);
  try {
    const link = await startWorker({ dataDir, log: settings.log, onLost: settings.onLost ?? (() => {}) });
    const close = async (): Promise<void> => {
      await link.close();
      await lock?.release();
    };
    return {
      storage: createStorageProxy(link, close),
      authDialect: createAuthDialect(link),
      engineInfo: link.info,
      backup: request => link.call({ to: "backup", request }) as Promise<BackupReport>,
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
};

/** Into a folder whose database is empty or not there yet; refused while a hub runs on it. */
export const restorePglite = async (settings: {
  readonly dataDir: string;
  readonly file: string;
}): Promise<BackupHeader> => {
  const dataDir = prepareFolder(settings.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const pglite = await openPglite(dataDir);
    const db = new Kysely<Database>({ dialect: createPgliteDialect(pglite) });
    try {
      return await restoreBackup(db, settings.file);
    } finally {
      await pglite.close();
    }
  } finally {
    await lock.release();
  }
};
