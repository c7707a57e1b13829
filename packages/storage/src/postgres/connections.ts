/**
 * Connections to PostgreSQL, bounded in every direction: how many, how long one waits for one, how long a statement
 * may take there and how long its answer may stay out here. Knows neither Kysely nor tables.
 */
import { LotseError } from "@lotse/protocol";
import pg from "pg";
import type { StorageLog } from "../Engine.ts";
import { diagnosisOf } from "../sql/errors.ts";

export interface Patience {
  /** For a connection: a free one of ours, or a new one. */
  readonly connectMs: number;
  /** For a lock, then for a statement as a whole; the server ends it. */
  readonly lockMs: number;
  readonly statementMs: number;
  /** For an answer, should the server or the network have died without a word. More than `statementMs`. */
  readonly answerMs: number;
  /** For the next statement of an open transaction; the server ends it, and its locks with it. */
  readonly idleInTransactionMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 5_000,
  lockMs: 8_000,
  statementMs: 10_000,
  answerMs: 15_000,
  idleInTransactionMs: 30_000,
};

export interface ConnectionSettings {
  readonly url: string;
  readonly max: number;
  readonly patience: Patience;
  /** Run once on each new connection. */
  readonly greeting?: string;
  readonly log?: StorageLog | undefined;
}

export interface Connections {
  acquire(): Promise<pg.PoolClient>;
  release(client: pg.PoolClient, fate: "usable" | "broken"): void;
  /** Idempotent. Gives nothing out any more, and resolves once everything given out is back. */
  close(): Promise<void>;
}

const INT8 = 20;

export const clientConfig = (url: string, patience: Patience): pg.ClientConfig => ({
  connectionString: url,
  application_name: "lotse",
  connectionTimeoutMillis: patience.connectMs,
  lock_timeout: patience.lockMs,
  statement_timeout: patience.statementMs,
  query_timeout: patience.answerMs,
  idle_in_transaction_session_timeout: patience.idleInTransactionMs,
  keepAlive: true,
  types: {
    // int8 as number, as PGlite is told to: sequence numbers and milliseconds stay far below 2^53.
    getTypeParser: ((oid: number, format?: "text") =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  },
});

export const away = (): LotseError => new LotseError("STORE_UNAVAILABLE", "The database is not available");

const createPool = ({ url, max, patience, greeting }: ConnectionSettings): pg.Pool => {
  const pool = new pg.Pool({
    ...clientConfig(url, patience),
    max,
    ...(greeting === undefined ? {} : { onConnect: client => client.query(greeting).then(() => {}) }),
  });
  // One that dies idle leaves the pool by itself; one that dies in use fails its query. Unheard, both end the process.
  pool.on("error", () => {});
  pool.on("connect", client => client.on("error", () => {}));
  return pool;
};

export const createConnections = (settings: ConnectionSettings): Connections => {
  const pool = createPool(settings);
  let server: "there" | "away" = "there";
  let outstanding = 0;
  let closed: Promise<void> | null = null;
  let allBack = (): void => {};

  const back = (): void => {
    outstanding -= 1;
    if (outstanding === 0) allBack();
  };

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      const client = await pool.connect();
      server = "there";
      return client;
    } catch (error) {
      // Once per absence, not once per call that finds it.
      if (server === "there") {
        settings.log?.error("database away", { command: "connect", reason: diagnosisOf(error) });
      }
      server = "away";
      throw away();
    }
  };

  return {
    acquire: async () => {
      if (closed !== null) throw new LotseError("STORE_UNAVAILABLE", "The storage is closed");
      outstanding += 1;
      try {
        return await connect();
      } catch (error) {
        back();
        throw error;
      }
    },
    release: (client, fate) => {
      client.release(fate === "broken");
      back();
    },
    close: () => {
      closed ??= new Promise<void>(resolve => {
        allBack = resolve;
        if (outstanding === 0) resolve();
      }).then(() => pool.end());
      return closed;
    },
  };
};
