/**
 * Whose invitations and offers there were lately, and how they ended: so that a repeated or late answer gets the same
 * answer again instead of "no such thing". Bounded; after a restart it starts anew from what is open.
 */
import type { AgentId, InvitationEnd, InvitationId, OfferId, VisitId, WorkItemId } from "@lotse/protocol";
import type { RoutingEffect } from "@lotse/routing";
import type { Memory } from "./book.ts";

export interface PastInvitation {
  readonly visitId: VisitId;
  /** Null while open, and if it ended unseen (see differences.ts). */
  readonly end: InvitationEnd | null;
}

export interface PastOffer {
  readonly agentId: AgentId;
  readonly itemId: WorkItemId;
}

export interface Recollection {
  /** What was open when the routing was taken. */
  taken(memory: Memory): void;
  committed(memory: Memory, effects: readonly RoutingEffect[]): void;
  invitation(id: InvitationId): PastInvitation | null;
  offer(id: OfferId): PastOffer | null;
}

const REMEMBERED_MAX = 5_000;

const remember = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.size > REMEMBERED_MAX ? map.keys() : [];
  if (oldest !== undefined) map.delete(oldest);
};

export const createRecollection = (): Recollection => {
  const invitations = new Map<InvitationId, PastInvitation>();
  const offers = new Map<OfferId, PastOffer>();
  return {
    taken: ({ book }) => {
      for (const [id, { record }] of book.invitations) {
        if (!invitations.has(id)) remember(invitations, id, { visitId: record.visitId, end: null });
      }
    },
    committed: ({ book }, effects) => {
      for (const effect of effects) {
        if (effect.effect === "reserved") {
          const { id } = effect.reservation;
          const entry = book.invitations.get(id);
          if (entry) remember(invitations, id, { visitId: entry.record.visitId, end: null });
        }
        if (effect.effect === "offered") {
          const { id, agentId, itemId } = effect.offer;
          remember(offers, id, { agentId, itemId });
        }
        if (effect.effect === "reservationEnded") {
          const past = invitations.get(effect.reservation.id);
          if (past) remember(invitations, effect.reservation.id, { ...past, end: effect.reason });
        }
      }
    },
    invitation: id => invitations.get(id) ?? null,
    offer: id => offers.get(id) ?? null,
  };
};
