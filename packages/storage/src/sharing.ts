/** The part of the Storage port about sharings: what happened in each, appended and never changed. */
import type { CobrowseId, ConversationId, SharingEntry, TenantId } from "@lotse/protocol";
import type { CobrowseRecord } from "./Storage.ts";

/** `seq` rises within a sharing, with gaps; the same one twice is kept once. */
export interface SharingRecord {
  readonly cobrowseId: CobrowseId;
  readonly seq: number;
  readonly entry: SharingEntry;
}

export interface StoredSharing {
  readonly cobrowse: CobrowseRecord;
  /** By `seq`. */
  readonly entries: readonly SharingEntry[];
}

export interface SharingStorage {
  /** What a sharing has no room for (`SHARING_ENTRIES_MAX`) is not kept. NOT_FOUND if there is no such sharing. */
  appendSharing(tenantId: TenantId, records: readonly SharingRecord[]): Promise<void>;
  /** Of a conversation, oldest first, those in which nothing happened among them. */
  listSharings(tenantId: TenantId, conversationId: ConversationId): Promise<readonly StoredSharing[]>;
}
