/**
 * Kysely on native PGlite. PGlite is one session, so a transaction must hold PGlite's own lock for its whole
 * length (`pglite.transaction`); `begin` and `commit` sent as queries would let others' queries slip inside.
 */
import type { PGlite, Transaction } from "@electric-sql/pglite";
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
import { refuseInsideTransaction } from "../sql/transact.ts";

const ROLLED_BACK = new Error("rolled back");

interface OpenTransaction {
  readonly handle: Transaction;
  readonly commit: () => void;
  readonly rollback: () => void;
  /** Settles once PGlite has ended the transaction and let go of its lock. */
  readonly ended: Promise<void>;
}

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite;
  #open: OpenTransaction | null = null;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#open === null) refuseInsideTransaction();
    const session = this.#open?.handle ?? this.#pglite;
    const { rows, affectedRows } = await session.query<R>(query.sql, [...query.parameters]);
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) };
  }

  begin(): Promise<void> {
    refuseInsideTransaction();
    return new Promise((resolve, reject) => {
      const ended = this.#pglite.transaction(
        handle =>
          new Promise<void>((commit, fail) => {
            this.#open = { handle, commit, rollback: () => fail(ROLLED_BACK), ended };
            resolve();
          }),
      );
      ended.catch(reject);
    });
  }

  /** PGlite itself rejects when COMMIT is answered by ROLLBACK, as after an SQL error somebody swallowed. */
  async commit(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    open.commit();
    await open.ended;
  }

  async rollback(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    open.rollback();
    await open.ended.catch(error => {
      if (error !== ROLLED_BACK) throw error;
    });
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it, nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("PGlite answers whole results");
  }
}

const createDriver = (pglite: PGlite): Driver => {
  const own = (connection: DatabaseConnection): PgliteConnection => {
    if (connection instanceof PgliteConnection) return connection;
    throw new Error("Not a connection of this driver");
  };
  return {
    init: async () => {
      await pglite.waitReady;
    },
    acquireConnection: async () => new PgliteConnection(pglite),
    beginTransaction: connection => own(connection).begin(),
    commitTransaction: connection => own(connection).commit(),
    rollbackTransaction: connection => own(connection).rollback(),
    releaseConnection: async () => {},
    destroy: async () => {
      if (!pglite.closed) await pglite.close();
    },
  };
};

export const createPgliteDialect = (pglite: PGlite): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => createDriver(pglite),
  createIntrospector: db => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
