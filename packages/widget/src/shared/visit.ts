/**
 * What one tab remembers of its visit between pages: `sessionStorage`, one key, nothing anywhere else, and only as
 * much as was consented to. Where storage is forbidden or full, the visit lasts as long as the page. Trusts nothing
 * it reads back.
 */
import type { CobrowseId, ConversationId, RuleId, VisitId } from "@lotse/protocol";
import { toJson } from "./json.ts";

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
  /** A half-written line. */
  readonly draft: string;
  /** This tab's page is shared in this session. */
  readonly sharing: CobrowseId | null;
  /** Stopped by the visitor here, but the hub has not confirmed it. */
  readonly stopping: CobrowseId | null;
  /** Unacknowledged messages, in the shape of the client's outbox. */
  readonly outbox: Readonly<Record<ConversationId, unknown>>;
  /** This tab's own, from page to page; a duplicate of the tab gets another. */
  readonly tabId: string;
  /** A page holds this record. What is read while that is true was copied from a tab that lives on (or has crashed). */
  readonly living: boolean;
}

/** What a tab opened beside another one takes over: the two are one visit then. */
export type SharedVisit = Pick<VisitRecord, "visitId" | "token" | "startedAtMs" | "quietUntilMs">;

/** How much may be written down: everything, what a conversation needs, or nothing. */
export type Keeping = "all" | "contact" | "nothing";

export interface VisitStore {
  /** The record was copied from another tab: what is in it may be under way there, too. */
  readonly copied: boolean;
  readonly keeping: Keeping;
  get(): VisitRecord;
  set(change: Partial<VisitRecord>): void;
  /** Takes over what another tab told, as far as it has the right types. */
  join(shared: SharedVisit): void;
  /** `nothing` also clears what is there. */
  keep(keeping: Keeping): void;
}

/** The part of `Storage` that is used, with methods safe from what the page did to them. */
export interface VisitStorage {
  read(): string | null;
  /** Null takes it away. */
  write(text: string | null): void;
}

export interface VisitOptions {
  readonly storage: VisitStorage;
  readonly nowMs: number;
  readonly makeTabId: () => string;
  readonly keeping: Keeping;
}

export const VISIT_KEY = "lotse:1";

/** The facts of a visit: kept only with consent. */
const UNKNOWN_FACTS = { pages: 0, forms: {}, products: {}, quietUntilMs: {} };

export const createVisitStore = (options: VisitOptions): VisitStore => {
  const { storage, nowMs, makeTabId } = options;
  let { keeping } = options;
  let record: VisitRecord = {
    ...UNKNOWN_FACTS,
    visitId: null,
    token: null,
    startedAtMs: nowMs,
    inContact: false,
    conversationId: null,
    panelOpen: false,
    draft: "",
    sharing: null,
    stopping: null,
    outbox: {},
    tabId: "",
    living: false,
  };
  const merge = (read: object) => {
    const known = Object.entries(read).filter(([key, value]) => {
      // Every field has a type of its own; null stands for an absent string.
      const fallback: unknown = record[key as keyof VisitRecord] ?? "";
      return typeof value === typeof fallback && value !== null;
    });
    record = { ...record, ...Object.fromEntries(known) };
  };
  const write = () => {
    try {
      const kept = keeping === "all" ? record : { ...record, ...UNKNOWN_FACTS };
      storage.write(keeping === "nothing" ? null : toJson(kept));
    } catch {
      // Forbidden or full: kept in memory.
    }
  };
  try {
    merge(JSON.parse(storage.read() ?? "{}"));
  } catch {
    // Storage is forbidden here (SecurityError), or holds nonsense: the visit begins anew.
  }
  const copied = record.living;
  if (copied || record.tabId === "") record = { ...record, tabId: makeTabId() };
  // What a conversation under way needs was the visitor's own wish.
  if (keeping === "nothing" && record.inContact) keeping = "contact";
  return {
    copied,
    get keeping() {
      return keeping;
    },
    get: () => record,
    set: change => {
      record = { ...record, ...change };
      write();
    },
    join: shared => {
      merge(shared);
      write();
    },
    keep: next => {
      keeping = next;
      write();
    },
  };
};
