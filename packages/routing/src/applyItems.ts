/** What is said about items, and by whom. Knows neither deadlines nor matching. */
import type { AgentId } from "@lotse/protocol";
import { addDeadline, agentOf, type Draft, removeDeadline } from "./draft.ts";
import { obstacleTo } from "./eligible.ts";
import {
  acceptOffer,
  assign,
  changeAssist,
  endAssist,
  endItem,
  endOffer,
  give,
  release,
  reweigh,
  withPass,
} from "./holds.ts";
import { bestFor, searchFor, whyOf } from "./match.ts";
import type { Holder, Rejection, RoutingEvent } from "./messages.ts";
import type { Agent, Item, OfferPurpose } from "./model.ts";
import { admit, estimateFor } from "./overflow.ts";
import { addItem, changeItem, idleOf, itemOf, moveItem, newItem } from "./places.ts";
import { hasChannel, hasQueue, queueOf } from "./plan.ts";
import { settle } from "./settle.ts";
import { byOffer } from "./tables.ts";

type Of<T extends RoutingEvent["type"]> = Extract<RoutingEvent, { readonly type: T }>;
/** Null: applied. */
export type Verdict = Rejection | null;

export const itemAdded = (draft: Draft, { item, isUnattended = false }: Of<"itemAdded">): Verdict => {
  const { plan } = draft.state;
  if (itemOf(draft, item.id) !== undefined) return "duplicate";
  if (!Number.isFinite(item.enqueuedAtMs) || !Number.isFinite(item.priority)) return "invalid";
  if (!hasQueue(plan, item.queueId) || !hasChannel(plan, item.channel)) return "unknown";
  const admitted = admit(draft, item, { isUnattended, visited: [] });
  if (admitted === null) return null;
  const fresh = { ...newItem(draft, { ...item, queueId: admitted.queueId }), visited: admitted.visited };
  const isNext = bestFor(draft.state, searchFor(draft.state, fresh)) !== null;
  const estimatedMs = isNext ? 0 : (estimateFor(draft.state, fresh)?.expectedMs ?? null);
  addItem(draft, { ...fresh, estimatedMs });
  draft.effects.push({ effect: "queued", itemId: item.id });
  return null;
};

/** The item, if the assignment is the present one. */
const heldBy = (item: Item | undefined, holder: Holder): Item | Rejection => {
  if (item === undefined) return "unknown";
  const { place } = item;
  const isHis = place.at === "assigned" && place.agentId === holder.agentId;
  return isHis && place.assignment === holder.assignment ? item : "stale";
};

export const itemEnded = (draft: Draft, { itemId, holder }: Of<"itemEnded">): Verdict => {
  const known = itemOf(draft, itemId);
  const item = holder === null ? (known ?? "unknown") : heldBy(known, holder);
  if (typeof item === "string") return item;
  endItem(draft, item, "asked");
  return null;
};

export const itemTouched = (draft: Draft, { itemId }: Of<"itemTouched">): Verdict => {
  const item = itemOf(draft, itemId);
  if (item === undefined) return "unknown";
  if (item.place.at !== "assigned") return null;
  const before = idleOf(draft, item);
  if (before !== null) removeDeadline(draft, before);
  changeItem(draft, itemId, { touchedAtMs: draft.state.atMs, isIdle: false });
  const after = idleOf(draft, { ...item, touchedAtMs: draft.state.atMs, isIdle: false });
  if (after !== null) addDeadline(draft, after);
  if (item.isIdle) for (const id of reweigh(draft, itemId)) settle(draft, id);
  return null;
};

export const itemWeightSet = (draft: Draft, { itemId, isCobrowsing }: Of<"itemWeightSet">): Verdict => {
  const item = itemOf(draft, itemId);
  if (item === undefined) return "unknown";
  if (item.isCobrowsing === isCobrowsing) return null;
  const { place } = item;
  if (place.at === "waiting" || place.at === "parked") moveItem(draft, itemId, place, { isCobrowsing });
  else {
    changeItem(draft, itemId, { isCobrowsing });
    for (const id of reweigh(draft, itemId)) settle(draft, id);
  }
  return null;
};

export const itemPicked = (draft: Draft, { itemId, agentId }: Of<"itemPicked">): Verdict => {
  const { state } = draft;
  const [item, agent] = [itemOf(draft, itemId), agentOf(draft, agentId)];
  if (item === undefined || agent === undefined) return "unknown";
  if (item.place.at === "offered" && item.place.agentId === agentId) {
    const offer = byOffer.get(state.offers, item.place.offerId);
    if (offer !== undefined) acceptOffer(draft, offer);
    settle(draft, agentId);
    return null;
  }
  if (item.place.at !== "waiting") return "foreign";
  if (!queueOf(state.plan, item.queueId).pick) return "notAllowed";
  const { demand } = searchFor(state, item);
  if (obstacleTo(state.plan, atWork(agent), demand) !== null) return "notEligible";
  assign(draft, itemId, { agentId, why: whyOf(state, { item, agent }, { how: "picked", ruleId: null }) });
  settle(draft, agentId);
  return null;
};

