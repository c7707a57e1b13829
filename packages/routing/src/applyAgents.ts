/** What agents say: set, on or off duty, answering, asking for more. Knows neither deadlines nor matching. */
import type { AgentId, OfferId } from "@lotse/protocol";
import { atWork, type Verdict } from "./applyItems.ts";
import { agentOf, changeAgent, type Draft, endWrapUp } from "./draft.ts";
import { isProfile, putProfile, setPresence, unpark } from "./duty.ts";
import { acceptOffer, assign, endOffer, endReservation } from "./holds.ts";
import { topFor, whyOf } from "./match.ts";
import type { Rejection, RoutingEvent } from "./messages.ts";
import type { Offer } from "./model.ts";
import { unsettle } from "./overflow.ts";
import { itemOf } from "./places.ts";
import { rankOf } from "./plan.ts";
import { settle } from "./settle.ts";
import { byInvitation, byOffer, compareRank } from "./tables.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;

export const agentSet = (draft: Draft, { agent }: Of<"agentSet">): Verdict => {
  if (!isProfile(agent)) return "invalid";
  putProfile(draft, agent);
  settle(draft, agent.id);
  unpark(draft, agent.id);
  unsettle(draft, ({ condition }) => condition.if === "nobodyOnDuty");
  return null;
};

export const presenceSet = (draft: Draft, { agentId, presence, reason }: Of<"presenceSet">): Verdict => {
  const agent = agentOf(draft, agentId);
  if (agent === undefined) return "unknown";
  setPresence(draft, agent, { presence, reason });
  return null;
};

export const consoleLost = (draft: Draft, { agentId }: Of<"consoleLost">): Verdict => {
  const agent = agentOf(draft, agentId);
  if (agent === undefined) return "unknown";
  for (const held of agent.holds) {
    const reservation =
      held.kind === "reservation" ? byInvitation.get(draft.state.reservations, held.id) : undefined;
    if (reservation !== undefined) endReservation(draft, reservation, "withdrawn");
  }
  return null;
};

const answered = (draft: Draft, offerId: OfferId, agentId: AgentId): Offer | Rejection => {
  const offer = byOffer.get(draft.state.offers, offerId);
  if (offer === undefined) return "unknown";
  if (offer.agentId !== agentId) return "foreign";
  changeAgent(draft, agentId, () => ({ misses: 0 }));
  return offer;
};

export const offerAccepted = (draft: Draft, { offerId, agentId }: Of<"offerAccepted">): Verdict => {
  const offer = answered(draft, offerId, agentId);
  if (typeof offer === "string") return offer;
  acceptOffer(draft, offer);
  settle(draft, agentId);
  return null;
};

export const offerDeclined = (draft: Draft, { offerId, agentId }: Of<"offerDeclined">): Verdict => {
  const offer = answered(draft, offerId, agentId);
  if (typeof offer === "string") return offer;
  endOffer(draft, offer, "declined");
  return null;
};

const ringingAt = (draft: Draft, agentId: AgentId): readonly Offer[] =>
  (agentOf(draft, agentId)?.holds ?? []).flatMap(held =>
    held.kind === "offer" ? (byOffer.get(draft.state.offers, held.id) ?? []) : [],
  );

/** What rings at him first, by its rank; else the highest-ranked that he may take, also if he lately passed on it. */
export const nextAsked = (draft: Draft, { agentId }: Of<"nextAsked">): Verdict => {
  const agent = agentOf(draft, agentId);
  if (agent === undefined) return "unknown";
  const [ringing] = ringingAt(draft, agentId)
    .flatMap(offer => ({ offer, item: itemOf(draft, offer.itemId) }))
    .flatMap(({ offer, item }) => (item === undefined ? [] : [{ offer, rank: rankOf(item) }]))
    .sort((a, b) => compareRank(a.rank, b.rank));
  if (ringing !== undefined) {
    acceptOffer(draft, ringing.offer);
    settle(draft, agentId);
    return null;
  }
  const item = topFor(draft.state, atWork(agent), true);
  if (item === null) {
    draft.effects.push({ effect: "nothingNext", agentId });
    return null;
  }
  const why = whyOf(draft.state, { item, agent }, { how: "next", ruleId: null });
  assign(draft, item.id, { agentId, why });
  settle(draft, agentId);
  return null;
};

export const wrapUpEnded = (draft: Draft, { itemId, agentId }: Of<"wrapUpEnded">): Verdict =>
  endWrapUp(draft, agentId, itemId) ? null : "unknown";
