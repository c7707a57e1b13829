/**
 * Conversations and their messages: who takes part, what each side sees, and telling them what was stored. Knows
 * neither routing nor transports; what other features know of a conversation comes in as functions.
 */
import type {
  AgentCard,
  AgentId,
  AgentView,
  Author,
  Clock,
  CobrowseView,
  CommandInput,
  CommandOutput,
  ConversationForAgent,
  ConversationId,
  ConversationView,
  MakeId,
  Message,
  MessageBody,
  TenantId,
  VisitId,
} from "@lotse/protocol";
import { type ClientMessageId, LotseError } from "@lotse/protocol";
import type { ConversationRecord, Storage } from "@lotse/storage";
import type { Actor } from "../../command.ts";
import type { Publisher } from "../../publisher.ts";
import type { ConversationService } from "../../services.ts";
import { createAppendBatcher } from "./appendBatcher.ts";
import { createParticipantCache, type Participants, takesPart } from "./participants.ts";

/** Messages in one answer to `conversation:resume`. */
const PAGE = 200;

export interface ConversationServiceDeps {
  readonly storage: Storage;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly agentView: (tenantId: TenantId, agentId: AgentId) => AgentView | null;
  readonly position: (conversationId: ConversationId) => number | null;
  readonly labelOf: (visitId: VisitId) => string;
  readonly cobrowseOf: (conversationId: ConversationId) => CobrowseView | null;
}

/** What this feature's own commands ask for, beyond what the other features may. */
export interface ConversationCommands {
  mayTakePart(actor: Actor, conversationId: ConversationId): Promise<boolean>;
  send(actor: Actor, input: CommandInput<"message:send">): Promise<CommandOutput<"message:send">>;
  resume(
    actor: Actor,
    input: CommandInput<"conversation:resume">,
  ): Promise<CommandOutput<"conversation:resume">>;
  setTyping(actor: Actor, input: CommandInput<"typing:set">): Promise<void>;
  markReceipt(actor: Actor, input: CommandInput<"receipt:mark">): Promise<CommandOutput<"receipt:mark">>;
}

const authorOf = (actor: Actor): Author =>
  actor.kind === "visitor"
    ? { kind: "visitor" }
    : { kind: "agent", agent: { id: actor.agentId, name: actor.name } };

const notFound = (): LotseError => new LotseError("NOT_FOUND", "There is no such conversation");

