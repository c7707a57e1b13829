/** What happens in sharings, gathered and written: nothing lost while storage is away, nothing twice, and no more than there is room for. */
import {
  type AgentId,
  type CobrowseId,
  type ConversationId,
  LotseError,
  POINTED_PAUSE_MS,
  SHARING_ENTRIES_MAX,
  type SharingEntry,
  type SharingViewer,
  type TenantId,
} from "@lotse/protocol";
import type { CobrowseRecord, SharingRecord } from "@lotse/storage";
import { FakeClock } from "@lotse/testkit";
import { expect, test } from "vitest";
import { createSharingLog } from "./sharingLog.ts";

const tenantId = "10000000-0000-4000-8000-000000000000" as TenantId;
const conversationId = "20000000-0000-4000-8000-000000000000" as ConversationId;
const agentId = "50000000-0000-4000-8000-000000000000" as AgentId;
const [ID, OTHER] = ["a", "b"] as unknown as readonly [CobrowseId, CobrowseId];
const by: SharingViewer = { viewer: 0, agentId, name: "Anna" };
const COBROWSE: CobrowseRecord = {
  ...{ id: ID, conversationId, agentId, state: "active", requestedAtMs: 1 },
  ...{ startedAtMs: 2, endedAtMs: null, endedBy: null },
};

const setUp = (startMs?: number) => {
  const clock = new FakeClock(startMs);
  const stored = new Map<string, SharingRecord>();
  const batches: (readonly SharingRecord[])[] = [];
  const errors: unknown[] = [];
  const store: { fails: LotseError | null; loses: boolean } = { fails: null, loses: false };
  const log = createSharingLog({
    clock,
    storage: {
      appendSharing: async (tenant, records) => {
        expect(tenant).toBe(tenantId);
        batches.push(records);
        if (store.fails !== null && !store.loses) throw store.fails;
        for (const one of records) {
          const key = `${one.cobrowseId} ${one.seq}`;
          if (!stored.has(key)) stored.set(key, one);
        }
        if (store.fails !== null) throw store.fails;
      },
      listSharings: async () => [{ cobrowse: COBROWSE, entries: entriesOf(ID) }],
    },
    tenantOf: id => (id === ID || id === OTHER ? tenantId : null),
    agentCard: () => null,
    onError: error => errors.push(error),
  });
  const entriesOf = (id: CobrowseId): SharingEntry[] =>
    [...stored.values()]
      .filter(({ cobrowseId }) => cobrowseId === id)
      .toSorted((one, two) => one.seq - two.seq)
      .map(({ entry }) => entry);
  const written = async (): Promise<void> => {
    await log.read(tenantId, conversationId);
  };
  return { log, clock, stored, batches, errors, store, entriesOf, written };
};

const asked = (id: number) => ({ kind: "asked", by, id, grant: "control", reason: null }) as const;

test("what happens within a moment is written at once, in its order, each sharing by itself", async () => {
  const { log, clock, batches, entriesOf, written } = setUp();
  for (let id = 1; id <= 50; id++) log.note(id % 2 === 0 ? ID : OTHER, asked(id));
  expect(batches).toEqual([]);
  clock.advance(1_000);
  await written();
  expect(batches.length).toBe(2);
  const ids = (id: CobrowseId) => entriesOf(id).map(entry => ("id" in entry ? entry.id : null));
  expect(ids(OTHER)).toEqual(Array.from({ length: 25 }, (_, index) => 2 * index + 1));
  expect(ids(ID)).toEqual(Array.from({ length: 25 }, (_, index) => 2 * index + 2));
});

test("one who never pauses is written all the same", async () => {
  const { log, clock, batches } = setUp();
  for (let id = 1; id <= 30; id++) {
    log.note(ID, asked(id));
    clock.advance(100);
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(batches.length).toBe(3);
});

test.each([
  ["before it was stored", false],
  ["and only the answer is lost", true],
])("while storage is away nothing is lost, and nothing is kept twice: %s", async (_title, loses) => {
  const { log, clock, store, entriesOf, written, errors } = setUp();
  store.fails = new LotseError("STORE_UNAVAILABLE", "down");
  store.loses = loses;
  log.note(ID, asked(1));
  await written();
  log.note(ID, asked(2));
  log.end(ID);
  await written();
  store.fails = null;
  clock.advance(5_000);
  await written();
  expect(entriesOf(ID)).toMatchObject([{ id: 1 }, { id: 2 }]);
  expect(errors.length).toBeGreaterThan(0);
});

test("what storage refuses for good does not keep back what comes after it", async () => {
  const { log, store, entriesOf, written } = setUp();
  store.fails = new LotseError("NOT_FOUND", "gone");
  log.note(ID, asked(1));
  await written();
  store.fails = null;
  log.note(ID, asked(2));
  await written();
  expect(entriesOf(ID)).toMatchObject([{ id: 2 }]);
});

test("a restarted hub goes on behind what was written before", async () => {
  const before = setUp();
  for (let id = 1; id <= 5; id++) before.log.note(ID, asked(id));
  await before.log.close();
  const last = Math.max(...[...before.stored.values()].map(({ seq }) => seq));
  const after = setUp(before.clock.nowMs() + 1_000);
  after.log.note(ID, asked(6));
  await after.written();
  expect([...after.stored.values()][0]?.seq).toBeGreaterThan(last);
});

test("pointing is told as a stretch, with its pauses, and ends with its viewer or the sharing", async () => {
  const { log, clock, entriesOf, written } = setUp(1_000_000);
  for (let nth = 0; nth < 100; nth++) {
    log.pointed(ID, by);
    clock.advance(100);
  }
  clock.advance(POINTED_PAUSE_MS);
  log.pointed(ID, by);
  log.pointed(ID, { ...by, viewer: 1 });
  log.pointedLast(ID, by);
  log.pointedLast(ID, by);
  log.end(ID);
  await written();
  expect(entriesOf(ID)).toEqual([
    { atMs: 1_000_000, kind: "pointed", by, untilMs: 1_009_900 },
    { atMs: 1_020_000, kind: "pointed", by, untilMs: 1_020_000 },
    { atMs: 1_020_000, kind: "pointed", by: { ...by, viewer: 1 }, untilMs: 1_020_000 },
  ]);
});

test("there is room for so much, and the receipt says that it was cut", async () => {
  const { log, stored, written } = setUp();
  for (let id = 1; id < SHARING_ENTRIES_MAX; id++) log.note(ID, asked(id));
  expect(await log.read(tenantId, conversationId)).toMatchObject([{ isCut: false, startedAtMs: 2 }]);
  for (let id = 1; id < 100; id++) log.note(ID, asked(id));
  log.note("stranger" as CobrowseId, asked(1));
  await written();
  expect(stored.size).toBe(SHARING_ENTRIES_MAX);
  expect(await log.read(tenantId, conversationId)).toMatchObject([{ isCut: true }]);
});

test("texts that no database takes are kept without what it does not take", async () => {
  const { log, entriesOf, written } = setUp();
  log.note(ID, { ...asked(1), reason: "a\u0000b\uD800c🙂" });
  await written();
  expect(entriesOf(ID)).toMatchObject([{ reason: "ab\uFFFDc🙂" }]);
});
