/** What each event changes, before work is given out. Knows neither deadlines nor matching. */
import type { AgentId } from "@lotse/protocol";
import type { Draft } from "./draft.ts";
import * as draftOf from "./draft.ts";
import type { Agent, AgentProfile, Rejection, RoutingEvent } from "./model.ts";
import { firstKey } from "./orderedMap.ts";
import { byAgent, byInvitation, byItem, byOffer, bySlot, hasSkill, loadOf, slotKey } from "./tables.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;
/** Null: applied. */
type Verdict = Rejection | null;

const isCapacity = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Gives back the agent's newest hold of the kind that the test picks; false if there is none. */
const dropNewest = (draft: Draft, agent: Agent, kind: "offer" | "reservation", skill?: "lost"): boolean => {
  const held = agent.holds.findLast(
    each => each.kind === kind && (skill === undefined || !hasSkill(agent, each.skill)),
  );
  if (held?.kind === "offer") {
    const offer = byOffer.get(draft.state.offers, held.id);
    if (offer !== undefined) draftOf.endOffer(draft, offer, "withdrawn");
    return offer !== undefined;
  }
  if (held?.kind === "reservation") {
    const reservation = byInvitation.get(draft.state.reservations, held.id);
    if (reservation !== undefined) draftOf.endReservation(draft, reservation, "withdrawn");
    return reservation !== undefined;
  }
  return false;
};

/** One hold the agent may keep no longer is given back: offers before reservations, newest first. */
const dropOne = (draft: Draft, agent: Agent): boolean => {
  const tooMany = agent.presence !== "available" || loadOf(agent) > agent.capacity;
  return (
    (tooMany && dropNewest(draft, agent, "offer")) ||
    (tooMany && dropNewest(draft, agent, "reservation")) ||
    dropNewest(draft, agent, "offer", "lost") ||
    dropNewest(draft, agent, "reservation", "lost")
  );
};

const settle = (draft: Draft, id: AgentId): void => {
  for (;;) {
    const agent = byAgent.get(draft.state.agents, id);
    if (agent === undefined || !dropOne(draft, agent)) return;
  }
};

const agentFrom = (draft: Draft, profile: AgentProfile): Agent => {
  const before = byAgent.get(draft.state.agents, profile.id);
  return {
    id: profile.id,
    skills: [...new Set(profile.skills)].sort(),
    capacity: profile.capacity,
    presence: before?.presence ?? "offline",
    idleSinceMs: before?.idleSinceMs ?? draft.state.atMs,
    holds: before?.holds ?? [],
  };
};

const agentSet = (draft: Draft, { agent }: Of<"agentSet">): Verdict => {
  if (!isCapacity(agent.capacity)) return "invalid";
  draftOf.putAgent(draft, agentFrom(draft, agent));
  settle(draft, agent.id);
  return null;
};

const presenceSet = (draft: Draft, { agentId, presence }: Of<"presenceSet">): Verdict => {
  const agent = byAgent.get(draft.state.agents, agentId);
  if (agent === undefined) return "unknown";
  if (agent.presence === presence) return null;
  draftOf.putAgent(draft, { ...agent, presence });
  if (presence === "available") draftOf.touch(draft, agentId);
  draft.effects.push({ effect: "presenceChanged", agentId, presence });
  settle(draft, agentId);
  return null;
};

const itemAdded = (draft: Draft, { item }: Of<"itemAdded">): Verdict => {
  if (byItem.get(draft.state.items, item.id) !== undefined) return "duplicate";
  if (!Number.isFinite(item.enqueuedAtMs)) return "invalid";
  draftOf.addWaiting(draft, item);
  return null;
};

const itemEnded = (draft: Draft, { itemId }: Of<"itemEnded">): Verdict => {
  const item = byItem.get(draft.state.items, itemId);
  if (item === undefined) return "unknown";
  const offer = item.place.at === "offered" ? byOffer.get(draft.state.offers, item.place.offerId) : undefined;
  if (offer !== undefined) draftOf.endOffer(draft, offer, "withdrawn");
  draftOf.removeItem(draft, byItem.get(draft.state.items, itemId) ?? item);
  return null;
};

const offerAccepted = (draft: Draft, { offerId, agentId }: Of<"offerAccepted">): Verdict => {
  const offer = byOffer.get(draft.state.offers, offerId);
  if (offer === undefined) return "unknown";
  if (offer.agentId !== agentId) return "foreign";
  draftOf.endOffer(draft, offer, "accepted");
  const item = byItem.get(draft.state.items, offer.itemId);
  if (item !== undefined) draftOf.assign(draft, item, agentId);
  return null;
};

