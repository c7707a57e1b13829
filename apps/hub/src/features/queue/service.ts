/**
 * The queue: who gets which work, and when. Every decision is the routing engine's; this feature feeds it, commits
 * what it decides, and tells people afterwards. Knows no sockets and no rules; conversations come in as functions.
 */
import type {
  AgentId,
  ColleagueView,
  ConversationId,
  InvitationId,
  OfferId,
  QueueEntry,
  TenantId,
  WorkChanged,
} from "@lotse/protocol";
import { freeAgents, isClosed, itemOf } from "@lotse/routing";
import type { Actor, AgentActor, VisitorActor } from "../../command.ts";
import type { QueueService } from "../../services.ts";
import { createAttention } from "./attention.ts";
import type { Memory } from "./book.ts";
import { CHAT, destinationOf } from "./defaultPlan.ts";
import { createDuty } from "./duty.ts";
import { createInvitations } from "./invitations.ts";
import { createItems, type Items } from "./items.ts";
import { lastAgentOf } from "./lastAgent.ts";
import { offerViewOf, queueOf, ringingAt } from "./lineViews.ts";
import { createOffice, createReader, type QueueDeps } from "./office.ts";
import { lookAt, NO_WAIT, outlookOf, waitOf } from "./outlook.ts";
import { createOwnInvitations } from "./ownInvitations.ts";
import { meaningOf } from "./pageWords.ts";
import { contactOf, contactWith, hinderedFor, servesSite } from "./served.ts";
import { agentViewOf, positionsOf, waitingVisitsOf } from "./views.ts";
import { createWork } from "./work.ts";
import { createWorkActs, stale, type WorkActs } from "./workActs.ts";
import { colleaguesOf, helpedBy, helpersOf, visitsAssistedBy, workOf } from "./workViews.ts";

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

/** What a console opens with besides offers and conversations. */
export interface WorkDesk {
  workOf(actor: AgentActor): WorkChanged | null;
  colleaguesOf(actor: AgentActor): readonly ColleagueView[];
  /** The line as this agent sees it. */
  lineFor(actor: AgentActor): readonly QueueEntry[];
}

export interface QueueParts {
  readonly work: WorkActs;
  readonly desk: WorkDesk;
  readonly items: Items;
}

const createWorkDesk = (
  { labelOf }: Pick<QueueDeps, "labelOf">,
  memoryOf: (tenantId: TenantId) => Memory | null,
): WorkDesk => {
  const read = <T>({ tenantId }: AgentActor, look: (memory: Memory) => T, nothing: T): T => {
    const memory = memoryOf(tenantId);
    return memory === null ? nothing : look(memory);
  };
  return {
    workOf: actor => read(actor, memory => workOf(memory, actor.agentId, labelOf), null),
    colleaguesOf: actor => read(actor, memory => colleaguesOf(memory, actor.agentId), []),
    lineFor: actor => read(actor, memory => queueOf(memory, labelOf, actor.agentId), []),
  };
};

export const createQueueService = (
  deps: QueueDeps,
): QueueService & QueueCommands & QueueLife & QueueParts => {
  const office = createOffice(deps);
  const reader = createReader(deps);
  const invitations = createInvitations(deps, { office, reader });
  const work = createWork(deps, { office, reader, invitations });
  const duty = createDuty(deps, office);
  const items = createItems(deps, office);
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
      const state = routing.memory.routing;
      const { queueId, needs } = destinationOf(state.plan, skill);
      return isClosed(state, { queueId }) ? 0 : freeAgents(state, { queueId, needs, channel: CHAT });
    },
    lookAt: ({ tenantId, id: siteId }, key) => {
      const routing = office.known(tenantId)?.routing;
      const memory = routing?.isCurrent ? routing.memory : null;
      return memory && lookAt(memory, { key, siteId, nowMs: clock.nowMs() });
    },
    agentsWith: (tenantId, skill) =>
      [...(memoryOf(tenantId)?.book.agents.values() ?? [])]
        .filter(({ skills }) => skills.some(each => each.skill === skill))
        .map(({ id }) => id),
    outlook: async ({ actor, topic, skill }) => {
      const routing = office.known(actor.tenantId)?.routing;
      const memory = routing?.isCurrent ? routing.memory : null;
      const unknown = memory && meaningOf(memory.routing, { topic, skill }).unknown;
      if (unknown !== null) deps.unknownWord(actor, unknown);
      const preferredAgentId = memory === null ? null : await lastAgentOf(deps, memory, actor);
      return outlookOf(memory, {
        ...{ topic, skill, preferredAgentId, siteId: actor.siteId },
        nowMs: clock.nowMs(),
      });
    },
    waitOf: conversationId => {
      const known = memories().find(({ book }) => book.itemOfConversation.has(conversationId));
      return known === undefined ? NO_WAIT : waitOf(known, conversationId);
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
    missedInvitation: invitations.missed,
    ...createOwnInvitations(deps, office),
    serves: (actor, siteId) => {
      const memory = memoryOf(actor.tenantId);
      return memory !== null && servesSite(memory, actor, siteId);
    },
    contactOf: (tenantId, visitId) => {
      const memory = memoryOf(tenantId);
      return memory === null ? "none" : contactOf(memory, visitId);
    },
    contactWith: (tenantId, visitId) => {
      const memory = memoryOf(tenantId);
      return memory && contactWith(memory, visitId);
    },
    hindered: (tenantId, skill) => {
      const memory = memoryOf(tenantId);
      return memory === null ? [] : hinderedFor(memory, skill);
    },
    visitLeft: invitations.left,
    visitAbandoned: work.abandon,
    lineLeft: work.leaveLine,
    waitingVisits: tenantId => {
      const memory = memoryOf(tenantId);
      return memory === null ? [] : waitingVisitsOf(memory);
    },
    mayAnswerInvitation: invitations.mayAnswer,

    work: createWorkActs(deps, { office, reader }),
    desk: createWorkDesk(deps, memoryOf),
    items,
    visitsAssistedBy: agentId => memories().flatMap(memory => visitsAssistedBy(memory, agentId)),
    helpedBy: agentId => memories().flatMap(memory => helpedBy(memory, agentId)),
    helpersOf: id => memories().flatMap(memory => helpersOf(memory, id)),
    refuseStale: (id, assignment) => {
      for (const { book, routing } of assignment === undefined ? [] : memories()) {
        const itemId = book.itemOfConversation.get(id);
        const item = itemId === undefined ? undefined : itemOf(routing, itemId);
        // What has ended says so itself
        if (item !== undefined && item.assignment !== assignment) throw stale();
      }
    },

    openConversation: work.open,
    endConversation: work.end,
    acceptOffer: work.accept,
    declineOffer: work.decline,
    mayAnswerOffer: work.mayAnswer,
    mayEnd: work.mayEnd,

    agentConnected: duty.connected,
    agentLost: duty.lost,
    agentSignedOut: duty.signedOut,
    isLost: duty.isLost,
    agentDisconnected: duty.disconnected,
    setPresence: duty.setPresence,
    agentChanged: duty.changed,
    agentRemoved: duty.removed,
    ...createAttention(deps, office),
    planOf: tenantId =>
      office.of(tenantId).routing.run(async turn => {
        const { retired: _, ...plan } = turn.memory.routing.plan;
        return plan;
      }),
    retiredChannels: tenantId => memoryOf(tenantId)?.routing.plan.retired ?? [],
    planSaved: duty.planSaved,
  };
};
