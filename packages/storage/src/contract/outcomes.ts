/** How waits ended, and what is counted of them. */
import type { QueueId, WorkItemId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { OutcomeRecord } from "../outcomes.ts";
import { createWorld, START_MS, type World } from "./fixture.ts";

export const outcomeOf = (w: World, given: Partial<OutcomeRecord> = {}): OutcomeRecord => ({
  ...{ itemId: w.makeId() as WorkItemId, queueId: w.makeId() as QueueId, channel: "chat" },
  ...{ atMs: START_MS, waitedMs: 20_000, outcome: "answered" },
  ...given,
});

export const outcomeContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);
  const put = (w: World, outcomes: readonly OutcomeRecord[]) =>
    w.storage.commitRouting({
      ...{ tenantId: w.tenantId, epoch: w.epoch },
      writes: outcomes.map(outcome => ({ write: "outcome" as const, outcome })),
    });

  test("answered in time, of all who were answered or left later than that; each queue and channel by its goal", async () => {
    const w = await fresh();
    const queueId = w.makeId() as QueueId;
    const outcomes = [
      outcomeOf(w, { queueId, waitedMs: 0 }),
      outcomeOf(w, { queueId, waitedMs: 20_000 }),
      outcomeOf(w, { queueId, waitedMs: 20_001 }),
      outcomeOf(w, { queueId, waitedMs: 20_000, outcome: "left" }),
      outcomeOf(w, { queueId, waitedMs: 20_001, outcome: "left" }),
      outcomeOf(w, { queueId, channel: "email", waitedMs: 60_000 }),
      outcomeOf(w, { queueId, channel: "fax" }),
      outcomeOf(w),
      outcomeOf(w, { queueId, atMs: START_MS - 1 }),
      outcomeOf(w, { queueId, atMs: START_MS + 1 }),
    ];
    await put(w, outcomes);
    const goals = [
      { queueId, channel: "chat", withinMs: 20_000 },
      { queueId, channel: "email", withinMs: 60_000 },
      { queueId, channel: "sms", withinMs: 60_000 },
    ];
    const query = { fromMs: START_MS, toMs: START_MS + 1, goals };
    expect(await w.storage.summarizeServices(w.tenantId, query)).toEqual([
      { queueId, channel: "chat", within: 2, counted: 4 },
      { queueId, channel: "email", within: 1, counted: 1 },
      { queueId, channel: "sms", within: 0, counted: 0 },
    ]);
    expect(await w.storage.summarizeServices(w.tenantId, { ...query, goals: [] })).toEqual([]);
    const neighbour = await fresh();
    const theirs = await neighbour.storage.summarizeServices(neighbour.tenantId, query);
    expect(theirs.map(({ counted }) => counted)).toEqual([0, 0, 0]);
  });

  test("of an item the first end of its wait holds, also when it is told again", async () => {
    const w = await fresh();
    const first = outcomeOf(w);
    const goal = { queueId: first.queueId, channel: first.channel, withinMs: 20_000 };
    await put(w, [first]);
    await put(w, [first, { ...first, outcome: "left", waitedMs: 90_000 }]);
    const query = { fromMs: 0, toMs: START_MS * 2, goals: [goal] };
    expect(await w.storage.summarizeServices(w.tenantId, query)).toMatchObject([{ within: 1, counted: 1 }]);
  });
};
