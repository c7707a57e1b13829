/**
 * Kysely on PostgreSQL. What Kysely's own dialect lacks for us: a COMMIT that was answered by ROLLBACK rejects, a
 * query past the open transaction is refused, and a lost connection is told as STORE_UNAVAILABLE.
 */
import { LotseError } from "@lotse/protocol";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import pg from "pg";
import { refuseInsideTransaction } from "../sql/transact.ts";
import { away, type Connections } from "./connections.ts";

/** A failure the server did not tell is the connection's, unless it is a mistake of ours. */
const isLoss = (error: unknown): boolean =>
  error instanceof pg.DatabaseError ? error.severity === "FATAL" : !(error instanceof TypeError);

class PostgresConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  #state: "idle" | "inTransaction" | "broken" = "idle";

  constructor(client: pg.PoolClient) {
    this.client = client;
  }

  get fate(): "usable" | "broken" {
    // A transaction somebody left open must not meet the next user of the connection.
    return this.#state === "idle" ? "usable" : "broken";
  }

  async #send<R extends pg.QueryResultRow>(
    statement: string,
    parameters: readonly unknown[] = [],
  ): Promise<pg.QueryResult<R>> {
    if (this.#state === "broken") throw away();
    try {
      // Without parameters as a simple query: one message instead of four.
      return await (parameters.length === 0
        ? this.client.query<R>(statement)
        : this.client.query<R>(statement, [...parameters]));
    } catch (error) {
      if (!isLoss(error)) throw error;
      this.#state = "broken";
      throw error instanceof pg.DatabaseError ? error : away();
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#state === "idle") refuseInsideTransaction();
    const { rows, rowCount } = await this.#send(query.sql, query.parameters);
    const found = { rows: rows as R[] };
    return rowCount === null ? found : { ...found, numAffectedRows: BigInt(rowCount) };
  }

  /** The level is said because the sequence numbers depend on it: a database may have another default. */
  async begin(): Promise<void> {
    refuseInsideTransaction();
    await this.#send("begin isolation level read committed");
    this.#state = "inTransaction";
  }

  async commit(): Promise<void> {
    const { command } = await this.#send("commit").finally(() => {
      if (this.#state === "inTransaction") this.#state = "idle";
    });
    // As after an SQL error somebody swallowed: the server says ROLLBACK, and the driver takes it for success.
    if (command !== "COMMIT") throw new LotseError("INTERNAL", "The transaction was rolled back at its end");
  }

  /** Never rejects: why the transaction is rolled back says more. */
  async rollback(): Promise<void> {
    if (this.#state !== "inTransaction") return;
    try {
      await this.#send("rollback");
      this.#state = "idle";
    } catch {
      this.#state = "broken";
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it, nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("Results are read whole");
  }
}

const createDriver = (connections: Connections): Driver => {
  const own = (connection: DatabaseConnection): PostgresConnection => {
    if (connection instanceof PostgresConnection) return connection;
    throw new Error("Not a connection of this driver");
  };
  return {
    init: async () => {},
    acquireConnection: async () => {
      // Before one waits for a connection that the open transaction may be holding.
      refuseInsideTransaction();
      return new PostgresConnection(await connections.acquire());
    },
    beginTransaction: connection => own(connection).begin(),
    commitTransaction: connection => own(connection).commit(),
    rollbackTransaction: connection => own(connection).rollback(),
    releaseConnection: async connection => connections.release(own(connection).client, own(connection).fate),
    destroy: () => connections.close(),
  };
};

export const createPostgresDialect = (connections: Connections): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => createDriver(connections),
  createIntrospector: db => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
