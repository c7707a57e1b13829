/** Whether the indexes of a state say what its plain tables say, recomputed the slow way. For tests. */
import { agentRankOf, engagementOf, isFree } from "./load.ts";
import type { Item, RoutingState } from "./model.ts";
import { entriesOf, keysOf, type OrderedMap, valuesOf } from "./orderedMap.ts";
import { channelOf, dueAtMsOf, needsOf, rankOf } from "./plan.ts";
import { countKeyOf, freeKeysOf, isInLine, keyOf, laneOf } from "./tables.ts";

const sameLines = (rule: string, indexed: string[], actual: string[]): string[] =>
  indexed.sort().join("\n") === actual.sort().join("\n")
    ? []
    : [`${rule} differs from the tables:\n${indexed.join("\n")}\nbut\n${actual.join("\n")}`];

/** Each entry of a map of maps as a line of text. */
const linesOf = <K>(map: OrderedMap<string, OrderedMap<K, unknown>>): string[] =>
  [...entriesOf(map)].flatMap(({ key, value }) =>
    [...keysOf(value)].map(inner => `${key} ${JSON.stringify(inner)}`),
  );

const waitingLines = (state: RoutingState, items: readonly Item[]): string[] => {
  const seeking = items.filter(({ place }) => place.at === "waiting" || place.at === "parked");
  const groups = [...entriesOf(state.waiting)].flatMap(({ key, value }) =>
    [...valuesOf(value)].flatMap(({ items: ranks, ...group }) =>
      [...keysOf(ranks)].map(rank => JSON.stringify([key, group, rank])),
    ),
  );
  const actual = seeking.map(item => {
    const needs = needsOf(state.plan, item, item.standing.relaxedTo);
    const { soleFor } = item.standing;
    const parkedBy = item.place.at === "parked" ? item.place.ruleId : null;
    const { queueId, channel, isCobrowsing } = item;
    const group = { queueId, channel, needs, soleFor, parkedBy, isCobrowsing };
    return JSON.stringify([keyOf(needs, soleFor), group, rankOf(item)]);
  });
  return sameLines("index of waiting", groups, actual);
};

const countLines = (state: RoutingState, items: readonly Item[]): string[] => {
  const counts = new Map<string, number>();
  for (const { place, queueId, channel } of items) {
    const key = countKeyOf(queueId, channel);
    if (place.at === "waiting") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return sameLines(
    "counts",
    [...entriesOf(state.counts)].map(({ key, value }) => `${key} ${value}`),
    [...counts].map(([key, value]) => `${key} ${value}`),
  );
};

const deadlineLines = (state: RoutingState, items: readonly Item[]): string[] => {
  const pending: string[] = [];
  for (const item of items) {
    const { at } = item.place;
    const { reviewAtMs } = item.standing;
    if ((at === "waiting" || at === "parked") && reviewAtMs !== null)
      pending.push(`review ${item.id} ${reviewAtMs}`);
    const { idle } = channelOf(state.plan, item.channel);
    if (at === "assigned" && idle !== null && idle.then !== "keep" && !item.isIdle) {
      pending.push(`idle ${item.id} ${item.touchedAtMs + idle.afterMs}`);
    }
  }
  for (const { id, holds, leaseAtMs } of valuesOf(state.agents)) {
    if (leaseAtMs !== null) pending.push(`lease ${id} ${leaseAtMs}`);
    for (const held of holds)
      if (held.kind === "wrapUp") pending.push(`wrapUp ${id}/${held.id} ${held.untilMs}`);
  }
  for (const each of valuesOf(state.offers)) pending.push(`offer ${each.id} ${each.expiresAtMs}`);
  for (const each of valuesOf(state.reservations)) pending.push(`reservation ${each.id} ${each.expiresAtMs}`);
  const dues = [...keysOf(state.deadlines)].map(due => `${due.kind} ${due.id} ${due.atMs}`);
  return sameLines("T3 deadlines", dues, pending);
};

const keptLines = (state: RoutingState): string[] => {
  const kept = [...entriesOf(state.kept)].flatMap(({ key, value }) => value.map(id => `${key} ${id}`));
  const keeping = [...valuesOf(state.agents)].flatMap(({ id, keptFor }) =>
    keptFor === null ? [] : [`${keptFor} ${id}`],
  );
  return sameLines("Q8 who is kept for what", kept, keeping);
};

export const checkIndexes = (state: RoutingState): string[] => {
  const [items, agents] = [[...valuesOf(state.items)], [...valuesOf(state.agents)]];
  const free = agents
    .filter(isFree)
    .flatMap(agent => freeKeysOf(agent).map(key => `${key} ${JSON.stringify(agentRankOf(agent))}`));
  const engaged = agents.flatMap(agent => {
    const key = engagementOf(agent);
    return key === null ? [] : [`${key} ${JSON.stringify(agent.id)}`];
  });
  const lined = items.filter(isInLine).map(item => `${item.queueId} ${JSON.stringify(rankOf(item))}`);
  const laned = items
    .filter(({ place }) => place.at === "waiting")
    .map(item => `${laneOf(item)} ${JSON.stringify(rankOf(item))}`);
  const misdated = items.filter(
    item => item.place.at !== "assigned" && item.standing.dueAtMs !== dueAtMsOf(state.plan, item),
  );
  return [
    ...waitingLines(state, items),
    ...sameLines("index of lines", linesOf(state.lines), lined),
    ...sameLines("index of lanes", linesOf(state.lanes), laned),
    ...countLines(state, items),
    ...sameLines("index of free", linesOf(state.free), free),
    ...sameLines("index of engaged", linesOf(state.engaged), engaged),
    ...deadlineLines(state, items),
    ...keptLines(state),
    ...misdated.map(item => `K1 ${item.id} has an old rank`),
  ];
};
