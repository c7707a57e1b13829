/**
 * What the hub knows of a tenant's work beyond what routing needs: whose conversation it is, what an invitation
 * says, who the agents are. Lives beside the engine's state; the engine decides what is open, the book only describes.
 */
import type {
  AgentId,
  ConversationId,
  InvitationId,
  Localized,
  SiteId,
  TenantId,
  VisitId,
  WorkContent,
  WorkItemId,
} from "@lotse/protocol";
import type { Estimate, RoutingEffect, RoutingState } from "@lotse/routing";
import type { AgentRecord, InvitationRecord } from "@lotse/storage";
import { type Hands, NO_HANDS } from "./details.ts";

interface Entry {
  readonly id: WorkItemId;
  readonly skill: string | null;
  readonly enqueuedAtMs: number;
}

export interface TalkEntry extends Entry {
  readonly conversationId: ConversationId;
  readonly visitId: VisitId;
  readonly topic: string | null;
}

/** Another system's work, or a callback that a visitor asked for: no conversation. */
export interface OutsideEntry extends Entry {
  readonly conversationId: null;
  readonly visitId: null;
  readonly topic: null;
  readonly content: WorkContent;
}

export type ItemEntry = TalkEntry | OutsideEntry;

export interface InvitationEntry {
  readonly record: InvitationRecord;
  readonly siteId: SiteId;
  readonly text: Localized;
  /** The conversation is to begin with the question whether the page may be shared. */
  readonly cobrowse: boolean;
  /** When the visitor's page fetched an agent's own; forgotten with a restart. */
  readonly reachedAtMs?: number;
}

/** An entry outlives its work until everybody has been told; whoever asks looks into the engine's state first. */
export interface Book {
  readonly agents: Map<AgentId, AgentRecord>;
  readonly items: Map<WorkItemId, ItemEntry>;
  readonly hands: Map<WorkItemId, Hands>;
  /** What whoever came into a line was told to expect. Forgotten with a restart: then the wait says nothing about the estimates. */
  readonly told: Map<WorkItemId, Estimate>;
  /** Items that have ended and whose agent still wraps up. */
  readonly wrapUps: Map<WorkItemId, ItemEntry>;
  readonly itemOfConversation: Map<ConversationId, WorkItemId>;
  readonly itemOfVisit: Map<VisitId, WorkItemId>;
  readonly invitations: Map<InvitationId, InvitationEntry>;
  readonly invitationOfVisit: Map<VisitId, InvitationId>;
  /** An administrator saved one; until then queues follow from skills. */
  hasOwnPlan: boolean;
}

/** All that is known of a tenant's routing, as of the last commit. */
export interface Memory {
  readonly tenantId: TenantId;
  readonly epoch: number;
  readonly routing: RoutingState;
  readonly book: Book;
}

export const createBook = (agents: readonly AgentRecord[]): Book => ({
  agents: new Map(agents.map(agent => [agent.id, agent])),
  items: new Map(),
  hands: new Map(),
  told: new Map(),
  wrapUps: new Map(),
  itemOfConversation: new Map(),
  itemOfVisit: new Map(),
  invitations: new Map(),
  invitationOfVisit: new Map(),
  hasOwnPlan: false,
});

export const handsOf = ({ hands }: Book, id: WorkItemId): Hands => hands.get(id) ?? NO_HANDS;

export const enterItem = (book: Book, entry: ItemEntry): void => {
  book.items.set(entry.id, entry);
  if (entry.conversationId === null) return;
  book.itemOfConversation.set(entry.conversationId, entry.id);
  book.itemOfVisit.set(entry.visitId, entry.id);
};

const strikeItem = (book: Book, entry: ItemEntry): void => {
  book.items.delete(entry.id);
  book.hands.delete(entry.id);
  book.told.delete(entry.id);
  if (entry.conversationId === null) return;
  book.itemOfConversation.delete(entry.conversationId);
  if (book.itemOfVisit.get(entry.visitId) === entry.id) book.itemOfVisit.delete(entry.visitId);
};

export const enterInvitation = (book: Book, entry: InvitationEntry): void => {
  book.invitations.set(entry.record.id, entry);
  book.invitationOfVisit.set(entry.record.visitId, entry.record.id);
};

const strikeInvitation = (book: Book, id: InvitationId): void => {
  const entry = book.invitations.get(id);
  if (entry === undefined) return;
  book.invitations.delete(id);
  const { visitId } = entry.record;
  if (book.invitationOfVisit.get(visitId) === id) book.invitationOfVisit.delete(visitId);
};

/** After everybody has been told: what has ended is described no more, unless somebody still wraps it up. */
export const strikeEnded = (book: Book, effects: readonly RoutingEffect[]): void => {
  for (const effect of effects) {
    const entry = "itemId" in effect ? book.items.get(effect.itemId) : undefined;
    if (effect.effect === "wrapUpStarted" && entry !== undefined) book.wrapUps.set(entry.id, entry);
    if (effect.effect === "wrapUpEnded") book.wrapUps.delete(effect.itemId);
    if (effect.effect === "reservationEnded") strikeInvitation(book, effect.reservation.id);
  }
  for (const effect of effects) {
    const entry = effect.effect === "itemEnded" ? book.items.get(effect.itemId) : undefined;
    if (entry !== undefined) strikeItem(book, entry);
  }
};
