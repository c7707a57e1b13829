/** What the engine hears and says. Types only; the rules are in SPEC.md. */
import type {
  AgentId,
  ChannelId,
  InvitationEnd,
  InvitationId,
  OfferEnd,
  OfferId,
  OverflowIf,
  Presence,
  QueueId,
  RoutingPlan,
  SiteId,
  SkillLevel,
  WorkItemId,
} from "@lotse/protocol";
import type {
  AgentProfile,
  HelpMode,
  ItemDetails,
  NewItem,
  Offer,
  Reservation,
  RoutingState,
  Why,
  WrapUpDetails,
} from "./model.ts";

/** Who acts on an item, fenced by the number of the assignment. */
export interface Holder {
  readonly agentId: AgentId;
  readonly assignment: number;
}

/** An item as another run left it. `agentId`: of an assigned one. */
export type RestoredItem = ItemDetails &
  Pick<NewItem, "id" | "enqueuedAtMs"> & {
    readonly agentId: AgentId | null;
    /** Its page is shared at this moment. Absent: it is not. */
    readonly isCobrowsing?: boolean;
  };

export type RestoredAgent = AgentProfile & {
  readonly presence: Presence;
  readonly reason: string | null;
  /** Absent: none. */
  readonly wrapUps?: readonly WrapUpDetails[];
};

export type TransferTo =
  | { readonly to: "agent"; readonly agentId: AgentId }
  | { readonly to: "queue"; readonly queueId: QueueId };

type ItemEvent =
  | {
      readonly type: "itemAdded";
      readonly item: NewItem;
      /** Nobody is there who could be asked for something else instead: it queues whatever the rules say. */
      readonly isUnattended?: boolean;
    }
  /** `holder` null: the visitor or the hub ends it. */
  | { readonly type: "itemEnded"; readonly itemId: WorkItemId; readonly holder: Holder | null }
  /** Somebody wrote. */
  | { readonly type: "itemTouched"; readonly itemId: WorkItemId }
  /** Co-browsing began or ended. */
  | { readonly type: "itemWeightSet"; readonly itemId: WorkItemId; readonly isCobrowsing: boolean }
  | { readonly type: "itemPicked"; readonly itemId: WorkItemId; readonly agentId: AgentId }
  | {
      readonly type: "itemTransferred";
      readonly itemId: WorkItemId;
      readonly holder: Holder;
      readonly to: TransferTo;
    }
  /** Back to its queue, without losing its place. */
  | { readonly type: "itemRequeued"; readonly itemId: WorkItemId; readonly holder: Holder }
  | {
      readonly type: "assistAsked";
      readonly itemId: WorkItemId;
      readonly holder: Holder;
      readonly helperId: AgentId;
      /** Of somebody who helps already in another way, the way changes at once. */
      readonly purpose: HelpMode;
    }
  | { readonly type: "assistEnded"; readonly itemId: WorkItemId; readonly helperId: AgentId };

type AgentEvent =
  | { readonly type: "agentSet"; readonly agent: AgentProfile }
  | {
      readonly type: "presenceSet";
      readonly agentId: AgentId;
      readonly presence: Presence;
      readonly reason: string | null;
    }
  /** No console, for longer than a reload takes; the presence is as it was. */
  | { readonly type: "consoleLost"; readonly agentId: AgentId }
  | { readonly type: "offerAccepted"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly type: "offerDeclined"; readonly offerId: OfferId; readonly agentId: AgentId }
  /** The agent asks for the next item, whatever it is. */
  | { readonly type: "nextAsked"; readonly agentId: AgentId }
  | { readonly type: "wrapUpEnded"; readonly itemId: WorkItemId; readonly agentId: AgentId };

type ReservationEvent =
  | {
      readonly type: "reservationAsked";
      readonly invitationId: InvitationId;
      readonly queueId: QueueId;
      readonly channel: ChannelId;
      readonly needs: readonly SkillLevel[];
      readonly siteId?: SiteId;
      /** Of this agent or of nobody: his own invitation. */
      readonly agentId?: AgentId;
      /** Other than `reservationMs`. */
      readonly holdMs?: number;
      /** Who is at no console at this moment, on duty or not. Absent: nobody. */
      readonly absent?: readonly AgentId[];
    }
  | {
      readonly type: "reservationAccepted";
      readonly invitationId: InvitationId;
      readonly item: NewItem;
      readonly absent?: readonly AgentId[];
    }
  | {
      readonly type: "reservationEnded";
      readonly invitationId: InvitationId;
      readonly reason: "declined" | "withdrawn" | "left";
    };

