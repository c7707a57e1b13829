/** From the engine's errors to ours. SQL text and values never get into a message: they hold what people wrote. */
import { type ErrorCode, LotseError } from "@lotse/protocol";

const BY_SQLSTATE: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  // A composite key that points at nothing, or at another tenant's row.
  "23503": ["NOT_FOUND", "Something referred to does not exist"],
  "23505": ["IDEMPOTENCY_MISMATCH", "Something else is stored under the same id"],
  "22P02": ["ID_INVALID", "An id is not a UUID"],
  "22P05": ["TEXT_INVALID", "A text holds characters that cannot be stored"],
  "22021": ["TEXT_INVALID", "A text holds characters that cannot be stored"],
  "53100": ["STORAGE_FULL", "The disk is full"],
};

/** What may be logged of an error: its SQLSTATE, or else its class. */
export const diagnosisOf = (error: unknown): string =>
  sqlStateOf(error) ?? (error instanceof Error ? error.name : typeof error);

const sqlStateOf = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : null;

export const toLotseError = (error: unknown): LotseError => {
  if (error instanceof LotseError) return error;
  const sqlState = sqlStateOf(error);
  const known = sqlState === null ? undefined : BY_SQLSTATE[sqlState];
  if (known !== undefined) return new LotseError(known[0], known[1]);
  return new LotseError("INTERNAL", `The storage failed: ${diagnosisOf(error)}`);
};
