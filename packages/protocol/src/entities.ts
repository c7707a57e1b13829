/** What travels from the hub to people's screens. Times are hub time, milliseconds since 1970. */
import type {
  AgentId,
  ClientMessageId,
  CobrowseId,
  ConversationId,
  InvitationId,
  OfferId,
  RuleId,
  SiteId,
  VisitId,
  WorkItemId,
} from "./ids.ts";
import type { ChannelId, SkillLevel } from "./plan.ts";
import type { PagePush } from "./push.ts";
import type { RequestMatter } from "./requests.ts";
import type { Facts } from "./schemas/facts.ts";
import type { HelpMode, OfferDetails, QueueEntryDetails } from "./work.ts";

export type Language = "de" | "en";
export type Localized = Readonly<Record<Language, string>>;

/** What a visitor may know of an agent. */
export interface AgentCard {
  readonly id: AgentId;
  readonly name: string;
}

export type Presence = "available" | "away" | "offline";

/** So many items of a channel at once at most, whatever the capacity. */
export interface ChannelLimit {
  readonly channel: ChannelId;
  readonly items: number;
}

export interface AgentView extends AgentCard {
  readonly email: string;
  readonly role: "agent" | "supervisor" | "administrator";
  readonly skills: readonly SkillLevel[];
  /** Units of work at once; what an item takes is its channel's weight. */
  readonly capacity: number;
  /** What is given to the agent; null: every channel. */
  readonly channels: readonly ChannelId[] | null;
  readonly limits: readonly ChannelLimit[];
  readonly presence: Presence;
  /** Why, in the words of whoever set it. */
  readonly presenceReason: string | null;
}

export type Author =
  | { readonly kind: "visitor" }
  | { readonly kind: "agent"; readonly agent: AgentCard }
  | { readonly kind: "system" };

/** Things that happened, told in the conversation itself and kept in its sequence. */
export type SystemNotice =
  | { readonly notice: "opened" }
  | { readonly notice: "agentJoined"; readonly agent: AgentCard }
  /** `gone`: no console for too long. The next one joins, or the visitor waits again. `left`: had joined beside the agent who goes on. */
  | { readonly notice: "agentLeft"; readonly agent: AgentCard; readonly why: "gone" | "handedOn" | "left" }
  | { readonly notice: "cobrowseStarted"; readonly agent: AgentCard }
  | { readonly notice: "cobrowseEnded"; readonly by: CobrowseEndedBy }
  | { readonly notice: "ended"; readonly by: "visitor" | "agent" | "system" };

export type MessageBody =
  /** `push`: by the agent; the text says the same to whoever does not know it. */
  | { readonly kind: "text"; readonly text: string; readonly push?: PagePush }
  | ({ readonly kind: "notice" } & SystemNotice);

/** One entry of a conversation. `seq` starts at 1 and has no gaps. */
export interface Message {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly clientId: ClientMessageId;
  readonly author: Author;
  readonly body: MessageBody;
  readonly sentAtMs: number;
}

