/**
 * What one tab remembers of its visit between pages: `sessionStorage`, one key, nothing anywhere else. Where storage
 * is forbidden or full, the visit lasts as long as the page. Trusts nothing it reads back.
 */
import type { CobrowseId, ConversationId, RuleId, VisitId } from "@lotse/protocol";

export interface VisitRecord {
  readonly visitId: VisitId | null;
  readonly token: string | null;
  readonly startedAtMs: number;
  readonly pages: number;
  /** Active milliseconds by form name. */
  readonly forms: Readonly<Record<string, number>>;
  /** Names of viewed products by SKU. */
  readonly products: Readonly<Record<string, string>>;
  /** Rules not to ask about before this time. */
  readonly quietUntilMs: Readonly<Record<RuleId, number>>;
  /** In contact: the next page connects at once. */
  readonly inContact: boolean;
  readonly conversationId: ConversationId | null;
  readonly panelOpen: boolean;
  /** This tab's page is shared in this session. */
  readonly sharing: CobrowseId | null;
  /** Stopped by the visitor here, but the hub has not confirmed it. */
  readonly stopping: CobrowseId | null;
  /** Unacknowledged messages, in the shape of the client's outbox. */
  readonly outbox: Readonly<Record<ConversationId, unknown>>;
}

export interface VisitStore {
  get(): VisitRecord;
  set(change: Partial<VisitRecord>): void;
}

/** The part of `Storage` that is used, with methods safe from what the page did to them. */
export interface VisitStorage {
  read(): string | null;
  write(text: string): void;
}

export const VISIT_KEY = "lotse:1";

export const createVisitStore = (storage: VisitStorage, nowMs: number): VisitStore => {
  let record: VisitRecord = {
    visitId: null,
    token: null,
    startedAtMs: nowMs,
    pages: 0,
    forms: {},
    products: {},
    quietUntilMs: {},
    inContact: false,
    conversationId: null,
    panelOpen: false,
    sharing: null,
    stopping: null,
    outbox: {},
  };
  try {
    const read: object = JSON.parse(storage.read() ?? "{}");
    const known = Object.entries(read).filter(([key, value]) => {
      // Every field has a type of its own; null stands for an absent string.
      const fallback: unknown = record[key as keyof VisitRecord] ?? "";
      return typeof value === typeof fallback && value !== null;
    });
    record = { ...record, ...Object.fromEntries(known) };
  } catch {
    // Storage is forbidden here (SecurityError), or holds nonsense: the visit begins anew.
  }
  return {
    get: () => record,
    set: change => {
      record = { ...record, ...change };
      try {
        storage.write(JSON.stringify(record));
      } catch {
        // Forbidden or full: kept in memory.
      }
    },
  };
};
