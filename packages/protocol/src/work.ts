/**
 * An agent's own work of every kind, as the console shows it: what is held, what it weighs, who else there is, and why an
 * item has no one. Data only: whoever decides is the hub, and what a queue or a channel is stands in `plan.ts`.
 */
import type { AgentCard, ConversationForAgent, Presence } from "./entities.ts";
import type { ConversationId, QueueId, WorkItemId } from "./ids.ts";
import type { ChannelId, OverflowIf, SkillLevel } from "./plan.ts";
import type { WorkContact, WorkLink } from "./workItems.ts";

/** A consulted colleague reads along, unseen by the visitor; one in conference writes as well, and is seen. */
export type HelpMode = "consult" | "conference";

/** Where an item stands, of those that an agent sees as work. */
export type WorkPlace =
  | { readonly place: "assigned" }
  /** Set aside by a blending rule; it comes back by itself. */
  | { readonly place: "parked"; readonly ruleId: string }
  /** The item has ended, its weight stays taken until then or until the agent says done. */
  | { readonly place: "wrapUp"; readonly untilMs: number }
  /** It is that colleague's, who asked this agent for help. */
  | { readonly place: "assisting"; readonly agent: AgentCard; readonly mode: HelpMode };

/** One item of an agent's work: a conversation, or what came with subject and text. */
export type WorkView = WorkPlace & {
  readonly workItemId: WorkItemId;
  /** Counts up with every change of hands; who acts names it, and an older one is refused with ASSIGNMENT_STALE. */
  readonly assignment: number;
  readonly channel: ChannelId;
  readonly queueId: QueueId | null;
  /** `null`: an item that is no conversation. */
  readonly conversationId: ConversationId | null;
  /** Who it is from: the visitor's label, or what the other system told. */
  readonly label: string;
  readonly subject: string | null;
  readonly body: string | null;
  readonly links: readonly WorkLink[];
  readonly contact: WorkContact | null;
  /** What it takes of the capacity now, co-browsing included. */
  readonly units: number;
  readonly enqueuedAtMs: number;
  readonly assignedAtMs: number;
  /** Left by whoever handed it on. */
  readonly note: string | null;
  /** Colleagues who help with it now. */
  readonly assists: readonly (AgentCard & { readonly mode: HelpMode })[];
  /** Colleagues it rings at now. A hub that does not know them yet leaves them out. */
  readonly asked?: readonly { readonly kind: OfferFrom["kind"]; readonly agent: AgentCard }[];
};

/** One thing that takes capacity. `work` names no item that is parked: parked work weighs nothing. */
export interface MeterHold {
  readonly kind: "work" | "offer" | "reservation" | "wrapUp" | "assist";
  readonly channel: ChannelId;
  readonly units: number;
  readonly workItemId: WorkItemId | null;
}

/** An agent's capacity. `used` is the sum of the holds. */
export interface MeterView {
  readonly units: number;
  readonly used: number;
  readonly holds: readonly MeterHold[];
  /** Of which channels one more could be given, or offered by hand, whoever is available. A hub that does not say leaves it out. */
  readonly takes?: readonly ChannelId[];
}

/** What colleagues know of each other, to hand work on. */
export interface ColleagueView extends AgentCard {
  readonly presence: Presence;
  readonly presenceReason: string | null;
}

/** What an agent got by asking for it. */
export type TakenWork =
  | { readonly kind: "conversation"; readonly conversation: ConversationForAgent }
  | { readonly kind: "item"; readonly work: WorkView };

/** An offer that a colleague made: the whole item, or a part in it. */
export interface OfferFrom {
  readonly kind: "transfer" | HelpMode;
  readonly agent: AgentCard;
  readonly note: string;
}

/** One thing that keeps an agent from an item. */
export type WhyNot =
  | { readonly why: "offline" }
  | { readonly why: "away"; readonly reason: string | null }
  | { readonly why: "channelNotTaken" }
  | { readonly why: "skillMissing"; readonly skill: string }
  | { readonly why: "levelTooLow"; readonly skill: string; readonly level: number; readonly needed: number }
  | { readonly why: "full"; readonly used: number; readonly units: number; readonly weight: number }
  | { readonly why: "channelLimit"; readonly items: number }
  | { readonly why: "blending"; readonly ruleId: string }
  /** What this agent's work was parked for goes on. */
  | { readonly why: "interrupted"; readonly ruleId: string }
  | { readonly why: "paused"; readonly untilMs: number }
  | { readonly why: "keptForPreferred"; readonly agent: AgentCard; readonly untilMs: number | null }
  | { readonly why: "parkedFor"; readonly agent: AgentCard }
  /** Makes room for something late that needs more of the agent. */
  /** For this item, or for another that comes before it. */
  | { readonly why: "makingRoom"; readonly isForIt: boolean }
  /** Free, but something that ranks before this comes first. */
  | { readonly why: "othersFirst"; readonly before: number };

