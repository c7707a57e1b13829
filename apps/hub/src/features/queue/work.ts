/** Conversations as work: opened by visitors, offered to agents, accepted, declined, ended. */
import { type ConversationId, LotseError, type OfferId, type WorkItemId } from "@lotse/protocol";
import { itemOf } from "@lotse/routing";
import type { ConversationRecord } from "@lotse/storage";
import type { Actor, AgentActor } from "../../command.ts";
import type { QueueService } from "../../services.ts";
import { newChat } from "./defaultPlan.ts";
import type { Invitations } from "./invitations.ts";
import { lastAgentOf } from "./lastAgent.ts";
import { isRejected, type Office, type QueueDeps, type Reader, type TenantOffice } from "./office.ts";
import { whyOf } from "./outlook.ts";
import { meaningOf } from "./pageWords.ts";
import type { Turn } from "./tenantRouting.ts";
import { openInvitationOf } from "./views.ts";
import { takenOf } from "./workActs.ts";

export interface Work {
  open: QueueService["openConversation"];
  end: QueueService["endConversation"];
  abandon: QueueService["visitAbandoned"];
  leaveLine: QueueService["lineLeft"];
  accept: QueueService["acceptOffer"];
  decline: QueueService["declineOffer"];
  /** It rings, or lately rang, at this agent. */
  mayAnswer(actor: AgentActor, id: OfferId): boolean;
  /** Takes part: the visitor of its visit, or the agent it is assigned to. */
  mayEnd(actor: Actor, id: ConversationId): Promise<boolean>;
}

const takesPart = (actor: Actor, record: ConversationRecord): boolean =>
  actor.kind === "visitor" ? record.visitId === actor.visitId : record.agentId === actor.agentId;

const offerEnded = (): LotseError => new LotseError("OFFER_ENDED", "The offer does not ring any more");