/** Highest sequence number that reached the screen's device, and that was seen. */
export interface Receipt {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

export type ConversationState = "waiting" | "active" | "ended";

/** From now on; what is likely lies between. */
export interface WaitRange {
  readonly lowMs: number;
  readonly highMs: number;
}

/** What a visitor may leave instead of waiting. */
export type Alternative = "callback" | "message";

/** A conversation as both sides may see it. */
export interface ConversationView {
  readonly id: ConversationId;
  readonly visitId: VisitId;
  readonly state: ConversationState;
  readonly agent: AgentCard | null;
  /** False while the assigned agent has no console connected (grace included); absent without an agent. */
  readonly agentOnline?: boolean;
  /** Colleagues of the agent who speak to the visitor as well; absent: none. */
  readonly others?: readonly AgentCard[];
  readonly topic: string | null;
  /** 1 = next; only while waiting. */
  readonly position: number | null;
  /** How long it may still take; only while waiting, and only if anybody can tell. */
  readonly expected?: WaitRange | null;
  /** Offered expressly while waiting goes on: a rule of the queue says so, it is closed, or nobody on duty may take it. */
  readonly alternatives?: readonly Alternative[];
  readonly openedAtMs: number;
  readonly endedAtMs: number | null;
  readonly lastSeq: number;
  readonly receipts: { readonly visitor: Receipt; readonly agent: Receipt };
}

/** A conversation with what only the agent's side sees. */
export interface ConversationForAgent extends ConversationView {
  readonly visitorLabel: string;
  readonly lastMessage: Message | null;
  readonly cobrowse: CobrowseView | null;
  /** How whoever sees this helps with it; absent: it is their own. */
  readonly helping?: HelpMode;
}

/** An invitation on the visitor's screen. It is an agent's reserved slot. */
export interface InvitationView {
  readonly id: InvitationId;
  readonly ruleId: RuleId;
  readonly agent: AgentCard;
  readonly text: Localized;
  readonly expiresAtMs: number;
  /** The conversation will begin with the question whether the page may be shared. */
  readonly purpose?: "cobrowse";
}

/** Why an offer left the screen. */
export type InvitationEnd = "accepted" | "declined" | "expired" | "withdrawn" | "left";

export interface InvitationEnded {
  readonly invitationId: InvitationId;
  readonly reason: InvitationEnd;
  /** Withdrawn: what may be left in its place, the one to begin with first. */
  readonly instead?: readonly Alternative[];
}

/** Told to a page that was not there to hear it. */
export interface InvitationMissed extends InvitationEnded {
  readonly agent: AgentCard;
}

/** Work that rings at an agent's console. */
export interface OfferView extends OfferDetails {
  readonly id: OfferId;
  readonly workItemId: WorkItemId;
  /** `null`, as the visit: an item that is no conversation. */
  readonly conversationId: ConversationId | null;
  readonly visitId: VisitId | null;
  /** Who it is from. */
  readonly visitorLabel: string;
  readonly skill: string | null;
  readonly topic: string | null;
  readonly waitedMs: number;
  readonly expiresAtMs: number;
}
export type OfferEnd = "accepted" | "declined" | "timedOut" | "withdrawn";

/** A waiting item as the inbox lists it. */
export interface QueueEntry extends QueueEntryDetails {
  readonly workItemId: WorkItemId;
  /** `null`: an item that is no conversation. */
  readonly conversationId: ConversationId | null;
  /** Who it is from. */
  readonly visitorLabel: string;
  readonly skill: string | null;
  readonly topic: string | null;
  readonly enqueuedAtMs: number;
}

/** `site`: it was switched off, or does not allow the page's address any more. */
export type CobrowseEndedBy = "visitor" | "agent" | "system" | "site";
export type CobrowseState =
  /** The agent asked, the visitor has not answered. */
  "requested" | "active" | "declined" | "ended";

export interface CobrowseView {
  readonly id: CobrowseId;
  readonly conversationId: ConversationId;
  readonly agent: AgentCard;
  readonly state: CobrowseState;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly endedBy: CobrowseEndedBy | null;
}

export interface JourneyStep {
  readonly url: string;
  readonly title: string;
  readonly atMs: number;
}

/** A visit as the agent sees it beside the conversation. */
export interface VisitView {
  readonly id: VisitId;
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly visitorLabel: string;
  readonly startedAtMs: number;
  readonly lastSeenAtMs: number;
  readonly language: Language;
  readonly page: { readonly url: string; readonly title: string };
  /** Oldest first, at most the last 50. */
  readonly journey: readonly JourneyStep[];
  readonly facts: Facts | null;
}

/** A callback or a message left when nobody was free. */
export interface ContactRequestView extends RequestMatter {
  readonly id: string;
  readonly visitId: VisitId;
  readonly kind: Alternative;
  readonly reach: string;
  readonly text: string;
  readonly leftAtMs: number;
}
