/**
 * The embedded engine: PGlite on a folder (or in memory), migrated, with the Storage port on it. Runs in the
 * worker; tests of SQL behaviour open it in their own thread. Knows nothing of threads or locks.
 */
import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite, type PGliteOptions, types } from "@electric-sql/pglite";
import { LotseError } from "@lotse/protocol";
import { Kysely, sql } from "kysely";
import type { PgliteInfo } from "../Engine.ts";
import type { Storage } from "../Storage.ts";
import { migrate } from "../sql/migrate.ts";
import type { Database } from "../sql/schema.ts";
import { createSqlStorage } from "../sql/sqlStorage.ts";
import { createAuthQueries, type QueryRunner } from "./authQueries.ts";
import { createPgliteDialect } from "./dialect.ts";
import { dropTemplate, keepTemplate, readTemplate } from "./template.ts";

export interface PgliteEngine {
  readonly db: Kysely<Database>;
  readonly storage: Storage;
  readonly authQuery: QueryRunner;
  readonly info: PgliteInfo;
}

/** The major version of PostgreSQL inside this PGlite. */
const PG_MAJOR = "18";

const open = async (options: PGliteOptions): Promise<PGlite> => {
  const pglite = new PGlite({
    ...options,
    // int8 as number, as the `pg` driver is told to: sequence numbers and milliseconds stay far below 2^53.
    parsers: { [types.INT8]: Number },
  });
  await pglite.waitReady;
  return pglite;
};

/** A new cluster; `where` is an empty folder, or nothing for memory. */
const create = async (where: { readonly dataDir?: string }): Promise<PGlite> => {
  const template = readTemplate();
  if (template !== null) {
    try {
      return await open({ ...where, loadDataDir: template });
    } catch {
      dropTemplate();
      if (where.dataDir !== undefined) rmSync(where.dataDir, { recursive: true, force: true });
    }
  }
  const pglite = await open(where);
  await keepTemplate(pglite);
  return pglite;
};

const versionFileOf = (folder: string): string | null => {
  try {
    return readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  } catch {
    return null;
  }
};

/**
 * A half-initialised folder would never open again, so a new one is made under another name and renamed when it
 * is whole.
 */
const openFolder = async (dataDir: string): Promise<PGlite> => {
  const folder = join(dataDir, "pg");
  const found = versionFileOf(folder);
  if (found !== null && found !== PG_MAJOR) {
    throw new LotseError(
      "STORE_UNAVAILABLE",
      `The data folder ${dataDir} was written by PostgreSQL ${found}; this build reads ${PG_MAJOR}. ` +
        "Start the build that wrote it and export the data, or choose another folder with LOTSE_DATA.",
    );
  }
  if (found === null) {
    const making = join(dataDir, "pg.making");
    rmSync(making, { recursive: true, force: true });
    await (await create({ dataDir: making })).close();
    renameSync(making, folder);
  }
  return open({ dataDir: folder });
};

/** The bare database, not migrated. */
export const openPglite = (dataDir: string | "memory"): Promise<PGlite> =>
  dataDir === "memory" ? create({}) : openFolder(dataDir);

export const openPgliteEngine = async (dataDir: string | "memory"): Promise<PgliteEngine> => {
  const pglite = await openPglite(dataDir);
  const db = new Kysely<Database>({ dialect: createPgliteDialect(pglite) });
  try {
    await migrate(db);
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
    return {
      db,
      storage: createSqlStorage(db),
      authQuery: createAuthQueries(pglite),
      info: {
        engine: "pglite",
        version: rows[0]?.server_version ?? "unknown",
        dataDir: dataDir === "memory" ? null : dataDir,
        survivesPowerCut: false,
      },
    };
  } catch (error) {
    await pglite.close();
    throw error;
  }
};
