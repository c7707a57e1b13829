/**
 * Co-browsing sessions: who asked whom, what the visitor answered, and when it was over. A session is shared with the
 * conversation's agent alone. Stored first, then remembered, then told. Knows no frames and no sockets.
 */
import {
  type AgentCard,
  type AgentId,
  type AgentView,
  type Clock,
  type CobrowseEndedBy,
  type CobrowseId,
  type CobrowseView,
  type ConversationId,
  LotseError,
  type MakeId,
  type SystemNotice,
  type TenantId,
} from "@lotse/protocol";
import type { ConversationRecord, Storage } from "@lotse/storage";
import type { Actor } from "../../command.ts";
import type { Publisher } from "../../publisher.ts";
import type { CobrowseService, ConversationService } from "../../services.ts";
import { isOpen, type Phase, type Session, viewOf } from "./session.ts";
import { createSessionBook } from "./sessionBook.ts";

export interface CobrowseServiceDeps {
  readonly storage: Pick<Storage, "putCobrowse" | "listOpenCobrowse" | "readConversation">;
  readonly publisher: Pick<Publisher, "toVisit" | "toAgent">;
  readonly clock: Clock;
  readonly ids: MakeId;
  readonly conversations: Pick<ConversationService, "findFor" | "notice">;
  readonly agentView: (tenantId: TenantId, agentId: AgentId) => AgentView | null;
  /** The stream of a session that is over. */
  readonly endStream: (id: CobrowseId) => void;
  /** A page began or ended to be shared. Whoever is told does what it does by itself. */
  readonly activeChanged: (tenantId: TenantId, conversationId: ConversationId, isActive: boolean) => void;
  /** A notice that could not be stored: the session counts, not its mention in the chat. */
  readonly onNoticeFailed: (error: unknown) => void;
}

export interface CobrowseSessions extends CobrowseService {
  /** Sessions open when the hub last stopped go on. Call once per tenant, before anybody connects. */
  restore(tenantId: TenantId): Promise<void>;
  /** Null: there is no such session. */
  tenantOf(id: CobrowseId): TenantId | null;
}

const takesPart = (actor: Actor, session: Session): boolean =>
  actor.tenantId === session.tenantId &&
  (actor.kind === "visitor" ? actor.visitId === session.visitId : actor.agentId === session.agent.id);

const notFound = () => new LotseError("NOT_FOUND", "There is no such session");
const over = () => new LotseError("COBROWSE_ENDED", "The session is over");

