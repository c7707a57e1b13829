/** The plan as it changes, and what another run knew. Everything is looked at anew. Knows no matching. */
import type { QueueId, RoutingPlan } from "@lotse/protocol";
import type { Verdict } from "./applyItems.ts";
import { contradictionsOf } from "./contradictions.ts";
import { addDeadline, agentOf, changeAgent, type Draft, removeDeadline } from "./draft.ts";
import { isProfile, putProfile, restorePresence, unpark } from "./duty.ts";
import { endReservation, holdAssist, holdReservation, holdWrapUp } from "./holds.ts";
import type { RestoredAgent, RestoredItem, RoutingEvent } from "./messages.ts";
import type { Hold, Item, ItemPlace, PlanInForce } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { unsettle } from "./overflow.ts";
import { addItem, changeItem, idleOf, itemOf, newItem, takeUp } from "./places.ts";
import {
  channelOf,
  hasChannel,
  hasQueue,
  hasSite,
  needsOf,
  queueOf,
  relaxedToAt,
  weightAwakeOf,
  weightOf,
} from "./plan.ts";
import { settle } from "./settle.ts";
import { byInvitation, byItem, byOffer, byQueue, bySite } from "./tables.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;

const weightOfHold = (draft: Draft, held: Hold): Hold => {
  // After-work of an idle item, or set aside by an interruption
  if (held.kind === "wrapUp" && held.weight === 0) return held;
  const { plan, offers } = draft.state;
  const itemId =
    held.kind === "offer"
      ? byOffer.get(offers, held.id)?.itemId
      : held.kind === "reservation"
        ? undefined
        : held.id;
  const item = itemId === undefined ? undefined : itemOf(draft, itemId);
  if (item !== undefined && held.kind !== "assignment") return { ...held, weight: weightAwakeOf(plan, item) };
  return { ...held, weight: weightOf(plan, item ?? { channel: held.channel }) };
};

/** Assigned work stays where it is; what depends on the plan about it begins anew. */
const changeAssigned = (draft: Draft, change: () => void): void => {
  const assigned = [...valuesOf(draft.state.items)].filter(item => item.place.at === "assigned");
  for (const item of assigned) {
    const idle = idleOf(draft, item);
    if (idle !== null) removeDeadline(draft, idle);
  }
  change();
  for (const item of assigned) {
    // Nobody sleeps where the plan knows no sleep
    const isIdle = item.isIdle && channelOf(draft.state.plan, item.channel).idle?.then === "release";
    const touched: Item = { ...item, isIdle, touchedAtMs: draft.state.atMs };
    changeItem(draft, item.id, { isIdle, touchedAtMs: touched.touchedAtMs });
    const idle = idleOf(draft, touched);
    if (idle !== null) addDeadline(draft, idle);
  }
};

/** The plan, with the channels that it lacks and by which something came that is not over. */
const withRetired = ({ state }: Draft, plan: RoutingPlan): PlanInForce => {
  const used = new Set([
    ...[...valuesOf(state.items)].map(({ channel }) => channel),
    ...[...valuesOf(state.agents)].flatMap(({ holds }) => holds.map(({ channel }) => channel)),
  ]);
  const retired = [...used].filter(id => !hasChannel(plan, id)).map(id => channelOf(state.plan, id));
  return retired.length === 0 ? plan : { ...plan, retired };
};

/** What somebody is sought for does not change because its queue leaves the plan. */
const takeOverNeeds = (draft: Draft, plan: RoutingPlan): void => {
  const { state } = draft;
  const isLeaving = (id: QueueId): boolean => hasQueue(state.plan, id) && !hasQueue(plan, id);
  for (const item of valuesOf(state.items)) {
    if (!isLeaving(item.queueId)) continue;
    const relaxedTo = relaxedToAt(queueOf(state.plan, item.queueId), item.enqueuedAtMs, state.atMs);
    state.items = byItem.set(state.items, item.id, { ...item, needs: needsOf(state.plan, item, relaxedTo) });
  }
  for (const each of valuesOf(state.reservations)) {
    if (!isLeaving(each.queueId)) continue;
    const needs = needsOf(state.plan, each, -1);
    state.reservations = byInvitation.set(state.reservations, each.id, { ...each, needs });
  }
};

export const planSet = (draft: Draft, { plan }: Of<"planSet">): Verdict => {
  const { state } = draft;
  if (contradictionsOf(plan).some(({ isFatal }) => isFatal)) return "contradictory";
  const others = [...valuesOf(state.items)].filter(item => item.place.at !== "assigned");
  changeAssigned(draft, () => {
    for (const { id } of others) takeUp(draft, id);
    takeOverNeeds(draft, plan);
    state.plan = withRetired(draft, plan);
    for (const { id } of others) {
      const item = itemOf(draft, id);
      if (item !== undefined) addItem(draft, item);
    }
  });
  for (const id of [...keysOf(state.closed)]) {
    if (!hasQueue(plan, id)) state.closed = byQueue.remove(state.closed, id);
  }
  for (const id of [...keysOf(state.closedSites)]) {
    if (!hasSite(plan, id)) state.closedSites = bySite.remove(state.closedSites, id);
  }
  for (const { id } of [...valuesOf(state.agents)]) {
    changeAgent(draft, id, ({ holds }) => ({ holds: holds.map(held => weightOfHold(draft, held)) }));
    settle(draft, id);
    unpark(draft, id);
  }
  // Everybody looks at everything: no need to look for everybody on behalf of every item
  draft.fresh.clear();
  return null;
};

