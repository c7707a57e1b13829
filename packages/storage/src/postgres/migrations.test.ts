import { canStartPostgres, startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrationContract } from "../contract/migrations.ts";
import { MIGRATIONS } from "../sql/migrate.ts";
import { type LotseMigration, runMigrations } from "../sql/migrationRunner.ts";
import { PATIENCE } from "./connections.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";
import { signal } from "./test/signal.ts";

const statement = (text: string): LotseMigration => ({
  up: async db => void (await sql.raw(text).execute(db)),
});

describe.skipIf(!canStartPostgres())("bringing a server's database to the schema", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  const open = async () => {
    const url = await server.createDatabase();
    await migratePostgres(url, PATIENCE);
    const { db, connections } = connectPostgres({ url, max: 4, patience: PATIENCE });
    return { url, db, close: connections.close };
  };

  migrationContract("PostgreSQL", open);

  it("hubs that start together on an empty database migrate it once", async () => {
    const url = await server.createDatabase();
    await Promise.all(Array.from({ length: 5 }, () => migratePostgres(url, PATIENCE)));
    const { db, connections } = connectPostgres({ url, max: 1, patience: PATIENCE });
    const { rows } = await sql<{
      name: string;
    }>`select name from lotse.kysely_migration order by name`.execute(db);
    await connections.close();
    expect(rows.map(row => row.name)).toEqual(Object.keys(MIGRATIONS));
  });

  it("an older hub that waited while a newer one migrated runs on what it finds", async () => {
    const { url, db, close } = await open();
    const [migrating, done] = [signal(), signal()];
    const newer = runMigrations(db, {
      ...MIGRATIONS,
      "9001_slow": {
        up: async () => {
          migrating.give();
          await done.given;
        },
      },
    });
    await migrating.given;
    let older = "waiting";
    const waiting = migratePostgres(url, PATIENCE).then(() => {
      older = "running";
    });
    // The older one has looked, and now stands at the lock.
    const { query } = server;
    const atTheLock = "select 1 from pg_stat_activity where wait_event = 'advisory'";
    while ((await query(atTheLock)).length === 0);
    expect(older).toBe("waiting");
    done.give();
    await Promise.all([newer, waiting]);
    await close();
  });

  it("gives up a migration that would make everybody wait for a table in use", async () => {
    const { db, close } = await open();
    const [held, done] = [signal(), signal()];
    const reader = db.transaction().execute(async trx => {
      await sql`lock table lotse.site in access share mode`.execute(trx);
      held.give();
      await done.given;
    });
    await held.given;
    const boxed = {
      ...MIGRATIONS,
      "9001_lock": statement("alter table lotse.site add column test_one text"),
    };
    const attempt = runMigrations(db, boxed, { lockMs: 200, statementMs: 60_000 });
    await expect(attempt).rejects.toThrow(
      /9001_lock was not applied: a table was in use for more than 0\.2 s/,
    );
    done.give();
    await reader;
    await runMigrations(db, boxed);
    await close();
  });

  it("gives up a migration whose statement takes too long", async () => {
    const { db, close } = await open();
    const slow = {
      ...MIGRATIONS,
      "9001_slow": statement("select pg_sleep(60)"),
    };
    const attempt = runMigrations(db, slow, { lockMs: 5_000, statementMs: 100 });
    await expect(attempt).rejects.toThrow(/9001_slow was not applied: a statement took more than 0\.1 s/);
    await close();
  });
});
