/** Questions about a state that others ask. */
import type { AgentId, InvitationId, OfferId, WorkItemId } from "@lotse/protocol";
import type { Agent, Item, Offer, Reservation, RoutingState } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { byAgent, byInvitation, byItem, byOffer, bySlot, compareAge, slotKey } from "./tables.ts";

export const agentOf = (state: RoutingState, id: AgentId): Agent | undefined => byAgent.get(state.agents, id);
export const itemOf = (state: RoutingState, id: WorkItemId): Item | undefined => byItem.get(state.items, id);
export const offerOf = (state: RoutingState, id: OfferId): Offer | undefined => byOffer.get(state.offers, id);
export const reservationOf = (state: RoutingState, id: InvitationId): Reservation | undefined =>
  byInvitation.get(state.reservations, id);

/** How many agents could take one more piece of work that needs the skill. */
export const freeAgents = (state: RoutingState, skill: string | null): number => {
  let count = 0;
  for (const _ of keysOf(bySlot.get(state.free, slotKey(skill)) ?? null)) count += 1;
  return count;
};

/** Items that are nobody's yet, ringing ones included, oldest first. */
export const unassignedItems = (state: RoutingState): readonly Item[] =>
  [...valuesOf(state.items)].filter(item => item.place.at !== "assigned").sort(compareAge);

export const agentsOf = (state: RoutingState): Iterable<Agent> => valuesOf(state.agents);
export const offersOf = (state: RoutingState): Iterable<Offer> => valuesOf(state.offers);
export const reservationsOf = (state: RoutingState): Iterable<Reservation> => valuesOf(state.reservations);
