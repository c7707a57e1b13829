/**
 * The accounts' own way to the database: single statements under the role `lotse_auth`, which sees schema `auth`
 * and nothing else. No transactions across statements: they would hold the one session PGlite has.
 */
import type { PGlite } from "@electric-sql/pglite";

export interface QueryAnswer {
  readonly rows: readonly unknown[];
  readonly affectedRows: number;
}

export type QueryRunner = (statement: string, parameters: readonly unknown[]) => Promise<QueryAnswer>;

export const createAuthQueries =
  (pglite: PGlite): QueryRunner =>
  (statement, parameters) =>
    pglite.transaction(async session => {
      await session.query(
        "select set_config('role', 'lotse_auth', true), set_config('search_path', 'auth', true)",
      );
      const { rows, affectedRows = 0 } = await session.query(statement, [...parameters]);
      return { rows, affectedRows };
    });
