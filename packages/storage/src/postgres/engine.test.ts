import { canStartPostgres, startPostgres } from "@lotse/testkit/postgres";
import { describe } from "vitest";
import { engineContract } from "../contract/index.ts";
import { createSqlStorage } from "../sql/sqlStorage.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";

describe.skipIf(!canStartPostgres())("beneath the port", () => {
  engineContract("PostgreSQL", async () => {
    const server = await startPostgres();
    await migratePostgres(server.url, PATIENCE);
    const { db, connections } = connectPostgres({ url: server.url, max: 10, patience: PATIENCE });
    return {
      db,
      storage: createSqlStorage(db),
      close: async () => {
        await connections.close();
        await server.stop();
      },
    };
  });
});
