/**
 * The queue: who gets which work, and when. Every decision is the routing engine's; this feature feeds it, commits
 * what it decides, and tells people afterwards. Knows no sockets and no rules; conversations come in as functions.
 */
import type { AgentId, ConversationId, InvitationId, OfferId, TenantId } from "@lotse/protocol";
import { freeAgents } from "@lotse/routing";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import type { QueueService } from "../../services.ts";
import type { Memory } from "./book.ts";
import { CHAT, destinationOf } from "./defaultPlan.ts";
import { createDuty } from "./duty.ts";
import { createInvitations } from "./invitations.ts";
import { createOffice, createReader, type QueueDeps } from "./office.ts";
import { agentViewOf, offerViewOf, positionsOf, queueOf, ringingAt, waitingVisitsOf } from "./views.ts";
import { createWork } from "./work.ts";

/** What this feature's own commands ask for, beyond what the other features may. */
export interface QueueCommands {
  mayAnswerInvitation(actor: VisitorActor, id: InvitationId): boolean;
  mayAnswerOffer(actor: AgentActor, id: OfferId): boolean;
  mayEnd(actor: Actor, id: ConversationId): Promise<boolean>;
}

export interface QueueLife {
  /** Takes the tenants' routing over; rejects if storage cannot be reached. */
  start(tenantIds: Iterable<TenantId>): Promise<void>;
  /** Idempotent. Resolves when what was under way is done. */
  close(): Promise<void>;
}

export const createQueueService = (deps: QueueDeps): QueueService & QueueCommands & QueueLife => {
  const office = createOffice(deps);
  const reader = createReader(deps);
  const invitations = createInvitations(deps, { office, reader });
  const work = createWork(deps, { office, reader, invitations });
  const duty = createDuty(deps, office);
  const { labelOf, clock } = deps;

  const memoryOf = (tenantId: TenantId): Memory | null => office.known(tenantId)?.routing.memory ?? null;
  const memories = (): readonly Memory[] =>
    [...office.all()].flatMap(({ routing }) => (routing.memory === null ? [] : [routing.memory]));

  return {
    start: async tenantIds => {
      await Promise.all([...new Set(tenantIds)].map(id => office.of(id).routing.run(async () => {})));
    },
    close: office.close,

    freeAgents: (tenantId, skill) => {
      const routing = office.known(tenantId)?.routing;
      // What cannot be committed is not promised
      if (!routing?.isCurrent || routing.memory === null) return 0;
      const { queueId, needs } = destinationOf(routing.memory.routing.plan, skill);
      return freeAgents(routing.memory.routing, { queueId, needs, channel: CHAT });
    },
    agentView: (tenantId, agentId) => {
      const memory = memoryOf(tenantId);
      return memory && agentViewOf(memory, agentId);
    },
    waiting: tenantId => {
      const memory = memoryOf(tenantId);
      return memory === null ? [] : queueOf(memory, labelOf);
    },
    offersOf: (agentId: AgentId) =>
      memories().flatMap(memory =>
        ringingAt(memory, agentId)
          .map(offer => offerViewOf(memory, offer, { labelOf, nowMs: clock.nowMs() }))
          .filter(view => view !== null),
      ),
    position: (conversationId: ConversationId) => {
      for (const memory of memories()) {
        const itemId = memory.book.itemOfConversation.get(conversationId);
        if (itemId !== undefined) return positionsOf(memory).get(itemId) ?? null;
      }
      return null;
    },

    invite: invitations.invite,
    answerInvitation: invitations.answer,
    openInvitation: invitations.open,
    visitLeft: invitations.left,
    visitAbandoned: work.abandon,
    waitingVisits: tenantId => {
      const memory = memoryOf(tenantId);
      return memory === null ? [] : waitingVisitsOf(memory);
    },
    mayAnswerInvitation: invitations.mayAnswer,

    openConversation: work.open,
    endConversation: work.end,
    acceptOffer: work.accept,
    declineOffer: work.decline,
    mayAnswerOffer: work.mayAnswer,
    mayEnd: work.mayEnd,

    agentConnected: duty.connected,
    agentDisconnected: duty.disconnected,
    setPresence: duty.setPresence,
    agentChanged: duty.changed,
    agentRemoved: duty.removed,
    planOf: tenantId => office.of(tenantId).routing.run(async turn => turn.memory.routing.plan),
    planSaved: duty.planSaved,
  };
};
