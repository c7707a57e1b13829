/**
 * What must hold of every state and of every step, recomputed the slow way from the plain tables. For tests and
 * for whoever wants to check a recorded history; an empty answer is a good one. The numbers are those of SPEC.md.
 */

import { demandOf, isExcluded, isPaused, obstacleTo, unfitFor } from "./eligible.ts";
import { checkIndexes } from "./indexes.ts";
import { isOver, loadOf } from "./load.ts";
import { isKeptBefore } from "./match.ts";
import type { RoutingEffect, StepResult } from "./messages.ts";
import type { Agent, Hold, Item, RoutingState } from "./model.ts";
import { firstKey, valuesOf } from "./orderedMap.ts";
import { dueAtMsOf, rankOf, weightAwakeOf, weightOf } from "./plan.ts";
import { byAgent, byItem, byOffer, compareRank } from "./tables.ts";

const mayInterrupt = (state: RoutingState, agent: Agent, item: Item): boolean =>
  !isPaused(item.passes, agent.id, state.atMs) &&
  obstacleTo(state.plan, { ...agent, holds: [] }, demandOf(state.plan, item)) === null;

const mayBeGiven = (state: RoutingState, agent: Agent, item: Item): boolean =>
  !isPaused(item.passes, agent.id, state.atMs) &&
  obstacleTo(state.plan, agent, demandOf(state.plan, item)) === null &&
  !isKeptBefore(state, agent, rankOf(item));

const isLent = ({ kind }: Hold): boolean => kind === "offer" || kind === "reservation";

const checkCapacity = ({ agents, plan, offers, items }: RoutingState): string[] => {
  const bad: string[] = [];
  for (const agent of valuesOf(agents)) {
    if (isOver(agent) && agent.holds.some(isLent)) bad.push(`A2 ${agent.id} over capacity`);
    if (agent.presence !== "available" && agent.holds.some(isLent)) bad.push(`A3 ${agent.id} is not there`);
    for (const held of agent.holds) {
      const offer = held.kind === "offer" ? byOffer.get(offers, held.id) : undefined;
      const item = offer?.purpose === "work" ? byItem.get(items, offer.itemId) : undefined;
      const isUnfit = item !== undefined && unfitFor(agent, demandOf(plan, item)) !== null;
      if (isUnfit) bad.push(`A5 ${agent.id} is asked for what he cannot do`);
      if (offer !== undefined && isExcluded(plan, agent, held.channel))
        bad.push(`B1 ${agent.id} is asked for more`);
    }
  }
  return bad;
};

const owedBy = (state: RoutingState): readonly string[] => {
  const owed: string[] = [];
  for (const item of valuesOf(state.items)) {
    const weight = weightOf(state.plan, item);
    if (item.place.at === "assigned") owed.push(`${item.place.agentId} assignment ${item.id} ${weight}`);
    for (const helper of item.helpers)
      owed.push(`${helper} assist ${item.id} ${weightAwakeOf(state.plan, item)}`);
  }
  for (const offer of valuesOf(state.offers)) {
    const item = byItem.get(state.items, offer.itemId);
    owed.push(`${offer.agentId} offer ${offer.id} ${item && weightAwakeOf(state.plan, item)}`);
  }
  for (const { id, agentId, channel } of valuesOf(state.reservations)) {
    owed.push(`${agentId} reservation ${id} ${weightOf(state.plan, { channel })}`);
  }
  return owed.sort();
};

/** Every hold is somebody's, and everybody's work is held: together these say "never two owners, no hold leaked". */
const checkHolds = (state: RoutingState): string[] => {
  const agents = [...valuesOf(state.agents)];
  const held = agents
    .flatMap(agent =>
      agent.holds
        .filter(({ kind }) => kind !== "wrapUp")
        .map(each => `${agent.id} ${each.kind} ${each.id} ${each.weight}`),
    )
    .sort();
  const owed = owedBy(state);
  const bad =
    held.join("\n") === owed.join("\n") ? [] : [`Q4 holds ${held.join(", ")} but ${owed.join(", ")}`];
  const parked = agents.flatMap(agent => agent.parked.map(id => `${agent.id} ${id}`)).sort();
  const parkedItems = [...valuesOf(state.items)]
    .flatMap(({ id, place }) => (place.at === "parked" ? [`${place.agentId} ${id}`] : []))
    .sort();
  for (const { id, helpers, speakers } of valuesOf(state.items)) {
    if (helpers.filter(each => speakers.includes(each)).join() !== speakers.join())
      bad.push(`F4 those who speak about ${id} are not helpers in their order: ${speakers.join(", ")}`);
  }
  if (parked.join() !== parkedItems.join()) bad.push("Q4 parked work is not where it was parked");
  return bad;
};

