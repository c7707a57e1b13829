/**
 * Which "no" of the hub is final. What passes by itself (time-outs, a hub that restarts, too many requests, a full
 * disk) is tried again; everything else would be refused again and again.
 */
import type { ErrorCode } from "@lotse/protocol";

const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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

export const isFinal = (code: ErrorCode): boolean => !PASSING.has(code);

export interface Refusal {
  readonly code?: ErrorCode;
  readonly retryAfterMs?: number;
}

/** What a Socket.IO `connect_error` says; without a code, the network failed, not the hub. */
export const refusalIn = (error: unknown): Refusal => {
  const { data, message } = (error ?? {}) as { data?: Refusal | null; message?: unknown };
  return data ?? (message === "Invalid namespace" ? { code: "NAMESPACE_UNKNOWN" } : {});
};