export const createCobrowseService = (deps: CobrowseServiceDeps): CobrowseSessions => {
  const { storage, publisher, clock } = deps;
  const book = createSessionBook();

  const notice = async (session: Session, what: SystemNotice): Promise<void> => {
    try {
      await deps.conversations.notice(session.tenantId, session.conversationId, { kind: "notice", ...what });
    } catch (error) {
      deps.onNoticeFailed(error);
    }
  };

  const adopt = async (session: Session, phase: Phase): Promise<CobrowseView> => {
    const next = { ...session, phase };
    const view = viewOf(next);
    const { agent, ...record } = view;
    await storage.putCobrowse(session.tenantId, { ...record, agentId: agent.id });
    book.put(next);
    const isActive = phase.state === "active";
    if (isActive !== (session.phase.state === "active")) {
      deps.activeChanged(session.tenantId, session.conversationId, isActive);
    }
    publisher.toVisit(session.visitId, "cobrowse:changed", view);
    publisher.toAgent(session.agent.id, "cobrowse:changed", view);
    return view;
  };

  const end = async (session: Session, endedBy: CobrowseEndedBy): Promise<CobrowseView> => {
    const startedAtMs = session.phase.state === "active" ? session.phase.startedAtMs : null;
    // First of all: not one more frame, whatever storage says.
    deps.endStream(session.id);
    return adopt(session, { state: "ended", startedAtMs, endedAtMs: clock.nowMs(), endedBy });
  };

  const finish = async (session: Session, endedBy: CobrowseEndedBy): Promise<CobrowseView> => {
    const view = await end(session, endedBy);
    if (session.phase.state === "active") await notice(session, { notice: "cobrowseEnded", by: endedBy });
    return view;
  };

  const isThere = (tenantId: TenantId, agentId: AgentId): boolean => {
    const agent = deps.agentView(tenantId, agentId);
    return agent !== null && agent.presence !== "offline";
  };

  /** Whoever left while the session was being stored was not found in it: nobody sees the page after all. */
  const unlessUnseen = async (view: CobrowseView): Promise<CobrowseView> => {
    const session = book.get(view.id);
    if (session === null || !isOpen(session)) return view;
    return isThere(session.tenantId, session.agent.id) ? view : finish(session, "system");
  };

  const start = async (session: Session): Promise<CobrowseView> => {
    const view = await adopt(session, { state: "active", startedAtMs: clock.nowMs() });
    await notice(session, { notice: "cobrowseStarted", agent: session.agent });
    return unlessUnseen(view);
  };

  /** One that cannot be stored does not keep the others' streams running. */
  const finishAll = async (
    isMeant: (session: Session) => boolean,
    endedBy: CobrowseEndedBy = "system",
  ): Promise<void> => {
    const finishing = book
      .allOpen()
      .filter(isMeant)
      .map(({ id, conversationId }) =>
        book.inTurn(conversationId, async () => {
          const session = book.get(id);
          if (session !== null && isOpen(session)) await finish(session, endedBy);
        }),
      );
    await Promise.all(finishing);
  };

  /** The conversation, if the actor takes part in it and it goes on with an agent who is there. */
  const activeConversation = async (
    actor: Actor,
    id: ConversationId,
  ): Promise<{ readonly record: ConversationRecord; readonly agent: AgentCard }> => {
    const record = await deps.conversations.findFor(actor, id);
    if (record === null) throw new LotseError("NOT_FOUND", "There is no such conversation");
    const agent = record.agentId === null ? null : deps.agentView(actor.tenantId, record.agentId);
    if (record.state !== "active" || agent === null || agent.presence === "offline") {
      throw new LotseError("CONVERSATION_CLOSED", "Nobody is there to share the page with");
    }
    return { record, agent: { id: agent.id, name: agent.name } };
  };

  const fresh = (actor: Actor, record: ConversationRecord, agent: AgentCard): Session => ({
    id: deps.ids() as CobrowseId,
    tenantId: actor.tenantId,
    conversationId: record.id,
    siteId: record.siteId,
    visitId: record.visitId,
    agent,
    requestedAtMs: clock.nowMs(),
    phase: { state: "requested" },
  });

  const mine = (actor: Actor, id: CobrowseId): Session => {
    const session = book.get(id);
    if (session === null || !takesPart(actor, session)) throw notFound();
    return session;
  };

  return {
    find: (actor, id) => {
      const session = book.get(id);
      return session !== null && takesPart(actor, session) ? viewOf(session) : null;
    },
    tenantOf: id => book.get(id)?.tenantId ?? null,
    openOf: conversationId => {
      const session = book.openOf(conversationId);
      return session === null ? null : viewOf(session);
    },
    request: (actor, conversationId) =>
      book.inTurn(conversationId, async () => {
        const { record, agent } = await activeConversation(actor, conversationId);
        const open = book.openOf(conversationId);
        if (open?.phase.state === "active")
          throw new LotseError("COBROWSE_ACTIVE", "The page is shared already");
        if (open !== null) return viewOf(open);
        const session = fresh(actor, record, agent);
        return unlessUnseen(await adopt(session, session.phase));
      }),
    share: (actor, conversationId) =>
      book.inTurn(conversationId, async () => {
        const { record, agent } = await activeConversation(actor, conversationId);
        const open = book.openOf(conversationId);
        if (open?.phase.state === "active") return viewOf(open);
        return start(open ?? fresh(actor, record, agent));
      }),
    answer: async (actor, { cobrowseId, answer }) =>
      book.inTurn(mine(actor, cobrowseId).conversationId, async () => {
        const session = mine(actor, cobrowseId);
        const { state } = session.phase;
        const isRepeat = state === (answer === "accept" ? "active" : "declined");
        if (isRepeat) return viewOf(session);
        if (state !== "requested") throw over();
        if (answer === "accept") return start(session);
        return adopt(session, { state: "declined", endedAtMs: clock.nowMs() });
      }),
    stop: async (actor, id) =>
      book.inTurn(mine(actor, id).conversationId, async () => {
        const session = mine(actor, id);
        if (!isOpen(session)) return viewOf(session);
        return finish(session, actor.kind);
      }),
    visitAbandoned: (tenantId, visitId) =>
      finishAll(session => session.tenantId === tenantId && session.visitId === visitId),
    siteClosed: siteId => finishAll(session => session.siteId === siteId, "site"),
    letGo: id => finishAll(session => session.id === id, "site"),
    agentGone: (tenantId, agentId) =>
      finishAll(session => session.tenantId === tenantId && session.agent.id === agentId),
    conversationLeft: (conversationId, former) =>
      book.inTurn(conversationId, async () => {
        // In its turn, so that one which just begins is not missed; the next agent may have begun another already
        const session = book.openOf(conversationId);
        if (session?.agent.id === former) await finish(session, "system");
      }),
    parties: tenantId =>
      book
        .allOpen()
        .filter(session => session.tenantId === tenantId)
        .map(({ visitId, agent }) => ({ visitId, agentId: agent.id })),
    conversationEnded: conversationId =>
      book.inTurn(conversationId, async () => {
        // The conversation says of itself that it ended; it takes no more notices.
        const session = book.openOf(conversationId);
        if (session !== null) await end(session, "system");
      }),
    restore: async tenantId => {
      for (const record of await storage.listOpenCobrowse(tenantId)) {
        const conversation = await storage.readConversation(tenantId, record.conversationId);
        const agent = deps.agentView(tenantId, record.agentId);
        if (conversation === null || agent === null) continue;
        const { id, conversationId, requestedAtMs } = record;
        const { siteId, visitId } = conversation;
        const started = { state: "active", startedAtMs: record.startedAtMs ?? requestedAtMs } as const;
        const phase = record.state === "active" ? started : ({ state: "requested" } as const);
        const session: Session = {
          ...{ id, tenantId, conversationId, siteId, visitId, requestedAtMs, phase },
          agent: { id: agent.id, name: agent.name },
        };
        book.put(session);
        if (phase.state === "active") deps.activeChanged(tenantId, conversationId, true);
        if (conversation.state === "ended") await end(session, "system");
        // The hub died between handing the conversation on and ending what was shared
        else if (conversation.agentId !== agent.id) await finish(session, "system");
      }
    },
  };
};
