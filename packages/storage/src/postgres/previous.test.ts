import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { afterAll, beforeAll, describe } from "vitest";
import { previousBuildContract, replayContract } from "../contract/previous/index.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";

describe.skipIf(!canStartPostgres())("on a server", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  const open = async () => {
    const url = await server.createDatabase();
    await migratePostgres(url, PATIENCE);
    const { db, connections } = connectPostgres({ url, max: 2, patience: PATIENCE });
    return { db, close: connections.close };
  };
  previousBuildContract("PostgreSQL", open);
  replayContract(open);
});
