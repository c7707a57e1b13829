/**
 * Accounts: who signs in, and which agent that is. An account is a person with a password, the same for every
 * tenant; membership makes it an agent of one. Knows nothing of sockets or commands.
 */
import { LotseError } from "@lotse/protocol";
import type { Storage } from "@lotse/storage";
import type { RequestHandler } from "express";
import type { Dialect } from "kysely";
import type { AgentActor } from "../../command.ts";
import { type Auth, createAuth, type SignInLimit } from "./auth.ts";
import { createAuthHandler } from "./handler.ts";
import { hashPassword } from "./passwords.ts";

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface SignIn {
  /** Everything under `/api/auth/`. */
  readonly handler: RequestHandler;
  /** The agent whose session cookie these headers carry. Rejects if the accounts cannot be asked. */
  agentOf(headers: NodeJS.Dict<string | string[]>): Promise<AgentActor | null>;
}

export interface Accounts {
  /** The account's id. An account of that address stays as it is, its password included. */
  createAccount(account: NewAccount): Promise<string>;
  /** Signing in at the hub's own origin; the address is known only once the hub listens. */
  signInAt(publicUrl: string): SignIn;
}

export interface AccountsDeps {
  readonly authDialect: Dialect;
  readonly storage: Pick<Storage, "findMembership">;
  /** Signs session cookies. */
  readonly secret: string;
  readonly signInLimit?: SignInLimit;
}

const DEFAULT_LIMIT: SignInLimit = { windowSeconds: 60, max: 20 };
/** For work that no request comes with. */
const NO_URL = "http://localhost";
const CREDENTIAL = "credential";
const BY_HAND = { method: "email-password" } as const;

const makeAccount = async (auth: Auth, account: NewAccount): Promise<string> => {
  const { internalAdapter } = await auth.$context;
  const email = account.email.toLowerCase();
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const userId =
    found?.user.id ??
    (await internalAdapter.createUser({ name: account.name, email, emailVerified: true }, BY_HAND)).id;
  // Two statements, so a crash between them leaves a person without a password; the next call adds it.
  if (found?.accounts.some(({ providerId }) => providerId === CREDENTIAL)) return userId;
  const password = await hashPassword(account.password);
  await internalAdapter.linkAccount({ userId, providerId: CREDENTIAL, accountId: userId, password });
  return userId;
};

export const createAccounts = (deps: AccountsDeps): Accounts => {
  const authAt = (publicUrl: string): Auth =>
    createAuth({
      dialect: deps.authDialect,
      secret: deps.secret,
      publicUrl,
      signInLimit: deps.signInLimit ?? DEFAULT_LIMIT,
    });
  const maker = authAt(NO_URL);

  const signInAt = (publicUrl: string): SignIn => {
    const auth = authAt(publicUrl);

    const accountOf = async (cookie: string): Promise<string | null> => {
      try {
        const session = await auth.api.getSession({ headers: new Headers({ cookie }) });
        return session?.user.id ?? null;
      } catch {
        // Not "signed out": whoever asks again a moment later may well be signed in.
        throw new LotseError("STORE_UNAVAILABLE", "Accounts are not available");
      }
    };

    const agentOf = async (headers: NodeJS.Dict<string | string[]>): Promise<AgentActor | null> => {
      const { cookie } = headers;
      if (typeof cookie !== "string") return null;
      const accountId = await accountOf(cookie);
      const membership = accountId === null ? null : await deps.storage.findMembership(accountId);
      if (membership === null) return null;
      const { tenantId, agent } = membership;
      return { kind: "agent", tenantId, agentId: agent.id, name: agent.name, role: agent.role };
    };

    return { handler: createAuthHandler(auth, publicUrl), agentOf };
  };

  return { createAccount: account => makeAccount(maker, account), signInAt };
};
