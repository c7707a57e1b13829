/** What main thread and worker say to each other. Everything is structured-cloneable. */
import type { WireError } from "@lotse/protocol";
import type { BackupRequest } from "../backup/format.ts";
import type { PgliteInfo } from "../Engine.ts";
import type { Storage } from "../Storage.ts";

export type StorageCommand = Exclude<keyof Storage, "close">;

export type Call =
  | { readonly to: "storage"; readonly command: StorageCommand; readonly args: readonly unknown[] }
  | { readonly to: "auth"; readonly statement: string; readonly parameters: readonly unknown[] }
  | { readonly to: "backup"; readonly request: BackupRequest }
  | { readonly to: "close" };

export type Request = Call & { readonly id: number };

export type Reply =
  | { readonly is: "ready"; readonly info: PgliteInfo }
  | { readonly is: "failed"; readonly error: WireError }
  | { readonly is: "answer"; readonly id: number; readonly value: unknown }
  | { readonly is: "error"; readonly id: number; readonly error: WireError };

export interface WorkerSettings {
  readonly entry: string;
  readonly dataDir: string | "memory";
}
