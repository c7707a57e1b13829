/** Where the visitor stands, as one union each for contact and for sharing. What is drawn follows from it alone. */
import type { ConversationLog, PendingMessage } from "@lotse/client";
import type {
  Alternative,
  CobrowseView,
  ContactOutlook,
  ConversationView,
  InvitationView,
  TurnedAwayWhy,
} from "@lotse/protocol";
import type { VisitRecord } from "../shared/visit.ts";
import { Cell } from "./cell.ts";

/** `withdrawn`: the offered agent is gone; `nobody`: nobody could take it; `chosen`: the visitor prefers it. */
export type RequestReason = "withdrawn" | "nobody" | "chosen";

/** Nothing yet: the first line opens a conversation. */
export interface Idle {
  readonly kind: "none";
  /** As the page names it: a topic may be a queue's key, a skill too. */
  readonly about: VisitRecord["about"];
  /** For people to read, instead of the topic. */
  readonly words: string | null;
}

export interface Offered {
  readonly kind: "offered";
  readonly invitation: InvitationView;
  readonly progress: "shown" | "accepting" | "failed";
}

export interface Talking {
  readonly kind: "talking";
  readonly conversation: ConversationView;
  readonly log: ConversationLog;
}

export interface Requesting {
  readonly kind: "request";
  readonly reason: RequestReason;
  /** Whose offer was withdrawn; null: nobody's, or it went while the page was not connected. */
  readonly agentName: string | null;
  readonly progress: "writing" | "sending" | "failed" | "sent";
  /** What may be left, the one to begin with first. */
  readonly ways: readonly Alternative[];
  /** The rule by which nobody could take it, if it was one. */
  readonly why: TurnedAwayWhy | null;
  /** What waits behind the form: a conversation, or the choice whether to begin one. */
  readonly back: Talking | Idle | null;
}

export type Contact =
  | Idle
  | Offered
  /** The first lines, or the wish to wait without any, are on their way. */
  | { readonly kind: "opening"; readonly lines: readonly PendingMessage[] }
  | Talking
  | Requesting;

export type Sharing =
  | { readonly kind: "none" }
  /** The consent dialog is open; `cobrowse` is null when the visitor began it. */
  | { readonly kind: "asking"; readonly cobrowse: CobrowseView | null }
  | { readonly kind: "starting" }
  | { readonly kind: "active"; readonly cobrowse: CobrowseView }
  /** The page could not be shared. */
  | { readonly kind: "failed" };

export const BOTH_WAYS: readonly Alternative[] = ["callback", "message"];
export const NO_CONTACT: Idle = { kind: "none", about: {}, words: null };
export const NOT_SHARING: Sharing = { kind: "none" };

export class State {
  readonly contact = new Cell<Contact>(NO_CONTACT);
  readonly sharing = new Cell<Sharing>(NOT_SHARING);
  /** What beginning a conversation would lead to; null: nobody can tell, or there is nothing to begin. */
  readonly outlook = new Cell<ContactOutlook | "asking" | null>(null);
  /** What a rule shows without an agent; empty: nothing. */
  readonly hint = new Cell("");
  readonly agentTyping = new Cell(false);
  readonly unread = new Cell(0);
  /** Raised whenever the log's messages, outbox or receipts changed. */
  readonly logVersion = new Cell(0);
  readonly panelOpen: Cell<boolean>;

  constructor(panelOpen: boolean) {
    this.panelOpen = new Cell(panelOpen);
  }

  /** The conversation, also while it waits behind the request form. */
  talking(contact = this.contact.peek()): Talking | null {
    const shown = contact.kind === "request" ? contact.back : contact;
    return shown?.kind === "talking" ? shown : null;
  }

  /** The visitor waits, or would have to. */
  isNobodyFree(): boolean {
    const outlook = this.outlook.value;
    if (outlook !== null && outlook !== "asking") return outlook.state !== "free";
    return this.talking(this.contact.value)?.conversation.state === "waiting";
  }

  /** Moves on; a conversation that is left behind is closed. */
  become(next: Contact): void {
    const before = this.talking();
    this.contact.value = next;
    if (before !== null && before.log !== this.talking()?.log) before.log.close();
  }

  /** Whether there is anything to do with the hub at all: an idle visitor holds no socket. */
  needsHub(contact = this.contact.value): boolean {
    if (this.sharing.value.kind !== "none") return true;
    if (contact.kind === "talking") {
      void this.logVersion.value;
      const { conversation, log } = contact;
      const unsent = log.pending.some(({ refused }) => refused === null);
      return conversation.state !== "ended" || unsent || log.messages.length < conversation.lastSeq;
    }
    if (contact.kind === "request") return contact.progress !== "sent";
    return contact.kind !== "none";
  }
}
