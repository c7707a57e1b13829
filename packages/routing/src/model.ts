/** What the routing engine knows, hears and says. Types only; the rules are in SPEC.md. */
import type {
  AgentId,
  InvitationEnd,
  InvitationId,
  OfferEnd,
  OfferId,
  Presence,
  WorkItemId,
} from "@lotse/protocol";
import type { OrderedMap } from "./orderedMap.ts";

export interface RoutingSettings {
  /** How long an offer rings. */
  readonly offerTimeoutMs: number;
  /** How long an invitation holds its slot. */
  readonly reservationMs: number;
  /** How long an agent who passed on an item is not asked for it again. */
  readonly passPauseMs: number;
}

export const DEFAULT_SETTINGS: RoutingSettings = {
  offerTimeoutMs: 30_000,
  reservationMs: 45_000,
  passPauseMs: 30_000,
};

/** One used slot of an agent. Offers and reservations use slots exactly as assignments do. */
export type Hold =
  | { readonly kind: "assignment"; readonly id: WorkItemId; readonly skill: string | null }
  | { readonly kind: "offer"; readonly id: OfferId; readonly skill: string | null }
  | { readonly kind: "reservation"; readonly id: InvitationId; readonly skill: string | null };

export interface AgentProfile {
  readonly id: AgentId;
  readonly skills: readonly string[];
  /** Conversations at once. */
  readonly capacity: number;
}

export interface Agent extends AgentProfile {
  readonly presence: Presence;
  /** Latest of: became available, was assigned, finished an assignment, passed on an offer. */
  readonly idleSinceMs: number;
  /** Oldest first. The load is its length. */
  readonly holds: readonly Hold[];
}

/** An agent declined the item or let it ring out. */
export interface Pass {
  readonly agentId: AgentId;
  readonly times: number;
  readonly againAtMs: number;
}

export interface NewItem {
  readonly id: WorkItemId;
  readonly kind: "chat";
  /** Null: any agent. */
  readonly skill: string | null;
  readonly enqueuedAtMs: number;
}

export type ItemPlace =
  | { readonly at: "waiting" }
  | { readonly at: "offered"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly at: "assigned"; readonly agentId: AgentId };

export interface Item extends NewItem {
  readonly place: ItemPlace;
  readonly passes: readonly Pass[];
}

export interface Offer {
  readonly id: OfferId;
  readonly itemId: WorkItemId;
  readonly agentId: AgentId;
  readonly offeredAtMs: number;
  readonly expiresAtMs: number;
}

export interface Reservation {
  readonly id: InvitationId;
  readonly agentId: AgentId;
  readonly skill: string | null;
  readonly expiresAtMs: number;
}

/** Orders waiting items: oldest first. */
export interface QueueKey {
  readonly enqueuedAtMs: number;
  readonly id: WorkItemId;
}

/** Orders agents who could take work: least loaded, longest idle, id. */
export interface AgentRank {
  readonly load: number;
  readonly idleSinceMs: number;
  readonly id: AgentId;
}

/** When time alone changes something. */
export type Deadline =
  | { readonly atMs: number; readonly kind: "offer"; readonly id: OfferId }
  | { readonly atMs: number; readonly kind: "reservation"; readonly id: InvitationId }
  /** An agent may be asked again for this item. */
  | { readonly atMs: number; readonly kind: "pause"; readonly id: `${WorkItemId}/${AgentId}` };

export interface RoutingState {
  readonly settings: RoutingSettings;
  /** Names this run of the engine; with `lastOffer` it makes offer ids that no other run of the tenant makes. */
  readonly epoch: number;
  readonly lastOffer: number;
  /** The latest time heard of. Time never goes back. */
  readonly atMs: number;
  readonly agents: OrderedMap<AgentId, Agent>;
  readonly items: OrderedMap<WorkItemId, Item>;
  readonly offers: OrderedMap<OfferId, Offer>;
  readonly reservations: OrderedMap<InvitationId, Reservation>;
  /** Index: waiting items by the skill they need (see `slotKey`). No empty queues. */
  readonly waiting: OrderedMap<string, OrderedMap<QueueKey, true>>;
  /** Index: available agents with a free slot, by each skill, and all of them under the key of "any". */
  readonly free: OrderedMap<string, OrderedMap<AgentRank, true>>;
  readonly deadlines: OrderedMap<Deadline, true>;
}

export type RoutingEvent =
  /** What another run knew. Only for a state that knows nothing yet. */
  | {
      readonly type: "restored";
      readonly agents: readonly (AgentProfile & { readonly presence: Presence })[];
      /** `agentId` of assigned items; null for those that wait or rang. */
      readonly items: readonly (NewItem & { readonly agentId: AgentId | null })[];
      readonly reservations: readonly Reservation[];
    }
  | { readonly type: "agentSet"; readonly agent: AgentProfile }
  | { readonly type: "presenceSet"; readonly agentId: AgentId; readonly presence: Presence }
  | { readonly type: "itemAdded"; readonly item: NewItem }
  | { readonly type: "itemEnded"; readonly itemId: WorkItemId }
  | { readonly type: "offerAccepted"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly type: "offerDeclined"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly type: "reservationAsked"; readonly invitationId: InvitationId; readonly skill: string | null }
  | { readonly type: "reservationAccepted"; readonly invitationId: InvitationId; readonly item: NewItem }
  | {
      readonly type: "reservationEnded";
      readonly invitationId: InvitationId;
      readonly reason: "declined" | "withdrawn" | "left";
    }
  /** Nothing but time passed. */
  | { readonly type: "woken" };

export type Rejection =
  /** No such agent, item, offer or reservation, or no longer. */
  | "unknown"
  /** The id is in use already. */
  | "duplicate"
  /** The offer rings at somebody else. */
  | "foreign"
  /** A number that cannot be: a negative capacity, a time that is none. */
  | "invalid";

export type RoutingEffect =
  | { readonly effect: "presenceChanged"; readonly agentId: AgentId; readonly presence: Presence }
  /** The item entered the waiting list, or came back to it. An `offered` may follow in the same step. */
  | { readonly effect: "queued"; readonly itemId: WorkItemId }
  | { readonly effect: "offered"; readonly offer: Offer }
  | { readonly effect: "offerEnded"; readonly offer: Offer; readonly reason: OfferEnd }
  | { readonly effect: "assigned"; readonly itemId: WorkItemId; readonly agentId: AgentId }
  | { readonly effect: "itemEnded"; readonly itemId: WorkItemId }
  | { readonly effect: "reserved"; readonly reservation: Reservation }
  | { readonly effect: "notReserved"; readonly invitationId: InvitationId }
  | {
      readonly effect: "reservationEnded";
      readonly reservation: Reservation;
      readonly reason: InvitationEnd;
    }
  | { readonly effect: "rejected"; readonly event: RoutingEvent["type"]; readonly reason: Rejection };

export interface StepResult {
  readonly state: RoutingState;
  /** In the order in which they happened. */
  readonly effects: readonly RoutingEffect[];
  /** Send `woken` then, or never if null; any other event does as well. */
  readonly wakeAtMs: number | null;
}
