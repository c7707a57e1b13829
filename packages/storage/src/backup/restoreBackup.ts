/**
 * Puts a backup into an empty database: the schema as it was then, the rows, then this build's migrations. All or
 * nothing: the file is read through before anything is touched, and what fails later is taken away again. A process
 * that dies on the way leaves an empty database, or a whole one. Knows no engine.
 */
import { LotseError } from "@lotse/protocol";
import { type Kysely, sql } from "kysely";
import { MIGRATIONS, migrate } from "../sql/migrate.ts";
import { runMigrations } from "../sql/migrationRunner.ts";
import type { Database } from "../sql/schema.ts";
import { type Trx, transact } from "../sql/transact.ts";
import { type CatalogueTable, readTables, tableRef } from "./catalogue.ts";
import { type BackupHeader, type BackupLine, invalidBackup, type RowsLine } from "./format.ts";
import { readBackup, verifyBackup } from "./readBackup.ts";

const NOT_EMPTY = invalidBackup(
  "The database is not empty. Restore into a new data folder (LOTSE_DATA) or a new database (DATABASE_URL).",
);

/** Asked under the role that sees every row: the owner, bound like anybody else, would find every table empty. */
const requireEmpty = (db: Kysely<Database>): Promise<void> =>
  transact(db, async trx => {
    const tables = await readTables(trx);
    if (tables.some(table => !table.readable)) throw NOT_EMPTY;
    if (tables.length === 0) return;
    await sql`select set_config('role', 'lotse_backup', true)`.execute(trx);
    for (const { name } of tables) {
      const { rows } = await sql`select 1 from ${tableRef(name)} limit 1`.execute(trx);
      if (rows.length > 0) throw NOT_EMPTY;
    }
  });

const dropAll = async (db: Kysely<Database>): Promise<void> => {
  await sql`drop schema if exists lotse cascade`.execute(db);
  await sql`drop schema if exists auth cascade`.execute(db);
};

const schemaOf = (header: BackupHeader): typeof MIGRATIONS => {
  const unknown = header.migrations.filter(name => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length > 0) {
    throw invalidBackup(
      `The backup was made by a newer Lotse (${header.app}). Update this one, then restore it.`,
    );
  }
  const wanted = new Set(header.migrations);
  return Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => wanted.has(name)));
};

/** Columns by name, values read by PostgreSQL itself; identities keep their numbers. */
const insertRows = async (trx: Trx, { table, json }: RowsLine): Promise<void> => {
  await sql`insert into ${tableRef(table)} overriding system value
    select * from jsonb_populate_recordset(null::${tableRef(table)}, ${json}::jsonb)`.execute(trx);
};

const loadLine = async (trx: Trx, known: ReadonlySet<string>, { is, line }: BackupLine): Promise<void> => {
  if (is === "sequence") {
    if (line.last !== null)
      await sql`select setval(${line.sequence}::regclass, ${line.last}::bigint)`.execute(trx);
    return;
  }
  if (!known.has(line.table)) throw invalidBackup("The backup names a table that its version does not have.");
  await insertRows(trx, line);
};

/** While it loads, the owner is not bound by its own tables; nobody sees the transaction before they bind again. */
const setForced = async (
  trx: Trx,
  tables: readonly CatalogueTable[],
  force: "force" | "no force",
): Promise<void> => {
  for (const { name } of tables.filter(table => table.bound)) {
    await sql`alter table ${tableRef(name)} ${sql.raw(force)} row level security`.execute(trx);
  }
};

const load = (db: Kysely<Database>, file: string): Promise<void> =>
  transact(db, async trx => {
    const tables = await readTables(trx);
    const known = new Set(tables.map(table => table.name));
    await setForced(trx, tables, "no force");
    for await (const line of readBackup(file)) await loadLine(trx, known, line);
    await setForced(trx, tables, "force");
  });

export const restoreBackup = async (db: Kysely<Database>, file: string): Promise<BackupHeader> => {
  const header = await verifyBackup(file);
  const schema = schemaOf(header);
  await requireEmpty(db);
  await dropAll(db);
  try {
    await runMigrations(db, schema);
    await load(db, file);
    await migrate(db);
  } catch (error) {
    await dropAll(db).catch(() => {});
    if (error instanceof LotseError) throw error;
    throw invalidBackup("The backup does not fit its own version's tables; nothing was restored.");
  }
  return header;
};