export const createConversationService = (
  deps: ConversationServiceDeps,
): ConversationService & ConversationCommands => {
  const { storage, publisher } = deps;
  const append = createAppendBatcher(storage);
  const participants = createParticipantCache((tenantId, id) => storage.readConversation(tenantId, id));

  const cardOf = (tenantId: TenantId, agentId: AgentId | null): AgentCard | null => {
    const agent = agentId === null ? null : deps.agentView(tenantId, agentId);
    return agent === null ? null : { id: agent.id, name: agent.name };
  };

  const viewOf = (tenantId: TenantId, record: ConversationRecord): ConversationView => ({
    id: record.id,
    visitId: record.visitId,
    state: record.state,
    agent: cardOf(tenantId, record.agentId),
    topic: record.topic,
    position: record.state === "waiting" ? deps.position(record.id) : null,
    openedAtMs: record.openedAtMs,
    endedAtMs: record.endedAtMs,
    lastSeq: record.lastSeq,
    receipts: record.receipts,
  });

  const lastMessageOf = async (tenantId: TenantId, record: ConversationRecord): Promise<Message | null> => {
    if (record.lastSeq === 0) return null;
    const query = { conversationId: record.id, afterSeq: record.lastSeq - 1, limit: 1 };
    return (await storage.readMessages(tenantId, query))[0] ?? null;
  };

  const agentViewOf = async (
    tenantId: TenantId,
    record: ConversationRecord,
  ): Promise<ConversationForAgent> => ({
    ...viewOf(tenantId, record),
    visitorLabel: deps.labelOf(record.visitId),
    lastMessage: await lastMessageOf(tenantId, record),
    cobrowse: deps.cobrowseOf(record.id),
  });

  const findFor = async (actor: Actor, id: ConversationId): Promise<ConversationRecord | null> => {
    const record = await storage.readConversation(actor.tenantId, id);
    return record !== null && takesPart(actor, record) ? record : null;
  };

  const mine = async (actor: Actor, id: ConversationId): Promise<Participants> => {
    const found = await participants.of(actor.tenantId, id);
    if (found === null || !takesPart(actor, found)) throw notFound();
    return found;
  };

  const publish = (parties: Participants, message: Message): void => {
    publisher.toVisit(parties.visitId, "message:sent", message);
    if (parties.agentId !== null) publisher.toAgent(parties.agentId, "message:sent", message);
  };

  const published = async (tenantId: TenantId, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      const parties = await participants.of(tenantId, message.conversationId);
      if (parties !== null) publish(parties, message);
    }
  };

  /** Stores, and tells both sides once it is stored. A repeat was told the first time. */
  const store = async (
    tenantId: TenantId,
    message: {
      readonly conversationId: ConversationId;
      readonly clientId: ClientMessageId;
      readonly author: Author;
      readonly body: MessageBody;
    },
  ): Promise<{ readonly message: Message; readonly duplicate: boolean }> => {
    const outcome = await append(tenantId, { ...message, sentAtMs: deps.clock.nowMs() });
    if (!outcome.ok) throw new LotseError(outcome.code, "The message was not stored");
    if (!outcome.duplicate) await published(tenantId, [outcome.message]);
    return outcome;
  };

  return {
    findFor,
    viewOf,
    agentViewOf,
    published,
    listFor: async actor => {
      const records = await storage.listAgentConversations(actor.tenantId, actor.agentId);
      return Promise.all(records.map(record => agentViewOf(actor.tenantId, record)));
    },
    openOf: async actor => {
      const record = await storage.findOpenConversation(actor.tenantId, actor.visitId);
      return record === null ? null : viewOf(actor.tenantId, record);
    },
    changed: async (tenantId, id) => {
      participants.forget(tenantId, id);
      const record = await storage.readConversation(tenantId, id);
      if (record === null) return;
      publisher.toVisit(record.visitId, "conversation:changed", viewOf(tenantId, record));
      if (record.agentId === null) return;
      publisher.toAgent(record.agentId, "conversation:changed", await agentViewOf(tenantId, record));
    },
    notice: async (tenantId, conversationId, body) => {
      const clientId = deps.ids() as ClientMessageId;
      await store(tenantId, { conversationId, clientId, author: { kind: "system" }, body });
    },

    mayTakePart: async (actor, id) => {
      const found = await participants.of(actor.tenantId, id);
      return found !== null && takesPart(actor, found);
    },
    send: async (actor, { conversationId, clientId, text }) => {
      const body = { kind: "text", text } as const;
      const stored = await store(actor.tenantId, { conversationId, clientId, author: authorOf(actor), body });
      return { seq: stored.message.seq, sentAtMs: stored.message.sentAtMs, duplicate: stored.duplicate };
    },
    resume: async (actor, { conversationId, afterSeq }) => {
      const record = await findFor(actor, conversationId);
      if (record === null) throw notFound();
      const query = { conversationId, afterSeq, limit: PAGE + 1 };
      const found = await storage.readMessages(actor.tenantId, query);
      return {
        conversation: viewOf(actor.tenantId, record),
        messages: found.slice(0, PAGE),
        more: found.length > PAGE,
      };
    },
    setTyping: async (actor, { conversationId, typing }) => {
      const parties = await mine(actor, conversationId);
      const change = { conversationId, by: actor.kind, typing };
      if (actor.kind === "agent") publisher.toVisit(parties.visitId, "typing:changed", change);
      else if (parties.agentId !== null) publisher.toAgent(parties.agentId, "typing:changed", change);
    },
    markReceipt: async (actor, { conversationId, deliveredSeq, readSeq }) => {
      const parties = await mine(actor, conversationId);
      const mark = { conversationId, side: actor.kind, deliveredSeq, readSeq };
      const receipt = await storage.markReceipt(actor.tenantId, mark);
      const told = { ...receipt, conversationId, by: actor.kind };
      publisher.toVisit(parties.visitId, "receipt:marked", told);
      if (parties.agentId !== null) publisher.toAgent(parties.agentId, "receipt:marked", told);
      return receipt;
    },
  };
};