export const queueOpened = (draft: Draft, { queueId }: Of<"queueOpened">): Verdict => {
  if (!hasQueue(draft.state.plan, queueId)) return "unknown";
  draft.state.closed = byQueue.remove(draft.state.closed, queueId);
  return null;
};

export const queueClosed = (draft: Draft, { queueId }: Of<"queueClosed">): Verdict => {
  if (!hasQueue(draft.state.plan, queueId)) return "unknown";
  draft.state.closed = byQueue.set(draft.state.closed, queueId, true);
  unsettle(draft, ({ condition }, id) => id === queueId && condition.if === "closed");
  return null;
};

export const siteOpened = (draft: Draft, { siteId }: Of<"siteOpened">): Verdict => {
  if (!hasSite(draft.state.plan, siteId)) return "unknown";
  draft.state.closedSites = bySite.remove(draft.state.closedSites, siteId);
  return null;
};

export const siteClosed = (draft: Draft, { siteId }: Of<"siteClosed">): Verdict => {
  if (!hasSite(draft.state.plan, siteId)) return "unknown";
  draft.state.closedSites = bySite.set(draft.state.closedSites, siteId, true);
  unsettle(draft, ({ condition }) => condition.if === "closed");
  return null;
};

const placeOf = (draft: Draft, item: RestoredItem): ItemPlace => {
  const { agentId, assignment, parked } = item;
  if (parked !== null && agentOf(draft, parked.agentId) !== undefined) return { at: "parked", ...parked };
  return agentId !== null && agentOf(draft, agentId) !== undefined
    ? { at: "assigned", agentId, assignment }
    : { at: "waiting" };
};

/** What is over by now is not taken up again. */
const restoreAgent = (draft: Draft, { presence, reason, wrapUps = [], ...profile }: RestoredAgent): void => {
  const { id } = profile;
  putProfile(draft, profile);
  restorePresence(draft, id, { presence, reason });
  for (const each of wrapUps) {
    const isTwice = agentOf(draft, id)?.holds.some(held => held.id === each.itemId) ?? false;
    if (each.untilMs > draft.state.atMs && !isTwice) holdWrapUp(draft, id, each);
  }
};

/** Whoever helped and is still there goes on helping, as long as the item is in the hands it was in. */
const restoreHelpers = (draft: Draft, { id, helpers }: Pick<RestoredItem, "id" | "helpers">): void => {
  for (const { agentId, mode } of helpers) {
    const item = itemOf(draft, id);
    if (item?.place.at !== "assigned" || agentOf(draft, agentId) === undefined) continue;
    const isIn = item.place.agentId === agentId || item.helpers.includes(agentId);
    if (!isIn) holdAssist(draft, item, agentId, mode);
  }
};

const restoreItem = (
  draft: Draft,
  { agentId: _, parked, helpers: _helpers, ...stored }: RestoredItem,
  place: ItemPlace,
): void => {
  const { assignment, visited, isCobrowsing = false, ...item } = stored;
  const preferredAgentId = parked !== null && place.at === "waiting" ? parked.agentId : item.preferredAgentId;
  const fresh = newItem(draft, { ...item, preferredAgentId });
  addItem(draft, { ...fresh, isCobrowsing, assignment, visited, place });
};

const restoreReservation = (draft: Draft, reservation: Of<"restored">["reservations"][number]): void => {
  const { state } = draft;
  if (byInvitation.get(state.reservations, reservation.id) !== undefined) return;
  holdReservation(draft, reservation);
  if (reservation.expiresAtMs <= state.atMs) endReservation(draft, reservation, "expired");
  else if (agentOf(draft, reservation.agentId) === undefined) {
    endReservation(draft, reservation, "withdrawn");
  }
};

export const restored = (draft: Draft, event: Of<"restored">): Verdict => {
  const { state } = draft;
  if (state.agents !== null || state.items !== null || state.reservations !== null) return "duplicate";
  const numbers = [
    ...event.items.flatMap(item => [item.enqueuedAtMs, item.priority, item.assignment]),
    ...event.reservations.map(reservation => reservation.expiresAtMs),
    ...event.agents.flatMap(({ wrapUps = [] }) => wrapUps.map(({ untilMs }) => untilMs)),
  ];
  if (!numbers.every(Number.isFinite) || !event.agents.every(isProfile)) return "invalid";
  for (const agent of event.agents) restoreAgent(draft, agent);
  for (const item of event.items) {
    if (itemOf(draft, item.id) === undefined) restoreItem(draft, item, placeOf(draft, item));
  }
  // Their own work first, as far as one can tell
  for (const item of event.items) restoreHelpers(draft, item);
  for (const reservation of event.reservations) restoreReservation(draft, reservation);
  for (const agent of event.agents) settle(draft, agent.id);
  // Every agent is looked at: no need to look for everybody on behalf of every item
  draft.fresh.clear();
  return null;
};
