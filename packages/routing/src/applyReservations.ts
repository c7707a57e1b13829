/** Invitations hold a share of an agent exactly as work does. Knows neither deadlines nor matching. */
import type { Verdict } from "./applyItems.ts";
import { agentOf, type Draft } from "./draft.ts";
import { assign, endReservation, holdReservation } from "./holds.ts";
import { bestFor, whyOf } from "./match.ts";
import type { RoutingEvent } from "./messages.ts";
import type { Agent, Reservation } from "./model.ts";
import { addItem, itemOf, newItem } from "./places.ts";
import { hasChannel, hasQueue, mergeLevels } from "./plan.ts";
import { searchIn } from "./read.ts";
import { settle } from "./settle.ts";
import { byInvitation, isClosed } from "./tables.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;

export const reservationAsked = (draft: Draft, event: Of<"reservationAsked">): Verdict => {
  const { state } = draft;
  const { invitationId: id, queueId, channel, needs } = event;
  if (byInvitation.get(state.reservations, id) !== undefined) return "duplicate";
  if (!hasQueue(state.plan, queueId) || !hasChannel(state.plan, channel)) return "unknown";
  if (event.holdMs !== undefined && !(event.holdMs > 0 && Number.isFinite(event.holdMs))) return "invalid";
  const search = searchIn(state, event);
  const soleFor = event.agentId ?? null;
  const sought = { ...search, demand: { ...search.demand, soleFor } };
  const best = isClosed(state, event) ? null : bestFor(state, sought);
  if (best === null) {
    draft.effects.push({ effect: "notReserved", invitationId: id });
    return null;
  }
  const expiresAtMs = state.atMs + (event.holdMs ?? state.plan.settings.reservationMs);
  const reservation = { id, agentId: best.id, queueId, channel, needs, expiresAtMs };
  holdReservation(draft, reservation);
  draft.effects.push({ effect: "reserved", reservation });
  return null;
};

/** Who has the item of an invitation that is accepted: its agent, or, while he is at no console, the best who is. */
const takerOf = (
  draft: Draft,
  reservation: Reservation,
  { absent = [], item }: Of<"reservationAccepted">,
): Agent | null => {
  const { agentId, channel, queueId } = reservation;
  if (!absent.includes(agentId)) return agentOf(draft, agentId) ?? null;
  const needs = mergeLevels(reservation.needs, item.needs);
  return bestFor(draft.state, searchIn(draft.state, { queueId, channel, needs, absent }));
};

/** The channel stays the reserved one, since that is the share that was held. */
export const reservationAccepted = (draft: Draft, event: Of<"reservationAccepted">): Verdict => {
  const reservation = byInvitation.get(draft.state.reservations, event.invitationId);
  if (reservation === undefined) return "unknown";
  if (itemOf(draft, event.item.id) !== undefined) return "duplicate";
  if (!Number.isFinite(event.item.enqueuedAtMs) || !Number.isFinite(event.item.priority)) return "invalid";
  const { channel, queueId } = reservation;
  const agent = takerOf(draft, reservation, event);
  endReservation(draft, reservation, agent === null ? "withdrawn" : "accepted");
  if (agent === null) return null;
  const item = { ...newItem(draft, { ...event.item, channel, queueId }), estimatedMs: 0 };
  addItem(draft, item);
  assign(draft, item.id, {
    agentId: agent.id,
    why: whyOf(draft.state, { item, agent }, { how: "reserved", ruleId: null }),
  });
  settle(draft, agent.id);
  return null;
};

export const reservationEnded = (draft: Draft, { invitationId, reason }: Of<"reservationEnded">): Verdict => {
  const reservation = byInvitation.get(draft.state.reservations, invitationId);
  if (reservation === undefined) return "unknown";
  endReservation(draft, reservation, reason);
  return null;
};