export type RoutingEvent =
  /** What another run knew. Only for a state that knows nothing but its plan yet. */
  | {
      readonly type: "restored";
      readonly agents: readonly RestoredAgent[];
      readonly items: readonly RestoredItem[];
      readonly reservations: readonly Reservation[];
    }
  | { readonly type: "planSet"; readonly plan: RoutingPlan }
  /** Business hours, as `openingOf` tells them. A queue, or a website, that nobody spoke of is open. */
  | { readonly type: "queueOpened"; readonly queueId: QueueId }
  | { readonly type: "queueClosed"; readonly queueId: QueueId }
  | { readonly type: "siteOpened"; readonly siteId: SiteId }
  | { readonly type: "siteClosed"; readonly siteId: SiteId }
  | AgentEvent
  | ItemEvent
  | ReservationEvent
  /** Nothing but time passed. */
  | { readonly type: "woken" };

export type Rejection =
  /** No such agent, item, offer, queue, channel or reservation, or no longer. */
  | "unknown"
  /** The id is in use already. */
  | "duplicate"
  /** It rings at, or belongs to, somebody else. */
  | "foreign"
  /** The assignment is not the present one: the work was given to somebody else meanwhile, or parked. */
  | "stale"
  /** A number that cannot be: a negative capacity, a time that is none. */
  | "invalid"
  /** The queue does not let agents pick. */
  | "notAllowed"
  /** The agent may not take it now; `explainItem` says why. */
  | "notEligible"
  /** The plan cannot be carried out; `contradictionsOf` says why. */
  | "contradictory";

export type RoutingEffect =
  | {
      readonly effect: "presenceChanged";
      readonly agentId: AgentId;
      readonly presence: Presence;
      readonly reason: string | null;
    }
  /** The item entered the line, or came back to it. An `offered` may follow in the same step. */
  | { readonly effect: "queued"; readonly itemId: WorkItemId }
  | { readonly effect: "offered"; readonly offer: Offer }
  | { readonly effect: "offerEnded"; readonly offer: Offer; readonly reason: OfferEnd }
  | {
      readonly effect: "assigned";
      readonly itemId: WorkItemId;
      readonly agentId: AgentId;
      readonly assignment: number;
      readonly why: Why;
    }
  /** The end of a wait, and what had been expected when it began. */
  | {
      readonly effect: "waited";
      readonly itemId: WorkItemId;
      readonly queueId: QueueId;
      readonly estimatedMs: number | null;
      readonly actualMs: number;
    }
  /** The agent has it no longer. What becomes of it follows. */
  | {
      readonly effect: "released";
      readonly itemId: WorkItemId;
      readonly agentId: AgentId;
      readonly reason: "lease" | "requeued" | "transferred";
    }
  | {
      readonly effect: "parked";
      readonly itemId: WorkItemId;
      readonly agentId: AgentId;
      readonly ruleId: string;
    }
  | { readonly effect: "idled"; readonly itemId: WorkItemId; readonly agentId: AgentId }
  | { readonly effect: "itemEnded"; readonly itemId: WorkItemId; readonly reason: "asked" | "idle" }
  /** Not queued at all: the visitor is to be asked for this instead. */
  | {
      readonly effect: "turnedAway";
      readonly itemId: WorkItemId;
      readonly queueId: QueueId;
      readonly to: "callback" | "message";
      readonly reason: OverflowIf;
    }
  | {
      readonly effect: "overflowed";
      readonly itemId: WorkItemId;
      readonly fromQueueId: QueueId;
      readonly toQueueId: QueueId;
      readonly reason: OverflowIf;
    }
  /** The visitor is to be offered this; the item goes on waiting. */
  | {
      readonly effect: "alternativeDue";
      readonly itemId: WorkItemId;
      readonly to: "callback" | "message";
      readonly reason: OverflowIf;
    }
  | {
      readonly effect: "assistStarted" | "assistChanged";
      readonly itemId: WorkItemId;
      readonly helperId: AgentId;
      readonly purpose: HelpMode;
    }
  | { readonly effect: "assistEnded"; readonly itemId: WorkItemId; readonly helperId: AgentId }
  | {
      readonly effect: "wrapUpStarted";
      readonly itemId: WorkItemId;
      readonly agentId: AgentId;
      readonly untilMs: number;
    }
  | { readonly effect: "wrapUpEnded"; readonly itemId: WorkItemId; readonly agentId: AgentId }
  | { readonly effect: "nothingNext"; readonly agentId: AgentId }
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
