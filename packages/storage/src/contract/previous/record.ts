/**
 * Records what this build says to its database. Run before a release, once, and never again for the same build:
 *
 *     node --import tsx packages/storage/src/contract/previous/record.ts
 */
import { writeFileSync } from "node:fs";
import { Kysely, sql } from "kysely";
import { createPgliteDialect } from "../../pglite/dialect.ts";
import { openPglite } from "../../pglite/engine.ts";
import { MIGRATIONS } from "../../sql/migrate.ts";
import { runMigrations } from "../../sql/migrationRunner.ts";
import type { Database } from "../../sql/schema.ts";
import { createSqlStorage } from "../../sql/sqlStorage.ts";
import { type RecordedTransaction, type Recording, recordingDialect } from "./recording.ts";
import { liveThroughADay } from "./scenario.ts";

const build = Object.keys(MIGRATIONS).sort().at(-1) ?? "";
const pglite = await openPglite("memory");
const db = new Kysely<Database>({ dialect: createPgliteDialect(pglite) });
await runMigrations(db, MIGRATIONS);
const { rows } = await sql<{ name: string }>`
  select relname as name from pg_class
  where relnamespace = 'lotse'::regnamespace and relkind = 'r' and relname not like 'kysely%'
  order by relname`.execute(db);

const transactions: RecordedTransaction[] = [];
const dialect = recordingDialect(createPgliteDialect(pglite), one => transactions.push(one));
const storage = createSqlStorage(new Kysely<Database>({ dialect }));
await liveThroughADay(storage);
await storage.close();

const recording: Recording = { build, of: "port", tables: rows.map(row => row.name), transactions };
const file = new URL(`./builds/${build}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
process.stdout.write(`${transactions.length} transactions of build ${build}\n`);
