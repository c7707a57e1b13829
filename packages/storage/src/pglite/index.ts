/** The embedded storage: PGlite in a worker thread, its data folder locked against a second process. */
import { chmodSync, mkdirSync, realpathSync } from "node:fs";
import type { LotseError } from "@lotse/protocol";
import type { PgliteInfo, StorageEngine, StorageLog } from "../Engine.ts";
import { createAuthDialect } from "./authDialect.ts";
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
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
};
