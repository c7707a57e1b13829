/**
 * One request to the hub over HTTP, answered by a `Result` whatever happens. The hub's own routes answer in that form;
 * better-auth's answer bare or with a code of theirs, which becomes one of ours. Knows no routes.
 */
import { ERROR_CODES, type ErrorCode, fail, ok, type Result, type WireError } from "@lotse/protocol";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** better-auth's codes that mean more than their status. */
const THEIR_CODES: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: "CREDENTIALS_INVALID",
  INVALID_PASSWORD: "CREDENTIALS_INVALID",
  INVALID_CODE: "CREDENTIALS_INVALID",
  INVALID_BACKUP_CODE: "CREDENTIALS_INVALID",
  INVALID_TWO_FACTOR_COOKIE: "SESSION_REVOKED",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "RATE_LIMITED",
};

const codeOfStatus = (status: number): ErrorCode => {
  if (status === 429) return "RATE_LIMITED";
  if (status === 401 || status === 403) return "CREDENTIALS_INVALID";
  if (status === 404) return "NOT_FOUND";
  return status >= 500 ? "UNAVAILABLE" : "FIELD_TYPE";
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const ourCode = (code: unknown): ErrorCode | undefined => ERROR_CODES.find(known => known === code);

const errorOf = (status: number, body: unknown): WireError => {
  const message = `HTTP ${status}`;
  const given = isRecord(body) ? (isRecord(body.error) ? body.error : body) : {};
  const theirs = typeof given.code === "string" ? given.code : "";
  const code = ourCode(theirs) ?? (Object.hasOwn(THEIR_CODES, theirs) ? THEIR_CODES[theirs] : undefined);
  return {
    code: code ?? codeOfStatus(status),
    message,
    ...(typeof given.requestId === "string" ? { requestId: given.requestId } : {}),
    ...(typeof given.field === "string" ? { field: given.field } : {}),
  };
};

/** GET without a body, POST with one. A `Result` inside the answer is unwrapped. */
export const call = async (fetch: Fetch, url: string, body?: unknown): Promise<Result<unknown>> => {
  const init: RequestInit =
    body === undefined
      ? { credentials: "same-origin" }
      : {
          method: "POST",
          credentials: "same-origin",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        };
  try {
    const response = await fetch(url, init);
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok || (isRecord(answer) && answer.ok === false))
      return fail(errorOf(response.status, answer));
    return ok(isRecord(answer) && answer.ok === true && "value" in answer ? answer.value : answer);
  } catch {
    return fail({ code: "UNAVAILABLE", message: "No answer" });
  }
};

/** As `call`, where the answer must be understood. */
export const ask = async <T>(
  fetch: Fetch,
  url: string,
  parse: (value: unknown) => T | null,
  body?: unknown,
): Promise<Result<T>> => {
  const result = await call(fetch, url, body);
  if (!result.ok) return result;
  const value = parse(result.value);
  return value === null ? fail({ code: "INTERNAL", message: "Answer not understood" }) : ok(value);
};

export const done = (): true => true;
