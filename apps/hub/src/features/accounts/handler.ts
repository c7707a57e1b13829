/**
 * `/api/auth/*` for Express: only what the console uses reaches better-auth, with a bounded body and the client's
 * address as the hub knows it. Everything else of it does not exist from outside.
 */
import { LotseError } from "@lotse/protocol";
import express, { type Request, type RequestHandler, type Response } from "express";
import { ADDRESS_HEADER, type Auth, BASE_PATH } from "./auth.ts";
import type { AccountSession } from "./membershipRoutes.ts";
import { OPEN_PATHS, type OpenPath } from "./openPaths.ts";
import { refuseWeakPassword } from "./passwordRules.ts";

export interface AuthHandlerDeps {
  readonly auth: Pick<Auth, "handler">;
  readonly publicUrl: string;
  /** Whose session the cookie is; null if nobody's. */
  readonly sessionOf: (cookie: string) => Promise<AccountSession | null>;
  readonly endSession: (session: AccountSession) => Promise<void>;
  /** Sessions of the account may have ended. */
  readonly sessionsEnded: (accountId: string) => Promise<void>;
}

const BODY_BYTES_MAX = 4_096;
/** Of the client's headers, all that a decision is made from. */
const PASSED = [
  "content-type",
  "cookie",
  "origin",
  "referer",
  "sec-fetch-dest",
  "sec-fetch-mode",
  "sec-fetch-site",
  "user-agent",
] as const;

const headersOf = (request: Request): Headers => {
  const headers = new Headers();
  for (const name of PASSED) {
    const value = request.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  headers.set(ADDRESS_HEADER, request.ip ?? "0.0.0.0");
  return headers;
};

const answer = async (response: Response, from: globalThis.Response): Promise<void> => {
  response.status(from.status);
  for (const [name, value] of from.headers) if (name !== "set-cookie") response.setHeader(name, value);
  const cookies = from.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  response.setHeader("Cache-Control", "no-store");
  response.send(Buffer.from(await from.arrayBuffer()));
};

type Body = Readonly<Record<string, unknown>>;

const parseObject = (text: string): object => {
  try {
    const body: unknown = JSON.parse(text === "" ? "{}" : text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  } catch {
    // Falls through: what is no JSON is no object either.
  }
  // Not left to better-auth, which reads forms as well: nothing may get past the list of fields.
  throw new LotseError("JSON_INVALID", "The body is not a JSON object");
};

const openFields = (text: string, open: OpenPath): Body => {
  const body = parseObject(text);
  const given = new Map(Object.entries(body));
  const passed = open.fields.flatMap(name => (given.has(name) ? [[name, given.get(name)]] : []));
  return { ...Object.fromEntries(passed), ...open.fixed };
};

const openPathOf = (request: Request, publicUrl: string): OpenPath => {
  const { pathname } = new URL(request.originalUrl, publicUrl);
  const name = pathname.startsWith(BASE_PATH) ? pathname.slice(BASE_PATH.length) : "";
  const open = Object.hasOwn(OPEN_PATHS, name) ? OPEN_PATHS[name] : undefined;
  if (open?.method !== request.method) throw new LotseError("NOT_FOUND", "There is nothing here");
  return open;
};

export const createAuthHandler = (deps: AuthHandlerDeps): RequestHandler => {
  const { auth, publicUrl } = deps;

  const sessionOf = async (request: Request) => {
    const { cookie } = request.headers;
    return cookie === undefined ? null : deps.sessionOf(cookie);
  };

  const ask = async (request: Request, body: string | null): Promise<globalThis.Response> => {
    const { method, originalUrl } = request;
    const asked = new globalThis.Request(new URL(originalUrl, publicUrl), {
      method,
      headers: headersOf(request),
      body,
    });
    const answered = await auth.handler(asked);
    if (answered.status >= 500) throw new LotseError("UNAVAILABLE", "Accounts are not available");
    return answered;
  };

  const router = express.Router();
  router.use((request, _response, next) => {
    openPathOf(request, publicUrl);
    next();
  });
  router.use(express.text({ type: () => true, limit: BODY_BYTES_MAX, inflate: false }));
  router.use(async (request, response) => {
    const open = openPathOf(request, publicUrl);
    const body = openFields(typeof request.body === "string" ? request.body : "", open);
    // Asked before: afterwards the cookie is nobody's.
    const session = open.endsSessions || open.replacesSession ? await sessionOf(request) : null;
    if (session !== null && typeof body.newPassword === "string") {
      refuseWeakPassword(body.newPassword, session.email);
    }
    const answered = await ask(request, open.method === "POST" ? JSON.stringify(body) : null);
    if (session !== null && answered.ok) {
      if (open.replacesSession) await deps.endSession(session);
      await deps.sessionsEnded(session.accountId);
    }
    await answer(response, answered);
  });
  return router;
};
