/**
 * The part of the Storage port that the queue uses, in memory, strict: what a real store would refuse is refused, and
 * what must never be asked of it (a second owner, a second end) throws a plain Error, which fails the test that sees it.
 */
import {
  type AgentId,
  type ConversationId,
  type InvitationId,
  LotseError,
  type Message,
  type RoutingPlan,
  type WorkItemId,
} from "@lotse/protocol";
import type {
  AgentRecord,
  AgentWrapUps,
  ConversationRecord,
  DecisionRecord,
  InvitationRecord,
  OutcomeRecord,
  OutsideContent,
  PlanRecord,
  PresenceChoice,
  PresenceRecord,
  RoutingCommit,
  RoutingWrite,
  RuleRecord,
  WaitRecord,
  WorkItemRecord,
} from "@lotse/storage";
import type { QueueStorage } from "../office.ts";

/** `before`: nothing is stored. `after`: stored, but the answer is lost. `epoch`: another hub took over first. */
export type Failure = "before" | "after" | "epoch";

interface Tables {
  readonly conversations: Map<ConversationId, ConversationRecord>;
  readonly workItems: Map<WorkItemId, WorkItemRecord>;
  readonly contents: Map<WorkItemId, OutsideContent>;
  readonly invitations: Map<InvitationId, InvitationRecord>;
  readonly messages: Message[];
  readonly decisions: DecisionRecord[];
  readonly waits: WaitRecord[];
  readonly outcomes: Map<WorkItemId, OutcomeRecord>;
  readonly presences: PresenceRecord[];
  readonly choices: Map<AgentId, PresenceChoice>;
  readonly wrapUps: Map<AgentId, AgentWrapUps>;
}

export interface MemoryStorage extends QueueStorage {
  agents: readonly AgentRecord[];
  plan: PlanRecord | null;
  /** Oldest first. */
  formerPlans: readonly RoutingPlan[];
  tables: Tables;
  /** How the next commits fail. */
  readonly failures: (Failure | null)[];
  /** Nothing can be read or taken either. */
  down: boolean;
  epoch: number;
  commits: number;
  /** What the queue must never have asked for. */
  readonly faults: string[];
}

const unavailable = () => new LotseError("STORE_UNAVAILABLE", "The store does not answer");
const NO_RECEIPTS = {
  visitor: { deliveredSeq: 0, readSeq: 0 },
  agent: { deliveredSeq: 0, readSeq: 0 },
};

const copyOf = (tables: Tables): Tables => ({
  conversations: new Map(tables.conversations),
  workItems: new Map(tables.workItems),
  contents: new Map(tables.contents),
  invitations: new Map(tables.invitations),
  messages: [...tables.messages],
  decisions: [...tables.decisions],
  waits: [...tables.waits],
  outcomes: new Map(tables.outcomes),
  presences: [...tables.presences],
  choices: new Map(tables.choices),
  wrapUps: new Map(tables.wrapUps),
});

const isOpen = (conversation: ConversationRecord) => conversation.state !== "ended";

const openConversation = (tables: Tables, write: Extract<RoutingWrite, { write: "conversation.open" }>) => {
  const { conversation } = write;
  const again = [...tables.conversations.values()].find(
    each => each.visitId === conversation.visitId && isOpen(each),
  );
  if (again !== undefined) throw new Error("a second open conversation of a visit");
  tables.conversations.set(conversation.id, {
    ...conversation,
    state: "waiting",
    agentId: null,
    endedAtMs: null,
    lastSeq: 0,
    receipts: NO_RECEIPTS,
  });
};

const change = (tables: Tables, id: ConversationId, to: Partial<ConversationRecord>) => {
  const conversation = tables.conversations.get(id);
  if (conversation === undefined || !isOpen(conversation)) throw new Error("a conversation that is not open");
  tables.conversations.set(id, { ...conversation, ...to });
};

const apply = (tables: Tables, write: RoutingWrite): void => {
  switch (write.write) {
    case "conversation.open":
      openConversation(tables, write);
      return;
    case "message": {
      const seq = (tables.conversations.get(write.message.conversationId)?.lastSeq ?? 0) + 1;
      change(tables, write.message.conversationId, { lastSeq: seq });
      tables.messages.push({ ...write.message, seq });
      return;
    }
    case "conversation.assign":
      change(tables, write.conversationId, { agentId: write.agentId, state: "active" });
      return;
    case "conversation.release":
      change(tables, write.conversationId, { agentId: null, state: "waiting" });
      return;
    case "workItem": {
      const before = tables.workItems.get(write.item.id);
      if (before?.state === "ended") throw new Error("a work item after its end");
      if (write.item.conversationId === null && before === undefined && write.content === undefined) {
        throw new Error("a work item that nobody described");
      }
      const key = write.content?.outsideKey;
      if (key !== undefined && [...tables.contents.values()].some(({ outsideKey }) => outsideKey === key)) {
        throw new LotseError("IDEMPOTENCY_MISMATCH", "Something else is stored under the same id");
      }
      tables.workItems.set(write.item.id, write.item);
      if (write.content !== undefined) tables.contents.set(write.item.id, write.content);
      return;
    }
    case "invitation": {
      const before = tables.invitations.get(write.invitation.id);
      if (before !== undefined && before.state !== "offered")
        throw new Error("a second end of an invitation");
      tables.invitations.set(write.invitation.id, write.invitation);
      return;
    }
    case "decision":
      tables.decisions.push(write.decision);
      return;
    case "presence":
      tables.presences.push(write.record);
      return;
    case "choice":
      tables.choices.set(write.choice.agentId, write.choice);
      return;
    case "wrapUps": {
      const { agentId, wrapUps } = write;
      if (wrapUps.length === 0) tables.wrapUps.delete(agentId);
      else tables.wrapUps.set(agentId, { agentId, wrapUps });
      return;
    }
    case "wait":
      tables.waits.push(write.wait);
      return;
    case "outcome":
      if (tables.outcomes.has(write.outcome.itemId)) throw new Error("a second end of a wait");
      tables.outcomes.set(write.outcome.itemId, write.outcome);
      return;
    case "conversation.end":
      change(tables, write.conversationId, { state: "ended", endedAtMs: write.atMs });
      return;
  }
};

