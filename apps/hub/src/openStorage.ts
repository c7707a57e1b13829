/** Which engine the hub stores on, by its configuration, and what that is worth, said at every start. */
import { join } from "node:path";
import type { StorageEngine } from "@lotse/storage";
import { openPgliteStorage } from "@lotse/storage/pglite";
import { openPostgresStorage } from "@lotse/storage/postgres";
import type { HubConfig } from "./config.ts";
import type { Log } from "./log.ts";

export interface StorageWorld {
  readonly log: Log;
  /** The embedded database died. A server that goes away is waited for instead. */
  readonly onLost: () => void;
}

/** See docs/operating.md. */
const tellDurability = ({ engineInfo }: StorageEngine, log: Log): void => {
  if (engineInfo.engine === "pglite") {
    log.warn("the embedded database survives the end of the process, not a power cut");
  } else if (engineInfo.survivesPowerCut) {
    log.info("stored on PostgreSQL, which survives a power cut");
  } else {
    log.warn("PostgreSQL is set not to survive a power cut (fsync or synchronous_commit is off)");
  }
};

export const openStorage = async (
  config: Pick<HubConfig, "databaseUrl" | "dataFolder">,
  { log, onLost }: StorageWorld,
): Promise<StorageEngine> => {
  const opened =
    config.databaseUrl === null
      ? await openPgliteStorage({ dataDir: join(config.dataFolder, "database"), onLost, log })
      : await openPostgresStorage({ url: config.databaseUrl, log });
  tellDurability(opened, log);
  return opened;
};