export const createWork = (
  deps: QueueDeps,
  parts: { readonly office: Office; readonly reader: Reader; readonly invitations: Invitations },
): Work => {
  const { storage, ids, clock } = deps;
  const { office, reader, invitations } = parts;

  /** Who opens the chat while an invitation for it is open has accepted it; for another matter, declined. */
  const takeInvitation = async (turn: Turn, request: Parameters<Work["open"]>[0]) => {
    const { actor, topic, skill } = request;
    const entry = openInvitationOf(turn.memory, actor.visitId);
    if (entry === null) return null;
    if (skill === null || skill === entry.record.skill)
      return invitations.accept(turn, { actor, entry, topic });
    await turn.step({ type: "reservationEnded", invitationId: entry.record.id, reason: "declined" });
    return null;
  };

  const enqueue = async (turn: Turn, { actor, ...asked }: Parameters<Work["open"]>[0]) => {
    const { tenantId, visitId, siteId } = actor;
    const { plan } = turn.memory.routing;
    const [id, conversationId] = [ids() as WorkItemId, ids() as ConversationId];
    const { word: skill, topic, unknown } = meaningOf(turn.memory.routing, asked);
    if (unknown !== null) deps.unknownWord(actor, unknown);
    const item = { id, skill, enqueuedAtMs: clock.nowMs() };
    const preferredAgentId = await lastAgentOf(deps, turn.memory, actor);
    const effects = await turn.step(
      { type: "itemAdded", item: newChat({ ...item, preferredAgentId, siteId }, plan) },
      { opening: { ...item, conversationId, visitId, topic, siteId } },
    );
    const away = effects.find(effect => effect.effect === "turnedAway" && effect.itemId === id);
    if (away?.effect === "turnedAway") {
      const why = whyOf(away.reason);
      deps.turnedAway(actor, { queueId: away.queueId, why });
      const turnedAway = { why, to: away.to };
      throw new LotseError("TURNED_AWAY", "The queue's rules let nobody in now", { turnedAway });
    }
    if (isRejected(effects)) throw new LotseError("QUEUE_UNKNOWN", "The plan has no place for it");
    return reader.forVisitor(tenantId, conversationId);
  };

  /** The offer's item, if the agent got it, or a part in it, after all: an acceptance whose answer got lost. */
  const acceptedBefore = ({ past }: TenantOffice, turn: Turn, offerId: OfferId): WorkItemId | null => {
    const offer = past.offer(offerId);
    const item = offer === null ? undefined : itemOf(turn.memory.routing, offer.itemId);
    if (offer === null || item === undefined) return null;
    const isTheirs = item.place.at === "assigned" && item.place.agentId === offer.agentId;
    return isTheirs || item.helpers.includes(offer.agentId) ? item.id : null;
  };

  /** NOT_FOUND unless it rings or rang at the agent. */
  const requireOwn = ({ past }: TenantOffice, actor: AgentActor, offerId: OfferId): void => {
    if (past.offer(offerId)?.agentId === actor.agentId) return;
    throw new LotseError("NOT_FOUND", "There is no such offer");
  };

  return {
    open: request =>
      office.of(request.actor.tenantId).routing.run(async turn => {
        const { tenantId, visitId } = request.actor;
        const open = await storage.findOpenConversation(tenantId, visitId);
        if (open !== null) return deps.conversations.viewOf(tenantId, open);
        return (await takeInvitation(turn, request)) ?? enqueue(turn, request);
      }),

    end: (actor, conversationId) =>
      office.of(actor.tenantId).routing.run(async turn => {
        const record = await storage.readConversation(actor.tenantId, conversationId);
        if (record === null || !takesPart(actor, record)) {
          throw new LotseError("NOT_FOUND", "There is no such conversation");
        }
        const itemId = turn.memory.book.itemOfConversation.get(conversationId);
        if (record.state === "ended" || itemId === undefined) return;
        await turn.step({ type: "itemEnded", itemId, holder: null }, { endedBy: actor.kind });
      }),

    abandon: (tenantId, visitId) =>
      office.of(tenantId).routing.run(async turn => {
        const itemId = turn.memory.book.itemOfVisit.get(visitId);
        const place = itemId === undefined ? undefined : itemOf(turn.memory.routing, itemId)?.place;
        // Who talks with an agent already is that agent's to judge
        if (itemId === undefined || place === undefined || place.at === "assigned") return;
        await turn.step({ type: "itemEnded", itemId, holder: null });
      }),

    leaveLine: (tenantId, visitId, atMs) =>
      office.of(tenantId).routing.run(async turn => {
        const { book, routing } = turn.memory;
        const itemId = book.itemOfVisit.get(visitId);
        const item = itemId === undefined ? undefined : itemOf(routing, itemId);
        // Who has an agent by now, or wants both and has opened the chat again, keeps it
        if (item?.place.at !== "waiting" && item?.place.at !== "offered") return;
        if (item.enqueuedAtMs > atMs) return;
        await turn.step({ type: "itemEnded", itemId: item.id, holder: null }, { endedBy: "visitor" });
      }),

    accept: (actor, offerId) => {
      const own = office.of(actor.tenantId);
      return own.routing.run(async turn => {
        requireOwn(own, actor, offerId);
        await turn.step({ type: "offerAccepted", offerId, agentId: actor.agentId });
        const itemId = acceptedBefore(own, turn, offerId);
        if (itemId === null) throw offerEnded();
        const taken = await takenOf({ labelOf: deps.labelOf, reader }, turn, { actor, itemId });
        return taken.kind === "conversation"
          ? { conversation: taken.conversation }
          : { conversation: null, work: taken.work };
      });
    },

    decline: (actor, offerId) => {
      const own = office.of(actor.tenantId);
      return own.routing.run(async turn => {
        requireOwn(own, actor, offerId);
        const effects = await turn.step({ type: "offerDeclined", offerId, agentId: actor.agentId });
        // It has left the screen already, which is all a decline wants; unless it was accepted
        if (isRejected(effects) && acceptedBefore(own, turn, offerId) !== null) throw offerEnded();
      });
    },

    mayAnswer: ({ tenantId, agentId }, id) => office.known(tenantId)?.past.offer(id)?.agentId === agentId,

    mayEnd: async (actor, id) => {
      const record = await storage.readConversation(actor.tenantId, id);
      return record !== null && takesPart(actor, record);
    },
  };
};
