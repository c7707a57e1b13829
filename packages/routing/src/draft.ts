/**
 * The state while one step is being worked out: each operation changes a table together with its indexes, and says
 * what happened. Knows no events and no order of business; see apply.ts and step.ts.
 */
import type { AgentId, InvitationEnd, OfferEnd, WorkItemId } from "@lotse/protocol";
import type {
  Agent,
  Deadline,
  Hold,
  Item,
  ItemPlace,
  NewItem,
  Offer,
  Pass,
  Reservation,
  RoutingEffect,
  RoutingState,
} from "./model.ts";
import {
  byAge,
  byAgent,
  byDeadline,
  byInvitation,
  byItem,
  byOffer,
  byRank,
  bySlot,
  isFree,
  offerIdOf,
  queueKeyOf,
  rankOf,
  slotKey,
  slotKeysOf,
} from "./tables.ts";

export interface Draft {
  state: { -readonly [Key in keyof RoutingState]: RoutingState[Key] };
  readonly effects: RoutingEffect[];
}

const index = (state: Draft["state"], agent: Agent): void => {
  if (!isFree(agent)) return;
  for (const key of slotKeysOf(agent)) {
    const ranks = byRank.set(bySlot.get(state.free, key) ?? null, rankOf(agent), true);
    state.free = bySlot.set(state.free, key, ranks);
  }
};

const unindex = (state: Draft["state"], agent: Agent): void => {
  if (!isFree(agent)) return;
  for (const key of slotKeysOf(agent)) {
    const ranks = byRank.remove(bySlot.get(state.free, key) ?? null, rankOf(agent));
    state.free = ranks === null ? bySlot.remove(state.free, key) : bySlot.set(state.free, key, ranks);
  }
};

export const putAgent = ({ state }: Draft, agent: Agent): void => {
  const before = byAgent.get(state.agents, agent.id);
  if (before !== undefined) unindex(state, before);
  state.agents = byAgent.set(state.agents, agent.id, agent);
  index(state, agent);
};

const changeAgent = (draft: Draft, id: AgentId, change: (agent: Agent) => Agent): void => {
  const agent = byAgent.get(draft.state.agents, id);
  if (agent !== undefined) putAgent(draft, change(agent));
};

const hold = (draft: Draft, id: AgentId, added: Hold): void =>
  changeAgent(draft, id, agent => ({ ...agent, holds: [...agent.holds, added] }));

const release = (draft: Draft, id: AgentId, kind: Hold["kind"], holdId: Hold["id"]): void =>
  changeAgent(draft, id, agent => ({
    ...agent,
    holds: agent.holds.filter(held => held.kind !== kind || held.id !== holdId),
  }));

/** From now on the agent counts as idle anew: last among equals. */
export const touch = (draft: Draft, id: AgentId): void =>
  changeAgent(draft, id, agent => ({ ...agent, idleSinceMs: draft.state.atMs }));

const addDeadline = ({ state }: Draft, deadline: Deadline): void => {
  state.deadlines = byDeadline.set(state.deadlines, deadline, true);
};

const removeDeadline = ({ state }: Draft, deadline: Deadline): void => {
  state.deadlines = byDeadline.remove(state.deadlines, deadline);
};

const pauseOf = (itemId: WorkItemId, pass: Pass): Deadline => ({
  atMs: pass.againAtMs,
  kind: "pause",
  id: `${itemId}/${pass.agentId}`,
});

/** Takes the item off the waiting list, with everything that only a waiting item needs. */
const unqueue = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const key = slotKey(item.skill);
  const queue = byAge.remove(bySlot.get(state.waiting, key) ?? null, queueKeyOf(item));
  state.waiting = queue === null ? bySlot.remove(state.waiting, key) : bySlot.set(state.waiting, key, queue);
  for (const pass of item.passes) removeDeadline(draft, pauseOf(item.id, pass));
};

const queue = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const key = slotKey(item.skill);
  const items = byAge.set(bySlot.get(state.waiting, key) ?? null, queueKeyOf(item), true);
  state.waiting = bySlot.set(state.waiting, key, items);
  for (const pass of item.passes) {
    if (pass.againAtMs > state.atMs) addDeadline(draft, pauseOf(item.id, pass));
  }
};

const place = (draft: Draft, item: Item, to: ItemPlace): void => {
  const { state } = draft;
  if (item.place.at === "waiting" && byItem.get(state.items, item.id) !== undefined) unqueue(draft, item);
  const moved: Item = { ...item, place: to };
  state.items = byItem.set(state.items, item.id, moved);
  if (to.at === "waiting") queue(draft, moved);
};

