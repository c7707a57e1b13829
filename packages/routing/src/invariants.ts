/**
 * What must hold of every state and of every step, recomputed the slow way from the plain tables. For tests and
 * for whoever wants to check a recorded history; an empty answer is a good one. The numbers are those of SPEC.md.
 */
import type { Agent, Item, RoutingState, StepResult } from "./model.ts";
import { entriesOf, firstKey, keysOf, valuesOf } from "./orderedMap.ts";
import {
  byAgent,
  byItem,
  compareAge,
  hasSkill,
  isFree,
  loadOf,
  rankOf,
  slotKey,
  slotKeysOf,
} from "./tables.ts";

const mayBeAsked = (agent: Agent, item: Item, atMs: number): boolean =>
  hasSkill(agent, item.skill) &&
  !item.passes.some(pass => pass.agentId === agent.id && pass.againAtMs > atMs);

const assignedTo = (state: RoutingState, agent: Agent): number =>
  [...valuesOf(state.items)].filter(item => item.place.at === "assigned" && item.place.agentId === agent.id)
    .length;

const checkCapacity = (state: RoutingState): string[] => {
  const bad: string[] = [];
  for (const agent of valuesOf(state.agents)) {
    const assigned = assignedTo(state, agent);
    if (loadOf(agent) > agent.capacity && loadOf(agent) > assigned) bad.push(`A2 ${agent.id} over capacity`);
    if (agent.presence !== "available" && loadOf(agent) > assigned) bad.push(`A3 ${agent.id} is not there`);
    if (agent.holds.some(held => held.kind !== "assignment" && !hasSkill(agent, held.skill))) {
      bad.push(`A5 ${agent.id} holds what needs a skill he lacks`);
    }
  }
  return bad;
};

/** Every hold is somebody's, and everybody's work is held: together these say "never two owners". */
const checkHolds = (state: RoutingState): string[] => {
  const held = [...valuesOf(state.agents)]
    .flatMap(agent => agent.holds.map(each => `${agent.id} ${each.kind} ${each.id}`))
    .sort();
  const owed: string[] = [];
  for (const item of valuesOf(state.items)) {
    if (item.place.at === "assigned") owed.push(`${item.place.agentId} assignment ${item.id}`);
  }
  for (const offer of valuesOf(state.offers)) owed.push(`${offer.agentId} offer ${offer.id}`);
  for (const each of valuesOf(state.reservations)) owed.push(`${each.agentId} reservation ${each.id}`);
  owed.sort();
  return held.join("\n") === owed.join("\n") ? [] : [`Q4 holds ${held.join(", ")} but ${owed.join(", ")}`];
};

const checkOffers = (state: RoutingState): string[] => {
  const bad: string[] = [];
  for (const offer of valuesOf(state.offers)) {
    const place = byItem.get(state.items, offer.itemId)?.place;
    if (place?.at !== "offered" || place.offerId !== offer.id || place.agentId !== offer.agentId) {
      bad.push(`Q4 offer ${offer.id} without its item`);
    }
    if (offer.expiresAtMs <= state.atMs) bad.push(`O1 offer ${offer.id} outlived its time-out`);
  }
  const ringing = [...valuesOf(state.items)].filter(item => item.place.at === "offered").length;
  if (ringing !== [...valuesOf(state.offers)].length) bad.push("Q4 an item rings without an offer");
  for (const each of valuesOf(state.reservations)) {
    if (each.expiresAtMs <= state.atMs) bad.push(`R2 reservation ${each.id} outlived its time`);
  }
  return bad;
};

const checkWaiting = (state: RoutingState): string[] => {
  const free = [...valuesOf(state.agents)].filter(isFree);
  return [...valuesOf(state.items)]
    .filter(item => item.place.at === "waiting")
    .filter(item => free.some(agent => mayBeAsked(agent, item, state.atMs)))
    .map(item => `Q3 item ${item.id} waits although somebody is free`);
};

const sameLines = (rule: string, indexed: string[], actual: string[]): string[] =>
  indexed.sort().join("\n") === actual.sort().join("\n") ? [] : [`${rule} differs from the tables`];

