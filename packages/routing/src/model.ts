/**
 * What the routing engine knows. Types only; the rules are in SPEC.md, events and effects in messages.ts.
 *
 * What must survive a restart of the hub, beyond the agents and the plan with its retired channels: of every item its `id`,
 * `enqueuedAtMs`, its place (ringing counts as waiting) and all of `ItemDetails`; of every invitation the whole `Reservation`;
 * of every wrap-up all of `WrapUpDetails`. What may be lost: offers (they ring anew), pauses after a pass, idleness,
 * and the statistics behind the estimates.
 */
import type {
  AgentId,
  Channel,
  ChannelId,
  InvitationId,
  OfferId,
  Overflow,
  Presence,
  QueueId,
  RoutingPlan,
  SiteId,
  SkillLevel,
  WorkItemId,
} from "@lotse/protocol";
import type { OrderedMap } from "./orderedMap.ts";

/** Units of capacity; "all": the whole agent. */
export type Weight = number | "all";

interface HoldOf<Kind extends string, Id extends string> {
  readonly kind: Kind;
  readonly id: Id;
  readonly channel: ChannelId;
  readonly weight: Weight;
}

/** One used share of an agent. All kinds use capacity alike; parked work is none. */
export type Hold =
  | HoldOf<"assignment", WorkItemId>
  /** The second agent of a consultation or conference. */
  | HoldOf<"assist", WorkItemId>
  | (HoldOf<"wrapUp", WorkItemId> & { readonly untilMs: number })
  | HoldOf<"offer", OfferId>
  | HoldOf<"reservation", InvitationId>;

export interface ChannelLimit {
  readonly channel: ChannelId;
  readonly items: number;
}

export interface AgentProfile {
  readonly id: AgentId;
  readonly skills: readonly SkillLevel[];
  /** In units; see `Channel.weight`. */
  readonly capacity: number;
  /** Null: all. */
  readonly channels: readonly ChannelId[] | null;
  readonly limits: readonly ChannelLimit[];
}

export interface Agent extends AgentProfile {
  readonly presence: Presence;
  /** Why away, in the desk's own words; "missed": by the engine. */
  readonly reason: string | null;
  /** Since when the presence is so. */
  readonly sinceMs: number;
  /** Off duty until then, others get the work. */
  readonly leaseAtMs: number | null;
  /** Latest of: became available, was assigned, finished an assignment, passed on an offer. */
  readonly idleSinceMs: number;
  /** Offers in a row that rang out. */
  readonly misses: number;
  /** Oldest first. */
  readonly holds: readonly Hold[];
  /** Work that was interrupted and comes back. */
  readonly parked: readonly WorkItemId[];
  /** A late item that he has no room for yet: until it fits he is given nothing that ranks after it. */
  readonly keptFor: WorkItemId | null;
}

/** An agent declined the item, let it ring out or gave it back. */
export interface Pass {
  readonly agentId: AgentId;
  readonly times: number;
  readonly againAtMs: number;
}

export interface NewItem {
  readonly id: WorkItemId;
  readonly channel: ChannelId;
  readonly queueId: QueueId;
  /** Beyond what the queue needs, and never relaxed: a language, say. */
  readonly needs: readonly SkillLevel[];
  /** Added to the queue's. */
  readonly priority: number;
  /** The last agent, or the one whose session it is. */
  readonly preferredAgentId: AgentId | null;
  /** The website it came from; absent: none. */
  readonly siteId?: SiteId;
  readonly enqueuedAtMs: number;
}

/** What storage keeps of an item besides its id, time and place. */
export interface ItemDetails
  extends Pick<NewItem, "channel" | "queueId" | "needs" | "priority" | "preferredAgentId" | "siteId"> {
  /** How often it was assigned. The next assignment gets the next number, on whatever hub. */
  readonly assignment: number;
  readonly parked: { readonly agentId: AgentId; readonly ruleId: string } | null;
  /** Queues it overflowed or was transferred from: overflow never sends it back there. */
  readonly visited: readonly QueueId[];
  /** Of an assigned one, in the order in which they came. */
  readonly helpers: readonly { readonly agentId: AgentId; readonly mode: HelpMode }[];
}

