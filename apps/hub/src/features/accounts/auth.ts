/**
 * better-auth as we use it: e-mail and password, sessions in the database behind a cookie, nothing for the public
 * to sign up with. Everything its defaults leave to the environment is said here, so that a test run, a demo and
 * production differ in nothing. Knows neither Express nor agents.
 */
import { betterAuth } from "better-auth";
import type { Dialect } from "kysely";
import { hashPassword, verifyPassword } from "./passwords.ts";

/** The request header that carries the client's address from our handler; what a client sends in it is replaced. */
export const ADDRESS_HEADER = "x-lotse-address";
export const BASE_PATH = "/api/auth";

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
}

export const createAuth = (settings: AuthSettings) => {
  const secure = settings.publicUrl.startsWith("https:");
  const { windowSeconds: window, max } = settings.signInLimit;
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
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    rateLimit: {
      enabled: true,
      storage: "memory",
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": { window, max } },
    },
    advanced: {
      cookiePrefix: "lotse",
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict", secure, path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Off by default under NODE_ENV=test; here they are the thing to be tested.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // It would log e-mail addresses.
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
};

export type Auth = ReturnType<typeof createAuth>;
