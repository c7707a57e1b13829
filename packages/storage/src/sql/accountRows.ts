/**
 * Rows of schema `auth` that change together with a tenant's: better-auth's tables, written as it writes them. Each
 * function works under `lotse_auth` and hands the transaction back under the role it came with.
 */
import { type RawBuilder, sql } from "kysely";
import type { Trx } from "./transact.ts";

export type Role = "lotse_app" | "lotse_directory" | "lotse_auth";

const become = (role: Role): RawBuilder<unknown> => sql`select set_config('role', ${role}, true)`;

/** The transaction under another role for a while. If the work fails, so does the transaction: nothing to undo. */
export const under = async <T>(
  trx: Trx,
  roles: { readonly role: Role; readonly back: Role },
  work: () => Promise<T>,
): Promise<T> => {
  await become(roles.role).execute(trx);
  const result = await work();
  await become(roles.back).execute(trx);
  return result;
};

const asAuth = <T>(trx: Trx, work: () => Promise<T>, back: Role = "lotse_app"): Promise<T> =>
  under(trx, { role: "lotse_auth", back }, work);

export interface NewAccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The account of the address, made if there is none; held until the transaction ends. */
export const accountOf = (trx: Trx, account: NewAccountRow): Promise<string> =>
  asAuth(trx, async () => {
    await sql`
      insert into auth."user" (id, name, email, "emailVerified")
      values (${account.id}, ${account.name}, ${account.email}, true)
      on conflict (email) do nothing`.execute(trx);
    const { rows } = await sql<{ id: string }>`
      select id from auth."user" where email = ${account.email} for update`.execute(trx);
    return rows[0]?.id ?? account.id;
  });

/** Nobody else changes the account until the transaction ends. */
export const holdAccount = (trx: Trx, accountId: string): Promise<void> =>
  asAuth(trx, async () => {
    await sql`select id from auth."user" where id = ${accountId} for update`.execute(trx);
  });

export const passwordOf = (trx: Trx, accountId: string, back?: Role): Promise<string | null> =>
  asAuth(
    trx,
    async () => {
      const { rows } = await sql<{ password: string | null }>`
        select password from auth.account
        where "userId" = ${accountId} and "providerId" = 'credential'`.execute(trx);
      return rows[0]?.password ?? null;
    },
    back,
  );

export const setPassword = (trx: Trx, accountId: string, hash: string): Promise<void> =>
  asAuth(trx, async () => {
    const { rows } = await sql`
      update auth.account set password = ${hash}, "updatedAt" = current_timestamp
      where "userId" = ${accountId} and "providerId" = 'credential' returning id`.execute(trx);
    if (rows.length > 0) return;
    await sql`
      insert into auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
      values (${accountId}, ${accountId}, 'credential', ${accountId}, ${hash}, current_timestamp)`.execute(
      trx,
    );
  });

/** Signed in nowhere any more. */
export const endSessions = (trx: Trx, accountId: string): Promise<void> =>
  asAuth(trx, async () => {
    await sql`delete from auth.session where "userId" = ${accountId}`.execute(trx);
  });

/** An account that nobody ever signed in to, and that is nobody's member, is only somebody's mail address. */
export const forgetUnusedAccount = (trx: Trx, accountId: string): Promise<void> =>
  asAuth(trx, async () => {
    await sql`
      delete from auth."user" u where u.id = ${accountId}
      and not exists (select 1 from auth.account a where a."userId" = u.id)`.execute(trx);
  });
