/** The engine beneath the port: a migrated PostgreSQL with Kysely on it. */
import { Kysely } from "kysely";
import type { StorageLog } from "../Engine.ts";
import { migrate } from "../sql/migrate.ts";
import type { Database } from "../sql/schema.ts";
import { type Connections, createConnections, type Patience } from "./connections.ts";
import { createPostgresDialect } from "./dialect.ts";

export interface PostgresEngine {
  readonly db: Kysely<Database>;
  readonly connections: Connections;
}

/** Waiting for another hub that migrates, and for our own migrations, which have their own time box. */
const MIGRATION_MS = 10 * 60_000;

export const migratePostgres = async (url: string, patience: Patience): Promise<void> => {
  const slow = { lockMs: MIGRATION_MS, statementMs: MIGRATION_MS, idleInTransactionMs: MIGRATION_MS };
  const patient = { ...patience, ...slow, answerMs: MIGRATION_MS + patience.answerMs };
  const connections = createConnections({ url, max: 1, patience: patient });
  const db = new Kysely<Database>({ dialect: createPostgresDialect(connections) });
  try {
    await migrate(db);
  } finally {
    await connections.close();
  }
};

export const connectPostgres = (settings: {
  readonly url: string;
  readonly max: number;
  readonly patience: Patience;
  readonly log?: StorageLog | undefined;
}): PostgresEngine => {
  const connections = createConnections(settings);
  return { db: new Kysely<Database>({ dialect: createPostgresDialect(connections) }), connections };
};
