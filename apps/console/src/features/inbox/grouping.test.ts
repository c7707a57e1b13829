import type { QueueEntry, QueueId, WorkItemId } from "@lotse/protocol";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { groupsOf } from "./grouping.ts";

const entry = (id: string, enqueuedAtMs: number, given: Partial<QueueEntry> = {}): QueueEntry => ({
  workItemId: id as WorkItemId,
  conversationId: null,
  visitorLabel: id,
  skill: null,
  topic: null,
  enqueuedAtMs,
  ...given,
});
const SALES = "sales" as QueueId;
const CLAIMS = "claims" as QueueId;

it("what is due first comes first, and so does its queue, however long it waits", () => {
  const groups = groupsOf([
    entry("old", 0, { queueId: CLAIMS, dueAtMs: 9_000 }),
    entry("urgent", 50, { queueId: SALES, dueAtMs: 60 }),
    entry("later", 10, { queueId: SALES, dueAtMs: 500 }),
  ]);
  expect(
    groups.map(({ queueId, entries }) => [queueId, entries.map(({ visitorLabel }) => visitorLabel)]),
  ).toEqual([
    [SALES, ["urgent", "later"]],
    [CLAIMS, ["old"]],
  ]);
});

it("of a hub that tells no queues, the one who waits longest comes first", () => {
  expect(groupsOf([entry("b", 2), entry("a", 1)])).toMatchObject([
    { queueId: null, entries: [{ visitorLabel: "a" }, { visitorLabel: "b" }] },
  ]);
});

it("loses and invents nothing, and stands still whatever order the hub tells it in", () => {
  const entries = fc.uniqueArray(
    fc.record({
      n: fc.nat(40),
      atMs: fc.nat(3),
      dueAtMs: fc.nat(3),
      queueId: fc.constantFrom(SALES, CLAIMS, null),
    }),
    { selector: ({ n }) => n },
  );
  fc.assert(
    fc.property(entries, given => {
      const queue = given.map(({ n, atMs, dueAtMs, queueId }) =>
        entry(String(n), atMs, { dueAtMs, queueId: queueId ?? null }),
      );
      const groups = groupsOf(queue);
      expect(groups.flatMap(group => group.entries).length).toBe(queue.length);
      expect(groupsOf(queue.toReversed())).toEqual(groups);
      for (const { queueId, entries: own } of groups) {
        expect(own.every(each => (each.queueId ?? null) === queueId)).toBe(true);
      }
    }),
  );
});
