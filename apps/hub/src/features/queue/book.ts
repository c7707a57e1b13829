/**
 * What the hub knows of a tenant's work beyond what routing needs: whose conversation it is, what an invitation
 * says, who the agents are. Lives beside the engine's state; the engine decides what is open, the book only describes.
 */
import type {
  AgentId,
  ConversationId,
  InvitationId,
  Localized,
  TenantId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import type { RoutingState } from "@lotse/routing";
import type { AgentRecord, InvitationRecord } from "@lotse/storage";

export interface ItemEntry {
  readonly id: WorkItemId;
  readonly conversationId: ConversationId;
  readonly visitId: VisitId;
  readonly topic: string | null;
  readonly skill: string | null;
  readonly enqueuedAtMs: number;
}

export interface InvitationEntry {
  readonly record: InvitationRecord;
  readonly text: Localized;
}

/** An entry outlives its work until everybody has been told; whoever asks looks into the engine's state first. */
export interface Book {
  readonly agents: Map<AgentId, AgentRecord>;
  readonly items: Map<WorkItemId, ItemEntry>;
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
  itemOfConversation: new Map(),
  itemOfVisit: new Map(),
  invitations: new Map(),
  invitationOfVisit: new Map(),
  hasOwnPlan: false,
});

export const enterItem = (book: Book, entry: ItemEntry): void => {
  book.items.set(entry.id, entry);
  book.itemOfConversation.set(entry.conversationId, entry.id);
  book.itemOfVisit.set(entry.visitId, entry.id);
};

export const strikeItem = (book: Book, id: WorkItemId): void => {
  const entry = book.items.get(id);
  if (entry === undefined) return;
  book.items.delete(id);
  book.itemOfConversation.delete(entry.conversationId);
  if (book.itemOfVisit.get(entry.visitId) === id) book.itemOfVisit.delete(entry.visitId);
};

export const enterInvitation = (book: Book, entry: InvitationEntry): void => {
  book.invitations.set(entry.record.id, entry);
  book.invitationOfVisit.set(entry.record.visitId, entry.record.id);
};

export const strikeInvitation = (book: Book, id: InvitationId): void => {
  const entry = book.invitations.get(id);
  if (entry === undefined) return;
  book.invitations.delete(id);
  const { visitId } = entry.record;
  if (book.invitationOfVisit.get(visitId) === id) book.invitationOfVisit.delete(visitId);
};
