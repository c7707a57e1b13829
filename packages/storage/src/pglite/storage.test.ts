import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storageContract } from "../contract/index.ts";
import { openPgliteStorage } from "./index.ts";

storageContract("PGlite in a worker", async () => {
  // A space in the path, as people have.
  const folder = mkdtempSync(join(tmpdir(), "lotse storage-"));
  const dataDir = join(folder, "data");
  let { storage } = await openPgliteStorage({ dataDir });
  return {
    storage,
    reopen: async () => {
      await storage.close();
      ({ storage } = await openPgliteStorage({ dataDir }));
      return storage;
    },
    dispose: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
