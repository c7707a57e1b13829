/**
 * Tells people what a commit changed. Runs after the commit, in the order of the commits; a failure to tell is logged
 * and changes nothing, since whoever missed it resumes by asking. Knows no storage.
 */
import type {
  AgentId,
  ConversationId,
  InvitationEnd,
  InvitationId,
  Message,
  TenantId,
  WorkItemId,
} from "@lotse/protocol";
import {
  agentOf,
  agentsOf,
  itemOf,
  offerOf,
  type RoutingEffect,
  type RoutingState,
  unassignedItems,
} from "@lotse/routing";
import { errorFields, type Log } from "../../log.ts";
import type { Publisher } from "../../publisher.ts";
import { offerOwn, tellOwner } from "./announceOwn.ts";
import { createWorkTeller, type WorkTeller } from "./announceWork.ts";
import type { Memory } from "./book.ts";
import { isOfHelp } from "./conference.ts";
import { differences } from "./differences.ts";
import { holderOf } from "./handover.ts";
import type { LineTeller } from "./lineTeller.ts";
import { offerViewOf } from "./lineViews.ts";
import { alternativesOf, endedView } from "./outlook.ts";
import { agentViewOf, type LabelOf, positionsOf } from "./views.ts";
import { movedItems } from "./writes.ts";

/** Whoever waits further back is told the position when asking, not at every move. */
const POSITIONS_TOLD = 20;

export interface AnnounceDeps {
  readonly publisher: Publisher;
  readonly line: Pick<LineTeller, "committed">;
  readonly labelOf: LabelOf;
  /** Who may write in it may be another now. Heard before anybody is told anything, since telling takes its time. */
  readonly partiesChanged: (tenantId: TenantId, id: ConversationId) => void;
  /** The conversation's stored state changed: tell both sides. */
  readonly conversationChanged: (tenantId: TenantId, id: ConversationId) => Promise<void>;
  /** Messages that a commit stored: tell both sides. */
  readonly messagesStored: (tenantId: TenantId, messages: readonly Message[]) => Promise<void>;
  /** It is not this agent's any more: what only its agent may see ends, and that agent is told. */
  readonly conversationLeft: (tenantId: TenantId, id: ConversationId, former: AgentId) => Promise<void>;
  /** This colleague reads along no more. */
  readonly assistantLeft: (tenantId: TenantId, id: ConversationId, helper: AgentId) => Promise<void>;
  /** Somebody was invited, waits, is helped or is not any more. */
  readonly contactsChanged: (tenantId: TenantId) => void;
  /** For what lives only as long as the conversation, such as co-browsing. */
  readonly conversationEnded: (id: ConversationId) => Promise<void>;
  readonly log: Pick<Log, "error">;
}

/** One commit, from memory to memory. The book of `after` still has the entries of what ended. */
export interface News {
  readonly before: Memory;
  readonly after: Memory;
  readonly effects: readonly RoutingEffect[];
  readonly messages: readonly Message[];
}

export type Announce = (news: News) => Promise<void>;

export interface Announcer {
  readonly step: Announce;
  /** After a rebuild: what the old memory had shown and the new one does not bear out. */
  readonly rebuilt: (news: News) => Promise<void>;
}

/** What these agents' visitors must know: their agent is not there any more, or is back. */
const turnedItems = (before: Memory, after: Memory, agents: ReadonlySet<AgentId>): readonly WorkItemId[] => {
  const isOffline = ({ routing }: Memory, id: AgentId) => agentOf(routing, id)?.presence === "offline";
  const turned = new Set([...agents].filter(id => isOffline(before, id) !== isOffline(after, id)));
  if (turned.size === 0) return [];
  return [...after.book.items.keys()].filter(id => {
    const holder = holderOf(after.routing, id);
    return holder !== null && turned.has(holder);
  });
};

const OF_WAYS: readonly RoutingEffect["effect"][] = ["presenceChanged", "alternativeDue", "overflowed"];

const OF_CONTACT: readonly RoutingEffect["effect"][] = [
  ...(["reserved", "reservationEnded", "queued", "assigned", "released", "itemEnded"] as const),
];

/** Skills are somebody's word, and no effect. */
const isSkilledOtherwise = (before: RoutingState, after: RoutingState): boolean =>
  before.agents !== after.agents &&
  [...agentsOf(after)].some(({ id, skills, channels }) => {
    const was = agentOf(before, id);
    return was === undefined || was.skills !== skills || was.channels !== channels;
  });

