/** What an agent may keep: after every change, offers and then reservations go back, newest first, until it fits. */
import type { AgentId } from "@lotse/protocol";
import { agentOf, type Draft } from "./draft.ts";
import { isExcluded, unfitFor } from "./eligible.ts";
import { endOffer, endReservation } from "./holds.ts";
import { isOver } from "./load.ts";
import type { Agent, Hold } from "./model.ts";
import { itemOf } from "./places.ts";
import { needsOf } from "./plan.ts";
import { byInvitation, byOffer } from "./tables.ts";

type Lent = Extract<Hold, { readonly kind: "offer" | "reservation" }>;

const isLent = (held: Hold): held is Lent => held.kind === "offer" || held.kind === "reservation";

/** He could not be asked for it any more. Transfers and consultations ask for the person, not for skills. */
const isLost = (draft: Draft, agent: Agent, held: Lent): boolean => {
  const { state } = draft;
  if (isExcluded(state.plan, agent, held.channel)) return true;
  if (held.kind === "reservation") {
    const reservation = byInvitation.get(state.reservations, held.id);
    if (reservation === undefined) return false;
    const needs = needsOf(state.plan, reservation, -1);
    return unfitFor(agent, { channel: held.channel, needs }) !== null;
  }
  const offer = byOffer.get(state.offers, held.id);
  const item = offer?.purpose === "work" ? itemOf(draft, offer.itemId) : undefined;
  if (item === undefined) return false;
  const needs = needsOf(state.plan, item, item.standing.relaxedTo);
  return unfitFor(agent, { channel: held.channel, needs }) !== null;
};

const giveBack = (draft: Draft, held: Lent | undefined): boolean => {
  const { state } = draft;
  if (held?.kind === "offer") {
    const offer = byOffer.get(state.offers, held.id);
    if (offer !== undefined) endOffer(draft, offer, "withdrawn");
    return offer !== undefined;
  }
  const reservation = held === undefined ? undefined : byInvitation.get(state.reservations, held.id);
  if (reservation !== undefined) endReservation(draft, reservation, "withdrawn");
  return reservation !== undefined;
};

const giveOneBack = (draft: Draft, agent: Agent): boolean => {
  const lent = agent.holds.filter(isLent);
  const isTooMuch = agent.presence !== "available" || isOver(agent);
  const { offers, reservations } = {
    offers: lent.filter(held => held.kind === "offer"),
    reservations: lent.filter(held => held.kind === "reservation"),
  };
  return (
    (isTooMuch && (giveBack(draft, offers.at(-1)) || giveBack(draft, reservations.at(-1)))) ||
    giveBack(
      draft,
      [...reservations, ...offers].findLast(held => isLost(draft, agent, held)),
    )
  );
};

export const settle = (draft: Draft, id: AgentId): void => {
  for (;;) {
    const agent = agentOf(draft, id);
    if (agent === undefined || !giveOneBack(draft, agent)) return;
  }
};
