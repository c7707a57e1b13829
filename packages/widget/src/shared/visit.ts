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
  /**
   * Set only while no page of this tab is alive: the page that goes hands the shared session to the next. A tab that
   * is copied meanwhile copies nothing.
   */
  readonly sharing: CobrowseId | null;
  /** Stopped by the visitor here, but the hub has not confirmed it. */
  readonly stopping: CobrowseId | null;
  /** Unacknowledged messages, in the shape of the client's outbox; those before any conversation under "". */
  readonly outbox: Readonly<Record<ConversationId, unknown>>;
  /** What the conversation to be opened by them is about. */
  readonly topic: string | null;
  readonly skill: string | null;
  /** A line that is not finished. */
  readonly draft: string;
}

export interface VisitStore {
  get(): VisitRecord;
  set(change: Partial<VisitRecord>): void;
  /** Another page of this tab was alive meanwhile (back and forward): what it left counts. */
  reread(): void;
}

/** The part of `Storage` that is used, with methods safe from what the page did to them. */
export interface VisitStorage {
  read(): string | null;
  write(text: string): void;
}

export const VISIT_KEY = "lotse:1";

export const createVisitStore = (storage: VisitStorage, nowMs: number): VisitStore => {
  const fresh: VisitRecord = {
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
    topic: null,
    skill: null,
    draft: "",
  };
  let record = fresh;
  let kept = true;
  const reread = () => {
    try {
      if (!kept) return;
      const read: object = JSON.parse(storage.read() ?? "null");
      const known = Object.entries(read).filter(([key, value]) => {
        // Every field has a type of its own; null stands for an absent string.
        const fallback: unknown = fresh[key as keyof VisitRecord] ?? "";
        return typeof value === typeof fallback && value !== null;
      });
      record = { ...fresh, ...Object.fromEntries(known) };
    } catch {
      // Storage is forbidden here (SecurityError), or holds nothing or nonsense: what this page knows counts.
    }
  };
  reread();
  return {
    reread,
    get: () => record,
    set: change => {
      record = { ...record, ...change };
      try {
        storage.write(JSON.stringify(record));
        kept = true;
      } catch {
        // Forbidden or full: in memory only, and what storage holds is older.
        kept = false;
      }
    },
  };
};