const mayOpenWays = ({ before, after, effects }: News): boolean =>
  before.routing.closed !== after.routing.closed ||
  before.routing.closedSites !== after.routing.closedSites ||
  before.routing.plan !== after.routing.plan ||
  effects.some(({ effect }) => OF_WAYS.includes(effect)) ||
  isSkilledOtherwise(before.routing, after.routing);

/** Those who wait and are offered other ways out than before: their queue or website closed, a rule fell due, everybody left. */
const withOtherWays = (before: RoutingState, after: RoutingState): readonly WorkItemId[] =>
  unassignedItems(after)
    .slice(0, POSITIONS_TOLD)
    .flatMap(item => {
      const was = itemOf(before, item.id);
      if (was === undefined) return [];
      return alternativesOf(before, was).join() === alternativesOf(after, item).join() ? [] : [item.id];
    });

export const createAnnouncer = (deps: AnnounceDeps): Announcer => {
  const { publisher } = deps;
  const teller = createWorkTeller(deps);

  const attempt = async (after: Memory, tell: () => void | Promise<void>): Promise<void> => {
    try {
      await tell();
    } catch (error) {
      deps.log.error("routing not told", { tenantId: after.tenantId, ...errorFields(error) });
    }
  };

  const endInvitation = (memory: Memory, invitationId: InvitationId, reason: InvitationEnd): void => {
    const entry = memory.book.invitations.get(invitationId);
    if (entry === undefined) return;
    publisher.toVisit(entry.record.visitId, "invitation:ended", endedView(memory, entry, reason));
    tellOwner(deps, entry, reason);
  };

  const tellEffect = ({ before, after }: News, effect: RoutingEffect): void => {
    switch (effect.effect) {
      case "presenceChanged": {
        const view = agentViewOf(after, effect.agentId);
        if (view !== null) publisher.toAgents(after.tenantId, "presence:changed", view);
        return;
      }
      case "offered": {
        // Made by time and unmade by the event in the same step: nobody ever saw it
        if (offerOf(after.routing, effect.offer.id) === undefined) return;
        const view = offerViewOf(after, effect.offer, { labelOf: deps.labelOf, nowMs: after.routing.atMs });
        if (view !== null) publisher.toAgent(effect.offer.agentId, "offer:made", view);
        return;
      }
      case "offerEnded": {
        if (offerOf(before.routing, effect.offer.id) === undefined) return;
        const { id: offerId, agentId } = effect.offer;
        publisher.toAgent(agentId, "offer:ended", { offerId, reason: effect.reason });
        return;
      }
      case "reserved":
        offerOwn(deps, after, effect.reservation.id);
        return;
      case "reservationEnded":
        endInvitation(after, effect.reservation.id, effect.reason);
        return;
      default:
        return;
    }
  };

  /** Conversations that have another place or whose agent came or went, and waiting ones that moved up. */
  const changedItems = (news: News): ReadonlySet<WorkItemId> => {
    const { before, after, effects } = news;
    const changed = new Set<WorkItemId>();
    const moved = movedItems(effects);
    const agents = new Set(effects.flatMap(each => (each.effect === "presenceChanged" ? each.agentId : [])));
    for (const id of turnedItems(before, after, agents)) changed.add(id);
    for (const effect of effects) if (isOfHelp(effect)) changed.add(effect.itemId);
    for (const id of moved) {
      const [was, is] = [itemOf(before.routing, id), itemOf(after.routing, id)];
      // Ringing is waiting, as far as the visitor can see, and set aside is still the agent's
      if (is === undefined || was === undefined) changed.add(id);
      else if (holderOf(before.routing, id) !== holderOf(after.routing, id)) changed.add(id);
    }
    if (mayOpenWays(news)) for (const id of withOtherWays(before.routing, after.routing)) changed.add(id);
    if (moved.size === 0) return changed;
    const earlier = positionsOf(before);
    for (const [id, position] of positionsOf(after)) {
      if (position <= POSITIONS_TOLD && earlier.get(id) !== position) changed.add(id);
    }
    return changed;
  };

  const conversationOf = ({ before, after }: News, id: WorkItemId): ConversationId | null =>
    (after.book.items.get(id) ?? before.book.items.get(id))?.conversationId ?? null;

  const forgetParties = (news: News, ids: Iterable<WorkItemId>): void => {
    for (const id of ids) {
      const conversationId = conversationOf(news, id);
      if (conversationId !== null) deps.partiesChanged(news.after.tenantId, conversationId);
    }
  };

  const tellConversations = async (news: News, ids: Iterable<WorkItemId>): Promise<void> => {
    const { tenantId, routing } = news.after;
    for (const id of ids) {
      const conversationId = conversationOf(news, id);
      if (conversationId === null) continue;
      const former = holderOf(news.before.routing, id);
      const isLeft = former !== null && holderOf(routing, id) !== former;
      await attempt(news.after, () => deps.conversationChanged(tenantId, conversationId));
      if (itemOf(routing, id) !== undefined) {
        if (isLeft) await attempt(news.after, () => deps.conversationLeft(tenantId, conversationId, former));
        continue;
      }
      await attempt(news.after, () => deps.conversationEnded(conversationId));
    }
  };

  const tellAssistants = async (news: News): Promise<void> => {
    const { tenantId } = news.after;
    for (const effect of news.effects) {
      const id = effect.effect === "assistEnded" ? conversationOf(news, effect.itemId) : null;
      if (effect.effect !== "assistEnded" || id === null) continue;
      await attempt(news.after, () => deps.assistantLeft(tenantId, id, effect.helperId));
    }
  };

  const step: Announce = async news => {
    const { after, effects, messages } = news;
    forgetParties(news, movedItems(effects));
    for (const effect of effects) await attempt(after, () => tellEffect(news, effect));
    await attempt(after, () => deps.line.committed(news));
    if (effects.some(({ effect }) => OF_CONTACT.includes(effect))) {
      await attempt(after, () => deps.contactsChanged(after.tenantId));
    }
    await tellConversations(news, changedItems(news));
    await tellAssistants(news);
    await attempt(after, () => teller.work(news));
    if (messages.length > 0) await attempt(after, () => deps.messagesStored(after.tenantId, messages));
  };

  return {
    step,
    rebuilt: createRebuildTeller({ ...deps, attempt, tellEffect, teller, forgetParties, tellConversations }),
  };
};

