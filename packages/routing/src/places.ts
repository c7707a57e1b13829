/**
 * Where items are while a step is being worked out. `moveItem` is the only way from one place to another: it gives back what
 * the old place had taken and takes what the new one needs, indexes and deadlines included. Knows no events.
 */
import type { AgentId, WorkItemId } from "@lotse/protocol";
import {
  addDeadline,
  agentOf,
  changeAgent,
  type Draft,
  hold,
  removeDeadline,
  touch,
  unhold,
} from "./draft.ts";
import type { Deadline, Item, ItemPlace, NewItem, RoutingState, Standing } from "./model.ts";
import { paceAt, withTake } from "./pace.ts";
import {
  channelOf,
  dueAtMsOf,
  hasAfterOverflow,
  isOverflown,
  isYielding,
  queueOf,
  rankOf,
  relaxedToAt,
  roomAt,
  weightOf,
} from "./plan.ts";
import { seek, unseek } from "./seeking.ts";
import { byItem, byQueue, byRank, byText, isInLine, laneOf } from "./tables.ts";

export const itemOf = ({ state }: Draft, id: WorkItemId): Item | undefined => byItem.get(state.items, id);

const putItem = ({ state, stirred }: Draft, item: Item): void => {
  state.items = byItem.set(state.items, item.id, item);
  stirred.add(item.id);
};

/** Changes what neither place, standing nor load depends on. */
export const changeItem = (draft: Draft, id: WorkItemId, change: Partial<Item>): void => {
  const item = itemOf(draft, id);
  if (item !== undefined) putItem(draft, { ...item, ...change });
};

/** When nobody will have written for too long. */
export const idleOf = ({ state }: Draft, item: Item): Deadline | null => {
  const { idle } = channelOf(state.plan, item.channel);
  if (item.place.at !== "assigned" || item.isIdle || idle === null || idle.then === "keep") return null;
  return { atMs: item.touchedAtMs + idle.afterMs, kind: "idle", id: item.id };
};

const lineUp = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const line = byRank.set(byQueue.get(state.lines, item.queueId) ?? null, rankOf(item), true);
  state.lines = byQueue.set(state.lines, item.queueId, line);
};

const leaveLine = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const line = byRank.remove(byQueue.get(state.lines, item.queueId) ?? null, rankOf(item));
  state.lines =
    line === null ? byQueue.remove(state.lines, item.queueId) : byQueue.set(state.lines, item.queueId, line);
};

const hasWaited = ({ atMs }: Pick<RoutingState, "atMs">, item: Item): boolean =>
  item.hasWaited || (item.place.at === "waiting" && atMs > item.sinceMs);

/** The end of a wait: it tells how fast the queue is, and how good the estimate was. */
export const countTake = (draft: Draft, item: Item): void => {
  const { state, effects } = draft;
  const { id: itemId, queueId, estimatedMs, enqueuedAtMs } = item;
  const pace = byText.get(state.paces, laneOf(item)) ?? paceAt(undefined, state.atMs, false);
  // Whoever was given out at once says nothing about how long one waits when all are busy
  if (hasWaited(state, item)) state.paces = byText.set(state.paces, laneOf(item), withTake(pace));
  // What comes back to the line had its wait already
  if (item.assignment > 0) return;
  const actualMs = Math.max(0, state.atMs - enqueuedAtMs);
  effects.push({ effect: "waited", itemId, queueId, estimatedMs, actualMs });
};

/** Whoever holds the item holds nothing of it any more. Offers and helpers are gone by now. */
const leave = (draft: Draft, item: Item): void => {
  const { place } = item;
  if (isInLine(item)) leaveLine(draft, item);
  if (place.at === "waiting" || place.at === "parked") unseek(draft, item);
  if (place.at === "parked") {
    changeAgent(draft, place.agentId, ({ parked }) => ({ parked: parked.filter(id => id !== item.id) }));
  }
  if (place.at === "assigned") {
    const idle = idleOf(draft, item);
    if (idle !== null) removeDeadline(draft, idle);
    unhold(draft, place.agentId, { kind: "assignment", id: item.id });
    touch(draft, place.agentId);
  }
};

const preferredFor = (draft: Draft, item: Item): AgentId | null => {
  const { state } = draft;
  const { preferredAgentId: id } = item;
  if (id === null || state.atMs >= item.enqueuedAtMs + state.plan.settings.preferAgentMs) return null;
  const isOnDuty = agentOf(draft, id)?.presence === "available";
  return isOnDuty && !item.passes.some(pass => pass.agentId === id) ? id : null;
};

