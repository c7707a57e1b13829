/**
 * Giving and taking back: offers, assignments, reservations, helpers, parked work. Each operation leaves agent, item and
 * indexes agreeing and says what happened. Knows neither who is best nor why something happens.
 */
import type { AgentId, InvitationEnd, OfferEnd, WorkItemId } from "@lotse/protocol";
import {
  addDeadline,
  agentOf,
  changeAgent,
  type Draft,
  hold,
  removeDeadline,
  touch,
  unhold,
  wrapUpDeadline,
} from "./draft.ts";
import type {
  HelpMode,
  Hold,
  Item,
  Offer,
  OfferPurpose,
  Pass,
  Reservation,
  Why,
  WrapUpDetails,
} from "./model.ts";
import { changeItem, countTake, dropItem, itemOf, moveItem } from "./places.ts";
import { channelOf, weightAwakeOf, weightOf } from "./plan.ts";
import { byInvitation, byItem, byOffer, isInLine, offerIdOf } from "./tables.ts";

interface Ask {
  readonly item: Item;
  readonly agentId: AgentId;
  readonly purpose: OfferPurpose;
  readonly fromAgentId: AgentId | null;
  readonly why: Why;
}

const without = <T>(list: readonly T[], gone: T): readonly T[] => list.filter(each => each !== gone);

const makeOffer = (draft: Draft, { item, ...ask }: Ask): void => {
  const { state } = draft;
  const { id: itemId, channel } = item;
  state.lastOffer += 1;
  const id = offerIdOf(state.epoch, state.lastOffer);
  const expiresAtMs = state.atMs + channelOf(state.plan, channel).ringMs;
  const offer: Offer = { id, itemId, ...ask, offeredAtMs: state.atMs, expiresAtMs };
  state.offers = byOffer.set(state.offers, id, offer);
  if (ask.purpose === "work") moveItem(draft, itemId, { at: "offered", offerId: id, agentId: ask.agentId });
  else changeItem(draft, itemId, { pending: [...item.pending, id] });
  addDeadline(draft, { atMs: expiresAtMs, kind: "offer", id });
  hold(draft, ask.agentId, { kind: "offer", id, channel, weight: weightAwakeOf(state.plan, item) });
  draft.effects.push({ effect: "offered", offer });
};

/** Nobody helps any more and nobody is asked to: the item leaves the hands it is in. */
export const dismiss = (draft: Draft, item: Item): void => {
  for (const id of item.pending) {
    const offer = byOffer.get(draft.state.offers, id);
    if (offer !== undefined) endOffer(draft, offer, "withdrawn");
  }
  for (const helperId of item.helpers) endAssist(draft, item.id, helperId);
};

/** In the order of the helpers, whoever came to speak first: storage keeps no other order. */
const speakersOf = (
  { helpers, speakers }: Pick<Item, "helpers" | "speakers">,
  helperId: AgentId,
  purpose: HelpMode,
): readonly AgentId[] =>
  helpers.filter(each => (each === helperId ? purpose === "conference" : speakers.includes(each)));

/** The helper takes a share, silently: the caller says whether it is new. */
export const holdAssist = (draft: Draft, item: Item, helperId: AgentId, purpose: HelpMode): void => {
  const { id, channel } = item;
  const helpers = [...item.helpers, helperId];
  changeItem(draft, id, { helpers, speakers: speakersOf({ ...item, helpers }, helperId, purpose) });
  hold(draft, helperId, { kind: "assist", id, channel, weight: weightAwakeOf(draft.state.plan, item) });
};

const startAssist = (draft: Draft, item: Item, helperId: AgentId, purpose: HelpMode): void => {
  holdAssist(draft, item, helperId, purpose);
  draft.effects.push({ effect: "assistStarted", itemId: item.id, helperId, purpose });
};

/** Of somebody who helps already; weighs the same. */
export const changeAssist = (draft: Draft, item: Item, helperId: AgentId, purpose: HelpMode): void => {
  changeItem(draft, item.id, { speakers: speakersOf(item, helperId, purpose) });
  draft.effects.push({ effect: "assistChanged", itemId: item.id, helperId, purpose });
};

