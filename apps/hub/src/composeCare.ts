/** The composition of what the hub does for its data: backups and retention, on the storage that was opened. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { StorageEngine } from "@lotse/storage";
import { verifyBackup } from "@lotse/storage/backup";
import type { HubConfig } from "./config.ts";
import { createBackups } from "./features/care/backups.ts";
import { createRetain } from "./features/care/retain.ts";
import { type Care, startCare } from "./features/care/service.ts";
import type { Log } from "./log.ts";
import type { Secrets } from "./secrets.ts";
import { systemClock } from "./systemWorld.ts";
import { APP_VERSION } from "./version.ts";

export const careFor = (config: HubConfig, log: Log, opened: StorageEngine, secrets: Secrets): Care =>
  startCare({
    clock: systemClock,
    log,
    backups: createBackups({
      folder: config.backupFolder,
      keep: config.backupsKept,
      clock: systemClock,
      take: file =>
        opened.backup({
          ...{ file, app: APP_VERSION, takenAtMs: systemClock.nowMs(), secrets: { ...secrets } },
        }),
      verify: verifyBackup,
    }),
    atMinute: config.careAtMinute,
    backupDaily: config.backupDaily,
    retain: createRetain({
      storage: opened.storage,
      clock: systemClock,
      days: config.retentionDays,
      pause: () => nextTurn(),
      log,
    }),
  });
