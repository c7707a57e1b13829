/**
 * Which "no" of the hub is final. Anything else (time-outs, a hub that restarts, too many requests, a full disk)
 * passes, and is tried again.
 */
import type { ErrorCode } from "@lotse/protocol";

const FINAL_FOR_CONNECTION: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "VERSION_UNSUPPORTED",
  "NAMESPACE_UNKNOWN",
  "ORIGIN_DENIED",
  "SITE_UNKNOWN",
  "SITE_DISABLED",
  "TOKEN_INVALID",
  "CREDENTIALS_INVALID",
  "SESSION_REVOKED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONSENT_REQUIRED",
  "COBROWSE_ENDED",
]);

const PASSING_FOR_MESSAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "TIMEOUT",
  "UNAVAILABLE",
  "RATE_LIMITED",
  "CONNECTIONS_LIMIT",
  "STORE_UNAVAILABLE",
  "STORAGE_FULL",
  "EPOCH_STALE",
  "RESYNC_REQUIRED",
  "INTERNAL",
]);

export const isFinalForConnection = (code: ErrorCode): boolean => FINAL_FOR_CONNECTION.has(code);

/** A message the hub refused with such a code would be refused again and again. */
export const isFinalForMessage = (code: ErrorCode): boolean => !PASSING_FOR_MESSAGE.has(code);

/** The code in a Socket.IO `connect_error`; null = the network failed, not the hub. */
export const refusalCode = (error: unknown): ErrorCode | null => {
  if (typeof error !== "object" || error === null) return null;
  if ("data" in error && typeof error.data === "object" && error.data !== null && "code" in error.data) {
    return error.data.code as ErrorCode;
  }
  if ("message" in error && error.message === "Invalid namespace") return "NAMESPACE_UNKNOWN";
  return null;
};
