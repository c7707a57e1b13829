/**
 * Kysely for the accounts, in the main thread: each statement travels to the worker and is a transaction of its
 * own in schema `auth`. Interactive transactions are refused rather than faked.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { QueryAnswer } from "./authQueries.ts";
import type { WorkerLink } from "./workerLink.ts";

const noTransactions = (): Promise<never> =>
  Promise.reject(new Error("The accounts' channel has no interactive transactions"));

export const createAuthDialect = (link: Pick<WorkerLink, "call">): Dialect => {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { sql: statement, parameters } = query;
      const answer = (await link.call({ to: "auth", statement, parameters })) as QueryAnswer;
      return { rows: answer.rows as R[], numAffectedRows: BigInt(answer.affectedRows) };
    },
    // biome-ignore lint/correctness/useYield: the interface asks for it, nothing here streams
    async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
      throw new Error("PGlite answers whole results");
    },
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: noTransactions,
      commitTransaction: noTransactions,
      rollbackTransaction: noTransactions,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
};
