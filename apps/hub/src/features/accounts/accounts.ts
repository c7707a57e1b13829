/**
 * Accounts: who signs in, and which agent that is. An account is a person with a password, the same for every
 * tenant; membership makes it an agent of one, and a session works in one tenant. Knows nothing of sockets or commands.
 */
import { type AgentId, LotseError, type TenantId } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { RequestHandler } from "express";
import { type Dialect, Kysely } from "kysely";
import type { AgentActor } from "../../command.ts";
import type { AccountDesk } from "../../services.ts";
import { type Auth, createAuth, type SignInLimit } from "./auth.ts";
import { createAuthHandler } from "./handler.ts";
import { hashOfToken, linkOf, makeLinkSecret } from "./linkSecrets.ts";
import { type AccountSession, createMembershipRoutes } from "./membershipRoutes.ts";
import { refuseWeakPassword } from "./passwordRules.ts";
import { argon2id, type Passwords } from "./passwords.ts";

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface SignIn {
  /** Everything under `/api/auth/`. */
  readonly handler: RequestHandler;
  /** `/memberships`, below `/api/v1`. */
  readonly routes: RequestHandler;
  /** The agent whose session cookie these headers carry. Rejects if the accounts cannot be asked. */
  agentOf(headers: NodeJS.Dict<string | string[]>): Promise<AgentActor | null>;
  readonly desk: AccountDesk;
}

export interface SignInPlace {
  readonly publicUrl: string;
  /** Sign-ins of these agents may be over, or belong to somebody else. */
  readonly signInsChanged: (agentIds: readonly AgentId[]) => Promise<void>;
}

export interface Accounts {
  /** The account's id. An account of that address stays as it is, its password included. */
  createAccount(account: NewAccount): Promise<string>;
  /** Signing in at the hub's own origin; the address is known only once the hub listens. */
  signInAt(place: SignInPlace): SignIn;
}

export interface AccountsDeps {
  readonly authDialect: Dialect;
  readonly storage: Pick<Storage, "listMemberships">;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Signs session cookies. */
  readonly secret: string;
  readonly signInLimit?: SignInLimit;
  /** Argon2id, unless a test makes so many that it cannot wait. */
  readonly passwords?: Passwords;
}

const DEFAULT_LIMIT: SignInLimit = { windowSeconds: 60, max: 20 };
/** For work that no request comes with. */
const NO_URL = "http://localhost";
const CREDENTIAL = "credential";
const BY_HAND = { method: "email-password" } as const;

const makeAccount = async (auth: Auth, account: NewAccount): Promise<string> => {
  const { internalAdapter, password: kept } = await auth.$context;
  const email = account.email.toLowerCase();
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const userId =
    found?.user.id ??
    (await internalAdapter.createUser({ name: account.name, email, emailVerified: true }, BY_HAND)).id;
  // Two statements, so a crash between them leaves a person without a password; the next call adds it.
  if (found?.accounts.some(({ providerId }) => providerId === CREDENTIAL)) return userId;
  const password = await kept.hash(account.password);
  await internalAdapter.linkAccount({ userId, providerId: CREDENTIAL, accountId: userId, password });
  return userId;
};

interface UserTable {
  id: string;
  twoFactorEnabled: boolean | null;
}

const createDesk = (deps: AccountsDeps, auth: Auth, publicUrl: string): AccountDesk => {
  const passwords = deps.passwords ?? argon2id;
  const db = new Kysely<{ user: UserTable }>({ dialect: deps.authDialect });
  return {
    withSecondFactor: async accountIds => {
      if (accountIds.length === 0) return new Set();
      const rows = await db
        .selectFrom("user")
        .select("id")
        .where("id", "in", accountIds)
        .where("twoFactorEnabled", "=", true)
        .execute();
      return new Set(rows.map(({ id }) => id));
    },
    endSessions: async accountId => {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteUserSessions(accountId);
    },
    makeLink: () => {
      const { token, tokenHash } = makeLinkSecret(deps.randomBytes);
      return { link: linkOf(publicUrl, token), tokenHash };
    },
    makeSecret: () => {
      const { token: secret, tokenHash: hash } = makeLinkSecret(deps.randomBytes);
      return { secret, hash };
    },
    hashOfToken,
    refuseWeakPassword,
    hashPassword: passwords.hash,
    verifyPassword: passwords.verify,
  };
};

export const createAccounts = (deps: AccountsDeps): Accounts => {
  const membershipsOf = (accountId: string) => deps.storage.listMemberships(accountId);
  const authAt = (publicUrl: string): Auth =>
    createAuth({
      dialect: deps.authDialect,
      secret: deps.secret,
      publicUrl,
      signInLimit: deps.signInLimit ?? DEFAULT_LIMIT,
      passwords: deps.passwords ?? argon2id,
      firstTenantOf: async accountId => (await membershipsOf(accountId))[0]?.tenantId ?? null,
    });
  const maker = authAt(NO_URL);

  const signInAt = ({ publicUrl, signInsChanged }: SignInPlace): SignIn => {
    const auth = authAt(publicUrl);

    const sessionOf = async (cookie: string): Promise<AccountSession | null> => {
      try {
        const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
        if (found === null) return null;
        const { id: accountId, email } = found.user;
        const { token, activeTenantId } = found.session;
        return { accountId, email, token, activeTenantId: (activeTenantId ?? null) as TenantId | null };
      } catch {
        // Not "signed out": whoever asks again a moment later may well be signed in.
        throw new LotseError("STORE_UNAVAILABLE", "Accounts are not available");
      }
    };

    /** A session works where it was opened, never by itself in another tenant. */
    const agentOf = async ({ cookie }: NodeJS.Dict<string | string[]>): Promise<AgentActor | null> => {
      const session = typeof cookie === "string" ? await sessionOf(cookie) : null;
      if (session === null) return null;
      const memberships = await membershipsOf(session.accountId);
      const membership = memberships.find(({ tenantId }) => tenantId === session.activeTenantId);
      if (membership === undefined) return null;
      const { tenantId, agent } = membership;
      return { kind: "agent", tenantId, agentId: agent.id, name: agent.name, role: agent.role };
    };

    const changed = async (accountId: string): Promise<void> =>
      signInsChanged((await membershipsOf(accountId)).map(({ agent }) => agent.id));

    const choose = async ({ token, accountId }: AccountSession, tenantId: TenantId): Promise<void> => {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.updateSession(token, { activeTenantId: tenantId });
      await changed(accountId);
    };

    const endSession = async ({ token }: AccountSession): Promise<void> => {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteSession(token);
    };

    return {
      handler: createAuthHandler({ auth, publicUrl, sessionOf, endSession, sessionsEnded: changed }),
      routes: createMembershipRoutes({ publicUrl, sessionOf, membershipsOf, choose }),
      agentOf,
      desk: createDesk(deps, auth, publicUrl),
    };
  };

  return { createAccount: account => makeAccount(maker, account), signInAt };
};
