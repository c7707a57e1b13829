/**
 * Whose invitations, offers and work there were lately, and how they ended: so that a repeated or late answer gets the same
 * answer again, or learns that the work is another's, instead of "no such thing". Bounded; after a restart it starts anew from what is open.
 */
import type { AgentId, InvitationEnd, InvitationId, OfferId, VisitId, WorkItemId } from "@lotse/protocol";
import { type Holder, itemsOf, type RoutingEffect } from "@lotse/routing";
import type { InvitationEntry, Memory } from "./book.ts";

export interface PastInvitation {
  readonly visitId: VisitId;
  readonly entry: Pick<InvitationEntry, "record" | "siteId">;
  /** Null while open, and if it ended unseen (see differences.ts). */
  readonly end: InvitationEnd | null;
  readonly endedAtMs: number;
  /** The agent whose own it is; null: a rule's. */
  readonly ownOf: AgentId | null;
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
  lastInvitation(visitId: VisitId): PastInvitation | null;
  offer(id: OfferId): PastOffer | null;
  hasHeld(id: WorkItemId, agentId: AgentId): boolean;
  hasHelped(id: WorkItemId, agentId: AgentId): boolean;
  /** Whoever has the item, or had it last. */
  lastHolder(id: WorkItemId): Holder | null;
}

/** Who had a part in an item. */
interface Parts {
  /** Oldest first. */
  readonly holders: readonly Holder[];
  readonly helpers: readonly AgentId[];
}

const REMEMBERED_MAX = 5_000;

const remember = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.size > REMEMBERED_MAX ? map.keys() : [];
  if (oldest !== undefined) map.delete(oldest);
};

const createParts = () => {
  const parts = new Map<WorkItemId, Parts>();
  const of = (id: WorkItemId): Parts => parts.get(id) ?? { holders: [], helpers: [] };
  const held = (id: WorkItemId, holder: Holder): void => {
    const { holders, helpers } = of(id);
    remember(parts, id, { holders: [...holders, holder], helpers });
  };
  const helped = (id: WorkItemId, agentId: AgentId): void => {
    const { holders, helpers } = of(id);
    remember(parts, id, { holders, helpers: [...helpers, agentId] });
  };
  return {
    of,
    taken: ({ routing }: Memory): void => {
      for (const { id, place, assignment, helpers } of itemsOf(routing)) {
        const isNobodys = place.at === "waiting" || place.at === "offered";
        if (!isNobodys && of(id).holders.at(-1)?.assignment !== assignment) {
          held(id, { agentId: place.agentId, assignment });
        }
        for (const agentId of helpers) if (!of(id).helpers.includes(agentId)) helped(id, agentId);
      }
    },
    heard: (effect: RoutingEffect): void => {
      if (effect.effect === "assigned") {
        const { itemId, agentId, assignment } = effect;
        held(itemId, { agentId, assignment });
      }
      if (effect.effect === "assistStarted") helped(effect.itemId, effect.helperId);
    },
  };
};

const pastOf = ({ record, siteId }: InvitationEntry): PastInvitation => {
  const { visitId, agentId, manual } = record;
  const ownOf = manual === undefined ? null : agentId;
  return { visitId, entry: { record, siteId }, end: null, endedAtMs: 0, ownOf };
};

export const createRecollection = (): Recollection => {
  const parts = createParts();
  const invitations = new Map<InvitationId, PastInvitation>();
  const lastOf = new Map<VisitId, InvitationId>();
  const offers = new Map<OfferId, PastOffer>();
  const made = (entry: InvitationEntry): void => {
    const { id, visitId } = entry.record;
    remember(invitations, id, pastOf(entry));
    remember(lastOf, visitId, id);
  };
  return {
    taken: memory => {
      parts.taken(memory);
      const { book } = memory;
      for (const entry of book.invitations.values()) {
        if (!invitations.has(entry.record.id)) made(entry);
      }
    },
    committed: ({ book, routing }, effects) => {
      for (const effect of effects) {
        parts.heard(effect);
        if (effect.effect === "reserved") {
          const { id } = effect.reservation;
          const entry = book.invitations.get(id);
          if (entry) made(entry);
        }
        if (effect.effect === "offered") {
          const { id, agentId, itemId } = effect.offer;
          remember(offers, id, { agentId, itemId });
        }
        if (effect.effect === "reservationEnded") {
          const past = invitations.get(effect.reservation.id);
          if (past)
            remember(invitations, effect.reservation.id, {
              ...past,
              end: effect.reason,
              endedAtMs: routing.atMs,
            });
        }
      }
    },
    invitation: id => invitations.get(id) ?? null,
    lastInvitation: visitId => invitations.get(lastOf.get(visitId) ?? ("" as InvitationId)) ?? null,
    offer: id => offers.get(id) ?? null,
    hasHeld: (id, agentId) => parts.of(id).holders.some(holder => holder.agentId === agentId),
    hasHelped: (id, agentId) => parts.of(id).helpers.includes(agentId),
    lastHolder: id => parts.of(id).holders.at(-1) ?? null,
  };
};
