/**
 * better-auth as we use it: e-mail and password, a second factor for who wants it, sessions in the database behind a
 * cookie, each for one tenant, nothing for the public to sign up with. Everything its defaults leave to the environment is said here, so that a test run, a demo and
 * production differ in nothing. Knows neither Express nor agents.
 */
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Dialect } from "kysely";
import type { Passwords } from "./passwords.ts";
import { createUsedCodes } from "./usedCodes.ts";

/** The request header that carries the client's address from our handler; what a client sends in it is replaced. */
export const ADDRESS_HEADER = "x-lotse-address";
export const BASE_PATH = "/api/auth";

/** Shown by the authenticator app beside the mail address. */
const ISSUER = "Lotse";

/** A long working day; then one signs in again. */
const SESSION_SECONDS = 12 * 60 * 60;

export interface SignInLimit {
  readonly windowSeconds: number;
  /** Attempts per client address. */
  readonly max: number;
}

export interface AuthSettings {
  readonly dialect: Dialect;
  readonly secret: string;
  /** The hub's own origin. */
  readonly publicUrl: string;
  readonly signInLimit: SignInLimit;
  readonly passwords: Passwords;
  /** The tenant that a new session of the account works in at first. */
  readonly firstTenantOf: (accountId: string) => Promise<string | null>;
}

/** On https the browser itself refuses the cookie to other hosts, to plain http and to any path but the whole. */
const COOKIE_PREFIX = { secure: "__Host-lotse", plain: "lotse" } as const;

/** What a session started within another one (a new password, a second factor) keeps of it. */
const tenantOfSessionIn = (context: unknown): string | null => {
  const { session } =
    (context as { context?: { session?: { session?: Record<string, unknown> } } }).context ?? {};
  const tenantId = session?.session?.activeTenantId;
  return typeof tenantId === "string" ? tenantId : null;
};

/** The authenticator's code that somebody signs in with; null for one who enrols, and without a second factor. */
const codeOfSignIn = (context: unknown): string | null => {
  const {
    path,
    body,
    context: inner,
  } = (context ?? {}) as {
    path?: string;
    body?: { code?: unknown };
    context?: { session?: { session?: unknown } | null };
  };
  if (path !== "/two-factor/verify-totp" || inner?.session?.session !== undefined) return null;
  return typeof body?.code === "string" ? body.code.trim() : null;
};

export const createAuth = (settings: AuthSettings) => {
  const secure = settings.publicUrl.startsWith("https:");
  const { windowSeconds: window, max } = settings.signInLimit;
  const usedCodes = createUsedCodes();
  return betterAuth({
    database: { dialect: settings.dialect, type: "postgres", transaction: false },
    secret: settings.secret,
    baseURL: settings.publicUrl,
    basePath: BASE_PATH,
    trustedOrigins: [settings.publicUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 256,
      password: settings.passwords,
    },
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      additionalFields: { activeTenantId: { type: "string", required: false, input: false } },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const code = codeOfSignIn(context);
            if (code !== null && !usedCodes.take(session.userId, code, Date.now())) {
              throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE", message: "Invalid code" });
            }
            const activeTenantId =
              tenantOfSessionIn(context) ?? (await settings.firstTenantOf(session.userId));
            return { data: { ...session, activeTenantId } };
          },
        },
      },
    },
    // Secrets and backup codes are kept encrypted. Five wrong codes end a sign-in, ten in a row lock the factor.
    plugins: [twoFactor({ issuer: ISSUER, accountLockout: { maxFailedAttempts: 10, durationSeconds: 900 } })],
    rateLimit: {
      enabled: true,
      storage: "memory",
      window: 60,
      max: 300,
      // The library's own (3 in 10 s) would keep an office behind one address from signing in; what keeps a code
      // from being guessed is counted by account, above.
      customRules: {
        "/sign-in/email": { window, max },
        "/two-factor/*": { window, max },
        "/change-password": { window, max },
      },
    },
    advanced: {
      cookiePrefix: secure ? COOKIE_PREFIX.secure : COOKIE_PREFIX.plain,
      // It would put a prefix of its own before ours; `secure` below is what counts.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict", secure, path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Off by default under NODE_ENV=test; here they are the thing to be tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // It would log e-mail addresses, and print what the database says of them: what fails comes to the handler.
    logger: { disabled: true },
    onAPIError: { throw: true },
    telemetry: { enabled: false },
  });
};

export type Auth = ReturnType<typeof createAuth>;
