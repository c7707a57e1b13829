/**
 * Transactions under a role that row-level security binds. Knows neither tables nor the engine.
 *
 * A query on `db` instead of the transaction's own handle would deadlock the embedded engine, which has one
 * session, and would silently run outside the transaction on PostgreSQL. So both refuse it: dialects call
 * `refuseInsideTransaction` before any query that does not belong to a transaction.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { LotseError, type TenantId } from "@lotse/protocol";
import { type Kysely, sql, type Transaction } from "kysely";
import { isPassing } from "./errors.ts";
import type { Database } from "./schema.ts";

export type Trx = Transaction<Database>;

type Scope = { state: "beginning" | "open" | "closed" };
const scopes = new AsyncLocalStorage<Scope>();

export const refuseInsideTransaction = (): void => {
  if (scopes.getStore()?.state === "open") {
    throw new LotseError("INTERNAL", "A query outside the open transaction was started inside it");
  }
};

export const transact = async <T>(db: Kysely<Database>, work: (trx: Trx) => Promise<T>): Promise<T> => {
  refuseInsideTransaction();
  const scope: Scope = { state: "beginning" };
  try {
    return await scopes.run(scope, () =>
      db.transaction().execute(trx => {
        scope.state = "open";
        return work(trx);
      }),
    );
  } finally {
    // What the work left running in the background is outside again.
    scope.state = "closed";
  }
};

const ATTEMPTS = 3;

/** A transaction that fell to a deadlock is done again: it is data in, data out, so nobody can tell. */
const again = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !isPassing(error)) throw error;
    }
  }
};

/** One transaction that sees and writes one tenant's rows only. */
export const inTenant = <T>(
  db: Kysely<Database>,
  tenantId: TenantId,
  work: (trx: Trx) => Promise<T>,
): Promise<T> =>
  again(() =>
    transact(db, async trx => {
      await sql`select set_config('role', 'lotse_app', true), set_config('lotse.tenant', ${tenantId}, true)`.execute(
        trx,
      );
      return work(trx);
    }),
  );

/** One transaction that may read every tenant's sites and agents, and nothing else. */
export const inDirectory = <T>(db: Kysely<Database>, work: (trx: Trx) => Promise<T>): Promise<T> =>
  transact(db, async trx => {
    await sql`select set_config('role', 'lotse_directory', true)`.execute(trx);
    return work(trx);
  });
