/** Work beside conversations: other systems' items, what routing must restore, availability and how long waits were. */
import type { ConversationId, QueueId, WorkItemId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { RoutingWrite } from "../Storage.ts";
import type { OutsideContent, PresenceRecord, WaitRecord, WorkItemRecord } from "../work.ts";
import { createWorld, newConversation, newVisit, START_MS, type World, workItem } from "./fixture.ts";

export const outsideItem = (w: World, given: Partial<WorkItemRecord> = {}): WorkItemRecord => ({
  ...workItem(w, w.makeId() as ConversationId),
  conversationId: null,
  channel: "event",
  queueId: w.makeId() as QueueId,
  details: { priority: 2, needs: [{ skill: "„Kfz“", level: 4 }], assignment: 7, parkedFor: null },
  subject: "Bestellung 4711",
  ...given,
});

export const contentOf = (item: WorkItemRecord, given: Partial<OutsideContent> = {}): OutsideContent => ({
  outsideKey: `erp-${item.id}`,
  fingerprint: "f",
  subject: item.subject ?? "",
  body: 'Zeile 1\nZeile 2 \\ " 👩‍💻',
  links: [{ label: "Auftrag", url: "https://erp.example/4711" }],
  contact: { name: "Erika Mustermann", reference: "K-1" },
  ...given,
});

export const presenceOf = (w: World, atMs: number, given: Partial<PresenceRecord> = {}): PresenceRecord => ({
  ...{ agentId: w.agentId, atMs, presence: "available", reason: null, load: 1, capacity: 3 },
  ...{ skills: [{ skill: "Sales", level: 3 }], channels: null, takes: ["chat"] },
  ...given,
});

export const waitOf = (w: World, given: Partial<WaitRecord> = {}): WaitRecord => ({
  ...{ itemId: w.makeId() as WorkItemId, queueId: null, channel: "chat", atMs: START_MS },
  ...{ estimatedMs: 30_000, lowMs: 20_000, highMs: 40_000, actualMs: 35_000 },
  ...given,
});

export const workContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);
  const commit = (w: World, ...writes: readonly RoutingWrite[]) =>
    w.storage.commitRouting({ tenantId: w.tenantId, epoch: w.epoch, writes });
  const openItems = async (w: World) => {
    const { epoch, workItems, contents } = await w.storage.takeRouting(w.tenantId);
    return { w: { ...w, epoch }, workItems, contents };
  };

  test("another system's item is given back with all it needs, beside conversations', oldest first", async () => {
    const w = await fresh();
    const talk = {
      ...workItem(w, await newConversation(w)),
      ...{ channel: "social", queueId: w.makeId() as QueueId, details: { priority: -1 } },
    };
    const older = outsideItem(w, { enqueuedAtMs: START_MS - 1 });
    const bare = outsideItem(w, { enqueuedAtMs: START_MS + 1, queueId: null, details: null, skill: null });
    const content = contentOf(older);
    const bareContent = contentOf(bare, { body: "", links: [], contact: null });
    await commit(
      w,
      { write: "workItem", item: talk },
      { write: "workItem", item: bare, content: bareContent },
      { write: "workItem", item: older, content },
    );
    const { workItems, contents } = await openItems(w);
    expect(workItems).toEqual([older, talk, bare]);
    expect(contents).toHaveLength(2);
    expect(contents).toEqual(
      expect.arrayContaining([
        { id: older.id, content },
        { id: bare.id, content: bareContent },
      ]),
    );
    const found = { item: older, content };
    expect(await w.storage.findOutsideItem(w.tenantId, { id: older.id })).toEqual(found);
    expect(await w.storage.findOutsideItem(w.tenantId, { outsideKey: content.outsideKey })).toEqual(found);
    expect(await w.storage.findOutsideItem(w.tenantId, { id: bare.id })).toEqual({
      item: bare,
      content: bareContent,
    });
    expect(await w.storage.findOutsideItem(w.tenantId, { id: talk.id })).toBeNull();
  });

  test("its place moves, what was said of it stays; ended, it is not taken over but can be read", async () => {
    const w = await fresh();
    const item = outsideItem(w);
    const content = contentOf(item);
    const moved = { ...item, state: "assigned", agentId: w.agentId, details: { assignment: 8 } } as const;
    // New and moved in one decision, then moved again without a word of the content
    await commit(w, { write: "workItem", item, content }, { write: "workItem", item: moved });
    expect(await w.storage.findOutsideItem(w.tenantId, { id: item.id })).toEqual({ item: moved, content });
    const parked = { ...moved, state: "parked", subject: "another", queueId: null } as const;
    await commit(w, { write: "workItem", item: parked });
    const kept = { ...parked, subject: item.subject };
    const { w: later, workItems } = await openItems(w);
    expect(workItems).toEqual([kept]);
    await commit(later, { write: "workItem", item: { ...parked, state: "ended" } });
    expect((await openItems(w)).workItems).toEqual([]);
    expect(await w.storage.findOutsideItem(w.tenantId, { id: item.id })).toEqual({
      item: { ...kept, state: "ended" },
      content,
    });
  });

  test("what a visitor left is listed until the work it became has ended", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const left = (leftAtMs: number) => ({
      ...{ id: w.makeId(), visitId, kind: "callback" as const, reach: "+49 40 1234567", text: "", leftAtMs },
      ...{ topic: null, skill: null, queueId: null },
    });
    const [older, newer] = [left(START_MS), left(START_MS + 1)];
    for (const request of [older, newer]) await w.storage.leaveRequest(w.tenantId, request);
    const listed = async () => (await w.storage.listRequests(w.tenantId)).map(({ id }) => id);
    const item = outsideItem(w);
    await commit(w, {
      ...{ write: "workItem", item },
      content: contentOf(item, { outsideKey: `request:${older.id}` }),
    });
    expect(await listed()).toEqual([newer.id, older.id]);
    await commit(w, { write: "workItem", item: { ...item, state: "ended" } });
    expect(await listed()).toEqual([newer.id]);
  });

  test("after-work outlives the hub with the ended item it is about, until the agent has none any more", async () => {
    const w = await fresh();
    const conversationId = await newConversation(w);
    const talk = { ...workItem(w, conversationId), state: "ended", agentId: w.agentId } as const;
    const mail = outsideItem(w, { state: "ended", agentId: w.agentId, enqueuedAtMs: START_MS - 1 });
    const open = outsideItem(w);
    const forgotten = outsideItem(w, { state: "ended" });
    const content = contentOf(mail);
    const wrapUps = [
      { itemId: talk.id, channel: "chat", untilMs: START_MS + 60_000, isWeightless: false },
      { itemId: mail.id, channel: "„email“", untilMs: START_MS - 60_000, isWeightless: true },
    ];
    const { agentId } = w;
    await commit(
      w,
      ...[mail, open, forgotten].map(item => ({
        ...{ write: "workItem" as const, item: { ...item, state: "assigned" as const } },
        content: item === mail ? content : contentOf(item),
      })),
      { write: "wrapUps", agentId, wrapUps: wrapUps.slice(1) },
      { write: "workItem", item: talk },
      { write: "workItem", item: mail },
      { write: "workItem", item: open },
      { write: "workItem", item: forgotten },
      { write: "wrapUps", agentId, wrapUps },
    );
    const taken = await w.storage.takeRouting(w.tenantId);
    expect(taken).toMatchObject({ wrapUps: [{ agentId, wrapUps }], workItems: [open] });
    expect(taken.wrappedUp).toEqual([mail, talk]);
    expect(taken.contents).toContainEqual({ id: mail.id, content });
    expect(taken.contents.map(({ id }) => id).sort()).toEqual([mail.id, open.id].sort());
    // Its former owner says nothing of it any more
    const stale = commit(w, { write: "wrapUps", agentId, wrapUps: [] });
    await expect(stale).rejects.toMatchObject({ code: "EPOCH_STALE" });
    const neighbour = await fresh();
    await commit(neighbour, { write: "wrapUps", agentId, wrapUps: [] });
    const later = { ...w, epoch: taken.epoch };
    await commit(later, { write: "wrapUps", agentId, wrapUps: wrapUps.slice(0, 1) });
    const again = await w.storage.takeRouting(w.tenantId);
    expect(again).toMatchObject({
      wrapUps: [{ wrapUps: wrapUps.slice(0, 1) }],
      wrappedUp: [{ id: talk.id }],
    });
    await commit({ ...w, epoch: again.epoch }, { write: "wrapUps", agentId, wrapUps: [] });
    expect(await w.storage.takeRouting(w.tenantId)).toMatchObject({ wrapUps: [], wrappedUp: [] });
  });

  test("a key is one item's, told again it is the same; nothing moves that is not there", async () => {
    const w = await fresh();
    const item = outsideItem(w);
    const content = contentOf(item);
    await commit(w, { write: "workItem", item, content });
    await commit(w, { write: "workItem", item, content });
    const second = outsideItem(w);
    const clash = commit(w, { write: "workItem", item: second, content });
    await expect(clash).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
    const nowhere = commit(w, { write: "workItem", item: second });
    await expect(nowhere).rejects.toMatchObject({ code: "NOT_FOUND" });
    const neighbour = await fresh();
    await commit(neighbour, { write: "workItem", item: second, content });
    const theirs = commit(neighbour, { write: "workItem", item: { ...item, state: "ended" } });
    await expect(theirs).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await openItems(w)).workItems).toEqual([item]);
  });

  test("who was available is read as of a moment, and in pages from then on", async () => {
    const w = await fresh();
    const records = [0, 1, 2, 2, 3].map((minutes, nth) =>
      presenceOf(w, START_MS + minutes * 60_000, {
        ...{ load: nth, presence: nth === 1 ? "away" : "available" },
        ...(nth === 3 ? { takes: null } : {}),
        ...(nth === 1 ? { reason: "Pause", channels: ["chat"], skills: [], takes: [] } : {}),
      }),
    );
    await commit(w, ...records.slice(0, 2).map(record => ({ write: "presence" as const, record })));
    await commit(w, ...records.slice(2).map(record => ({ write: "presence" as const, record })));
    const at = (minutes: number) => w.storage.readPresenceAt(w.tenantId, START_MS + minutes * 60_000);
    expect(await at(-1)).toEqual([]);
    expect(await at(1.5)).toEqual([records[1]]);
    // Of two of one moment, the last said
    expect(await at(2)).toEqual([records[3]]);
    const read: PresenceRecord[] = [];
    for (let cursor: number | null = null; ; ) {
      const query = { fromMs: START_MS + 60_000, toMs: START_MS + 180_000, cursor, limit: 2 };
      const page = await w.storage.listPresence(w.tenantId, query);
      read.push(...page.records);
      if (page.cursor === null) break;
      cursor = page.cursor;
    }
    expect(read).toEqual(records.slice(1, 4));
    const neighbour = await fresh();
    expect(await neighbour.storage.readPresenceAt(neighbour.tenantId, START_MS * 2)).toEqual([]);
    const stranger = { write: "presence", record: presenceOf(neighbour, START_MS) } as const;
    await expect(commit(w, stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("how wrong the told waits were, by queue and channel, in a period", async () => {
    const w = await fresh();
    const queueId = w.makeId() as QueueId;
    const waits = [
      waitOf(w, { queueId, actualMs: 40_000 }),
      waitOf(w, { queueId, actualMs: 10_000 }),
      waitOf(w, { queueId, actualMs: 31_000 }),
      waitOf(w, { queueId, actualMs: 31_000 }),
      waitOf(w, { queueId, channel: "call", actualMs: 30_000 }),
      waitOf(w, { queueId, channel: "call", actualMs: 90_000, atMs: START_MS + 1 }),
    ];
    await commit(w, ...waits.map(wait => ({ write: "wait" as const, wait })));
    expect(await w.storage.summarizeWaits(w.tenantId, { fromMs: START_MS, toMs: START_MS + 1 })).toEqual([
      {
        ...{ queueId, channel: "call", items: 1, within: 1 },
        ...{ meanEstimatedMs: 30_000, meanActualMs: 30_000 },
        ...{ meanErrorMs: 0, meanAbsoluteErrorMs: 0, medianAbsoluteErrorMs: 0 },
      },
      {
        ...{ queueId, channel: "chat", items: 4, within: 3 },
        ...{ meanEstimatedMs: 30_000, meanActualMs: 28_000 },
        ...{ meanErrorMs: -2_000, meanAbsoluteErrorMs: 8_000, medianAbsoluteErrorMs: 5_500 },
      },
    ]);
    const neighbour = await fresh();
    expect(await w.storage.summarizeWaits(neighbour.tenantId, { fromMs: 0, toMs: START_MS * 2 })).toEqual([]);
  });

  test("an agent's levels, channels and limits are read as they were written", async () => {
    const w = await fresh();
    const change = {
      skills: [
        { skill: "Sales", level: 5 },
        { skill: "__proto__", level: 1 },
      ],
      channels: ["chat", "fax"],
      limits: [{ channel: "chat", items: 2 }],
      capacity: 100,
    };
    expect(await w.storage.changeMember(w.tenantId, w.agentId, change)).toMatchObject(change);
    expect(await w.storage.listAgents(w.tenantId)).toMatchObject([change]);
    await w.storage.changeMember(w.tenantId, w.agentId, { channels: null, limits: [] });
    expect(await w.storage.listAgents(w.tenantId)).toMatchObject([
      { skills: change.skills, channels: null, limits: [] },
    ]);
  });
};
