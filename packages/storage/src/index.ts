export type * from "./apiKeys.ts";
export type { BackupHeader, BackupReport, BackupRequest } from "./backup/format.ts";
export type * from "./contacts.ts";
export type * from "./Engine.ts";
export type * from "./members.ts";
export type * from "./plan.ts";
export type { RetentionDays } from "./retention.ts";
export type * from "./Storage.ts";
export type * from "./work.ts";