const offerDeclined = (draft: Draft, { offerId, agentId }: Of<"offerDeclined">): Verdict => {
  const offer = byOffer.get(draft.state.offers, offerId);
  if (offer === undefined) return "unknown";
  if (offer.agentId !== agentId) return "foreign";
  draftOf.endOffer(draft, offer, "declined");
  return null;
};

const reservationAsked = (draft: Draft, { invitationId, skill }: Of<"reservationAsked">): Verdict => {
  const { state } = draft;
  if (byInvitation.get(state.reservations, invitationId) !== undefined) return "duplicate";
  const best = firstKey(bySlot.get(state.free, slotKey(skill)) ?? null);
  if (best === null) {
    draft.effects.push({ effect: "notReserved", invitationId });
    return null;
  }
  const expiresAtMs = state.atMs + state.settings.reservationMs;
  const reservation = { id: invitationId, agentId: best.id, skill, expiresAtMs };
  draftOf.holdReservation(draft, reservation);
  draft.effects.push({ effect: "reserved", reservation });
  return null;
};

const reservationAccepted = (draft: Draft, event: Of<"reservationAccepted">): Verdict => {
  const reservation = byInvitation.get(draft.state.reservations, event.invitationId);
  if (reservation === undefined) return "unknown";
  if (byItem.get(draft.state.items, event.item.id) !== undefined) return "duplicate";
  if (!Number.isFinite(event.item.enqueuedAtMs)) return "invalid";
  draftOf.endReservation(draft, reservation, "accepted");
  draftOf.addAssigned(draft, event.item, reservation.agentId);
  return null;
};

const reservationEnded = (draft: Draft, { invitationId, reason }: Of<"reservationEnded">): Verdict => {
  const reservation = byInvitation.get(draft.state.reservations, invitationId);
  if (reservation === undefined) return "unknown";
  draftOf.endReservation(draft, reservation, reason);
  return null;
};

const restored = (draft: Draft, event: Of<"restored">): Verdict => {
  const { state } = draft;
  if (state.agents !== null || state.items !== null || state.reservations !== null) return "duplicate";
  const times = [
    ...event.items.map(item => item.enqueuedAtMs),
    ...event.reservations.map(r => r.expiresAtMs),
  ];
  if (!times.every(Number.isFinite) || !event.agents.every(a => isCapacity(a.capacity))) return "invalid";
  for (const { presence, ...profile } of event.agents) {
    draftOf.putAgent(draft, { ...agentFrom(draft, profile), presence });
  }
  for (const { agentId, ...item } of event.items) {
    if (byItem.get(draft.state.items, item.id) !== undefined) continue;
    const known = agentId !== null && byAgent.get(draft.state.agents, agentId) !== undefined;
    if (known) draftOf.addAssigned(draft, item, agentId);
    else draftOf.addWaiting(draft, item);
  }
  for (const reservation of event.reservations) restoreReservation(draft, reservation);
  for (const agent of event.agents) settle(draft, agent.id);
  return null;
};

const restoreReservation = (draft: Draft, reservation: Of<"restored">["reservations"][number]): void => {
  const { state } = draft;
  if (byInvitation.get(state.reservations, reservation.id) !== undefined) return;
  draftOf.holdReservation(draft, reservation);
  if (reservation.expiresAtMs <= state.atMs) draftOf.endReservation(draft, reservation, "expired");
  else if (byAgent.get(state.agents, reservation.agentId) === undefined) {
    draftOf.endReservation(draft, reservation, "withdrawn");
  }
};

const applyEvent = (draft: Draft, event: RoutingEvent): Verdict => {
  switch (event.type) {
    case "restored":
      return restored(draft, event);
    case "agentSet":
      return agentSet(draft, event);
    case "presenceSet":
      return presenceSet(draft, event);
    case "itemAdded":
      return itemAdded(draft, event);
    case "itemEnded":
      return itemEnded(draft, event);
    case "offerAccepted":
      return offerAccepted(draft, event);
    case "offerDeclined":
      return offerDeclined(draft, event);
    case "reservationAsked":
      return reservationAsked(draft, event);
    case "reservationAccepted":
      return reservationAccepted(draft, event);
    case "reservationEnded":
      return reservationEnded(draft, event);
    case "woken":
      return null;
  }
};

/** Applies the event, or says why not. Never throws on what an event says. */
export const apply = (draft: Draft, event: RoutingEvent): void => {
  const rejection = applyEvent(draft, event);
  if (rejection !== null) draft.effects.push({ effect: "rejected", event: event.type, reason: rejection });
};
