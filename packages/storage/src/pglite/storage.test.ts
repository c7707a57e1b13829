import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storageContract } from "../contract/index.ts";
import type { Storage } from "../Storage.ts";
import { openPgliteStorage } from "./index.ts";
import { createStorageProxy } from "./storageProxy.ts";
import { spawnWorker, startWorker } from "./workerLink.ts";

const spawnDoomed = (dataDir: string) =>
  spawnWorker(dataDir, new URL("./test/doomedWorker.ts", import.meta.url));

storageContract("PGlite in a worker", async () => {
  // A space in the path, as people have.
  const folder = mkdtempSync(join(tmpdir(), "lotse storage-"));
  const dataDir = join(folder, "data");
  let { storage } = await openPgliteStorage({ dataDir });
  /** Without the lock: whoever had it is closed. */
  const openDoomed = async (): Promise<Storage> => {
    const link = await startWorker({ dataDir: realpathSync(dataDir), onLost: () => {}, spawn: spawnDoomed });
    return createStorageProxy(link, link.close);
  };
  return {
    storage,
    reopen: async () => {
      await storage.close();
      ({ storage } = await openPgliteStorage({ dataDir }));
      return storage;
    },
    reopenLosingReply: async () => {
      await storage.close();
      storage = await openDoomed();
      return storage;
    },
    dispose: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
