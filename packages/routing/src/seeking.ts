/** What looks for somebody: the groups in which agents look for work, and the counts of who waits. Knows no places but two. */
import { addDeadline, type Draft, removeDeadline } from "./draft.ts";
import type { Deadline, Group, Item } from "./model.ts";
import { paceAt } from "./pace.ts";
import { needsOf, rankOf } from "./plan.ts";
import { byRank, byText, countKeyOf, groupKeyOf, keyOf, laneOf } from "./tables.ts";

const groupOf = ({ state }: Draft, item: Item): Omit<Group, "items"> => ({
  queueId: item.queueId,
  channel: item.channel,
  needs: needsOf(state.plan, item, item.standing.relaxedTo),
  soleFor: item.standing.soleFor,
  parkedBy: item.place.at === "parked" ? item.place.ruleId : null,
  isCobrowsing: item.isCobrowsing,
});

/** The two keys by which the group of an item that seeks is found. */
const groupKeysOf = (group: Omit<Group, "items">): readonly [key: string, groupKey: string] => [
  keyOf(group.needs, group.soleFor),
  groupKeyOf(group),
];

/** Its first may be another one now, or the same for whom an agent is to be found once more. */
export const regroup = (draft: Draft, item: Item): void => {
  const [key, groupKey] = groupKeysOf(groupOf(draft, item));
  const keys = draft.regrouped.get(key);
  if (keys === undefined) draft.regrouped.set(key, new Set([groupKey]));
  else keys.add(groupKey);
};

/** Into the lane or out of it; until now it was served as it was. */
const changeLane = ({ state }: Draft, item: Item, change: 1 | -1): void => {
  const lane = laneOf(item);
  const before = byText.get(state.lanes, lane) ?? null;
  const pace = paceAt(byText.get(state.paces, lane), state.atMs, before !== null);
  state.paces = byText.set(state.paces, lane, pace);
  const after = change > 0 ? byRank.set(before, rankOf(item), true) : byRank.remove(before, rankOf(item));
  state.lanes = after === null ? byText.remove(state.lanes, lane) : byText.set(state.lanes, lane, after);
};

const count = (draft: Draft, item: Item, change: 1 | -1): void => {
  if (item.place.at !== "waiting") return;
  changeLane(draft, item, change);
  const { state } = draft;
  const key = countKeyOf(item.queueId, item.channel);
  const next = (byText.get(state.counts, key) ?? 0) + change;
  state.counts = next === 0 ? byText.remove(state.counts, key) : byText.set(state.counts, key, next);
};

const reviewOf = ({ id, standing }: Item): Deadline | null =>
  standing.reviewAtMs === null ? null : { atMs: standing.reviewAtMs, kind: "review", id };

/** Into the groups in which agents look for work. */
export const seek = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const group = groupOf(draft, item);
  const [key, groupKey] = groupKeysOf(group);
  const groups = byText.get(state.waiting, key) ?? null;
  const items = byRank.set(byText.get(groups, groupKey)?.items ?? null, rankOf(item), true);
  state.waiting = byText.set(state.waiting, key, byText.set(groups, groupKey, { ...group, items }));
  count(draft, item, 1);
  const review = reviewOf(item);
  if (review !== null) addDeadline(draft, review);
  draft.fresh.add(item.id);
  regroup(draft, item);
};

export const unseek = (draft: Draft, item: Item): void => {
  const { state } = draft;
  const group = groupOf(draft, item);
  const [key, groupKey] = groupKeysOf(group);
  const groups = byText.get(state.waiting, key) ?? null;
  const items = byRank.remove(byText.get(groups, groupKey)?.items ?? null, rankOf(item));
  const rest =
    items === null ? byText.remove(groups, groupKey) : byText.set(groups, groupKey, { ...group, items });
  state.waiting = rest === null ? byText.remove(state.waiting, key) : byText.set(state.waiting, key, rest);
  count(draft, item, -1);
  const review = reviewOf(item);
  if (review !== null) removeDeadline(draft, review);
  draft.fresh.delete(item.id);
  draft.unsettled.delete(item.id);
  regroup(draft, item);
};
