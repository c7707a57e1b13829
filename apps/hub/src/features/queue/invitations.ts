/** Invitations: reserving, answering, leaving. An accepted one is a conversation with its agent, in one commit. */
import {
  type AgentId,
  type ConversationId,
  type ConversationView,
  type InvitationId,
  LotseError,
  type TenantId,
  type VisitId,
  type WorkItemId,
} from "@lotse/protocol";
import type { VisitorActor } from "../../command.ts";
import type { QueueService } from "../../services.ts";
import type { InvitationEntry } from "./book.ts";
import { CHAT, destinationOf, newChat } from "./defaultPlan.ts";
import { isRejected, type Office, type QueueDeps, type Reader, type TenantOffice } from "./office.ts";
import { endedView, insteadOf } from "./outlook.ts";
import type { Turn } from "./tenantRouting.ts";
import { agentCardOf, invitationViewOf, openConversationOf, openInvitationOf } from "./views.ts";

/** Whoever comes back later has forgotten the offer. */
const MISSED_MS = 120_000;

type Answered = Awaited<ReturnType<QueueService["answerInvitation"]>>;

export interface Invitations {
  invite: QueueService["invite"];
  answer: QueueService["answerInvitation"];
  left: QueueService["visitLeft"];
  open: QueueService["openInvitation"];
  missed: QueueService["missedInvitation"];
  /** It is, or lately was, on this visitor's screen. */
  mayAnswer(actor: VisitorActor, id: InvitationId): boolean;
  /** Turns the open invitation into its conversation; null if it ended meanwhile. */
  accept(
    turn: Turn,
    request: {
      readonly actor: VisitorActor;
      readonly entry: InvitationEntry;
      readonly topic: string | null;
    },
  ): Promise<ConversationView | null>;
}

const endedError = (): LotseError =>
  new LotseError("INVITATION_ENDED", "The invitation was answered already");

export const createInvitations = (
  deps: QueueDeps,
  { office, reader }: { readonly office: Office; readonly reader: Reader },
): Invitations => {
  const { ids, clock } = deps;

  const absent = (tenantId: TenantId): readonly AgentId[] => office.of(tenantId).attendance.absent();

  const accept: Invitations["accept"] = async (turn, { actor, entry, topic }) => {
    const { tenantId, siteId, visitId } = actor;
    const { id: invitationId, manual } = entry.record;
    // An agent's own names no skill
    const skill = manual === undefined ? entry.record.skill : null;
    const [id, conversationId] = [ids() as WorkItemId, ids() as ConversationId];
    const enqueuedAtMs = clock.nowMs();
    const effects = await turn.step(
      {
        type: "reservationAccepted",
        ...{ invitationId, absent: absent(tenantId) },
        item: newChat({ id, skill, enqueuedAtMs, siteId, preferredAgentId: null }, turn.memory.routing.plan),
      },
      { opening: { id, skill, enqueuedAtMs, conversationId, visitId, topic, siteId } },
    );
    // Nobody: refused, or its agent is gone and no other is free
    const given = effects.find(effect => effect.effect === "assigned" && effect.itemId === id);
    if (given?.effect !== "assigned") return null;
    const conversation = await reader.forVisitor(tenantId, conversationId);
    if (entry.cobrowse) deps.shareWanted(tenantId, { agentId: given.agentId, conversationId });
    return conversation;
  };

  /** The same question twice gets the same answer; a late one is told that the slot is gone. */
  const answerEnded = async (
    { past, tenantId }: TenantOffice,
    turn: Turn,
    { id, accepts }: { readonly id: InvitationId; readonly accepts: boolean },
  ): Promise<Answered> => {
    const known = past.invitation(id);
    if (known === null) throw new LotseError("NOT_FOUND", "There is no such invitation");
    const { end, visitId } = known;
    if (end === "declined") {
      if (accepts) throw endedError();
      return { outcome: "declined" };
    }
    const conversationId = openConversationOf(turn.memory, visitId);
    const wasAccepted = end === "accepted" || (end === null && conversationId !== null);
    if (!wasAccepted) return { outcome: "withdrawn", instead: insteadOf(turn.memory, known.entry) };
    if (!accepts || conversationId === null) throw endedError();
    return { outcome: "assigned", conversation: await reader.forVisitor(tenantId, conversationId) };
  };

  return {
    accept,
    invite: ({ tenantId, visitId, rule, share = null }) =>
      office.of(tenantId).routing.run(async turn => {
        const open = openInvitationOf(turn.memory, visitId);
        // At most one at a time; the same one again is no second reservation
        if (open !== null) return open.record.ruleId === rule.id ? invitationViewOf(turn.memory, open) : null;
        if (openConversationOf(turn.memory, visitId) !== null) return null;
        const invitationId = ids() as InvitationId;
        const { queueId, needs } = destinationOf(turn.memory.routing.plan, rule.skill);
        const { siteId } = rule;
        const event = {
          type: "reservationAsked",
          invitationId,
          queueId,
          needs,
          siteId,
          channel: CHAT,
          absent: absent(tenantId),
        } as const;
        await turn.step(event, { inviting: { visitId, rule, share } });
        const entry = openInvitationOf(turn.memory, visitId);
        return entry === null ? null : invitationViewOf(turn.memory, entry);
      }),

    answer: (actor, { invitationId, answer }) => {
      const own = office.of(actor.tenantId);
      return own.routing.run(async turn => {
        const entry = openInvitationOf(turn.memory, actor.visitId);
        const accepts = answer === "accept";
        if (entry === null || entry.record.id !== invitationId) {
          if (own.past.invitation(invitationId)?.visitId !== actor.visitId) {
            throw new LotseError("NOT_FOUND", "There is no such invitation");
          }
          return answerEnded(own, turn, { id: invitationId, accepts });
        }
        if (accepts) {
          const conversation = await accept(turn, { actor, entry, topic: null });
          if (conversation !== null) return { outcome: "assigned", conversation };
        } else {
          const event = { type: "reservationEnded", invitationId, reason: "declined" } as const;
          if (!isRejected(await turn.step(event))) return { outcome: "declined" };
        }
        return answerEnded(own, turn, { id: invitationId, accepts });
      });
    },

    left: (tenantId: TenantId, visitId: VisitId) =>
      office.of(tenantId).routing.run(async turn => {
        const entry = openInvitationOf(turn.memory, visitId);
        if (entry === null) return;
        await turn.step({ type: "reservationEnded", invitationId: entry.record.id, reason: "left" });
      }),

    open: visitId => {
      for (const { routing } of office.all()) {
        if (routing.memory === null || !routing.isCurrent) continue;
        const entry = openInvitationOf(routing.memory, visitId);
        if (entry !== null) return invitationViewOf(routing.memory, entry);
      }
      return null;
    },

    missed: ({ tenantId, visitId }) => {
      const own = office.known(tenantId);
      const past = own?.past.lastInvitation(visitId) ?? null;
      const memory = own?.routing.memory ?? null;
      if (past === null || memory === null || past.end === null || past.end === "accepted") return null;
      if (clock.nowMs() - past.endedAtMs > MISSED_MS || openConversationOf(memory, visitId) !== null)
        return null;
      const agent = agentCardOf(memory, past.entry.record.agentId);
      return agent && { ...endedView(memory, past.entry, past.end), agent };
    },

    mayAnswer: ({ tenantId, visitId }, id) =>
      office.known(tenantId)?.past.invitation(id)?.visitId === visitId,
  };
};