export const endAssist = (draft: Draft, itemId: WorkItemId, helperId: AgentId): void => {
  const item = itemOf(draft, itemId);
  if (item === undefined) return;
  const { helpers, speakers } = item;
  changeItem(draft, itemId, { helpers: without(helpers, helperId), speakers: without(speakers, helperId) });
  unhold(draft, helperId, { kind: "assist", id: itemId });
  draft.effects.push({ effect: "assistEnded", itemId, helperId });
};

/** The agent has it for good, under a new number. Whoever had it before has it no longer. */
export const assign = (
  draft: Draft,
  id: WorkItemId,
  to: { readonly agentId: AgentId; readonly why: Why },
): void => {
  const before = itemOf(draft, id);
  if (before === undefined) return;
  dismiss(draft, before);
  const assignment = before.assignment + 1;
  const { agentId, why } = to;
  if (before.place.at === "assigned") {
    const { agentId: from } = before.place;
    draft.effects.push({ effect: "released", itemId: id, agentId: from, reason: "transferred" });
  }
  // Parked work that comes back, a transfer and an invitation are no end of a wait in the line
  const isTaken = isInLine(before) && why.how !== "reserved";
  moveItem(
    draft,
    id,
    { at: "assigned", agentId, assignment },
    { assignment, why, isIdle: false, touchedAtMs: draft.state.atMs, passes: [], overflown: [] },
  );
  draft.effects.push({ effect: "assigned", itemId: id, agentId, assignment, why });
  if (isTaken) countTake(draft, before);
};

/** Carries out what an offer is for. */
const complete = (draft: Draft, { itemId, agentId, purpose, why }: Omit<Offer, "id">): void => {
  const item = itemOf(draft, itemId);
  if (item === undefined) return;
  if (purpose === "consult" || purpose === "conference") startAssist(draft, item, agentId, purpose);
  else assign(draft, itemId, { agentId, why });
};

/** Rings at the agent, or is his at once where the channel says so. */
export const give = (draft: Draft, ask: Ask): void => {
  const { state } = draft;
  if (channelOf(state.plan, ask.item.channel).answer === "ring") {
    makeOffer(draft, ask);
    return;
  }
  complete(draft, { ...ask, itemId: ask.item.id, offeredAtMs: state.atMs, expiresAtMs: state.atMs });
};

export const withPass = (draft: Draft, item: Item, agentId: AgentId): readonly Pass[] => {
  const before = item.passes.find(pass => pass.agentId === agentId);
  const againAtMs = draft.state.atMs + draft.state.plan.settings.passPauseMs;
  const others = item.passes.filter(pass => pass.agentId !== agentId);
  return [...others, { agentId, times: (before?.times ?? 0) + 1, againAtMs }];
};

/** Ends a ringing offer and its hold. An item that rang waits again, also if it will be assigned next. */
export const endOffer = (draft: Draft, offer: Offer, reason: OfferEnd): void => {
  const { state } = draft;
  const { id, itemId, agentId } = offer;
  state.offers = byOffer.remove(state.offers, id);
  removeDeadline(draft, { atMs: offer.expiresAtMs, kind: "offer", id });
  unhold(draft, agentId, { kind: "offer", id });
  draft.effects.push({ effect: "offerEnded", offer, reason });
  const item = byItem.get(state.items, itemId);
  if (item === undefined) return;
  const hasPassed = reason === "declined" || reason === "timedOut";
  if (hasPassed) touch(draft, agentId);
  if (offer.purpose !== "work") {
    changeItem(draft, itemId, { pending: without(item.pending, id) });
    return;
  }
  const passes = hasPassed ? withPass(draft, item, agentId) : item.passes;
  moveItem(draft, itemId, { at: "waiting" }, { passes });
  if (reason !== "accepted") draft.effects.push({ effect: "queued", itemId });
};

export const acceptOffer = (draft: Draft, offer: Offer): void => {
  endOffer(draft, offer, "accepted");
  complete(draft, offer);
};

/** Takes it off the agent's hands and back into its line, by its age. */
export const release = (
  draft: Draft,
  item: Item,
  to: {
    readonly reason: "lease" | "requeued" | "transferred";
    readonly change?: Parameters<typeof moveItem>[3];
  },
): void => {
  const { place } = item;
  if (place.at !== "assigned" && place.at !== "parked") return;
  dismiss(draft, item);
  draft.effects.push({ effect: "released", itemId: item.id, agentId: place.agentId, reason: to.reason });
  moveItem(draft, item.id, { at: "waiting" }, { isIdle: false, ...to.change });
  draft.effects.push({ effect: "queued", itemId: item.id });
};