const checkOffers = (state: RoutingState): string[] => {
  const bad: string[] = [];
  for (const offer of valuesOf(state.offers)) {
    const item = byItem.get(state.items, offer.itemId);
    const rings = item?.place.at === "offered" && item.place.offerId === offer.id;
    const isPending = item?.place.at === "assigned" && item.pending.includes(offer.id);
    if (offer.purpose === "work" ? !rings : !isPending) bad.push(`Q4 offer ${offer.id} without its item`);
    if (offer.expiresAtMs <= state.atMs) bad.push(`O1 offer ${offer.id} outlived its time-out`);
  }
  const items = [...valuesOf(state.items)];
  const ringing = items.filter(item => item.place.at === "offered").length;
  const pending = items.reduce((sum, item) => sum + item.pending.length, 0);
  if (ringing + pending !== [...valuesOf(state.offers)].length) bad.push("Q4 an item rings without an offer");
  for (const each of valuesOf(state.reservations)) {
    if (each.expiresAtMs <= state.atMs) bad.push(`R2 reservation ${each.id} outlived its time`);
  }
  return bad;
};

const checkWaiting = (state: RoutingState): string[] => {
  const agents = [...valuesOf(state.agents)];
  return [...valuesOf(state.items)]
    .filter(({ place }) => place.at === "waiting" || place.at === "parked")
    .filter(item => agents.some(agent => mayBeGiven(state, agent, item)))
    .map(item => `Q3 item ${item.id} waits although somebody may take it`);
};

/** B3: while more than so many wait, nobody does only what may be interrupted and could take one of them. */
const checkInterruptions = (state: RoutingState): string[] => {
  const waiting = [...valuesOf(state.items)].filter(item => item.place.at === "waiting");
  const idle = (agent: Agent, channels: readonly string[]) =>
    agent.holds.length > 0 &&
    agent.holds.every(
      held => ["assignment", "offer", "wrapUp"].includes(held.kind) && channels.includes(held.channel),
    );
  return state.plan.blending.flatMap(rule => {
    if (rule.rule !== "interrupt") return [];
    return (rule.queues ?? state.plan.queues.map(({ id }) => id)).flatMap(queueId => {
      const counted = waiting.filter(each => each.queueId === queueId && rule.counted.includes(each.channel));
      if (counted.length <= rule.moreThan) return [];
      const agents = [...valuesOf(state.agents)].filter(agent => idle(agent, rule.interruptible));
      return counted
        .filter(item => agents.some(agent => mayInterrupt(state, agent, item)))
        .map(item => `B3 item ${item.id} waits although it may interrupt`);
    });
  });
};

/** What is wrong with the state. */
export const violationsOf = (state: RoutingState): readonly string[] => [
  ...checkCapacity(state),
  ...checkHolds(state),
  ...checkOffers(state),
  ...checkWaiting(state),
  ...checkInterruptions(state),
  ...checkIndexes(state),
];

/** Something he held is his no longer. */
const isTakenFrom = (effect: RoutingEffect, agentId: Agent["id"]): boolean => {
  switch (effect.effect) {
    case "offerEnded":
      return effect.offer.agentId === agentId;
    case "reservationEnded":
      return effect.reservation.agentId === agentId;
    case "parked":
      return effect.agentId === agentId;
    default:
      return false;
  }
};

/**
 * Of an item that waited all through the step unchanged: nobody was given something lower-ranked by the queue who, without
 * that, could have taken it. Judges only where the end of the step still shows how the agent stood at that moment: no deadline
 * fell due, so that all was given out after the event, and nothing was taken from him afterwards.
 */
