/**
 * Writes a backup: one snapshot of everything, read page by page under the role that sees all tenants and changes
 * nothing. In memory there is never more than a page. Knows no engine and no schedule.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Kysely, sql } from "kysely";
import type { Database } from "../sql/schema.ts";
import { type Trx, transact } from "../sql/transact.ts";
import {
  type CatalogueTable,
  inLoadOrder,
  readMigrations,
  readSequences,
  readTables,
  tableRef,
} from "./catalogue.ts";
import {
  BACKUP_FORMAT,
  type BackupFooter,
  type BackupHeader,
  type BackupReport,
  type BackupRequest,
  invalidBackup,
  rowsLine,
} from "./format.ts";

const PAGE_ROWS = 500;
/** Best done by another core; more would hold the snapshot longer for a few per cent. */
const GZIP_LEVEL = 4;

/** The level must be said before anything is read. */
const beginSnapshot = async (trx: Trx): Promise<void> => {
  await sql`set transaction isolation level repeatable read, read only`.execute(trx);
  // A date reads alike wherever the server stands.
  await sql`select set_config('role', 'lotse_backup', true), set_config('timezone', 'UTC', true)`.execute(
    trx,
  );
};

async function* pagesOf(trx: Trx, { name, key }: CatalogueTable): AsyncGenerator<readonly string[]> {
  const order = key.map(({ column, isText }) =>
    isText ? sql`${sql.ref(column)} collate "C"` : sql.ref(column),
  );
  await sql`declare pages no scroll cursor for select row_to_json(entry)::text as line
    from ${tableRef(name)} as entry order by ${sql.join(order)}`.execute(trx);
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(PAGE_ROWS)} from pages`.execute(trx);
    if (rows.length > 0) yield rows.map(row => row.line);
    if (rows.length < PAGE_ROWS) break;
  }
  await sql`close pages`.execute(trx);
}

async function* linesOf(
  trx: Trx,
  request: BackupRequest,
  rowsOf: Record<string, number>,
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const hashed = (line: string): string => {
    hash.update(line);
    return line;
  };
  const { app, takenAtMs, secrets } = request;
  const migrations = await readMigrations(trx);
  const header: BackupHeader = {
    ...{ lotse: "backup", format: BACKUP_FORMAT, app, migrations, takenAtMs, secrets },
  };
  yield hashed(`${JSON.stringify(header)}\n`);
  for (const table of inLoadOrder(await readTables(trx))) {
    rowsOf[table.name] = 0;
    for await (const page of pagesOf(trx, table)) {
      rowsOf[table.name] = (rowsOf[table.name] ?? 0) + page.length;
      yield hashed(rowsLine(table.name, page));
    }
  }
  for (const sequence of await readSequences(trx)) yield hashed(`${JSON.stringify(sequence)}\n`);
  const footer: BackupFooter = { end: true, rows: rowsOf, sha256: hash.digest("hex") };
  yield `${JSON.stringify(footer)}\n`;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export const writeBackup = async (db: Kysely<Database>, request: BackupRequest): Promise<BackupReport> => {
  const { file } = request;
  if (await isThere(file)) throw invalidBackup(`${file} is there already. Name another file.`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  const rowsOf: Record<string, number> = {};
  try {
    await transact(db, async trx => {
      await beginSnapshot(trx);
      await pipeline(
        Readable.from(linesOf(trx, request, rowsOf), { objectMode: true }),
        createGzip({ level: GZIP_LEVEL }),
        // `flush`: on the disk before it gets its name.
        createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true }),
      );
    });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  const rows = Object.values(rowsOf).reduce((sum, count) => sum + count, 0);
  return { file, rows, bytes: (await stat(file)).size };
};