export const park = (draft: Draft, item: Item, ruleId: string): void => {
  const { place } = item;
  if (place.at !== "assigned") return;
  dismiss(draft, item);
  moveItem(draft, item.id, { at: "parked", agentId: place.agentId, ruleId }, { isIdle: false });
  draft.effects.push({ effect: "parked", itemId: item.id, agentId: place.agentId, ruleId });
};

/** Ends the item, wherever it is. */
export const endItem = (draft: Draft, item: Item, reason: "asked" | "idle"): void => {
  const { place, id } = item;
  const offer = place.at === "offered" ? byOffer.get(draft.state.offers, place.offerId) : undefined;
  if (offer !== undefined) endOffer(draft, offer, "withdrawn");
  dismiss(draft, item);
  dropItem(draft, id);
  draft.effects.push({ effect: "itemEnded", itemId: id, reason });
  if (place.at === "assigned") wrapUp(draft, item, place.agentId);
};

/** After-work takes its share, silently: the caller says whether it is new. */
export const holdWrapUp = (draft: Draft, agentId: AgentId, details: WrapUpDetails): void => {
  const { itemId: id, channel, untilMs, isWeightless } = details;
  const weight = isWeightless ? 0 : weightOf(draft.state.plan, { channel });
  const held = { kind: "wrapUp", id, channel, weight, untilMs } as const;
  addDeadline(draft, wrapUpDeadline(agentId, held));
  hold(draft, agentId, held);
};

const wrapUp = (draft: Draft, item: Item, agentId: AgentId): void => {
  const { plan, atMs } = draft.state;
  const { wrapUpMs } = channelOf(plan, item.channel);
  if (wrapUpMs <= 0 || agentOf(draft, agentId) === undefined) return;
  const { id: itemId, channel, isIdle: isWeightless } = item;
  const untilMs = atMs + wrapUpMs;
  holdWrapUp(draft, agentId, { itemId, channel, untilMs, isWeightless });
  draft.effects.push({ effect: "wrapUpStarted", itemId, agentId, untilMs });
};

/** Holds a share for the invitation, silently: the caller says whether it is new. */
export const holdReservation = (draft: Draft, reservation: Reservation): void => {
  const { state } = draft;
  const { id, agentId, channel, expiresAtMs } = reservation;
  state.reservations = byInvitation.set(state.reservations, id, reservation);
  addDeadline(draft, { atMs: expiresAtMs, kind: "reservation", id });
  hold(draft, agentId, { kind: "reservation", id, channel, weight: weightOf(state.plan, { channel }) });
};

export const endReservation = (draft: Draft, reservation: Reservation, reason: InvitationEnd): void => {
  const { state } = draft;
  const { id, agentId, expiresAtMs } = reservation;
  state.reservations = byInvitation.remove(state.reservations, id);
  removeDeadline(draft, { atMs: expiresAtMs, kind: "reservation", id });
  unhold(draft, agentId, { kind: "reservation", id });
  draft.effects.push({ effect: "reservationEnded", reservation, reason });
};

/** What the item weighs now, at everybody who has a part in it or is asked to; answers who that is. */
export const reweigh = (draft: Draft, id: WorkItemId): readonly AgentId[] => {
  const { state } = draft;
  const item = itemOf(draft, id);
  if (item === undefined) return [];
  const { place, pending, helpers } = item;
  const weightFor = (kind: Hold["kind"]) =>
    (kind === "assignment" ? weightOf : weightAwakeOf)(state.plan, item);
  const offerIds = place.at === "offered" ? [...pending, place.offerId] : pending;
  const asked = offerIds.flatMap(offerId => byOffer.get(state.offers, offerId)?.agentId ?? []);
  const agents = [...helpers, ...asked, ...(place.at === "assigned" ? [place.agentId] : [])];
  const isOfItem = (each: Hold): boolean =>
    each.kind === "offer"
      ? offerIds.includes(each.id)
      : each.id === id && (each.kind === "assignment" || each.kind === "assist");
  for (const agentId of agents) {
    changeAgent(draft, agentId, ({ holds }) => ({
      holds: holds.map(each => (isOfItem(each) ? { ...each, weight: weightFor(each.kind) } : each)),
    }));
  }
  return agents;
};
