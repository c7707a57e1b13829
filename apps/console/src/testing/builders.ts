/** Things of the wire, with what a test does not care about filled in. For tests only. */
import type {
  AgentId,
  AgentView,
  ClientMessageId,
  CobrowseId,
  CobrowseView,
  CommandOutput,
  ConversationForAgent,
  ConversationId,
  Message,
  OfferId,
  OfferView,
  RadarNotice,
  RuleId,
  SiteId,
  VisitId,
  VisitView,
  WorkItemId,
  WorkView,
} from "@lotse/protocol";

export const makeAgent = (given: Partial<AgentView> = {}): AgentView => ({
  id: "anna" as AgentId,
  name: "Anna Petersen",
  email: "anna@nordwind.example",
  role: "agent",
  skills: [{ skill: "Sales", level: 3 }],
  capacity: 4,
  channels: null,
  limits: [],
  presence: "available",
  presenceReason: null,
  ...given,
});

export const makeOffer = (id: string, expiresAtMs: number): OfferView => ({
  id: id as OfferId,
  workItemId: `item-${id}` as WorkItemId,
  conversationId: `of-${id}` as ConversationId,
  visitId: `visit-${id}` as VisitId,
  visitorLabel: `Visitor ${id}`,
  skill: null,
  topic: null,
  waitedMs: 0,
  expiresAtMs,
});

export const makeNotice = (visit: string, given: Partial<RadarNotice> = {}): RadarNotice => ({
  ruleId: "rule" as RuleId,
  ruleName: "Full basket",
  visitId: visit as VisitId,
  visitorLabel: `Visitor ${visit}`,
  text: { de: "Bitte hinsehen.", en: "Please look." },
  atMs: 0,
  ...given,
});

export const makeConversation = (
  id: string,
  given: Partial<ConversationForAgent> = {},
): ConversationForAgent => ({
  id: id as ConversationId,
  visitId: `visit-${id}` as VisitId,
  state: "active",
  agent: makeAgent(),
  topic: null,
  position: null,
  openedAtMs: 0,
  endedAtMs: null,
  lastSeq: 0,
  receipts: { visitor: { deliveredSeq: 0, readSeq: 0 }, agent: { deliveredSeq: 0, readSeq: 0 } },
  visitorLabel: `Visitor ${id}`,
  lastMessage: null,
  cobrowse: null,
  ...given,
});

export const makeMessage = (given: {
  readonly seq: number;
  readonly by: "visitor" | "agent" | "notice";
  readonly text: string;
  readonly sentAtMs: number;
}): Message => ({
  conversationId: "c" as ConversationId,
  seq: given.seq,
  clientId: `m-${given.seq}` as ClientMessageId,
  author:
    given.by === "agent"
      ? { kind: "agent", agent: makeAgent() }
      : { kind: given.by === "visitor" ? "visitor" : "system" },
  body: given.by === "notice" ? { kind: "notice", notice: "opened" } : { kind: "text", text: given.text },
  sentAtMs: given.sentAtMs,
});

export const makeCobrowse = (
  conversationId: string,
  state: CobrowseView["state"],
  given: Partial<CobrowseView> = {},
): CobrowseView => ({
  id: "share" as CobrowseId,
  conversationId: conversationId as ConversationId,
  agent: makeAgent(),
  state,
  requestedAtMs: 1,
  startedAtMs: null,
  endedAtMs: null,
  endedBy: null,
  ...given,
});

export const makeVisit = (id: string, title = "Page"): VisitView => ({
  id: id as VisitId,
  siteId: "site" as SiteId,
  siteName: "Nordwind Versicherung",
  visitorLabel: "Visitor",
  startedAtMs: 0,
  lastSeenAtMs: 0,
  language: "de",
  page: { url: "https://www.nordwind.example/", title },
  journey: [],
  facts: null,
});

export const makeWork = (id: string, given: Partial<WorkView> = {}): WorkView => ({
  place: "assigned",
  workItemId: `item-${id}` as WorkItemId,
  assignment: 1,
  channel: "email",
  queueId: null,
  conversationId: null,
  label: `Sender ${id}`,
  subject: `Subject ${id}`,
  body: null,
  links: [],
  contact: null,
  units: 1,
  enqueuedAtMs: 0,
  assignedAtMs: 0,
  note: null,
  assists: [],
  ...(given as object),
});

export const makeSnapshot = (
  given: Partial<CommandOutput<"console:open">> = {},
): CommandOutput<"console:open"> => ({
  serverNowMs: 0,
  agent: makeAgent(),
  offers: [],
  conversations: [],
  queue: [],
  requests: [],
  ...given,
});
