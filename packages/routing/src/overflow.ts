/** When a queue sends somebody elsewhere: instead of queueing, or out of the line. Knows nothing of who takes what. */
import type { Overflow, QueueId } from "@lotse/protocol";
import type { Draft } from "./draft.ts";
import { unfitFor } from "./eligible.ts";
import type { Item, NewItem, RoutingState } from "./model.ts";
import { keysOf, valuesOf } from "./orderedMap.ts";
import { type Estimate, estimateAt, paceAt } from "./pace.ts";
import { itemOf, moveItem } from "./places.ts";
import { dueAtMsOf, isOverflown, needsOf, queueOf, rankOf } from "./plan.ts";
import { byQueue, byRank, byText, compareRank, countKeyOf, isClosed, laneOf } from "./tables.ts";

/** What somebody must expect who stands, or would stand, in the line like this. */
export const estimateFor = (state: RoutingState, item: NewItem): Estimate | null => {
  const line = byQueue.get(state.lines, item.queueId) ?? null;
  const rank = { ...item, dueAtMs: dueAtMsOf(state.plan, item) };
  const lane = byText.get(state.lanes, laneOf(item)) ?? null;
  const pace = paceAt(byText.get(state.paces, laneOf(item)), state.atMs, lane !== null);
  const estimate = estimateAt(pace, 1 + byRank.countBefore(lane, rank));
  return estimate === null ? null : { ...estimate, position: 1 + byRank.countBefore(line, rank) };
};

/** Available, and able to take it if nothing else were there to do. */
export const isSomebodyOnDuty = (state: RoutingState, item: NewItem): boolean => {
  const demand = { channel: item.channel, needs: needsOf(state.plan, item, -1) };
  for (const agent of valuesOf(state.agents)) {
    if (agent.presence === "available" && unfitFor(agent, demand) === null) return true;
  }
  return false;
};

const waitingIn = ({ plan, counts }: RoutingState, queueId: QueueId): number =>
  plan.channels.reduce((sum, { id }) => sum + (byText.get(counts, countKeyOf(queueId, id)) ?? 0), 0);

const holds = (state: RoutingState, item: NewItem, { condition }: Overflow): boolean => {
  switch (condition.if) {
    case "closed":
      return isClosed(state, item);
    case "nobodyOnDuty":
      return !isSomebodyOnDuty(state, item);
    case "waiting":
      return waitingIn(state, item.queueId) > condition.moreThan;
    case "expectedWait":
      return (estimateFor(state, item)?.expectedMs ?? 0) > condition.moreThanMs;
    case "waited":
      return state.atMs >= item.enqueuedAtMs + condition.moreThanMs;
  }
};

/** Where somebody new is sent, queue after queue, never to the same one twice; null if he was turned away. */
export const admit = (
  draft: Draft,
  item: NewItem,
  entry: { readonly isUnattended: boolean; readonly visited: readonly QueueId[] },
): { readonly queueId: QueueId; readonly visited: readonly QueueId[] } | null => {
  const { state, effects } = draft;
  const { id: itemId, queueId } = item;
  const { isUnattended, visited } = entry;
  const overflow = queueOf(state.plan, queueId).overflows.find(
    each =>
      each.when === "before" &&
      (each.then.to === "queue" ? ![...visited, queueId].includes(each.then.queueId) : !isUnattended) &&
      holds(state, item, each),
  );
  if (overflow === undefined) return { queueId, visited };
  const { then, condition: reason } = overflow;
  if (then.to !== "queue") {
    effects.push({ effect: "turnedAway", itemId, queueId, to: then.to, reason });
    return null;
  }
  effects.push({ effect: "overflowed", itemId, fromQueueId: queueId, toQueueId: then.queueId, reason });
  const next = { isUnattended, visited: [...visited, queueId] };
  return admit(draft, { ...item, queueId: then.queueId }, next);
};

const dueOf = (state: RoutingState, item: Item): Overflow | undefined => {
  const { overflows } = queueOf(state.plan, item.queueId);
  return overflows.find(
    each =>
      each.when === "after" &&
      !isOverflown(item, each) &&
      (each.then.to !== "queue" || ![...item.visited, item.queueId].includes(each.then.queueId)) &&
      holds(state, item, each),
  );
};

/** The first overflow of a waiting item that holds and was not carried out yet. */
const overflowOne = (draft: Draft, item: Item): void => {
  const { state, effects } = draft;
  const overflow = dueOf(state, item);
  if (overflow === undefined) return;
  const { id: itemId, queueId } = item;
  const { then, condition: reason } = overflow;
  if (then.to === "queue") {
    effects.push({ effect: "overflowed", itemId, fromQueueId: queueId, toQueueId: then.queueId, reason });
    const change = { queueId: then.queueId, visited: [...item.visited, queueId], overflown: [] };
    moveItem(draft, itemId, { at: "waiting" }, change);
    return;
  }
  effects.push({ effect: "alternativeDue", itemId, to: then.to, reason });
  moveItem(draft, itemId, { at: "waiting" }, { overflown: [...item.overflown, overflow] });
};

/** Looks at everybody of whom it was noted, highest-ranked first; false if there was nobody. */
export const overflowAll = (draft: Draft): boolean => {
  const items = [...draft.unsettled].flatMap(id => itemOf(draft, id) ?? []);
  draft.unsettled.clear();
  for (const { id } of items.sort((a, b) => compareRank(rankOf(a), rankOf(b)))) {
    const item = itemOf(draft, id);
    if (item?.place.at === "waiting") overflowOne(draft, item);
  }
  return items.length > 0;
};

/** Something was said about the queues: those who wait there are looked at again. */
export const unsettle = (draft: Draft, isMeant: (overflow: Overflow, queueId: QueueId) => boolean): void => {
  const { plan, lines } = draft.state;
  for (const { id, overflows } of plan.queues) {
    if (!overflows.some(each => each.when === "after" && isMeant(each, id))) continue;
    for (const rank of keysOf(byQueue.get(lines, id) ?? null)) draft.unsettled.add(rank.id);
  }
};
