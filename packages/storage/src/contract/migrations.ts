/** What bringing a database to a build's schema promises, on every engine. */
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MIGRATIONS } from "../sql/migrate.ts";
import { type LotseMigration, type Migrations, runMigrations } from "../sql/migrationRunner.ts";
import type { Database } from "../sql/schema.ts";

export interface MigratedEngine {
  /** Migrated by this build. */
  readonly db: Kysely<Database>;
  close(): Promise<void>;
}

const running = (...statements: string[]): LotseMigration => ({
  up: async db => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
const adding = (column: string) => running(`alter table lotse.site add column ${column} text`);

const with_ = (more: Migrations): Migrations => ({ ...MIGRATIONS, ...more });

export const migrationContract = (name: string, open: () => Promise<MigratedEngine>): void => {
  describe(`migrations on ${name}`, () => {
    let engine: MigratedEngine;
    beforeEach(async () => {
      engine = await open();
    });
    afterEach(() => engine.close());

    const columns = async (): Promise<readonly string[]> => {
      const { rows } = await sql<{ name: string }>`
        select attname as name from pg_attribute
        where attrelid = 'lotse.site'::regclass and attname like 'test%' and not attisdropped
        order by attname`.execute(engine.db);
      return rows.map(row => row.name);
    };

    test("are applied once, in order, and running them again changes nothing", async () => {
      const two = with_({ "9002_two": adding("test_two"), "9001_one": adding("test_one") });
      await runMigrations(engine.db, two);
      await runMigrations(engine.db, two);
      expect(await columns()).toEqual(["test_one", "test_two"]);
    });

    test("one that fails names itself, and takes those before it along", async () => {
      const broken = with_({
        "9001_one": adding("test_one"),
        "9002_broken": running("alter table lotse.site add column test_two text", "select 1 / 0"),
      });
      await expect(runMigrations(engine.db, broken)).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/Migration 9002_broken was not applied: SQLSTATE 22012\. Nothing was/),
      });
      expect(await columns()).toEqual([]);
      await runMigrations(engine.db, with_({ "9001_one": adding("test_one") }));
      expect(await columns()).toEqual(["test_one"]);
    });

    test("what a migration sets for itself does not outlive it", async () => {
      const settings = sql<Record<string, string>>`
        select current_setting('lock_timeout') as lock, current_setting('row_security') as security`;
      const { rows: before } = await settings.execute(engine.db);
      await runMigrations(engine.db, with_({ "9001_one": adding("test_one") }));
      expect((await settings.execute(engine.db)).rows).toEqual(before);
    });

    test("a build that is behind still runs while the newer one only added", async () => {
      await runMigrations(engine.db, with_({ "9001_expand": adding("test_one") }));
      await runMigrations(engine.db, MIGRATIONS);
      expect(await columns()).toEqual(["test_one"]);
    });

    test("a build is refused once the schema no longer carries it, and only that build", async () => {
      const newer = with_({ "9001_expand": adding("test_one") });
      const newest = {
        ...newer,
        "9002_contract": {
          ...running("alter table lotse.site drop column test_one"),
          oldestBuild: "9001_expand",
        },
      };
      await runMigrations(engine.db, newest);
      await expect(runMigrations(engine.db, MIGRATIONS)).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/migrated to 9002_contract.*no build older than 9001_expand/),
      });
      await runMigrations(engine.db, newer);
      await runMigrations(engine.db, newest);
      expect(await columns()).toEqual([]);
    });

    test("a database of another line of builds is refused", async () => {
      await runMigrations(engine.db, with_({ "9001_theirs": adding("test_one") }));
      const ours = with_({ "9000_ours": adding("test_two") });
      await expect(runMigrations(engine.db, ours)).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/another order/),
      });
      expect(await columns()).toEqual(["test_one"]);
    });
  });
};