/** A conversation is its work item's agent's, and nobody else's; while it waits or rings, nobody's. */
const checkOwners = ({ conversations, workItems }: Tables): void => {
  for (const { conversationId, state, agentId } of workItems.values()) {
    const conversation = conversationId === null ? undefined : conversations.get(conversationId);
    if (conversation === undefined || state === "ended") continue;
    const owner = state === "assigned" || state === "parked" ? agentId : null;
    if (conversation.agentId !== owner) throw new Error("a conversation and its work with two owners");
  }
};

const wrappedUpIn = ({ wrapUps, workItems }: Tables) => ({
  wrapUps: [...wrapUps.values()],
  wrappedUp: [...wrapUps.values()].flatMap(each =>
    each.wrapUps.flatMap(({ itemId }) => workItems.get(itemId) ?? []),
  ),
});

const planRecordOf = (plan: RoutingPlan | undefined): PlanRecord | null =>
  plan === undefined ? null : { plan, version: 1, savedAtMs: 0, savedBy: null };

export const createMemoryStorage = (world: {
  readonly agents: readonly AgentRecord[];
  readonly rules: readonly RuleRecord[];
  readonly plan?: RoutingPlan | undefined;
}): MemoryStorage => {
  const reading = async <T>(read: () => T): Promise<T> => {
    if (store.down) throw unavailable();
    return read();
  };

  const commit = ({ epoch, writes }: RoutingCommit) => {
    const failure = store.failures.shift() ?? null;
    if (store.down || failure === "before") throw unavailable();
    if (failure === "epoch") store.epoch += 1;
    if (epoch !== store.epoch) throw new LotseError("EPOCH_STALE", "The routing has another owner");
    const tables = copyOf(store.tables);
    try {
      for (const write of writes) apply(tables, write);
      checkOwners(tables);
    } catch (error) {
      if (!(error instanceof LotseError)) store.faults.push(String(error));
      throw error;
    }
    const messages = tables.messages.slice(store.tables.messages.length);
    store.tables = tables;
    store.commits += 1;
    if (failure === "after") throw unavailable();
    return { messages };
  };

  const store: MemoryStorage = {
    agents: world.agents,
    plan: planRecordOf(world.plan),
    formerPlans: [],
    tables: {
      conversations: new Map(),
      workItems: new Map(),
      contents: new Map(),
      invitations: new Map(),
      messages: [],
      decisions: [],
      waits: [],
      outcomes: new Map(),
      presences: [],
      choices: new Map(),
      wrapUps: new Map(),
    },
    failures: [],
    down: false,
    epoch: 0,
    commits: 0,
    faults: [],
    findChannels: (_tenant, ids) =>
      reading(() => {
        const channels = [...store.formerPlans, ...(store.plan === null ? [] : [store.plan.plan])].flatMap(
          plan => plan.channels,
        );
        return ids.flatMap(id => channels.findLast(each => each.id === id) ?? []);
      }),
    readPlan: () => reading(() => store.plan),
    listAgents: () => reading(() => store.agents),
    listRules: () => reading(() => world.rules),
    readConversation: (_tenant, id) => reading(() => store.tables.conversations.get(id) ?? null),
    findOpenConversation: (_tenant, visitId) =>
      reading(
        () =>
          [...store.tables.conversations.values()].find(each => each.visitId === visitId && isOpen(each)) ??
          null,
      ),
    // Knows no contacts: whose visit another is, is the storage contract's matter
    findLastAgent: (_tenant, visitId, sinceMs) =>
      reading(
        () =>
          [...store.tables.conversations.values()].findLast(
            each =>
              each.visitId === visitId && each.agentId !== null && (each.endedAtMs ?? sinceMs) >= sinceMs,
          )?.agentId ?? null,
      ),
    findOutsideItem: (_tenant, by) =>
      reading(() => {
        for (const [id, content] of store.tables.contents) {
          const item = store.tables.workItems.get(id);
          const isIt = "id" in by ? by.id === id : by.outsideKey === content.outsideKey;
          if (item !== undefined && isIt) return { item, content };
        }
        return null;
      }),
    takeRouting: () =>
      reading(() => {
        store.epoch += 1;
        return {
          epoch: store.epoch,
          choices: [...store.tables.choices.values()],
          ...wrappedUpIn(store.tables),
          workItems: [...store.tables.workItems.values()].filter(item => item.state !== "ended"),
          contents: [...store.tables.contents].map(([id, content]) => ({ id, content })),
          invitations: [...store.tables.invitations.values()].filter(each => each.state === "offered"),
        };
      }),
    commitRouting: async request => commit(request),
  };
  return store;
};