const checkOrder = (before: RoutingState, { state, effects }: StepResult): string[] => {
  const bad: string[] = [];
  const due = firstKey(before.deadlines);
  if (due !== null && due.atMs <= state.atMs) return bad;
  const stayed = [...valuesOf(state.items)].filter(
    item => item.place.at === "waiting" && byItem.get(before.items, item.id) === item,
  );
  for (const [at, effect] of effects.entries()) {
    if (effect.effect !== "offered" || effect.offer.purpose !== "work") continue;
    const { itemId, agentId, id, why } = effect.offer;
    const [item, agent] = [byItem.get(state.items, itemId), byAgent.get(state.agents, agentId)];
    if (item === undefined || agent === undefined || why.how === "interrupt") continue;
    if (effects.slice(at).some(later => isTakenFrom(later, agentId))) continue;
    const without = { ...agent, holds: agent.holds.filter(held => held.id !== id) };
    const passedOver = stayed.find(
      each => compareRank(rankOf(each), rankOf(item)) < 0 && mayBeGiven(state, without, each),
    );
    if (passedOver !== undefined) bad.push(`Q2 ${item.id} overtook ${passedOver.id}`);
  }
  return bad;
};

const wasAccepted = (effects: readonly RoutingEffect[], itemId: Item["id"]): boolean =>
  effects.some(
    one => one.effect === "offerEnded" && one.reason === "accepted" && one.offer.itemId === itemId,
  );

/** B3: of what waited all through the step and might have interrupted as well, nothing ranks before what did. */
const checkInterruptionOrder = (before: RoutingState, { state, effects }: StepResult): string[] => {
  const stayed = [...valuesOf(state.items)].filter(
    item => item.place.at === "waiting" && byItem.get(before.items, item.id) === item,
  );
  return effects.flatMap((effect, at) => {
    const given = effect.effect === "offered" ? effect.offer : effect.effect === "assigned" ? effect : null;
    // What is accepted was judged when it was offered: who came before it since then waits for the next
    const isAccepted = effect.effect === "assigned" && wasAccepted(effects, effect.itemId);
    const [item, agent] =
      given === null ? [] : [byItem.get(state.items, given.itemId), byAgent.get(state.agents, given.agentId)];
    const rule = state.plan.blending.find(({ id }) => id === given?.why.ruleId);
    if (item === undefined || agent === undefined || given?.why.how !== "interrupt" || isAccepted) return [];
    if (rule?.rule !== "interrupt" || effects.slice(at).some(later => isTakenFrom(later, agent.id)))
      return [];
    const counted = stayed.filter(
      each => rule.counted.includes(each.channel) && (rule.queues?.includes(each.queueId) ?? true),
    );
    const passedOver = counted
      .filter(each => counted.filter(({ queueId }) => queueId === each.queueId).length > rule.moreThan)
      .find(
        each =>
          compareRank(rankOf(each), { ...rankOf(item), dueAtMs: dueAtMsOf(state.plan, item) }) < 0 &&
          mayInterrupt(state, agent, each),
      );
    return passedOver === undefined ? [] : [`B3 ${item.id} interrupted before ${passedOver.id}`];
  });
};

const isOwnWork = ({ kind }: Hold): boolean => kind === "assignment" || kind === "assist";

/** Nobody is given work over his capacity, also where a lowered capacity or an awakened chat left too much (A5). */
const checkGrowth = (before: RoutingState, after: RoutingState): string[] => {
  const bad: string[] = [];
  for (const agent of valuesOf(after.agents)) {
    const earlier = byAgent.get(before.agents, agent.id);
    // A share that turns from helping into holding is given as well
    const had = new Set(earlier?.holds.map(held => `${held.kind} ${held.id}`));
    const isGiven = agent.holds.some(held => isOwnWork(held) && !had.has(`${held.kind} ${held.id}`));
    if (!isGiven || earlier === undefined) continue;
    const grew = loadOf(agent) > loadOf(earlier);
    // What became free by time was given before the event that lowered it
    const capacity = Math.max(earlier.capacity, agent.capacity);
    if (grew && isOver({ ...agent, capacity })) bad.push(`A2 ${agent.id} got work over capacity`);
  }
  return bad;
};

/** What is wrong with a step from `before`, its new state included. */
export const stepViolationsOf = (before: RoutingState, result: StepResult): readonly string[] => {
  const { state, wakeAtMs } = result;
  const bad = [
    ...violationsOf(state),
    ...checkOrder(before, result),
    ...checkInterruptionOrder(before, result),
    ...checkGrowth(before, state),
  ];
  if (state.atMs < before.atMs) bad.push("T1 time went back");
  if (wakeAtMs !== (firstKey(state.deadlines)?.atMs ?? null)) bad.push("T3 wakes at the wrong time");
  if (wakeAtMs !== null && wakeAtMs <= state.atMs) bad.push("T3 wakes in the past");
  return bad;
};
