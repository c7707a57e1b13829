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

/** The code in a Socket.IO `connect_error`; null = the network failed, not the hub. */
export const refusalCode = (error: unknown): ErrorCode | null => {
  const { data, message } = (error ?? {}) as { data?: { code?: ErrorCode } | null; message?: unknown };
  return data?.code ?? (message === "Invalid namespace" ? "NAMESPACE_UNKNOWN" : null);
};
