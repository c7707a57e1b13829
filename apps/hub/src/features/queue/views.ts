/** What people see of a tenant's routing. Reads, decides nothing. */
import type {
  AgentCard,
  AgentId,
  AgentView,
  ConversationId,
  InvitationView,
  OfferView,
  QueueEntry,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import {
  agentOf,
  itemOf,
  type Offer,
  offerOf,
  positionOf,
  reservationOf,
  unassignedItems,
} from "@lotse/routing";
import type { InvitationEntry, Memory } from "./book.ts";

export type LabelOf = (visitId: VisitId) => string;

export const agentCardOf = ({ book }: Memory, id: AgentId): AgentCard | null => {
  const record = book.agents.get(id);
  return record === undefined ? null : { id, name: record.name };
};

export const agentViewOf = ({ book, routing }: Memory, id: AgentId): AgentView | null => {
  const record = book.agents.get(id);
  if (record === undefined) return null;
  const { accountId: _signsIn, ...agent } = record;
  const there = agentOf(routing, id);
  return { ...agent, presence: there?.presence ?? "offline", presenceReason: there?.reason ?? null };
};

export const offerViewOf = (
  { book }: Memory,
  offer: Offer,
  { labelOf, nowMs }: { readonly labelOf: LabelOf; readonly nowMs: number },
): OfferView | null => {
  const entry = book.items.get(offer.itemId);
  if (entry === undefined) return null;
  const { conversationId, visitId, skill, topic } = entry;
  return {
    id: offer.id,
    workItemId: entry.id,
    conversationId,
    visitId,
    visitorLabel: labelOf(visitId),
    skill,
    topic,
    waitedMs: Math.max(0, nowMs - entry.enqueuedAtMs),
    expiresAtMs: offer.expiresAtMs,
  };
};

/** What rings at the agent, oldest first. */
export const ringingAt = ({ routing }: Memory, id: AgentId): readonly Offer[] => {
  const held = agentOf(routing, id)?.holds ?? [];
  return held.flatMap(hold => {
    const offer = hold.kind === "offer" ? offerOf(routing, hold.id) : undefined;
    return offer === undefined ? [] : [offer];
  });
};

export const invitationViewOf = (
  memory: Memory,
  { record, text }: InvitationEntry,
): InvitationView | null => {
  const agent = agentCardOf(memory, record.agentId);
  if (agent === null) return null;
  return { id: record.id, ruleId: record.ruleId, agent, text, expiresAtMs: record.expiresAtMs };
};

/** The invitation shown to the visit, if it is still open. */
export const openInvitationOf = ({ book, routing }: Memory, visitId: VisitId): InvitationEntry | null => {
  const id = book.invitationOfVisit.get(visitId);
  const entry = id === undefined ? undefined : book.invitations.get(id);
  if (entry === undefined || reservationOf(routing, entry.record.id) === undefined) return null;
  return entry;
};

export const openConversationOf = ({ book, routing }: Memory, visitId: VisitId): ConversationId | null => {
  const id = book.itemOfVisit.get(visitId);
  if (id === undefined || itemOf(routing, id) === undefined) return null;
  return book.items.get(id)?.conversationId ?? null;
};

/** Nobody's yet, ringing ones included, highest-ranked first. */
export const queueOf = ({ book, routing }: Memory, labelOf: LabelOf): readonly QueueEntry[] =>
  unassignedItems(routing).flatMap(({ id }) => {
    const entry = book.items.get(id);
    if (entry === undefined) return [];
    const { conversationId, visitId, skill, topic, enqueuedAtMs } = entry;
    return [{ workItemId: id, conversationId, visitorLabel: labelOf(visitId), skill, topic, enqueuedAtMs }];
  });

export const waitingVisitsOf = ({ book, routing }: Memory): readonly VisitId[] =>
  unassignedItems(routing).flatMap(({ id }) => book.items.get(id)?.visitId ?? []);

/** 1 = next in its queue. Highest-ranked first. */
export const positionsOf = ({ routing }: Memory): ReadonlyMap<WorkItemId, number> =>
  new Map(unassignedItems(routing).map(({ id }) => [id, positionOf(routing, id) ?? 1]));
