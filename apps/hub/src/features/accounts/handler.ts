/**
 * `/api/auth/*` for Express: only what the console uses reaches better-auth, with a bounded body and the client's
 * address as the hub knows it. Everything else of it does not exist from outside.
 */
import { LotseError } from "@lotse/protocol";
import express, { type Request, type RequestHandler, type Response } from "express";
import { ADDRESS_HEADER, type Auth, BASE_PATH } from "./auth.ts";

const OPEN: Readonly<Record<string, string>> = {
  [`${BASE_PATH}/sign-in/email`]: "POST",
  [`${BASE_PATH}/sign-out`]: "POST",
  [`${BASE_PATH}/get-session`]: "GET",
};

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

export const createAuthHandler = (auth: Pick<Auth, "handler">, publicUrl: string): RequestHandler => {
  const router = express.Router();
  router.use((request, _response, next) => {
    const { pathname } = new URL(request.originalUrl, publicUrl);
    if (OPEN[pathname] !== request.method) throw new LotseError("NOT_FOUND", "There is nothing here");
    next();
  });
  router.use(express.text({ type: () => true, limit: BODY_BYTES_MAX, inflate: false }));
  router.use(async (request, response) => {
    const body = typeof request.body === "string" && request.body !== "" ? request.body : null;
    const asked = new globalThis.Request(new URL(request.originalUrl, publicUrl), {
      method: request.method,
      headers: headersOf(request),
      body: request.method === "POST" ? (body ?? "{}") : null,
    });
    const answered = await auth.handler(asked);
    if (answered.status >= 500) throw new LotseError("UNAVAILABLE", "Accounts are not available");
    await answer(response, answered);
  });
  return router;
};
