/** What people see of a tenant's routing. Reads, decides nothing. */
import type {
  AgentCard,
  AgentId,
  AgentView,
  ConversationId,
  InvitationView,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import {
  type Agent,
  agentOf,
  agentsOf,
  itemOf,
  positionOf,
  reservationOf,
  unassignedItems,
} from "@lotse/routing";
import type { Book, InvitationEntry, Memory } from "./book.ts";

export type LabelOf = (visitId: VisitId) => string;

export const cardIn = ({ agents }: Book, id: AgentId): AgentCard | null => {
  const record = agents.get(id);
  return record === undefined ? null : { id, name: record.name };
};

export const agentCardOf = ({ book }: Memory, id: AgentId): AgentCard | null => cardIn(book, id);

export const agentViewOf = ({ book, routing }: Memory, id: AgentId): AgentView | null => {
  const record = book.agents.get(id);
  if (record === undefined) return null;
  const { accountId: _signsIn, ...agent } = record;
  const there = agentOf(routing, id);
  return { ...agent, presence: there?.presence ?? "offline", presenceReason: there?.reason ?? null };
};

/** Nobody hears what is told to somebody who is not there. */
export const presentIn = ({ routing }: Memory): readonly Agent[] =>
  [...agentsOf(routing)].filter(agent => agent.presence !== "offline");

export const invitationViewOf = (
  memory: Memory,
  { record, text, cobrowse }: InvitationEntry,
): InvitationView | null => {
  const agent = agentCardOf(memory, record.agentId);
  if (agent === null) return null;
  const shown = { id: record.id, ruleId: record.ruleId, agent, text, expiresAtMs: record.expiresAtMs };
  return cobrowse ? { ...shown, purpose: "cobrowse" } : shown;
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

export const waitingVisitsOf = ({ book, routing }: Memory): readonly VisitId[] =>
  unassignedItems(routing).flatMap(({ id }) => book.items.get(id)?.visitId ?? []);

/** 1 = next in its queue. Highest-ranked first. */
export const positionsOf = ({ routing }: Memory): ReadonlyMap<WorkItemId, number> =>
  new Map(unassignedItems(routing).map(({ id }) => [id, positionOf(routing, id) ?? 1]));
