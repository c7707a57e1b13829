import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { afterAll, beforeAll, describe } from "vitest";
import { type BareDatabase, backupContract } from "../contract/backup.ts";
import { openPgliteEngine } from "../pglite/engine.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";

const ROLES = ["lotse_app", "lotse_directory", "lotse_auth", "lotse_backup"];

/** The owner of the databases, with no other right: bound by row-level security, as a superuser is not. */
const prepare = async (server: TestPostgres): Promise<void> => {
  for (const role of ROLES) await server.query(`create role ${role} nologin`);
  await server.query("create role owner login password 'owner'");
  await server.query(`grant ${ROLES.join(", ")} to owner`);
};

describe.skipIf(!canStartPostgres())("on a server", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
    await prepare(server);
  });
  afterAll(() => server.stop());

  const newDatabase = async (): Promise<string> => {
    const url = new URL(await server.createDatabase());
    await server.query(`alter database ${url.pathname.slice(1)} owner to owner`);
    return `${Object.assign(url, { username: "owner", password: "owner" })}`;
  };
  const connect = (url: string): BareDatabase => {
    const { db, connections } = connectPostgres({ url, max: 3, patience: PATIENCE });
    return { db, close: () => connections.close() };
  };
  const openTarget = async () => connect(await newDatabase());

  backupContract("PostgreSQL as an owner who may nothing else", {
    open: async () => {
      const url = await newDatabase();
      await migratePostgres(url, PATIENCE);
      return connect(url);
    },
    openTarget,
  });

  backupContract("PostgreSQL, taken from the embedded database", {
    open: async () => {
      const { db } = await openPgliteEngine("memory");
      return { db, close: () => db.destroy() };
    },
    openTarget,
  });
});
