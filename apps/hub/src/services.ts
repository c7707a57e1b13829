/**
 * What the features offer each other. Features never import one another: each `features/<name>/service.ts` exports
 * `create<Name>Service(deps)`, and createHub hands the functions across. This file is types only.
 */
import type {
  AgentCard,
  AgentId,
  AgentView,
  Alternative,
  ApiKeyId,
  ApiScope,
  Beacon,
  BeaconAnswer,
  Channel,
  ChannelId,
  CloseRule,
  CobrowseId,
  CobrowseView,
  CommandInput,
  CommandOutput,
  ContactOutlook,
  ContactRequestView,
  ConversationForAgent,
  ConversationId,
  ConversationView,
  Facts,
  HelpMode,
  InvitationId,
  InvitationMissed,
  InvitationView,
  Language,
  LiveVisitor,
  LotseError,
  Message,
  OfferId,
  OfferView,
  OwnInvitation,
  Presence,
  QueueEntry,
  QueueId,
  RoutingPlan,
  RuleDefinition,
  RuleId,
  SiteConfig,
  SiteId,
  SkillLevel,
  TenantId,
  VisitId,
  VisitView,
  WhyNot,
  WorkItemId,
} from "@lotse/protocol";
import type {
  ConversationRecord,
  ManualInvitation,
  OutsideContent,
  RuleRecord,
  SiteRecord,
} from "@lotse/storage";
import type { Actor, AgentActor, VisitorActor } from "./command.ts";

