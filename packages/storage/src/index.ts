export type { BackupHeader, BackupReport, BackupRequest } from "./backup/format.ts";
export type * from "./contacts.ts";
export type * from "./Engine.ts";
export type * from "./members.ts";
export type * from "./Storage.ts";
