/** What opening an engine gives: the Storage port, the accounts' own way to the database, and what engine it is. */
import type { Dialect } from "kysely";
import type { BackupReport, BackupRequest } from "./backup/format.ts";
import type { Storage } from "./Storage.ts";

export interface PgliteInfo {
  readonly engine: "pglite";
  /** As the server says it, e.g. `18.6`. */
  readonly version: string;
  /** Null in memory. */
  readonly dataDir: string | null;
  /** False: acknowledged data survives the death of the process, not a power cut. */
  readonly survivesPowerCut: false;
}

export interface PostgresInfo {
  readonly engine: "postgres";
  readonly version: string;
  /** False where the server runs without fsync or acknowledges before it writes. */
  readonly survivesPowerCut: boolean;
}

export type EngineInfo = PgliteInfo | PostgresInfo;

export interface StorageEngine {
  readonly storage: Storage;
  /** For the accounts: schema `auth` and nothing else. Closed together with the storage. */
  readonly authDialect: Dialect;
  readonly engineInfo: EngineInfo;
  /** Everything, of one moment, in a file; all engines write the same. Any engine restores it. */
  backup(request: BackupRequest): Promise<BackupReport>;
}

/** A failure that is ours, not the caller's, told with what may be told. */
export interface StorageLog {
  error(event: string, fields: { readonly command: string; readonly reason: string }): void;
}
