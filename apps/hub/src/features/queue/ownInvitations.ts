/**
 * An agent's own invitation: his slot, held for a visitor whom he chose. It is never over capacity, never beside another one, and
 * ends as any other does; accepted, the conversation is his without ringing. What speaks against asking this visitor
 * comes in as a question, and is asked in the same turn in which the slot is reserved. ADR 30.
 */
import {
  type AgentId,
  type ErrorCode,
  type InvitationId,
  LotseError,
  type TenantId,
  type VisitId,
} from "@lotse/protocol";
import { agentOf, isClosed } from "@lotse/routing";
import type { ManualInvitation } from "@lotse/storage";
import type { AgentActor } from "../../command.ts";
import type { QueueService } from "../../services.ts";
import { isOwn, ownViewOf, tellOwner } from "./announceOwn.ts";
import { enterInvitation, type InvitationEntry, type Memory } from "./book.ts";
import { CHAT, reservedFrom } from "./defaultPlan.ts";
import { isRejected, type Office, type QueueDeps } from "./office.ts";
import { openConversationOf, openInvitationOf } from "./views.ts";

/** A page that is looked at says so at least once a minute; then there is time left to read. */
export const OWN_INVITATION_MS = 90_000;

export type OwnInvitations = Pick<
  QueueService,
  "inviteOwn" | "withdrawOwn" | "ownInvitations" | "mayWithdraw" | "invitationReached"
>;

const REFUSALS = {
  NOT_AVAILABLE: "Only who is available invites",
  QUEUE_CLOSED: "The site's queue is closed",
  CAPACITY_FULL: "There is no free slot",
  VISITOR_INVITED: "There is an invitation already",
  VISITOR_TALKING: "There is a conversation already",
} as const satisfies Partial<Record<ErrorCode, string>>;

const refused = (code: keyof typeof REFUSALS): LotseError => new LotseError(code, REFUSALS[code]);

const obstacleTo = (
  memory: Memory,
  { agentId }: AgentActor,
  {
    visitId,
    manual,
    absent,
  }: {
    readonly visitId: VisitId;
    readonly manual: ManualInvitation;
    readonly absent: readonly AgentId[];
  },
): keyof typeof REFUSALS | null => {
  if (openConversationOf(memory, visitId) !== null) return "VISITOR_TALKING";
  if (openInvitationOf(memory, visitId) !== null) return "VISITOR_INVITED";
  const isThere = agentOf(memory.routing, agentId)?.presence === "available" && !absent.includes(agentId);
  if (!isThere) return "NOT_AVAILABLE";
  const { queueId } = reservedFrom(memory.routing.plan, { skill: "", manual });
  return isClosed(memory.routing, { queueId, siteId: manual.siteId }) ? "QUEUE_CLOSED" : null;
};

export const createOwnInvitations = (deps: QueueDeps, office: Office): OwnInvitations => {
  const { ids, clock, labelOf } = deps;

  const memoryOf = (tenantId: TenantId): Memory | null => office.known(tenantId)?.routing.memory ?? null;

  const openOf = (memory: Memory, id: InvitationId): InvitationEntry | null => {
    const entry = memory.book.invitations.get(id);
    return entry !== undefined && openInvitationOf(memory, entry.record.visitId) === entry ? entry : null;
  };

  return {
    inviteOwn: (actor, { visitId, refusal, ...manual }) =>
      office.of(actor.tenantId).routing.run(async turn => {
        const absent = office.of(actor.tenantId).attendance.absent();
        const obstacle = obstacleTo(turn.memory, actor, { visitId, manual, absent });
        if (obstacle !== null) throw refused(obstacle);
        const against = await refusal();
        if (against !== null) throw against;
        const event = {
          ...({ type: "reservationAsked", channel: CHAT } as const),
          invitationId: ids() as InvitationId,
          ...reservedFrom(turn.memory.routing.plan, { skill: "", manual }),
          ...{ siteId: manual.siteId, agentId: actor.agentId, holdMs: OWN_INVITATION_MS },
        };
        await turn.step(event, { inviting: { visitId, manual } });
        const entry = openInvitationOf(turn.memory, visitId);
        if (entry === null) throw refused("CAPACITY_FULL");
        return ownViewOf(entry, { state: "offered", labelOf });
      }),

    withdrawOwn: (actor, invitationId) =>
      office.of(actor.tenantId).routing.run(async turn => {
        const entry = openOf(turn.memory, invitationId);
        const event = { type: "reservationEnded", invitationId, reason: "withdrawn" } as const;
        if (entry === null || isRejected(await turn.step(event))) {
          throw new LotseError("INVITATION_ENDED", "The invitation has ended already");
        }
        return ownViewOf(entry, { state: "withdrawn", labelOf });
      }),

    ownInvitations: ({ tenantId, agentId }) => {
      const memory = memoryOf(tenantId);
      if (memory === null) return [];
      return [...memory.book.invitations.values()]
        .filter(entry => isOwn(entry) && entry.record.agentId === agentId)
        .filter(({ record }) => openOf(memory, record.id) !== null)
        .map(entry => ownViewOf(entry, { state: "offered", labelOf }));
    },

    mayWithdraw: ({ tenantId, agentId }, id) => {
      const past = office.known(tenantId)?.past.invitation(id) ?? null;
      return past?.ownOf === agentId;
    },

    invitationReached: (tenantId, id) => {
      const memory = memoryOf(tenantId);
      const entry = memory === null ? null : openOf(memory, id);
      if (memory === null || entry === null || !isOwn(entry) || entry.reachedAtMs !== undefined) return;
      const reached = { ...entry, reachedAtMs: clock.nowMs() };
      enterInvitation(memory.book, reached);
      tellOwner(deps, reached, "offered");
    },
  };
};
