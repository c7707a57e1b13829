/**
 * The engine: one event in, the new state and what happened out. Pure; the same history gives the same answers.
 * Knows no clock, no storage, no people's screens.
 */
import { apply } from "./apply.ts";
import { type Draft, endOffer, endPause, endReservation, makeOffer } from "./draft.ts";
import { findMatch } from "./match.ts";
import type { RoutingEvent, RoutingState, StepResult } from "./model.ts";
import { firstKey } from "./orderedMap.ts";
import { byInvitation, byOffer } from "./tables.ts";

/** Ends everything whose time is up, in the order of the deadlines. */
const expire = (draft: Draft): void => {
  for (;;) {
    const due = firstKey(draft.state.deadlines);
    if (due === null || due.atMs > draft.state.atMs) return;
    if (due.kind === "pause") {
      endPause(draft, due);
    } else if (due.kind === "offer") {
      const offer = byOffer.get(draft.state.offers, due.id);
      if (offer !== undefined) endOffer(draft, offer, "timedOut");
    } else {
      const reservation = byInvitation.get(draft.state.reservations, due.id);
      if (reservation !== undefined) endReservation(draft, reservation, "expired");
    }
  }
};

const match = (draft: Draft): void => {
  for (let found = findMatch(draft.state); found !== null; found = findMatch(draft.state)) {
    makeOffer(draft, found.item, found.agent.id);
  }
};

export const step = (state: RoutingState, event: RoutingEvent, nowMs: number): StepResult => {
  const atMs = Number.isFinite(nowMs) ? Math.max(state.atMs, nowMs) : state.atMs;
  const draft: Draft = { state: { ...state, atMs }, effects: [] };
  expire(draft);
  // What became free by time goes to those who waited before the event asks for it.
  match(draft);
  apply(draft, event);
  match(draft);
  const wakeAtMs = firstKey(draft.state.deadlines)?.atMs ?? null;
  return { state: draft.state, effects: draft.effects, wakeAtMs };
};
