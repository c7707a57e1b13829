/**
 * What one tab remembers of its visit between pages: `sessionStorage`, one key, nothing anywhere else, and only as
 * much as was consented to. Where storage is forbidden or full, the visit lasts as long as the page. Trusts nothing
 * it reads back.
 */
import type { CobrowseId, ContactId, ConversationId, Conversion, RuleId, VisitId } from "@lotse/protocol";
import { toJson } from "./json.ts";

export interface VisitRecord {
  readonly visitId: VisitId | null;
  readonly token: string | null;
  /** Whose visit it was proven to be. */
  readonly contactId: ContactId | null;
  readonly startedAtMs: number;
  readonly pages: number;
  /** Active milliseconds by form name. */
  readonly forms: Readonly<Record<string, number>>;
  /** Names of viewed products by SKU. */
  readonly products: Readonly<Record<string, string>>;
  /** What the observers carry to the next page, each under a name of its own. */
  readonly observed: Readonly<Record<string, unknown>>;
  /** Told by the page, and not taken by the hub so far. */
  readonly conversions: readonly Conversion[];
  /** What a rule shows without an agent, as JSON, until the hub has the answer; empty: nothing. */
  readonly hint: string;
  /** Rules not to ask about before this time. */
  readonly quietUntilMs: Readonly<Record<RuleId, number>>;
  /** In contact: the next page connects at once. */
  readonly inContact: boolean;
  readonly conversationId: ConversationId | null;
  readonly panelOpen: boolean;
  /** A half-written line. */
  readonly draft: string;
  /** Stopped by the visitor here, but the hub has not confirmed it. */
  readonly stopping: CobrowseId | null;
  /** Unacknowledged messages, in the shape of the client's outbox; those before any conversation under "". */
  readonly outbox: Readonly<Record<ConversationId, unknown>>;
  /** What the conversation to be opened by them is about. */
  readonly about: { readonly topic?: string; readonly skill?: string };
}

/** What a tab opened beside another one takes over: the two are one visit then. */
export type SharedVisit = Pick<
  VisitRecord,
  "visitId" | "token" | "contactId" | "startedAtMs" | "quietUntilMs"
>;

/** How much may be written down: everything, what a conversation needs, or nothing. */
export type Keeping = "all" | "contact" | "nothing";

export interface VisitStore {
  readonly keeping: Keeping;
  get(): VisitRecord;
  set(change: Partial<VisitRecord>): void;
  /** Another page of this tab was alive meanwhile (back and forward): what it left counts. */
  read(): void;
  /** Takes over what another tab told, as far as it has the right types. */
  join(shared: Partial<SharedVisit>): void;
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
  readonly keeping: Keeping;
}

export const VISIT_KEY = "lotse:1";
/** In `localStorage`, and only where the visitor agreed to being recognised: an id that says nothing. */
export const VISITOR_KEY = "lotse:visitor";

/** The facts of a visit: kept only with consent. */
const UNKNOWN_FACTS = {
  pages: 0,
  forms: {},
  products: {},
  observed: {},
  conversions: [],
  hint: "",
  quietUntilMs: {},
};

export const createVisitStore = (options: VisitOptions): VisitStore => {
  const { storage, nowMs } = options;
  let { keeping } = options;
  const fresh: VisitRecord = {
    ...UNKNOWN_FACTS,
    visitId: null,
    token: null,
    contactId: null,
    startedAtMs: nowMs,
    inContact: false,
    conversationId: null,
    panelOpen: false,
    draft: "",
    stopping: null,
    outbox: {},
    about: {},
  };
  let record = fresh;
  /** What storage holds is of now. */
  let written = true;
  /** Whatever of it has the right type. */
  const believe = (base: VisitRecord, read: object) => {
    const known = Object.entries(read).filter(([key, value]) => {
      // Every field has a type of its own; null stands for an absent string.
      const fallback: unknown = fresh[key as keyof VisitRecord] ?? "";
      return typeof value === typeof fallback && value !== null;
    });
    record = { ...base, ...Object.fromEntries(known) };
  };
  const read = () => {
    try {
      if (written) believe(fresh, JSON.parse(storage.read() ?? ""));
    } catch {
      // Storage is forbidden here (SecurityError), or holds nothing or nonsense: what this page knows counts.
    }
  };
  const write = () => {
    written = false;
    try {
      const kept = keeping === "all" ? record : { ...record, ...UNKNOWN_FACTS };
      storage.write(keeping === "nothing" ? null : toJson(kept));
      written = true;
    } catch {
      // Forbidden or full: kept in memory.
    }
  };
  read();
  // What a conversation under way needs was the visitor's own wish.
  if (keeping === "nothing" && record.inContact) keeping = "contact";
  return {
    get keeping() {
      return keeping;
    },
    get: () => record,
    set: change => {
      record = { ...record, ...change };
      write();
    },
    read,
    join: shared => {
      believe(record, shared);
      write();
    },
    keep: next => {
      keeping = next;
      write();
    },
  };
};