/** How whoever has an item, or had it last, came to it. */
export interface WorkGiven {
  readonly agent: AgentCard;
  readonly atMs: number;
  readonly how:
    | ("best" | "preferred" | "interrupt" | "returned" | "next" | "picked")
    | ("transfer" | "assist" | "reserved" | "restored");
  /** The blending rule behind "interrupt" and "returned". */
  readonly ruleId: string | null;
  /** Agents on duty who had room and the item's first skill. */
  readonly among: number;
  /** The agent's levels in what was needed and preferred. */
  readonly skills: readonly SkillLevel[];
  readonly relaxedTo: number;
  /** How often this agent had passed on the item. */
  readonly passes: number;
}

/** A queue's rule sent the item on to another one. */
export interface WorkSent {
  readonly fromQueueId: QueueId;
  readonly toQueueId: QueueId;
  readonly why: OverflowIf["if"];
  readonly atMs: number;
}

/** Why an item is where it is, and for each agent what stands in the way; nothing stands in the way of an empty list. */
export interface WorkExplanation {
  readonly workItemId: WorkItemId;
  readonly place: "waiting" | "offered" | "assigned" | "parked";
  readonly agent: AgentCard | null;
  /** Those who come first; `null` once it waits no more. */
  readonly before: number | null;
  readonly queueId: QueueId | null;
  readonly channel: ChannelId;
  readonly needs: readonly SkillLevel[];
  /** How many relaxations have passed. */
  readonly relaxed: number;
  readonly priority: number;
  readonly enqueuedAtMs: number;
  readonly dueAtMs: number;
  /** The queue, or the website it came from, is closed now. Who is on duty is asked all the same. */
  readonly closed: boolean;
  readonly estimate: { readonly expectedMs: number; readonly lowMs: number; readonly highMs: number } | null;
  readonly agents: readonly { readonly agent: AgentCard; readonly whyNot: readonly WhyNot[] }[];
  /** `null`: it never was anybody's. A hub that does not know it yet leaves it out. */
  readonly given?: WorkGiven | null;
  /** Through which queues it came, in order. A hub that does not know it yet leaves it out. */
  readonly sent?: readonly WorkSent[];
}

type Nothing = Record<string, never>;

export interface WorkOutputs {
  /** `null`: nothing waits that this agent may take. */
  "work:next": { readonly taken: TakenWork | null };
  "work:pick": { readonly taken: TakenWork };
  "work:done": Nothing;
  "work:putBack": Nothing;
  "work:transfer": Nothing;
  "work:forward": Nothing;
  "work:consult": Nothing;
  "work:consultEnd": Nothing;
  "wrapUp:end": Nothing;
  "work:explain": { readonly explanation: WorkExplanation };
}

/**
 * The commands above, which agents send. Part of `AGENT_COMMANDS`.
 */
export const WORK_COMMANDS = [
  "work:next",
  "work:pick",
  "work:done",
  "work:putBack",
  "work:transfer",
  "work:forward",
  "work:consult",
  "work:consultEnd",
  "wrapUp:end",
  "work:explain",
] as const satisfies readonly (keyof WorkOutputs)[];

/** All of an agent's work at once, to that agent's consoles. */
export interface WorkChanged {
  readonly work: readonly WorkView[];
  readonly meter: MeterView;
}

/** What `console:open` tells besides. A hub that does not know them yet leaves them out. */
export interface WorkOfConsole extends LineMore {
  readonly work?: readonly WorkView[];
  readonly meter?: MeterView;
  /** Everybody else of the tenant who is an agent; `presence:changed` keeps it true. */
  readonly colleagues?: readonly ColleagueView[];
}

/** What a waiting item tells besides. A hub that does not know them yet leaves them out. */
export interface WaitingDetails {
  readonly channel?: ChannelId;
  readonly queueId?: QueueId | null;
  readonly subject?: string | null;
}

export interface QueueEntryDetails extends WaitingDetails {
  /** Late from then on. */
  readonly dueAtMs?: number;
  /** Whether the agent asked may take it out of its turn. */
  readonly mayPick?: boolean;
}

/** The line as it is told: the first of each queue, and how many more wait there. */
export interface LineMore {
  /** A hub that tells all of them leaves it out. */
  readonly more?: readonly { readonly queueId: QueueId | null; readonly count: number }[];
}

export interface OfferDetails extends WaitingDetails {
  readonly from?: OfferFrom;
}