/** Who is away but asks for work himself counts as there. */
export const atWork = (agent: Agent): Agent =>
  agent.presence === "away" ? { ...agent, presence: "available" } : agent;

/** Asks another agent, by name: for him as a person, not for his skills. */
const askAgent = (
  draft: Draft,
  item: Item,
  ask: { readonly agentId: AgentId; readonly fromAgentId: AgentId; readonly purpose: OfferPurpose },
): Verdict => {
  const { state } = draft;
  const agent = agentOf(draft, ask.agentId);
  if (agent === undefined) return "unknown";
  if (ask.agentId === ask.fromAgentId) return "invalid";
  const { channel, isCobrowsing } = item;
  const demand = { channel, isCobrowsing, needs: [], soleFor: null, parkedBy: null };
  if (obstacleTo(state.plan, agent, demand) !== null) return "notEligible";
  const how = ask.purpose === "transfer" ? "transfer" : "assist";
  give(draft, { item, ...ask, why: whyOf(state, { item, agent }, { how, ruleId: null }) });
  settle(draft, ask.agentId);
  return null;
};

const withdrawPending = (
  draft: Draft,
  item: Item,
  isMeant: (agentId: AgentId, purpose: OfferPurpose) => boolean,
): boolean => {
  const offers = item.pending.flatMap(id => byOffer.get(draft.state.offers, id) ?? []);
  const meant = offers.filter(offer => isMeant(offer.agentId, offer.purpose));
  for (const offer of meant) endOffer(draft, offer, "withdrawn");
  return meant.length > 0;
};

const transferToAgent = (
  draft: Draft,
  item: Item,
  agentIds: { readonly from: AgentId; readonly to: AgentId },
): Verdict => {
  const { from, to } = agentIds;
  const agent = agentOf(draft, to);
  if (agent !== undefined && item.helpers.includes(to)) {
    // He is in it already: it is his in the share he has
    const why = whyOf(draft.state, { item, agent }, { how: "transfer", ruleId: null });
    assign(draft, item.id, { agentId: to, why });
    return null;
  }
  withdrawPending(draft, item, (_, purpose) => purpose === "transfer");
  const fresh = itemOf(draft, item.id) ?? item;
  return askAgent(draft, fresh, { agentId: to, fromAgentId: from, purpose: "transfer" });
};

export const itemTransferred = (draft: Draft, { itemId, holder, to }: Of<"itemTransferred">): Verdict => {
  const item = heldBy(itemOf(draft, itemId), holder);
  if (typeof item === "string") return item;
  if (to.to === "agent") return transferToAgent(draft, item, { from: holder.agentId, to: to.agentId });
  if (!hasQueue(draft.state.plan, to.queueId)) return "unknown";
  const passes = withPass(draft, item, holder.agentId);
  const change = { queueId: to.queueId, visited: [...item.visited, item.queueId], passes };
  release(draft, item, { reason: "transferred", change });
  return null;
};

export const itemRequeued = (draft: Draft, { itemId, holder }: Of<"itemRequeued">): Verdict => {
  const item = heldBy(itemOf(draft, itemId), holder);
  if (typeof item === "string") return item;
  release(draft, item, { reason: "requeued", change: { passes: withPass(draft, item, holder.agentId) } });
  return null;
};

export const assistAsked = (draft: Draft, event: Of<"assistAsked">): Verdict => {
  const { helperId: agentId, holder, purpose } = event;
  const item = heldBy(itemOf(draft, event.itemId), holder);
  if (typeof item === "string") return item;
  const offers = item.pending.flatMap(id => byOffer.get(draft.state.offers, id) ?? []);
  const asked = offers.find(offer => offer.agentId === agentId);
  const mode = item.speakers.includes(agentId) ? "conference" : "consult";
  if (asked?.purpose === purpose || asked?.purpose === "transfer") return "duplicate";
  if (item.helpers.includes(agentId)) {
    if (mode === purpose) return "duplicate";
    changeAssist(draft, item, agentId, purpose);
    return null;
  }
  if (asked !== undefined) {
    // Nobody says yes to one thing and gets the other
    endOffer(draft, asked, "withdrawn");
    return askAgent(draft, itemOf(draft, item.id) ?? item, { agentId, fromAgentId: holder.agentId, purpose });
  }
  return askAgent(draft, item, { agentId, fromAgentId: holder.agentId, purpose });
};

export const assistEnded = (draft: Draft, { itemId, helperId }: Of<"assistEnded">): Verdict => {
  const item = itemOf(draft, itemId);
  if (item === undefined) return "unknown";
  if (item.helpers.includes(helperId)) {
    endAssist(draft, itemId, helperId);
    return null;
  }
  const isMeant = (agentId: AgentId, purpose: OfferPurpose) => agentId === helperId && purpose !== "transfer";
  return withdrawPending(draft, item, isMeant) ? null : "unknown";
};
