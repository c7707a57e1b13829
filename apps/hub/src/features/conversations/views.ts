/** How each side sees a conversation. Reads, changes nothing; what others know of it comes in as functions. */
import type {
  AgentId,
  AgentView,
  CobrowseView,
  ConversationId,
  ConversationView,
  Message,
  TenantId,
  VisitId,
} from "@lotse/protocol";
import type { ConversationRecord, Storage } from "@lotse/storage";
import type { ConversationService, Helper } from "../../services.ts";

export interface ConversationViewDeps {
  readonly storage: Pick<Storage, "readMessages">;
  readonly agentView: (tenantId: TenantId, agentId: AgentId) => AgentView | null;
  /** Of one that waits. */
  readonly waitOf: (
    conversationId: ConversationId,
  ) => Pick<ConversationView, "position" | "expected" | "alternatives">;
  readonly labelOf: (visitId: VisitId) => string;
  readonly cobrowseOf: (conversationId: ConversationId) => CobrowseView | null;
  readonly helpersOf: (conversationId: ConversationId) => readonly Helper[];
}

export interface ConversationViews {
  viewOf(tenantId: TenantId, record: ConversationRecord): ConversationView;
  agentViewOf: ConversationService["agentViewOf"];
}

export const createConversationViews = (deps: ConversationViewDeps): ConversationViews => {
  const agentOf = (
    tenantId: TenantId,
    agentId: AgentId | null,
  ): Pick<ConversationView, "agent" | "agentOnline"> => {
    const agent = agentId === null ? null : deps.agentView(tenantId, agentId);
    if (agent === null) return { agent: null };
    const { id, name, presence } = agent;
    return { agent: { id, name }, agentOnline: presence !== "offline" };
  };

  const othersOf = (tenantId: TenantId, id: ConversationId): Pick<ConversationView, "others"> => {
    const others = deps.helpersOf(id).flatMap(({ agentId, mode }) => {
      const agent = mode === "conference" ? deps.agentView(tenantId, agentId) : null;
      return agent === null ? [] : [{ id: agent.id, name: agent.name }];
    });
    return others.length === 0 ? {} : { others };
  };

  const viewOf = (tenantId: TenantId, record: ConversationRecord): ConversationView => ({
    id: record.id,
    visitId: record.visitId,
    state: record.state,
    ...agentOf(tenantId, record.agentId),
    ...othersOf(tenantId, record.id),
    topic: record.topic,
    ...(record.state === "waiting" ? deps.waitOf(record.id) : { position: null }),
    openedAtMs: record.openedAtMs,
    endedAtMs: record.endedAtMs,
    lastSeq: record.lastSeq,
    receipts: record.receipts,
  });

  const lastMessageOf = async (tenantId: TenantId, record: ConversationRecord): Promise<Message | null> => {
    if (record.lastSeq === 0) return null;
    const query = { conversationId: record.id, afterSeq: record.lastSeq - 1, limit: 1 };
    return (await deps.storage.readMessages(tenantId, query))[0] ?? null;
  };

  return {
    viewOf,
    agentViewOf: async (record, { tenantId, agentId }) => {
      const help = deps.helpersOf(record.id).find(helper => helper.agentId === agentId);
      return {
        ...viewOf(tenantId, record),
        visitorLabel: deps.labelOf(record.visitId),
        lastMessage: await lastMessageOf(tenantId, record),
        // What the visitor shares is shared with its agent
        cobrowse: help === undefined ? deps.cobrowseOf(record.id) : null,
        ...(help === undefined ? {} : { helping: help.mode }),
      };
    },
  };
};
