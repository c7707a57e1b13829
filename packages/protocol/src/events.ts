/** What the hub tells, in the past tense. Delivery is at most once; whoever counts on an event resumes by sequence. */
import type { Done, TypingChanged } from "./commands.ts";
import type {
  AgentView,
  CobrowseView,
  ContactRequestView,
  ConversationForAgent,
  ConversationView,
  InvitationEnded,
  InvitationView,
  Message,
  OfferEnd,
  OfferView,
  QueueEntry,
  Receipt,
  VisitView,
} from "./entities.ts";
import type { ConversationId, OfferId } from "./ids.ts";
import type { LiveVisitors, OwnInvitation } from "./live.ts";
import type { RadarNotice } from "./rules.ts";
import type { SimulationView } from "./simulation.ts";
import type { LineMore, WorkChanged } from "./work.ts";

export interface ReceiptMarked extends Receipt {
  readonly conversationId: ConversationId;
  readonly by: "visitor" | "agent";
}

/** What was stored together, in sequence. */
export interface MessagesSent {
  readonly conversationId: ConversationId;
  readonly messages: readonly Message[];
}

/** To the visitor's pages, on the `/visitor` namespace. */
export interface VisitorEvents {
  "message:sent": MessagesSent;
  "receipt:marked": ReceiptMarked;
  "typing:changed": TypingChanged;
  "conversation:changed": ConversationView;
  "invitation:offered": InvitationView;
  "invitation:ended": InvitationEnded;
  "cobrowse:changed": CobrowseView;
}

/** To the agent's consoles, on the `/agent` namespace. */
export interface AgentEvents {
  "message:sent": MessagesSent;
  "receipt:marked": ReceiptMarked;
  "typing:changed": TypingChanged;
  "conversation:changed": ConversationForAgent;
  "offer:made": OfferView;
  "offer:ended": { readonly offerId: OfferId; readonly reason: OfferEnd };
  "queue:changed": LineMore & { readonly queue: readonly QueueEntry[] };
  "presence:changed": AgentView;
  "cobrowse:changed": CobrowseView;
  "visit:changed": VisitView;
  "request:left": ContactRequestView;
  "work:changed": WorkChanged;
  /** Who belongs to the tenant, or what is said of them, is another now: whoever shows it asks again. */
  "members:changed": Done;
  /** A rule asks somebody to look; nobody has to answer. */
  "rule:noticed": RadarNotice;
  /** To the consoles of whoever started it. */
  "simulation:progressed": SimulationView;
  /** To whom `visitors:watch` was answered, by the name it gave. */
  "visitors:changed": LiveVisitors & { readonly viewId: string };
  /** To the agent whose own it is. */
  "invitation:changed": OwnInvitation;
}

/** Namespaces of the hub's Socket.IO server. */
export const NAMESPACES = { visitor: "/visitor", agent: "/agent", stream: "/stream" } as const;

/** The handshake's `auth` object. Agents are known by their session cookie. */
export interface Handshake {
  readonly protocol: number;
  /** The visitor's visit token. */
  readonly token?: string;
}