/** What storage keeps of an agent's after-work. */
export interface WrapUpDetails {
  readonly itemId: WorkItemId;
  readonly channel: ChannelId;
  readonly untilMs: number;
  /** Weighs nothing: it is an idle item's, or was set aside by an interruption. */
  readonly isWeightless: boolean;
}

export type ItemPlace =
  | { readonly at: "waiting" }
  | { readonly at: "offered"; readonly offerId: OfferId; readonly agentId: AgentId }
  /** `assignment` fences: who acts with an older number is refused. */
  | { readonly at: "assigned"; readonly agentId: AgentId; readonly assignment: number }
  | { readonly at: "parked"; readonly agentId: AgentId; readonly ruleId: string };

/** How an item stands in the line; worked out whenever it begins to wait or something about it changes. */
export interface Standing {
  readonly dueAtMs: number;
  /** Which relaxation of its queue is in force; -1: none. */
  readonly relaxedTo: number;
  /** Only this agent is asked for now: the preferred one, or the one it is parked for. */
  readonly soleFor: AgentId | null;
  /** When time alone changes any of this. */
  readonly reviewAtMs: number | null;
}

export interface Item extends NewItem {
  readonly place: ItemPlace;
  readonly standing: Standing;
  readonly passes: readonly Pass[];
  readonly assignment: number;
  /** Of the present or last assignment. */
  readonly why: Why | null;
  readonly estimatedMs: number | null;
  /** Since when it is where it is. */
  readonly sinceMs: number;
  /** Time passed while it waited in its present queue: nobody could be asked at once. */
  readonly hasWaited: boolean;
  readonly visited: readonly QueueId[];
  /** Overflows of its present queue that were carried out. Themselves, since a plan that changes puts others in their places. */
  readonly overflown: readonly Overflow[];
  readonly isCobrowsing: boolean;
  /** Nobody wrote for long: it weighs nothing until somebody does. */
  readonly isIdle: boolean;
  readonly touchedAtMs: number;
  /** Transfers and assists that ring while the item stays where it is. */
  readonly pending: readonly OfferId[];
  readonly helpers: readonly AgentId[];
  /** Those of them who speak to the other side as well, in the same order. */
  readonly speakers: readonly AgentId[];
}

/** Why this agent: data, so that every language can tell it. */
export interface Why {
  readonly how: /** The best of those who could be asked. */
    | "best"
    | "preferred"
    /** Other work was parked for it. */
    | "interrupt"
    /** Parked work that came back. */
    | "returned"
    | "next"
    | "picked"
    | "transfer"
    | "assist"
    | "reserved"
    | "restored";
  /** The blending rule behind "interrupt" and "returned". */
  readonly ruleId: string | null;
  /** Agents on duty with some room who serve the channel and have every needed skill at its level. */
  readonly among: number;
  /** The agent's levels in what is needed and preferred. */
  readonly skills: readonly SkillLevel[];
  readonly relaxedTo: number;
  /** How often this agent had passed on the item. */
  readonly passes: number;
}

/** A consulted colleague helps behind the scenes, one in conference speaks to the other side. */
export type HelpMode = "consult" | "conference";
export type OfferPurpose = "work" | "transfer" | HelpMode;

export interface Offer {
  readonly id: OfferId;
  readonly itemId: WorkItemId;
  readonly agentId: AgentId;
  readonly purpose: OfferPurpose;
  /** Who asks, unless the queue does. */
  readonly fromAgentId: AgentId | null;
  readonly offeredAtMs: number;
  readonly expiresAtMs: number;
  readonly why: Why;
}

export interface Reservation {
  readonly id: InvitationId;
  readonly agentId: AgentId;
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  /** Beyond what the queue needs. */
  readonly needs: readonly SkillLevel[];
  readonly expiresAtMs: number;
}

