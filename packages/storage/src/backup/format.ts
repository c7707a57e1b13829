/**
 * The backup file: gzip of JSON lines. The first line is the header, then per table pages of rows as PostgreSQL
 * itself writes them, the sequences, and last a footer with what must have come before. Knows no database.
 */
import { LotseError } from "@lotse/protocol";

export const BACKUP_FORMAT = 1;

export interface BackupHeader {
  readonly lotse: "backup";
  readonly format: number;
  /** Version of the build that wrote it. */
  readonly app: string;
  /** The database's, in order. */
  readonly migrations: readonly string[];
  readonly takenAtMs: number;
  /** The hub's own keys, without which second factors and sites' identity keys would be lost. */
  readonly secrets: Readonly<Record<string, string>> | null;
}

export interface BackupFooter {
  readonly end: true;
  readonly rows: Readonly<Record<string, number>>;
  /** Of every byte before the footer, uncompressed. */
  readonly sha256: string;
}

export interface RowsLine {
  readonly table: string;
  readonly count: number;
  /** As PostgreSQL wrote it: parsed and written again, a number could look or be another one. */
  readonly json: string;
}

export interface SequenceLine {
  readonly sequence: string;
  /** Null if it was never used. */
  readonly last: number | null;
}

export type BackupLine =
  | { readonly is: "rows"; readonly line: RowsLine }
  | { readonly is: "sequence"; readonly line: SequenceLine };

export interface BackupRequest {
  /** Must not exist. Written beside and renamed when it is whole. */
  readonly file: string;
  readonly app: string;
  readonly takenAtMs: number;
  readonly secrets: BackupHeader["secrets"];
}

export interface BackupReport {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

export const invalidBackup = (message: string): LotseError => new LotseError("BACKUP_INVALID", message);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(one => typeof one === "string");

const parsed = (line: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) throw new SyntaxError("not an object");
  return value as Record<string, unknown>;
};

const isSecrets = (value: unknown): value is BackupHeader["secrets"] =>
  value === null ||
  (typeof value === "object" &&
    value !== undefined &&
    Object.values(value as object).every(one => typeof one === "string"));

export const parseHeader = (line: string): BackupHeader => {
  const { lotse, format, app, migrations, takenAtMs, secrets } = parsed(line);
  if (lotse !== "backup" || typeof format !== "number") throw invalidBackup("This is no backup of Lotse.");
  const maker = typeof app === "string" ? app : "unknown";
  if (format > BACKUP_FORMAT) {
    throw invalidBackup(`The backup was made by a newer Lotse (${maker}). Update this one, then restore it.`);
  }
  if (!isTexts(migrations) || typeof takenAtMs !== "number" || !isSecrets(secrets)) {
    throw invalidBackup("The backup's first line is damaged.");
  }
  return { lotse, format, app: maker, migrations, takenAtMs, secrets };
};

const rowsLineStart = (table: string): string => `{"table":${JSON.stringify(table)},"rows":`;

/** `rows` are JSON texts. */
export const rowsLine = (table: string, rows: readonly string[]): string =>
  `${rowsLineStart(table)}[${rows.join(",")}]}\n`;

export const parseLine = (line: string): BackupLine | BackupFooter => {
  const { table, rows, sequence, last, end, sha256 } = parsed(line);
  if (end === true && typeof sha256 === "string" && typeof rows === "object" && rows !== null) {
    return { end, sha256, rows: rows as Record<string, number> };
  }
  if (typeof table === "string" && Array.isArray(rows)) {
    const json = line.slice(rowsLineStart(table).length, -"}\n".length);
    return { is: "rows", line: { table, count: rows.length, json } };
  }
  if (typeof sequence === "string" && (last === null || typeof last === "number")) {
    return { is: "sequence", line: { sequence, last } };
  }
  throw new SyntaxError("not a line of a backup");
};
