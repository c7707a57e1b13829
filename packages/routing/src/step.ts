/**
 * The engine: one event in, the new state and what happened out. Pure; the same history gives the same answers.
 * Knows no clock, no storage, no people's screens.
 */
import { apply } from "./apply.ts";
import { agentOf, changeAgent, type Draft, draftOf, endWrapUp, removeDeadline } from "./draft.ts";
import { endLease, setPresence } from "./duty.ts";
import { assign, endItem, endOffer, endReservation, give, park, reweigh } from "./holds.ts";
import { findInterruption, type Interruption } from "./interrupt.ts";
import { findMatch, isSeeking, type Match, whyOf } from "./match.ts";
import type { RoutingEvent, StepResult } from "./messages.ts";
import type { Deadline, Offer, RoutingState } from "./model.ts";
import { firstKey } from "./orderedMap.ts";
import { overflowAll } from "./overflow.ts";
import { changeItem, itemOf, moveItem } from "./places.ts";
import { channelOf } from "./plan.ts";
import { makeRoom } from "./room.ts";
import { settle } from "./settle.ts";
import { byInvitation, byOffer } from "./tables.ts";

/** Nobody answered. So often in a row, and nobody is there. */
const ringOut = (draft: Draft, offer: Offer): void => {
  endOffer(draft, offer, "timedOut");
  changeAgent(draft, offer.agentId, ({ misses }) => ({ misses: misses + 1 }));
  const agent = agentOf(draft, offer.agentId);
  const { awayAfterMisses } = draft.state.plan.settings;
  if (agent === undefined || awayAfterMisses === null || agent.misses < awayAfterMisses) return;
  if (agent.presence === "available") setPresence(draft, agent, { presence: "away", reason: "missed" });
};

const goIdle = (draft: Draft, due: Extract<Deadline, { kind: "idle" }>): void => {
  removeDeadline(draft, due);
  const item = itemOf(draft, due.id);
  if (item?.place.at !== "assigned") return;
  if (channelOf(draft.state.plan, item.channel).idle?.then === "end") {
    endItem(draft, item, "idle");
    return;
  }
  changeItem(draft, due.id, { isIdle: true });
  draft.effects.push({ effect: "idled", itemId: due.id, agentId: item.place.agentId });
  reweigh(draft, due.id);
};

const review = (draft: Draft, due: Extract<Deadline, { kind: "review" }>): void => {
  removeDeadline(draft, due);
  const item = itemOf(draft, due.id);
  if (isSeeking(item)) moveItem(draft, due.id, item.place);
};

const fallDue = (draft: Draft, due: Deadline): void => {
  switch (due.kind) {
    case "offer": {
      const offer = byOffer.get(draft.state.offers, due.id);
      if (offer !== undefined) ringOut(draft, offer);
      return;
    }
    case "reservation": {
      const reservation = byInvitation.get(draft.state.reservations, due.id);
      if (reservation !== undefined) endReservation(draft, reservation, "expired");
      return;
    }
    case "review":
      review(draft, due);
      return;
    case "idle":
      goIdle(draft, due);
      return;
    case "lease":
      endLease(draft, due.id);
      return;
    case "wrapUp": {
      const [agentId, itemId] = due.id.split("/") as [Offer["agentId"], Offer["itemId"]];
      endWrapUp(draft, agentId, itemId);
      return;
    }
  }
};

/** Ends everything whose time is up, in the order of the deadlines. */
const expire = (draft: Draft): void => {
  for (;;) {
    const due = firstKey(draft.state.deadlines);
    if (due === null || due.atMs > draft.state.atMs) return;
    fallDue(draft, due);
  }
};

const carryOut = (draft: Draft, { item, agent }: Match): void => {
  const { state } = draft;
  if (item.place.at === "parked") {
    const why = whyOf(state, { item, agent }, { how: "returned", ruleId: item.place.ruleId });
    assign(draft, item.id, { agentId: agent.id, why });
  } else {
    const how = item.preferredAgentId === agent.id ? "preferred" : "best";
    const why = whyOf(state, { item, agent }, { how, ruleId: null });
    give(draft, { item, agentId: agent.id, purpose: "work", fromAgentId: null, why });
  }
  settle(draft, agent.id);
};

/**
 * What rings there is taken back, what is worked on is parked, after-work weighs nothing any more, and then there is room. Its
 * time runs on: it is not given its weight back afterwards, since by then the room may be somebody's.
 */
const interrupt = (draft: Draft, { item, agent, ruleId }: Interruption): void => {
  for (const held of agent.holds) {
    const offer = held.kind === "offer" ? byOffer.get(draft.state.offers, held.id) : undefined;
    if (offer !== undefined) endOffer(draft, offer, "withdrawn");
    const work = held.kind === "assignment" ? itemOf(draft, held.id) : undefined;
    if (work !== undefined) park(draft, work, ruleId);
  }
  changeAgent(draft, agent.id, ({ holds }) => ({
    holds: holds.map(held => (held.kind === "wrapUp" ? { ...held, weight: 0 } : held)),
  }));
  const why = whyOf(draft.state, { item, agent }, { how: "interrupt", ruleId });
  give(draft, { item, agentId: agent.id, purpose: "work", fromAgentId: null, why });
  settle(draft, agent.id);
};

const giveOut = (draft: Draft): void => {
  for (;;) {
    const found = findMatch(draft);
    if (found !== null) {
      carryOut(draft, found);
      continue;
    }
    const interruption = findInterruption(draft.state);
    if (interruption === null) return;
    interrupt(draft, interruption);
  }
};

/** Gives out what can be given, then looks at the overflows of those who are left, until nothing changes any more. */
const distribute = (draft: Draft): void => {
  do giveOut(draft);
  while (overflowAll(draft) || makeRoom(draft));
};

export const step = (state: RoutingState, event: RoutingEvent, nowMs: number): StepResult => {
  const draft = draftOf(state, Number.isFinite(nowMs) ? Math.max(state.atMs, nowMs) : state.atMs);
  expire(draft);
  // What became free by time goes to those who waited before the event asks for it.
  distribute(draft);
  apply(draft, event);
  distribute(draft);
  const wakeAtMs = firstKey(draft.state.deadlines)?.atMs ?? null;
  return { state: draft.state, effects: draft.effects, wakeAtMs };
};
