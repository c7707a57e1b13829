import { canStartPostgres, startPostgres } from "@lotse/testkit/postgres";
import { describe } from "vitest";
import { storageContract } from "../contract/index.ts";
import { openPostgresStorage } from "./index.ts";

describe.skipIf(!canStartPostgres())("on a server", () => {
  storageContract("PostgreSQL", async () => {
    const server = await startPostgres();
    let { storage } = await openPostgresStorage({ url: server.url });
    return {
      storage,
      reopen: async () => {
        await storage.close();
        ({ storage } = await openPostgresStorage({ url: server.url }));
        return storage;
      },
      dispose: async () => {
        await storage.close();
        await server.stop();
      },
    };
  });
});