export const addWaiting = (draft: Draft, item: NewItem): void => {
  place(draft, { ...item, place: { at: "waiting" }, passes: [] }, { at: "waiting" });
  draft.effects.push({ effect: "queued", itemId: item.id });
};

/** Gives the item to the agent for good. A slot must be his already, or free. */
export const assign = (draft: Draft, item: Item, agentId: AgentId): void => {
  place(draft, item, { at: "assigned", agentId });
  hold(draft, agentId, { kind: "assignment", id: item.id, skill: item.skill });
  touch(draft, agentId);
  draft.effects.push({ effect: "assigned", itemId: item.id, agentId });
};

export const addAssigned = (draft: Draft, item: NewItem, agentId: AgentId): void =>
  assign(draft, { ...item, place: { at: "waiting" }, passes: [] }, agentId);

/** The item must not ring any more. */
export const removeItem = (draft: Draft, item: Item): void => {
  if (item.place.at === "waiting") unqueue(draft, item);
  if (item.place.at === "assigned") {
    release(draft, item.place.agentId, "assignment", item.id);
    touch(draft, item.place.agentId);
  }
  draft.state.items = byItem.remove(draft.state.items, item.id);
  draft.effects.push({ effect: "itemEnded", itemId: item.id });
};

export const makeOffer = (draft: Draft, item: Item, agentId: AgentId): void => {
  const { state } = draft;
  state.lastOffer += 1;
  const id = offerIdOf(state.epoch, state.lastOffer);
  const expiresAtMs = state.atMs + state.settings.offerTimeoutMs;
  const offer: Offer = { id, itemId: item.id, agentId, offeredAtMs: state.atMs, expiresAtMs };
  place(draft, item, { at: "offered", offerId: id, agentId });
  state.offers = byOffer.set(state.offers, id, offer);
  addDeadline(draft, { atMs: expiresAtMs, kind: "offer", id });
  hold(draft, agentId, { kind: "offer", id, skill: item.skill });
  draft.effects.push({ effect: "offered", offer });
};

const withPass = (draft: Draft, item: Item, agentId: AgentId): readonly Pass[] => {
  const before = item.passes.find(pass => pass.agentId === agentId);
  const againAtMs = draft.state.atMs + draft.state.settings.passPauseMs;
  const others = item.passes.filter(pass => pass.agentId !== agentId);
  return [...others, { agentId, times: (before?.times ?? 0) + 1, againAtMs }];
};

/** Ends a ringing offer and its hold. The item waits again, also if it will be assigned next. */
export const endOffer = (draft: Draft, offer: Offer, reason: OfferEnd): void => {
  const { state } = draft;
  state.offers = byOffer.remove(state.offers, offer.id);
  removeDeadline(draft, { atMs: offer.expiresAtMs, kind: "offer", id: offer.id });
  release(draft, offer.agentId, "offer", offer.id);
  draft.effects.push({ effect: "offerEnded", offer, reason });
  const item = byItem.get(state.items, offer.itemId);
  if (item === undefined) return;
  const passed = reason === "declined" || reason === "timedOut";
  if (passed) touch(draft, offer.agentId);
  const passes = passed ? withPass(draft, item, offer.agentId) : item.passes;
  place(draft, { ...item, passes }, { at: "waiting" });
  if (reason !== "accepted") draft.effects.push({ effect: "queued", itemId: item.id });
};

/** Holds a slot for the invitation, silently: the caller says whether it is new. */
export const holdReservation = (draft: Draft, reservation: Reservation): void => {
  const { state } = draft;
  const { id, agentId, skill, expiresAtMs } = reservation;
  state.reservations = byInvitation.set(state.reservations, id, reservation);
  addDeadline(draft, { atMs: expiresAtMs, kind: "reservation", id });
  hold(draft, agentId, { kind: "reservation", id, skill });
};

export const endReservation = (draft: Draft, reservation: Reservation, reason: InvitationEnd): void => {
  const { state } = draft;
  const { id, agentId, expiresAtMs } = reservation;
  state.reservations = byInvitation.remove(state.reservations, id);
  removeDeadline(draft, { atMs: expiresAtMs, kind: "reservation", id });
  release(draft, agentId, "reservation", id);
  draft.effects.push({ effect: "reservationEnded", reservation, reason });
};

/** A pause is over: nothing changes but that the agent may be asked again. */
export const endPause = (draft: Draft, deadline: Deadline): void => removeDeadline(draft, deadline);
