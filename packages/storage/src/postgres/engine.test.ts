import { canStartPostgres, startPostgres } from "@lotse/testkit/postgres";
import { describe } from "vitest";
import { engineContract, type OpenedEngine } from "../contract/index.ts";
import { retentionContract } from "../contract/retention.ts";
import { createSqlStorage } from "../sql/sqlStorage.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";

const open = async (): Promise<OpenedEngine> => {
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
};

describe.skipIf(!canStartPostgres())("beneath the port", () => {
  engineContract("PostgreSQL", open);
  retentionContract("PostgreSQL", open);
});
