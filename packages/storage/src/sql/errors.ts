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

const AWAY: readonly [ErrorCode, string] = ["STORE_UNAVAILABLE", "The database is not available"];

/**
 * The database is there, but cannot serve now: too busy, too slow, stopping, or no longer the one that takes
 * writes. Whole classes by their first two characters: connection, transaction rolled back, resources,
 * intervention, system.
 */
const AWAY_CLASSES: readonly string[] = ["08", "40", "53", "57", "58"];
const AWAY_STATES: readonly string[] = ["25006", "25P03", "25P04", "55P03"];

/** A deadlock or a lost race between transactions; nothing was stored, and a second try may well pass. */
const PASSING_STATES: readonly string[] = ["40001", "40P01"];

/** What may be logged of an error: its SQLSTATE, or else its class. */
export const diagnosisOf = (error: unknown): string =>
  sqlStateOf(error) ?? (error instanceof Error ? error.name : typeof error);

export const isPassing = (error: unknown): boolean => PASSING_STATES.includes(sqlStateOf(error) ?? "");

const isAway = (sqlState: string): boolean =>
  AWAY_STATES.includes(sqlState) || (sqlState.length === 5 && AWAY_CLASSES.includes(sqlState.slice(0, 2)));

export const sqlStateOf = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : null;

export const toLotseError = (error: unknown): LotseError => {
  if (error instanceof LotseError) return error;
  const sqlState = sqlStateOf(error);
  const known =
    sqlState === null ? undefined : (BY_SQLSTATE[sqlState] ?? (isAway(sqlState) ? AWAY : undefined));
  if (known !== undefined) return new LotseError(known[0], known[1]);
  return new LotseError("INTERNAL", `The storage failed: ${diagnosisOf(error)}`);
};
