/** Where the visitor stands, as one union each for contact and for sharing. What is drawn follows from it alone. */
import type { ConversationLog } from "@lotse/client";
import type { CobrowseView, ConversationView, InvitationView } from "@lotse/protocol";
import { type Signal, signal } from "@preact/signals-core";

/** `withdrawn`: the offered agent is gone; `nobody`: nobody could take it; `chosen`: the visitor prefers it. */
export type RequestReason = "withdrawn" | "nobody" | "chosen";

export type Contact =
  /** Nothing yet: the first line opens a conversation. */
  | { readonly kind: "none"; readonly topic: string | null; readonly skill: string | null }
  | {
      readonly kind: "offered";
      readonly invitation: InvitationView;
      readonly progress: "shown" | "accepting" | "failed";
    }
  /** The first line is on its way. */
  | { readonly kind: "opening"; readonly text: string }
  | { readonly kind: "talking"; readonly conversation: ConversationView; readonly log: ConversationLog }
  | {
      readonly kind: "request";
      readonly reason: RequestReason;
      /** Whose offer was withdrawn. */
      readonly agentName: string | null;
      readonly progress: "writing" | "sending" | "failed" | "sent";
      readonly back: Contact | null;
    };

export type Sharing =
  | { readonly kind: "none" }
  /** The consent dialog is open; `cobrowse` is null when the visitor began it. */
  | { readonly kind: "asking"; readonly cobrowse: CobrowseView | null }
  | { readonly kind: "starting" }
  | { readonly kind: "active"; readonly cobrowse: CobrowseView }
  /** The page could not be shared. */
  | { readonly kind: "failed" };

export interface State {
  readonly contact: Signal<Contact>;
  readonly sharing: Signal<Sharing>;
  readonly panelOpen: Signal<boolean>;
  readonly agentTyping: Signal<boolean>;
  readonly unread: Signal<number>;
  /** Raised whenever the log's messages, outbox or receipts changed. */
  readonly logVersion: Signal<number>;
}

export const NO_CONTACT: Contact = { kind: "none", topic: null, skill: null };

export const createState = (panelOpen: boolean): State => ({
  contact: signal(NO_CONTACT),
  sharing: signal({ kind: "none" }),
  panelOpen: signal(panelOpen),
  agentTyping: signal(false),
  unread: signal(0),
  logVersion: signal(0),
});

/** Whether the state needs the hub at all: an idle visitor holds no socket. */
export const needsHub = (contact: Contact, sharing: Sharing): boolean =>
  sharing.kind !== "none" ||
  contact.kind === "offered" ||
  contact.kind === "opening" ||
  (contact.kind === "request" && contact.progress !== "sent") ||
  (contact.kind === "talking" && (contact.conversation.state !== "ended" || contact.log.pending.length > 0));
