/**
 * What people were shown before a rebuild and is no longer so after it: a failed commit may have been stored after
 * all, or another hub may have owned the routing in between. Compares, tells nobody.
 */
import type {
  AgentId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  OfferId,
  VisitId,
  WorkItemId,
} from "@lotse/protocol";
import { agentOf, itemOf, itemsOf, offersOf, reservationsOf } from "@lotse/routing";
import type { Memory } from "./book.ts";
import { holderOf } from "./handover.ts";
import { openConversationOf } from "./views.ts";

export interface Differences {
  /** All that rang: a rebuilt engine offers anew, under new ids. */
  readonly offers: readonly { readonly offerId: OfferId; readonly agentId: AgentId }[];
  readonly invitations: readonly {
    readonly invitationId: InvitationId;
    readonly visitId: VisitId;
    readonly reason: InvitationEnd;
  }[];
  readonly presences: readonly AgentId[];
  readonly items: readonly WorkItemId[];
  /** Conversations in which others help than before. */
  readonly helped: readonly ConversationId[];
  /** Who helps no more. */
  readonly helpers: readonly { readonly conversationId: ConversationId; readonly helperId: AgentId }[];
}

/** Each helper, and in which way. */
const helpIn = ({ routing }: Memory, id: WorkItemId): string => {
  const item = itemOf(routing, id);
  return (item?.helpers ?? []).map(each => `${each} ${item?.speakers.includes(each)}`).join();
};

const ownerOf = ({ routing }: Memory, id: WorkItemId): string | undefined =>
  itemOf(routing, id) === undefined ? undefined : (holderOf(routing, id) ?? "nobody");

export const differences = (before: Memory, after: Memory): Differences => {
  const items = new Set([...before.book.items.keys(), ...after.book.items.keys()]);
  const invitations = [...reservationsOf(before.routing)].flatMap(({ id }) => {
    const entry = before.book.invitations.get(id);
    // If it is in the new book, the restored engine itself said how it ended, or it is still open
    if (entry === undefined || after.book.invitations.has(id)) return [];
    const { visitId } = entry.record;
    const reason: InvitationEnd = openConversationOf(after, visitId) === null ? "withdrawn" : "accepted";
    return [{ invitationId: id, visitId, reason }];
  });
  const helpers = [...itemsOf(before.routing)].flatMap(({ id, helpers: had }) => {
    const conversationId = before.book.items.get(id)?.conversationId ?? null;
    const has = itemOf(after.routing, id)?.helpers ?? [];
    if (conversationId === null) return [];
    return had.filter(each => !has.includes(each)).map(helperId => ({ conversationId, helperId }));
  });
  return {
    helped: [...items].flatMap(id => {
      const conversationId = (after.book.items.get(id) ?? before.book.items.get(id))?.conversationId ?? null;
      return conversationId === null || helpIn(before, id) === helpIn(after, id) ? [] : [conversationId];
    }),
    helpers,
    offers: [...offersOf(before.routing)].map(({ id, agentId }) => ({ offerId: id, agentId })),
    invitations,
    presences: [...after.book.agents.keys()].filter(
      id => agentOf(before.routing, id)?.presence !== agentOf(after.routing, id)?.presence,
    ),
    items: [...items].filter(id => ownerOf(before, id) !== ownerOf(after, id)),
  };
};
