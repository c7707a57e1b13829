/** Errors over HTTP: the same envelope as everywhere, with a status that fits the code. Never repeats the input. */
import { type ErrorCode, fail, LotseError, type WireError } from "@lotse/protocol";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { MapError } from "../dispatch.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
  BODY_TOO_LARGE: 413,
  PAYLOAD_TOO_LARGE: 413,
  CONTENT_TYPE: 415,
  RATE_LIMITED: 429,
  CONNECTIONS_LIMIT: 429,
  ORIGIN_DENIED: 403,
  SITE_UNKNOWN: 403,
  SITE_DISABLED: 403,
  FORBIDDEN: 403,
  TOKEN_INVALID: 401,
  CREDENTIALS_INVALID: 401,
  SESSION_REVOKED: 401,
  IDENTITY_INVALID: 401,
  IDENTITY_OTHER: 409,
  IDENTITY_KEYS_FULL: 409,
  NOT_FOUND: 404,
  LINK_INVALID: 404,
  EMAIL_TAKEN: 409,
  LAST_ADMINISTRATOR: 409,
  PLAN_STALE: 409,
  API_KEYS_FULL: 409,
  BLENDING_CONTRADICTION: 422,
  EVENT_UNKNOWN: 404,
  IDEMPOTENCY_MISMATCH: 409,
  CONVERSATION_CLOSED: 409,
  INVITATION_ENDED: 409,
  OFFER_ENDED: 409,
  ASSIGNMENT_STALE: 409,
  EPOCH_STALE: 409,
  CAPACITY_FULL: 409,
  TURNED_AWAY: 409,
  AGENT_UNAVAILABLE: 409,
  RESYNC_REQUIRED: 409,
  CONSENT_REQUIRED: 409,
  COBROWSE_ENDED: 409,
  COBROWSE_ACTIVE: 409,
  STORE_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
  TIMEOUT: 504,
  INTERNAL: 500,
};

export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 400;

export const sendError = (response: Response, error: WireError): void => {
  if (error.retryAfterMs !== undefined) {
    response.setHeader("Retry-After", String(Math.ceil(error.retryAfterMs / 1_000)));
  }
  response.status(statusOf(error.code)).json(fail(error));
};

/** What Express and its body readers refuse, by their status, in our words. */
const byStatus = (status: number): LotseError | null => {
  if (status === 413) return new LotseError("BODY_TOO_LARGE", "The body is too large");
  if (status === 415) return new LotseError("CONTENT_TYPE", "The body's type or encoding is not supported");
  if (status === 403 || status === 404) return new LotseError("NOT_FOUND", "There is nothing here");
  if (status >= 400 && status < 500) return new LotseError("URL_INVALID", "The request is malformed");
  return null;
};

const statusIn = (error: unknown): number =>
  typeof error === "object" && error !== null && "status" in error && typeof error.status === "number"
    ? error.status
    : 500;

/** The last middleware: whatever a handler threw becomes an envelope; the process lives on. */
export const createErrorHandler =
  (mapError: MapError): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = error instanceof LotseError ? error : byStatus(statusIn(error));
    sendError(response, mapError(known ?? error, { method: request.method, status: statusIn(error) }));
  };

export const notFound: RequestHandler = () => {
  throw new LotseError("NOT_FOUND", "There is nothing here");
};

/** A NUL in a path has no honest meaning. */
export const refuseBadPaths: RequestHandler = (request, _response, next) => {
  if (/%00/i.test(request.url)) throw new LotseError("URL_INVALID", "The path is malformed");
  next();
};
