/** What each command answers. Inputs are in `schemas/commandInputs.ts`. */
import type { ApiKeyOutputs } from "./apiKeys.ts";
import type { AuditEntry } from "./audit.ts";
import type { AvailabilityOutputs } from "./availability.ts";
import type { Acknowledgement } from "./batch.ts";
import type { DriftOutputs } from "./drift.ts";
import type {
  AgentView,
  Alternative,
  CobrowseView,
  ContactRequestView,
  ConversationForAgent,
  ConversationView,
  InvitationMissed,
  InvitationView,
  Message,
  OfferView,
  QueueEntry,
  Receipt,
  VisitView,
} from "./entities.ts";
import type { EstimateOutputs } from "./estimates.ts";
import type { IdentityOutputs } from "./identity.ts";
import type { ConversationId } from "./ids.ts";
import { LIFT_COMMANDS, type LiftOutputs } from "./lift.ts";
import { LIVE_COMMANDS, type LiveOutputs } from "./live.ts";
import type { MemberOutputs } from "./members.ts";
import type { OutlookOutputs } from "./outlook.ts";
import type { PlanOutputs } from "./planAnswers.ts";
import { RULE_COMMANDS, type RuleOutputs } from "./rules.ts";
import type { CommandInput, CommandName } from "./schemas/commandInputs.ts";
import type { SharingReceipt } from "./sharing.ts";
import { SIMULATION_COMMANDS, type SimulationOutputs } from "./simulation.ts";
import { WORK_COMMANDS, type WorkOfConsole, type WorkOutputs, type WorkView } from "./work.ts";

export type { CommandInput, CommandName };

/** Nothing to say beyond "done". */
export type Done = Record<string, never>;

export interface CommandOutputs
  extends IdentityOutputs,
    MemberOutputs,
    PlanOutputs,
    ApiKeyOutputs,
    DriftOutputs,
    OutlookOutputs,
    EstimateOutputs,
    AvailabilityOutputs,
    RuleOutputs,
    SimulationOutputs,
    LiftOutputs,
    LiveOutputs,
    WorkOutputs {
  "visit:resume": {
    readonly serverNowMs: number;
    readonly conversation: ConversationView | null;
    readonly invitation: InvitationView | null;
    /** The last one, if it ended a moment ago and nothing has come of it. */
    readonly missed?: InvitationMissed;
    readonly cobrowse: CobrowseView | null;
  };
  "invitation:answer":
    | { readonly outcome: "assigned"; readonly conversation: ConversationView }
    | { readonly outcome: "declined" }
    /** The slot went before the answer came; the visitor is offered callback or message instead. */
    | { readonly outcome: "withdrawn"; readonly instead?: readonly Alternative[] };
  "conversation:open": { readonly conversation: ConversationView };
  "request:leave": Done;
  "cobrowse:answer": { readonly cobrowse: CobrowseView };
  "cobrowse:share": { readonly cobrowse: CobrowseView };
  /** Every line of the batch is in one of the two. */
  "message:send": Acknowledgement;
  "conversation:resume": {
    readonly conversation: ConversationView;
    readonly messages: readonly Message[];
    /** True if more messages follow after the last one given. */
    readonly more: boolean;
  };
  "typing:set": Done;
  "receipt:mark": Receipt;
  "conversation:end": Done;
  "cobrowse:stop": { readonly cobrowse: CobrowseView };
  /** Of the conversation's sharings, oldest first. */
  "cobrowse:receipt": { readonly sharings: readonly SharingReceipt[] };
  "console:open": WorkOfConsole & {
    readonly serverNowMs: number;
    readonly agent: AgentView;
    readonly offers: readonly OfferView[];
    readonly conversations: readonly ConversationForAgent[];
    readonly queue: readonly QueueEntry[];
    readonly requests: readonly ContactRequestView[];
  };
  "presence:set": { readonly agent: AgentView };
  /** One of the two: what was accepted is a conversation, or it is not. */
  "offer:accept": { readonly conversation: ConversationForAgent | null; readonly work?: WorkView };
  "offer:decline": Done;
  "cobrowse:request": { readonly cobrowse: CobrowseView };
  /** The message that it is in the conversation. */
  "page:push": { readonly message: Message };
  "visit:show": { readonly visit: VisitView };
  "audit:list": { readonly entries: readonly AuditEntry[]; readonly more: boolean };
}

export type CommandOutput<N extends CommandName> = CommandOutputs[N];

export const VISITOR_COMMANDS = [
  "visit:resume",
  "invitation:answer",
  "conversation:open",
  "request:leave",
  "cobrowse:answer",
  "cobrowse:share",
  "message:send",
  "conversation:resume",
  "typing:set",
  "receipt:mark",
  "conversation:end",
  "cobrowse:stop",
  "cobrowse:receipt",
  "visitor:identify",
  "contact:look",
  "hint:answer",
] as const satisfies readonly CommandName[];

export const AGENT_COMMANDS = [
  "console:open",
  "presence:set",
  "offer:accept",
  "offer:decline",
  "cobrowse:request",
  "page:push",
  "visit:show",
  "audit:list",
  "member:list",
  "member:invite",
  "member:change",
  "member:renewLink",
  "member:signOut",
  "member:remove",
  "site:list",
  "site:change",
  "message:send",
  "conversation:resume",
  "typing:set",
  "receipt:mark",
  "conversation:end",
  "cobrowse:stop",
  "cobrowse:receipt",
  "identityKey:list",
  "identityKey:add",
  "identityKey:retire",
  "plan:read",
  "plan:save",
  "apiKey:list",
  "apiKey:add",
  "apiKey:revoke",
  "drift:list",
  "drift:dismiss",
  ...WORK_COMMANDS,
  "estimates:read",
  "availability:read",
  ...RULE_COMMANDS,
  ...SIMULATION_COMMANDS,
  ...LIFT_COMMANDS,
  ...LIVE_COMMANDS,
] as const satisfies readonly CommandName[];

export type VisitorCommand = (typeof VISITOR_COMMANDS)[number];
export type AgentCommand = (typeof AGENT_COMMANDS)[number];

/** Who is writing: the side, not the person. */
export interface TypingChanged {
  readonly conversationId: ConversationId;
  readonly by: "visitor" | "agent";
  readonly typing: boolean;
}