type RebuildTellerDeps = AnnounceDeps & {
  readonly attempt: (after: Memory, tell: () => void | Promise<void>) => Promise<void>;
  readonly tellEffect: (news: News, effect: RoutingEffect) => void;
  readonly teller: WorkTeller;
  readonly forgetParties: (news: News, ids: Iterable<WorkItemId>) => void;
  readonly tellConversations: (news: News, ids: Iterable<WorkItemId>) => Promise<void>;
};

const createRebuildTeller = (deps: RebuildTellerDeps): Announce => {
  const { publisher, attempt } = deps;
  return async news => {
    const lost = differences(news.before, news.after);
    const { after } = news;
    deps.forgetParties(news, lost.items);
    await attempt(after, () => {
      for (const { offerId, agentId } of lost.offers) {
        publisher.toAgent(agentId, "offer:ended", { offerId, reason: "withdrawn" });
      }
      for (const { invitationId, visitId, reason } of lost.invitations) {
        const entry = news.before.book.invitations.get(invitationId);
        if (entry === undefined) continue;
        publisher.toVisit(visitId, "invitation:ended", endedView(after, entry, reason));
        tellOwner(deps, entry, reason);
      }
      for (const agentId of lost.presences) {
        const view = agentViewOf(after, agentId);
        if (view !== null) publisher.toAgents(after.tenantId, "presence:changed", view);
      }
    });
    for (const effect of news.effects) await attempt(after, () => deps.tellEffect(news, effect));
    await attempt(after, () => deps.line.committed(news));
    await attempt(after, () => deps.contactsChanged(after.tenantId));
    const left = turnedItems(news.before, after, new Set(lost.presences));
    await deps.tellConversations(news, new Set([...lost.items, ...left]));
    for (const conversationId of lost.helped) {
      await attempt(after, () => deps.conversationChanged(after.tenantId, conversationId));
    }
    for (const { conversationId, helperId } of lost.helpers) {
      await attempt(after, () => deps.assistantLeft(after.tenantId, conversationId, helperId));
    }
    await attempt(after, () => deps.teller.rebuilt(news));
  };
};