const checkIndexes = (state: RoutingState): string[] => {
  const queued = [...entriesOf(state.waiting)].flatMap(({ key, value }) =>
    [...keysOf(value)].map(age => `${key} ${age.enqueuedAtMs} ${age.id}`),
  );
  const waiting = [...valuesOf(state.items)]
    .filter(item => item.place.at === "waiting")
    .map(item => `${slotKey(item.skill)} ${item.enqueuedAtMs} ${item.id}`);
  const ranks = [...entriesOf(state.free)].flatMap(({ key, value }) =>
    [...keysOf(value)].map(rank => `${key} ${JSON.stringify(rank)}`),
  );
  const free = [...valuesOf(state.agents)]
    .filter(isFree)
    .flatMap(agent => slotKeysOf(agent).map(key => `${key} ${JSON.stringify(rankOf(agent))}`));
  const dues = [...keysOf(state.deadlines)].map(due => `${due.kind} ${due.id} ${due.atMs}`);
  const pending = [...valuesOf(state.items)]
    .filter(item => item.place.at === "waiting")
    .flatMap(item => item.passes.map(pass => ({ item, pass })))
    .filter(({ pass }) => pass.againAtMs > state.atMs)
    .map(({ item, pass }) => `pause ${item.id}/${pass.agentId} ${pass.againAtMs}`);
  for (const each of valuesOf(state.offers)) pending.push(`offer ${each.id} ${each.expiresAtMs}`);
  for (const each of valuesOf(state.reservations)) pending.push(`reservation ${each.id} ${each.expiresAtMs}`);
  return [
    ...sameLines("index of waiting", queued, waiting),
    ...sameLines("index of free", ranks, free),
    ...sameLines("T3 deadlines", dues, pending),
  ];
};

/** What is wrong with the state. */
export const violationsOf = (state: RoutingState): readonly string[] => [
  ...checkCapacity(state),
  ...checkHolds(state),
  ...checkOffers(state),
  ...checkWaiting(state),
  ...checkIndexes(state),
];

/**
 * Judges only steps in which no deadline fell due: otherwise work was given out before the event as well as after it,
 * and the end of the step does not show who waited in between.
 */
const checkOrder = (before: RoutingState, { state, effects }: StepResult): string[] => {
  const bad: string[] = [];
  const due = firstKey(before.deadlines);
  if (due !== null && due.atMs <= state.atMs) return bad;
  const waiting = [...valuesOf(state.items)].filter(item => item.place.at === "waiting");
  for (const effect of effects) {
    if (effect.effect !== "offered") continue;
    const item = byItem.get(state.items, effect.offer.itemId);
    const agent = byAgent.get(state.agents, effect.offer.agentId);
    if (item === undefined || agent === undefined) continue;
    const passedOver = waiting.find(
      each => compareAge(each, item) < 0 && mayBeAsked(agent, each, state.atMs),
    );
    if (passedOver !== undefined) bad.push(`Q2 ${item.id} overtook ${passedOver.id}`);
  }
  return bad;
};

/** Assignments never grow beyond the capacity, also where a lowered capacity left too many (A5). */
const checkGrowth = (before: RoutingState, after: RoutingState): string[] => {
  const bad: string[] = [];
  for (const agent of valuesOf(after.agents)) {
    const earlier = byAgent.get(before.agents, agent.id);
    const grew = earlier !== undefined && assignedTo(after, agent) > assignedTo(before, earlier);
    if (grew && loadOf(agent) > agent.capacity) bad.push(`A2 ${agent.id} got work over capacity`);
  }
  return bad;
};

/** What is wrong with a step from `before`, its new state included. */
export const stepViolationsOf = (before: RoutingState, result: StepResult): readonly string[] => {
  const { state, wakeAtMs } = result;
  const bad = [...violationsOf(state), ...checkOrder(before, result), ...checkGrowth(before, state)];
  if (state.atMs < before.atMs) bad.push("T1 time went back");
  if (wakeAtMs !== (firstKey(state.deadlines)?.atMs ?? null)) bad.push("T3 wakes at the wrong time");
  if (wakeAtMs !== null && wakeAtMs <= state.atMs) bad.push("T3 wakes in the past");
  return bad;
};