/** Sorts those who wait: least first. */
export interface Rank {
  readonly dueAtMs: number;
  readonly enqueuedAtMs: number;
  readonly id: WorkItemId;
}

/** Waiting items that any agent is asked for on the same terms (passes apart), in their order. */
export interface Group {
  readonly queueId: QueueId;
  readonly channel: ChannelId;
  readonly needs: readonly SkillLevel[];
  readonly soleFor: AgentId | null;
  readonly parkedBy: string | null;
  readonly isCobrowsing: boolean;
  readonly items: OrderedMap<Rank, true>;
}

/** Sorts agents with room: least first. */
export interface AgentRank {
  readonly load: number;
  readonly idleSinceMs: number;
  readonly id: AgentId;
}

/** How fast a lane of a queue was served while somebody waited in it whom nobody could be asked for; old times fade. */
export interface Pace {
  readonly takes: number;
  readonly busyMs: number;
  readonly atMs: number;
}

/** When time alone changes something. */
export type Deadline =
  | { readonly atMs: number; readonly kind: "offer"; readonly id: OfferId }
  | { readonly atMs: number; readonly kind: "reservation"; readonly id: InvitationId }
  /** A waiting item stands differently. */
  | { readonly atMs: number; readonly kind: "review"; readonly id: WorkItemId }
  | { readonly atMs: number; readonly kind: "idle"; readonly id: WorkItemId }
  | { readonly atMs: number; readonly kind: "wrapUp"; readonly id: `${AgentId}/${WorkItemId}` }
  /** An agent has been off duty for so long that others get the work. */
  | { readonly atMs: number; readonly kind: "lease"; readonly id: AgentId };

/** The plan by which work is given out, and what of earlier plans is still in hands or lines. */
export interface PlanInForce extends RoutingPlan {
  /** Channels that are in no plan any more, for the items that had come by them. */
  readonly retired?: readonly Channel[];
}

export interface RoutingState {
  readonly plan: PlanInForce;
  /** Names this run of the engine; with `lastOffer` it makes offer ids that no other run of the tenant makes. */
  readonly epoch: number;
  readonly lastOffer: number;
  /** The latest time heard of. Time never goes back. */
  readonly atMs: number;
  readonly agents: OrderedMap<AgentId, Agent>;
  readonly items: OrderedMap<WorkItemId, Item>;
  readonly offers: OrderedMap<OfferId, Offer>;
  readonly reservations: OrderedMap<InvitationId, Reservation>;
  readonly closed: OrderedMap<QueueId, true>;
  readonly closedSites: OrderedMap<SiteId, true>;
  /** By lane. */
  readonly paces: OrderedMap<string, Pace>;
  /** Index: waiting and parked items, by the one key under which an agent finds them (see `keyOf`), then by group. */
  readonly waiting: OrderedMap<string, OrderedMap<string, Group>>;
  /** Index: items that are nobody's yet, ringing ones included, by queue. */
  readonly lines: OrderedMap<QueueId, OrderedMap<Rank, true>>;
  /** Index: items that wait (ringing ones not included), by lane: nobody in a lane overtakes anybody else in it. */
  readonly lanes: OrderedMap<string, OrderedMap<Rank, true>>;
  /** Index: how many wait (ringing ones not included), by queue and channel. */
  readonly counts: OrderedMap<string, number>;
  /** Index: available agents with room, by each skill, and all of them under the key of "any". */
  readonly free: OrderedMap<string, OrderedMap<AgentRank, true>>;
  /** Index: available agents by the channels of all they do, if that could be interrupted. */
  readonly engaged: OrderedMap<string, OrderedMap<AgentId, true>>;
  readonly deadlines: OrderedMap<Deadline, true>;
  /** Who make room for which late item, in the order in which they were kept. */
  readonly kept: OrderedMap<WorkItemId, readonly AgentId[]>;
}