/** Owns routing: one serial queue per tenant of step, commit, adopt, publish. */
export interface QueueService {
  /** Agents with the skill who could take one more conversation now. Reserved slots are not free. */
  freeAgents(tenantId: TenantId, skill: string): number;
  /** A queue by its key, as somebody from that site would meet it; null: there is none, or nothing can be said now. */
  lookAt(
    from: { readonly tenantId: TenantId; readonly id: SiteId },
    key: string,
  ): { readonly isOpen: boolean; readonly waiting: number; readonly expectedMs: number | null } | null;
  /** Everybody who has it, on duty or not. */
  agentsWith(tenantId: TenantId, skill: string): readonly AgentId[];
  /** Reserves a slot and stores the invitation and its decision in one transaction; null if nobody is free. */
  invite(request: {
    readonly tenantId: TenantId;
    readonly visitId: VisitId;
    readonly rule: RuleRecord;
    /** The chance, in percent, by which they would have been held out; none, unless it is told. */
    readonly share?: number | null;
  }): Promise<InvitationView | null>;
  answerInvitation(
    actor: VisitorActor,
    answer: { readonly invitationId: InvitationId; readonly answer: "accept" | "decline" },
  ): Promise<
    | { readonly outcome: "assigned"; readonly conversation: ConversationView }
    | { readonly outcome: "declined" }
    | { readonly outcome: "withdrawn"; readonly instead: readonly Alternative[] }
  >;
  /** The invitation now shown to the visit, if any. */
  openInvitation(visitId: VisitId): InvitationView | null;
  /** How the visit's last one ended, if that was a moment ago and no conversation has come of it. */
  missedInvitation(actor: VisitorActor): InvitationMissed | null;
  /** Reserves the agent's own slot for a visitor; throws what keeps it from being so. `refusal` is asked last. */
  inviteOwn(
    actor: AgentActor,
    request: ManualInvitation & {
      readonly visitId: VisitId;
      readonly refusal: () => Promise<LotseError | null>;
    },
  ): Promise<OwnInvitation>;
  /** INVITATION_ENDED */
  withdrawOwn(actor: AgentActor, invitationId: InvitationId): Promise<OwnInvitation>;
  /** It is, or lately was, the agent's own. */
  mayWithdraw(actor: AgentActor, invitationId: InvitationId): boolean;
  /** Those that are open. */
  ownInvitations(actor: AgentActor): readonly OwnInvitation[];
  /** The visitor's page has fetched it. */
  invitationReached(tenantId: TenantId, invitationId: InvitationId): void;
  /** Whether the agent may be given chats from the site. */
  serves(actor: AgentActor, siteId: SiteId): boolean;
  contactOf(tenantId: TenantId, visitId: VisitId): LiveVisitor["contact"];
  /** With whom, if with somebody. */
  contactWith(tenantId: TenantId, visitId: VisitId): AgentCard | null;
  /** What keeps each agent from one more chat for somebody who needs the skill. */
  hindered(
    tenantId: TenantId,
    skill: string,
  ): readonly { readonly agent: AgentCard; readonly whyNot: readonly WhyNot[] }[];
  /** The visitor's last connection is gone for good: an open invitation ends as `left`. */
  visitLeft(tenantId: TenantId, visitId: VisitId): Promise<void>;
  /** The visitor does not come back: a conversation nobody joined yet is ended by the system. */
  visitAbandoned(tenantId: TenantId, visitId: VisitId): Promise<void>;
  /** The visitor left something else instead: what waits or rings since before is ended by them. */
  lineLeft(tenantId: TenantId, visitId: VisitId, atMs: number): Promise<void>;
  /** Visits whose conversation waits or rings. */
  waitingVisits(tenantId: TenantId): readonly VisitId[];
  /** What the visitor would meet: free, a wait, or closed. Changes nothing, promises nothing. */
  outlook(request: {
    readonly actor: VisitorActor;
    readonly topic: string | null;
    readonly skill: string | null;
  }): Promise<ContactOutlook>;
  /** Opens a conversation and puts it in the queue; it may ring at an agent at once. */
  openConversation(request: {
    readonly actor: VisitorActor;
    readonly topic: string | null;
    readonly skill: string | null;
  }): Promise<ConversationView>;
  endConversation(actor: Actor, conversationId: ConversationId): Promise<void>;
  /** A console connected (the agent keeps the presence last chosen, `available` at first) or the last one went. */
  agentConnected(actor: AgentActor): Promise<void>;
  agentDisconnected(actor: AgentActor): Promise<void>;
  /** The last console went this moment, perhaps for a reload: nobody's invitation is accepted into that, and soon none stands. */
  agentLost(actor: AgentActor): void;
  /** Lost, and not for a reload: the invitations are withdrawn at once. Nothing if there is another console. */
  agentSignedOut(actor: AgentActor): Promise<void>;
  /** No console at this moment, and not absent for long enough to be offline. */
  isLost(agent: Pick<AgentActor, "tenantId" | "agentId">): boolean;
  setPresence(
    actor: AgentActor,
    choice: { readonly presence: Exclude<Presence, "offline">; readonly reason: string | null },
  ): Promise<AgentView>;
  agentView(tenantId: TenantId, agentId: AgentId): AgentView | null;
  /** The agent's stored record is new or another: routing follows at once. */
  agentChanged(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** Nobody's agent any more: what was theirs waits for another, with its age. */
  agentRemoved(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** Co-browsing began or ended: the conversation weighs more, or as before. */
  cobrowsing(tenantId: TenantId, conversationId: ConversationId, isCobrowsing: boolean): Promise<void>;
  /** Somebody wrote: the conversation is not silent. */
  written(tenantId: TenantId, conversationId: ConversationId): Promise<void>;
  /** By which work is given out now. */
  planOf(tenantId: TenantId): Promise<RoutingPlan>;
  /** Channels that left the plan and by which something is open. */
  retiredChannels(tenantId: TenantId): readonly Channel[];
  /** Work is given out by it from now on. */
  planSaved(tenantId: TenantId, plan: RoutingPlan): Promise<void>;
  acceptOffer(actor: AgentActor, offerId: OfferId): Promise<CommandOutput<"offer:accept">>;
  declineOffer(actor: AgentActor, offerId: OfferId): Promise<void>;
  offersOf(agentId: AgentId): readonly OfferView[];
  waiting(tenantId: TenantId): readonly QueueEntry[];
  /** Visits whose conversation the agent reads along, asked in by its agent. */
  visitsAssistedBy(agentId: AgentId): readonly VisitId[];
  /** The conversations into which the agent was asked. */
  helpedBy(agentId: AgentId): readonly ConversationId[];
  /** Colleagues whom its agent asked in. */
  helpersOf(conversationId: ConversationId): readonly Helper[];
  /** ASSIGNMENT_STALE if a console acts by an assignment that is over, be it of the same agent. Without a number, by none. */
  refuseStale(conversationId: ConversationId, assignment: number | undefined): void;
  /** What is told to whoever waits; all null if the conversation does not. */
  waitOf(conversationId: ConversationId): Pick<ConversationView, "position" | "expected" | "alternatives">;
  /** 1 = next; null if the conversation does not wait. */
  position(conversationId: ConversationId): number | null;
}

/** A colleague whom a conversation's agent asked in. */
export interface Helper {
  readonly agentId: AgentId;
  readonly mode: HelpMode;
}

/** Conversations and their messages: sequence, receipts, typing, and who may see what. */
export interface ConversationService {
  /** The stored record if the actor takes part in it, else null. */
  findFor(actor: Actor, conversationId: ConversationId): Promise<ConversationRecord | null>;
  viewOf(tenantId: TenantId, record: ConversationRecord): ConversationView;
  /** As this agent sees it: its own, or a colleague asked in. */
  agentViewOf(
    record: ConversationRecord,
    actor: Pick<AgentActor, "tenantId" | "agentId">,
  ): Promise<ConversationForAgent>;
  listFor(actor: AgentActor): Promise<readonly ConversationForAgent[]>;
  openOf(actor: VisitorActor): Promise<ConversationView | null>;
  /** Who takes part may be another now: nothing that was known of it counts any more. Before anybody is told. */
  partiesChanged(tenantId: TenantId, conversationId: ConversationId): void;
  /** A conversation's state changed in storage: tell its visitor and its agent. */
  changed(tenantId: TenantId, conversationId: ConversationId): Promise<void>;
  /** It went to somebody else, or waits again: tell who had it. */
  left(tenantId: TenantId, conversationId: ConversationId, former: AgentId): Promise<void>;
  /** Messages that some transaction stored already: tell both sides. */
  published(tenantId: TenantId, messages: readonly Message[]): Promise<void>;
  /** Stores and publishes a notice, e.g. "co-browsing started". */
  notice(
    tenantId: TenantId,
    conversationId: ConversationId,
    notice: Extract<Message["body"], { kind: "notice" }>,
  ): Promise<void>;
}

export interface VisitService {
  /** Takes a beacon in; answers what the loader must know. Origin and site were checked before. */
  receive(site: SiteRecord, beacon: Beacon): Promise<BeaconAnswer>;
  /** Null if the token is not ours, or expired. */
  verifyToken(token: string): Promise<VisitorActor | null>;
  /** `Visitor 3F2A`, stable for the visit; the name once the site said who it is. */
  labelOf(visitId: VisitId): string;
  /** The visit has another label: whoever watches it hears. */
  labelChanged(visitId: VisitId): Promise<void>;
  view(tenantId: TenantId, visitId: VisitId): Promise<VisitView | null>;
}

/** The compiled rules a site's loader gets, and what they are called together. */
export type SiteRules = Required<Pick<SiteConfig, "rules" | "revision">>;

/** A visitor as their page was heard of last. */
export interface SeenVisit {
  readonly tenantId: TenantId;
  readonly siteId: SiteId;
  readonly facts: Facts | null;
  readonly lastSeenAtMs: number;
  /** What ran at the last word may be taken to go on until then: that moment itself, if the tab was hidden with it. */
  readonly inViewUntilMs: number;
}

export interface RadarService {
  /** The compiled rules a site's loader gets. */
  rulesFor(site: SiteRecord): Promise<SiteRules>;
  /** Evaluates the asked rules with what only the hub knows; reserves and offers at most one. */
  decide(request: {
    readonly site: SiteRecord;
    readonly visitId: VisitId;
    readonly facts: Facts;
    readonly asks: readonly RuleId[];
    readonly inConversation: boolean;
    readonly language: Language;
    readonly typing: boolean;
    /** The visitor was on another page at the word before, or there was none. */
    readonly arrived: boolean;
    /** That the page has told. */
    readonly conversions: readonly { readonly id: string; readonly value: number | null }[];
    /** Of the rules that the page goes by, if it says so. */
    readonly revision?: number;
  }): Promise<Pick<BeaconAnswer, "decisions" | "rulesChanged">>;
  /** Something that a rule has shown to this visit. */
  mayAnswerHint(actor: VisitorActor, hintId: string): Promise<boolean>;
  answerHint(actor: VisitorActor, answer: CommandInput<"hint:answer">): Promise<void>;
  /** The rule that lacks least for a visitor, or of this one how much it lacks; null: none is near. */
  nearOf(
    seen: SeenVisit,
    ruleId?: RuleId,
  ): { readonly ruleId: RuleId; readonly missing: number; readonly of: number } | null;
  closeOf(seen: SeenVisit, near: { readonly ruleId: RuleId }): CloseRule | null;
  /** Why a rule did or did not, and why not now. NOT_FOUND */
  trace(
    visit: SeenVisit & { readonly id: VisitId; readonly language: Language },
    about: { readonly isGone: boolean; readonly ruleId?: RuleId },
  ): Promise<Pick<CommandOutput<"radar:trace">, "presence" | "rules">>;
  /** Whom a rule fits, of these. */
  matching<V extends SeenVisit & { readonly startedAtMs: number }>(
    rule: Pick<RuleDefinition, "cel">,
    visits: readonly V[],
    viewOf: (visit: V) => Pick<LiveVisitor, "visitId" | "visitorLabel" | "page" | "startedAtMs">,
  ): CommandOutput<"radar:matching">;
  /** An agent asks this visitor, while no rule does; told how to learn what speaks against asking once more. */
  askByHand<T>(
    visit: { readonly tenantId: TenantId; readonly siteId: SiteId; readonly visitId: VisitId },
    ask: (refusal: () => Promise<LotseError | null>) => Promise<T>,
  ): Promise<T>;
  /** An agent wrote: if the conversation came of an invitation, that is answered. */
  answered(tenantId: TenantId, conversationId: ConversationId): Promise<void>;
}

export interface CobrowseService {
  find(actor: Actor, cobrowseId: CobrowseId): CobrowseView | null;
  openOf(conversationId: ConversationId): CobrowseView | null;
  request(actor: AgentActor, conversationId: ConversationId): Promise<CobrowseView>;
  share(actor: VisitorActor, conversationId: ConversationId): Promise<CobrowseView>;
  answer(
    actor: VisitorActor,
    answer: { readonly cobrowseId: CobrowseId; readonly answer: "accept" | "decline" },
  ): Promise<CobrowseView>;
  stop(actor: Actor, cobrowseId: CobrowseId): Promise<CobrowseView>;
  /** The visitor does not come back, or the agent has no console any more: nobody shares, or nobody sees. */
  visitAbandoned(tenantId: TenantId, visitId: VisitId): Promise<void>;
  agentGone(tenantId: TenantId, agentId: AgentId): Promise<void>;
  /** The site is switched off; or does not allow any more where the page of one session stands. */
  siteClosed(siteId: SiteId): Promise<void>;
  letGo(cobrowseId: CobrowseId): Promise<void>;
  /** The conversation is not this agent's any more, so nobody sees the page. */
  conversationLeft(conversationId: ConversationId, former: AgentId): Promise<void>;
  /** The parties of every open session. */
  parties(tenantId: TenantId): readonly { readonly visitId: VisitId; readonly agentId: AgentId }[];
  /** The conversation ended: so does its session. */
  conversationEnded(conversationId: ConversationId): Promise<void>;
}

export interface RequestService {
  leave(actor: VisitorActor, request: CommandInput<"request:leave">): Promise<void>;
  list(tenantId: TenantId): Promise<readonly ContactRequestView[]>;
}

/** Who asks over REST with a key. */
export interface ApiCaller {
  readonly tenantId: TenantId;
  readonly keyId: ApiKeyId;
  /** What the key is called. */
  readonly name: string;
}

/** Tells the audit trail what a key was used for. Never rejects. */
export type KeyAudit = (
  caller: ApiCaller,
  what: { readonly event: `${string}:${string}`; readonly subject: Readonly<Record<string, string>> },
) => Promise<void>;

/** Lets a request of another system in, or throws TOKEN_INVALID, FORBIDDEN or RATE_LIMITED. */
export type ApiDoor = (
  request: {
    readonly ip?: string | undefined;
    readonly headers: { readonly authorization?: string | undefined };
  },
  scope: ApiScope,
) => Promise<ApiCaller>;

/** Work of another system on its way into the queue. */
export interface NewOutsideItem {
  readonly id: WorkItemId;
  readonly channel: ChannelId;
  readonly queueId: QueueId;
  /** Added to the queue's. */
  readonly priority: number;
  /** Besides what the queue needs. */
  readonly needs: readonly SkillLevel[];
  readonly preferredAgentId: AgentId | null;
  /** Stored together with the decision that takes the item in. */
  readonly content: OutsideContent;
}

/** What the queue does with other systems' work. */
export interface OutsideDesk {
  /** Resolves once the item is stored and waits. QUEUE_UNKNOWN or CHANNEL_UNKNOWN if the plan changed meanwhile. */
  addWorkItem(tenantId: TenantId, item: NewOutsideItem): Promise<void>;
  /** Whoever has it is rid of it. Harmless if it has ended. */
  endWorkItem(tenantId: TenantId, workItemId: WorkItemId): Promise<void>;
}

/** What the other features may ask of accounts: people who sign in, whatever tenants they are members of. */
export interface AccountDesk {
  /** Those among them who sign in with a second factor. */
  withSecondFactor(accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Signed in nowhere any more. */
  endSessions(accountId: string): Promise<void>;
  /** A new one-time link, and what storage keeps of it. */
  makeLink(): { readonly link: string; readonly tokenHash: string };
  /** A secret for another system, and what storage keeps of it. */
  makeSecret(): { readonly secret: string; readonly hash: string };
  hashOfToken(token: string): string;
  /** Throws PASSWORD_WEAK. */
  refuseWeakPassword(password: string, email: string): void;
  hashPassword(password: string): Promise<string>;
  verifyPassword(stored: { readonly hash: string; readonly password: string }): Promise<boolean>;
}
