/** The storage on a PostgreSQL server: migrated, one pool for the port and a small one for the accounts. */

import type { BackupHeader } from "../backup/format.ts";
import { restoreBackup } from "../backup/restoreBackup.ts";
import { writeBackup } from "../backup/writeBackup.ts";
import type { PostgresInfo, StorageEngine, StorageLog } from "../Engine.ts";
import { groupWrites } from "../groupWrites.ts";
import { toLotseError } from "../sql/errors.ts";
import { createSqlStorage } from "../sql/sqlStorage.ts";
import { createConnections, PATIENCE, type Patience } from "./connections.ts";
import { createPostgresDialect } from "./dialect.ts";
import { connectPostgres, migratePostgres } from "./engine.ts";
import { inspectServer } from "./inspect.ts";

export interface PostgresSettings {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. A secret: never part of an error or a log line. */
  readonly url: string;
  readonly connectionsMax?: number;
  readonly patience?: Partial<Patience>;
  readonly log?: StorageLog;
}

export interface PostgresStorage extends StorageEngine {
  readonly engineInfo: PostgresInfo;
}

const CONNECTIONS_MAX = 10;
const AUTH_CONNECTIONS_MAX = 3;
/** Sessions of the accounts see schema `auth` and nothing else. */
const AUTH_GREETING = "set role lotse_auth; set search_path to auth";

export const openPostgresStorage = async (settings: PostgresSettings): Promise<PostgresStorage> => {
  const { url, log } = settings;
  const patience = { ...PATIENCE, ...settings.patience };
  const engineInfo = await inspectServer(url, patience);
  try {
    await migratePostgres(url, patience);
  } catch (error) {
    throw toLotseError(error);
  }
  const max = settings.connectionsMax ?? CONNECTIONS_MAX;
  const { db, connections } = connectPostgres({ url, max, patience, log });
  const auth = createConnections({
    url,
    max: AUTH_CONNECTIONS_MAX,
    patience,
    greeting: AUTH_GREETING,
    log,
  });
  // Not by Kysely's destroy: what comes after it is refused without a code.
  const close = async (): Promise<void> => {
    await Promise.all([connections.close(), auth.close()]);
  };
  return {
    storage: groupWrites({ ...createSqlStorage(db), close }),
    authDialect: createPostgresDialect(auth),
    engineInfo,
    backup: request => writeBackup(db, request),
  };
};

/** Into a database that is empty or not migrated yet. */
export const restorePostgres = async (settings: {
  readonly url: string;
  readonly file: string;
  readonly patience?: Partial<Patience>;
}): Promise<BackupHeader> => {
  const patience = { ...PATIENCE, ...settings.patience };
  await inspectServer(settings.url, patience);
  const { db, connections } = connectPostgres({ url: settings.url, max: 1, patience });
  try {
    return await restoreBackup(db, settings.file);
  } finally {
    await connections.close();
  }
};