/** When time alone changes how the item stands: the earliest of all that lies ahead. */
const reviewAtMsOf = ({ state }: Draft, item: Item, soleFor: AgentId | null): number | null => {
  const queue = queueOf(state.plan, item.queueId);
  const times = [
    ...queue.relaxations.map(({ afterMs }) => item.enqueuedAtMs + afterMs),
    ...queue.overflows.flatMap(overflow => {
      const { when, condition } = overflow;
      const isAhead = when === "after" && condition.if === "waited" && !isOverflown(item, overflow);
      return isAhead ? [item.enqueuedAtMs + condition.moreThanMs] : [];
    }),
    ...(soleFor === null ? [] : [item.enqueuedAtMs + state.plan.settings.preferAgentMs]),
    ...item.passes.map(({ againAtMs }) => againAtMs),
    ...(isYielding(state.plan, item) ? [roomAt(state.plan, item, state.atMs).nextAtMs] : []),
  ].filter(atMs => atMs > state.atMs);
  return times.length === 0 ? null : Math.min(...times);
};

const standingOf = (draft: Draft, item: Item): Standing => {
  const { plan, atMs } = draft.state;
  const dueAtMs = dueAtMsOf(plan, item);
  const relaxedTo = relaxedToAt(queueOf(plan, item.queueId), item.enqueuedAtMs, atMs);
  if (item.place.at === "parked") {
    return { dueAtMs, relaxedTo, soleFor: item.place.agentId, reviewAtMs: dueAtMs > atMs ? dueAtMs : null };
  }
  const soleFor = preferredFor(draft, item);
  return { dueAtMs, relaxedTo, soleFor, reviewAtMs: reviewAtMsOf(draft, item, soleFor) };
};

const enter = (draft: Draft, arriving: Item): void => {
  const { plan } = draft.state;
  const { place } = arriving;
  const isSeeking = place.at === "waiting" || place.at === "parked";
  // Of assigned work it stays as it was when it was given
  const item = place.at === "assigned" ? arriving : { ...arriving, standing: standingOf(draft, arriving) };
  putItem(draft, item);
  // It may rank later now: whoever is kept for it may be given what comes before it since.
  for (const id of byItem.get(draft.state.kept, item.id) ?? []) draft.eager.set(id, null);
  if (isInLine(item)) lineUp(draft, item);
  if (isSeeking) seek(draft, item);
  if (place.at === "waiting" && hasAfterOverflow(queueOf(plan, item.queueId))) draft.unsettled.add(item.id);
  if (place.at === "parked") {
    changeAgent(draft, place.agentId, ({ parked }) => ({ parked: [...parked, item.id] }));
  }
  if (place.at === "assigned") {
    const { id, channel } = item;
    hold(draft, place.agentId, { kind: "assignment", id, channel, weight: weightOf(plan, item) });
    touch(draft, place.agentId);
    const idle = idleOf(draft, item);
    if (idle !== null) addDeadline(draft, idle);
  }
};

export const newItem = (draft: Draft, item: NewItem): Item => {
  const { plan, atMs } = draft.state;
  const fresh = { ...item, place: { at: "waiting" as const }, passes: [], visited: [], overflown: [] };
  const standing = {
    dueAtMs: dueAtMsOf(plan, item),
    relaxedTo: relaxedToAt(queueOf(plan, item.queueId), item.enqueuedAtMs, atMs),
    soleFor: null,
    reviewAtMs: null,
  };
  const quiet = {
    isCobrowsing: false,
    isIdle: false,
    touchedAtMs: atMs,
    sinceMs: atMs,
    hasWaited: false,
    pending: [],
    helpers: [],
    speakers: [],
  };
  return { ...fresh, ...quiet, standing, assignment: 0, why: null, estimatedMs: null };
};

/** Puts an item on the table that was not there. */
export const addItem = (draft: Draft, item: Item): void => enter(draft, item);

/** Takes the item out of its place, for `addItem` to put it down again: for when what its place depends on changes in between. */
export const takeUp = (draft: Draft, id: WorkItemId): void => {
  const item = itemOf(draft, id);
  if (item !== undefined) leave(draft, item);
};

/** How long it is where it goes, and whether it waited on the way there. */
const waitOf = (
  { state }: Draft,
  item: Item,
  to: Partial<Item> & Pick<Item, "place">,
): Pick<Item, "sinceMs" | "hasWaited"> => {
  const isElsewhere = to.queueId !== undefined && to.queueId !== item.queueId;
  const isSame = !isElsewhere && to.place.at === item.place.at;
  return {
    sinceMs: isSame ? item.sinceMs : state.atMs,
    hasWaited:
      hasWaited(state, item) && !isElsewhere && to.place.at !== "assigned" && to.place.at !== "parked",
  };
};

/** Takes the item from where it is to another place, or to the same one anew, and changes it on the way. */
export const moveItem = (
  draft: Draft,
  id: WorkItemId,
  place: ItemPlace,
  change: Partial<Omit<Item, "place" | "standing">> = {},
): void => {
  const item = itemOf(draft, id);
  if (item === undefined) return;
  leave(draft, item);
  enter(draft, { ...item, ...change, ...waitOf(draft, item, { place, ...change }), place });
};

/** Off the table altogether. */
export const dropItem = (draft: Draft, id: WorkItemId): void => {
  const item = itemOf(draft, id);
  if (item === undefined) return;
  leave(draft, item);
  draft.state.items = byItem.remove(draft.state.items, id);
  draft.stirred.add(id);
};
