/**
 * What a build says to its database, word for word: every statement with its parameters and its answer, transaction
 * by transaction. Kept as a file, it stands for that build when later ones change the schema (docs/adr/0005).
 */
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from "kysely";
import { diagnosisOf } from "../../sql/errors.ts";

export interface RecordedStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** The rows, or the SQLSTATE. */
  readonly answer: { readonly rows: readonly object[] } | { readonly error: string };
}

export interface RecordedTransaction {
  readonly statements: readonly RecordedStatement[];
  readonly end: "commit" | "rollback";
}

export interface Recording {
  /** The newest migration the build knew. */
  readonly build: string;
  /** The port's own statements set role and tenant themselves; the accounts' run as `lotse_auth`. */
  readonly of: "port" | "accounts";
  /** What there was to read and write. */
  readonly tables: readonly string[];
  readonly transactions: readonly RecordedTransaction[];
}

const isDated = (value: unknown): value is { readonly $date: string } =>
  typeof value === "object" && value !== null && "$date" in value && typeof value.$date === "string";

/** Plain JSON; a Date is marked, because the drivers give and take Dates. */
export const toPlain = <T>(value: T): T => {
  const plain = (one: unknown): unknown => {
    if (one instanceof Date) return { $date: one.toISOString() };
    if (Array.isArray(one)) return one.map(plain);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, plain(inner)]));
  };
  return plain(value) as T;
};

export const fromPlain = (value: unknown): unknown => (isDated(value) ? new Date(value.$date) : value);

class RecordingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly statements: RecordedStatement[] = [];

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const said = { sql: query.sql, parameters: toPlain(query.parameters) };
    try {
      const result = await this.inner.executeQuery<R>(query);
      this.statements.push({ ...said, answer: { rows: toPlain(result.rows) as readonly object[] } });
      return result;
    } catch (error) {
      this.statements.push({ ...said, answer: { error: diagnosisOf(error) } });
      throw error;
    }
  }

  streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery(query, 1);
  }
}

const recordingDriver = (driver: Driver, tell: (transaction: RecordedTransaction) => void): Driver => {
  const own = (connection: DatabaseConnection): RecordingConnection => {
    if (connection instanceof RecordingConnection) return connection;
    throw new Error("Not a connection of this driver");
  };
  const ended = (connection: DatabaseConnection, end: RecordedTransaction["end"]): void => {
    const statements = own(connection).statements.splice(0);
    if (statements.length > 0) tell({ statements, end });
  };
  return {
    init: () => driver.init(),
    acquireConnection: async () => new RecordingConnection(await driver.acquireConnection()),
    beginTransaction: (connection, settings) => driver.beginTransaction(own(connection).inner, settings),
    commitTransaction: async connection => {
      await driver.commitTransaction(own(connection).inner);
      ended(connection, "commit");
    },
    rollbackTransaction: async connection => {
      await driver.rollbackTransaction(own(connection).inner);
      ended(connection, "rollback");
    },
    // What was said outside a transaction was one by itself.
    releaseConnection: async connection => {
      ended(connection, "commit");
      await driver.releaseConnection(own(connection).inner);
    },
    destroy: () => driver.destroy(),
  };
};

export const recordingDialect = (
  dialect: Dialect,
  record: (transaction: RecordedTransaction) => void,
): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createDriver: () => recordingDriver(dialect.createDriver(), record),
  createIntrospector: db => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
});
