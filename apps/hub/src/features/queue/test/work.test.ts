/** Work of every kind at the hub's queue: how it comes to agents, through whose hands it goes, and how it ends. */
import type { OfferId, WorkItemId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { describe, expect, test } from "vitest";
import { LINE_EVERY_MS } from "../lineTeller.ts";
import { agent, agentRecord, type Desk, openDesk, TENANT, visitor } from "./desk.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, outsideItem, WORK_PLAN } from "./plans.ts";

const ANNA = agentRecord(1, ["Claims"], 2);
const BEN = agentRecord(2, ["Claims"], 2);
const CLARA = agentRecord(3, ["Sales"], 2);

const onDuty = async (...records: readonly AgentRecord[]): Promise<Desk> => {
  const desk = await openDesk({ agents: [ANNA, BEN, CLARA], plan: WORK_PLAN });
  for (const record of records) await desk.queue.agentConnected(agent(record));
  return desk;
};

const restarted = async (desk: Desk): Promise<Desk> => {
  await desk.queue.close();
  return openDesk({ ...desk, agents: [ANNA, BEN, CLARA] });
};

const accept = (desk: Desk, record: AgentRecord) =>
  desk.queue.acceptOffer(agent(record), desk.queue.offersOf(record.id)[0]?.id as OfferId);

const workOf = (desk: Desk, record: AgentRecord) => desk.queue.desk.workOf(agent(record))?.work ?? [];

/** An e-mail that Anna has. */
const mailAtAnna = async (...others: readonly AgentRecord[]) => {
  const desk = await onDuty(ANNA);
  const item = outsideItem();
  await desk.queue.items.addWorkItem(TENANT, item);
  await accept(desk, ANNA);
  for (const record of others) await desk.queue.agentConnected(agent(record));
  return { desk, workItemId: item.id };
};

/** A conversation that Anna has. */
const chatAtAnna = async (...others: readonly AgentRecord[]) => {
  const desk = await onDuty(ANNA);
  const conversation = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
  await accept(desk, ANNA);
  for (const record of others) await desk.queue.agentConnected(agent(record));
  const workItemId = workOf(desk, ANNA)[0]?.workItemId as WorkItemId;
  return { desk, workItemId, conversationId: conversation.id };
};

const stale = { code: "ASSIGNMENT_STALE" };
const note = "Bitte zurückrufen";

describe("another system's item", () => {
  test("sent twice at once is one, and disturbs nobody's ringing", async () => {
    const desk = await onDuty(ANNA);
    await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
    const ringing = desk.queue.offersOf(ANNA.id);
    const [item, again] = [outsideItem(), outsideItem()];
    const epoch = desk.storage.epoch;
    const sent = await Promise.allSettled([
      desk.queue.items.addWorkItem(TENANT, item),
      desk.queue.items.addWorkItem(TENANT, { ...again, content: item.content }),
    ]);
    expect(sent).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { code: "IDEMPOTENCY_MISMATCH" } },
    ]);
    expect(desk.storage.tables.workItems.has(again.id)).toBe(false);
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ id: ringing[0]?.id }, { workItemId: item.id }]);
    expect(desk.storage.epoch).toBe(epoch);
  });

  test("rings with what it is about, is the agent's once accepted, and ends when done", async () => {
    const desk = await onDuty(ANNA);
    const item = outsideItem();
    await desk.queue.items.addWorkItem(TENANT, item);
    const told = { channel: "email", queueId: GENERAL_QUEUE, subject: "Kündigung" };
    expect(desk.toldOf("offer:made")).toMatchObject([
      { to: ANNA.id, payload: { ...told, conversationId: null, visitorLabel: "erika@example.com" } },
    ]);
    const accepted = await accept(desk, ANNA);
    const mine = { ...told, workItemId: item.id, place: "assigned", assignment: 1, body: "Guten Tag" };
    expect(accepted).toMatchObject({ conversation: null, work: mine });
    const [, changed] = desk.toldOf("work:changed");
    expect(changed).toMatchObject({
      to: ANNA.id,
      payload: { work: [mine], meter: { units: 2, used: 1, holds: [{ kind: "work", units: 1 }] } },
    });
    await desk.queue.work.done(agent(ANNA), { workItemId: item.id, assignment: 1 });
    expect(desk.storage.tables.workItems.get(item.id)).toMatchObject({ state: "ended", agentId: ANNA.id });
    // Its weight stays taken for a while, and the view still says of what
    expect(desk.queue.desk.workOf(agent(ANNA))).toMatchObject({
      work: [{ place: "wrapUp", workItemId: item.id, subject: "Kündigung" }],
      meter: { used: 1, holds: [{ kind: "wrapUp" }] },
    });
    // An answer that got lost is asked for again
    await desk.queue.work.done(agent(ANNA), { workItemId: item.id, assignment: 1 });
    await desk.queue.work.endWrapUp(agent(ANNA), item.id);
    expect(desk.queue.desk.workOf(agent(ANNA))).toEqual({
      work: [],
      meter: { units: 2, used: 0, holds: [] },
    });
  });

  test("is there after a restart as it was: its age, its agent, the assignment, how it came to be", async () => {
    const { desk, workItemId } = await mailAtAnna();
    const waiting = outsideItem({
      queueId: CLAIMS_QUEUE,
      priority: 1,
      needs: [{ skill: "Sales", level: 5 }],
    });
    await desk.queue.items.addWorkItem(TENANT, waiting);
    const before = await desk.queue.work.explain(agent(ANNA), workItemId);
    expect(before).toMatchObject({
      place: "assigned",
      given: { agent: { id: ANNA.id }, how: "best", among: 1 },
    });
    const waitingBefore = await desk.queue.work.explain(agent(ANNA), waiting.id);
    const workBefore = workOf(desk, ANNA);
    desk.clock.advance(5_000);
    const again = await restarted(desk);
    await again.queue.agentConnected(agent(ANNA));
    expect(workOf(again, ANNA)).toEqual(workBefore);
    expect((await again.queue.work.explain(agent(ANNA), workItemId)).given).toEqual(before.given);
    expect(await again.queue.work.explain(agent(ANNA), waiting.id)).toEqual(waitingBefore);
    await again.queue.work.done(agent(ANNA), { workItemId, assignment: 1 });
    expect(again.storage.tables.workItems.get(workItemId)?.state).toBe("ended");
  });

  test("is ended from outside, whoever has it; of what is no other system's nothing is ended", async () => {
    const { desk, workItemId } = await mailAtAnna();
    await desk.queue.items.endWorkItem(TENANT, workItemId);
    await desk.queue.items.endWorkItem(TENANT, workItemId);
    expect(workOf(desk, ANNA)).toMatchObject([{ place: "wrapUp" }]);
    const chat = await chatAtAnna();
    await chat.desk.queue.items.endWorkItem(TENANT, chat.workItemId);
    expect(workOf(chat.desk, ANNA)).toMatchObject([{ place: "assigned" }]);
  });

  test("needs a queue and a channel of the plan, and queues where visitors would be turned away", async () => {
    const desk = await onDuty();
    const add = (given: Parameters<typeof outsideItem>[0]) =>
      desk.queue.items.addWorkItem(TENANT, outsideItem(given));
    await expect(add({ channel: "pigeon" })).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
    const nowhere = { queueId: CLAIMS_QUEUE.replace("c2", "c9") as typeof CLAIMS_QUEUE };
    await expect(add(nowhere)).rejects.toMatchObject({ code: "QUEUE_UNKNOWN" });
    const closed = {
      ...WORK_PLAN,
      queues: WORK_PLAN.queues.map(queue => ({
        ...queue,
        overflows: [{ when: "before", condition: { if: "nobodyOnDuty" }, then: { to: "message" } } as const],
      })),
    };
    await desk.queue.planSaved(TENANT, closed);
    await add({});
    expect(desk.queue.waiting(TENANT)).toMatchObject([{ subject: "Kündigung", channel: "email" }]);
  });
});

describe("handing on", () => {
  test("a transfer rings at the colleague with its note, and stays the agent's until then", async () => {
    const { desk, workItemId, conversationId } = await chatAtAnna(BEN);
    const input = { workItemId, assignment: 1, agentId: BEN.id, note };
    await desk.queue.work.transfer(agent(ANNA), input);
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([
      { conversationId, from: { kind: "transfer", agent: { id: ANNA.id }, note } },
    ]);
    expect(workOf(desk, ANNA)).toMatchObject([
      { note: null, asked: [{ kind: "transfer", agent: { id: BEN.id } }] },
    ]);
    const { commits } = desk.storage;
    expect(await accept(desk, BEN)).toMatchObject({ conversation: { id: conversationId } });
    expect(desk.storage.commits).toBe(commits + 1);
    expect(workOf(desk, BEN)).toMatchObject([{ assignment: 2, note, place: "assigned" }]);
    expect([workOf(desk, ANNA), desk.toldOf("left").map(({ to }) => to)]).toEqual([[], [ANNA.id]]);
    expect(desk.storage.tables.conversations.get(conversationId)?.agentId).toBe(BEN.id);
    // The visitor sees who comes, never what colleagues tell each other
    const words = desk.storage.tables.messages.map(({ body }) => body);
    expect(words).toMatchObject([
      { notice: "opened" },
      { notice: "agentJoined", agent: { id: ANNA.id } },
      { notice: "agentJoined", agent: { id: BEN.id } },
    ]);
    expect(JSON.stringify(words)).not.toContain(note);
    const given = (await desk.queue.work.explain(agent(BEN), workItemId)).given;
    expect(given).toMatchObject({ agent: { id: BEN.id }, how: "transfer" });
  });

  test("the one who had it acts on it no more, whatever the act", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const work = desk.queue.work;
    const held = { workItemId, assignment: 1 };
    await work.transfer(agent(ANNA), { ...held, agentId: BEN.id, note });
    await accept(desk, BEN);
    for (const act of [
      work.done(agent(ANNA), held),
      work.putBack(agent(ANNA), held),
      work.transfer(agent(ANNA), { ...held, agentId: CLARA.id, note }),
      work.forward(agent(ANNA), { ...held, queueId: CLAIMS_QUEUE, note }),
      work.consult(agent(ANNA), { workItemId, agentId: CLARA.id }),
      // Nor with a number that was guessed
      work.done(agent(ANNA), { workItemId, assignment: 2 }),
      // And the new one does not act by the old number
      work.done(agent(BEN), held),
    ]) {
      await expect(act).rejects.toMatchObject(stale);
    }
    expect(desk.storage.tables.workItems.get(workItemId)).toMatchObject({
      state: "assigned",
      agentId: BEN.id,
    });
    const again = await restarted(desk);
    await expect(again.queue.work.done(agent(ANNA), held)).rejects.toMatchObject(stale);
    expect(workOf(again, BEN)).toMatchObject([{ assignment: 2, note }]);
  });

  test("a colleague who is away, full or unknown gets nothing; a declined transfer changes nothing", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const give = (agentId: AgentRecord["id"]) =>
      desk.queue.work.transfer(agent(ANNA), { workItemId, assignment: 1, agentId, note: "" });
    await expect(give(CLARA.id)).rejects.toMatchObject({ code: "AGENT_UNAVAILABLE" });
    await expect(give(ANNA.id)).rejects.toMatchObject({ code: "AGENT_UNAVAILABLE" });
    const nobody = ANNA.id.replace("a000", "a999") as typeof ANNA.id;
    await expect(give(nobody)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await give(BEN.id);
    await desk.queue.declineOffer(agent(BEN), desk.queue.offersOf(BEN.id)[0]?.id as OfferId);
    expect(workOf(desk, ANNA)).toMatchObject([{ assignment: 1, asked: [] }]);
    const toldAnna = desk.toldOf("work:changed").filter(({ to }) => to === ANNA.id);
    expect(toldAnna.at(-1)).toMatchObject({ payload: { work: [{ asked: [] }] } });
  });

  test("what is put back keeps its age and comes to the next; to another queue it takes the note along", async () => {
    const { desk, workItemId } = await mailAtAnna(BEN);
    const { enqueuedAtMs } = workOf(desk, ANNA)[0] ?? {};
    await desk.pass(5_000);
    await desk.queue.work.putBack(agent(ANNA), { workItemId, assignment: 1 });
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ workItemId, waitedMs: 5_000 }]);
    await accept(desk, BEN);
    expect(workOf(desk, BEN)).toMatchObject([{ enqueuedAtMs, assignment: 2 }]);
    const to = { workItemId, assignment: 2, note };
    const nowhere = CLAIMS_QUEUE.replace("c2", "c9") as typeof CLAIMS_QUEUE;
    const lost = desk.queue.work.forward(agent(BEN), { ...to, queueId: nowhere });
    await expect(lost).rejects.toMatchObject({ code: "QUEUE_UNKNOWN", field: "queueId" });
    await desk.queue.work.forward(agent(BEN), { ...to, queueId: CLAIMS_QUEUE });
    await accept(desk, ANNA);
    expect(workOf(desk, ANNA)).toMatchObject([{ queueId: CLAIMS_QUEUE, note, assignment: 3, enqueuedAtMs }]);
  });

  test("a colleague who is asked in reads along until either ends it; the work stays the agent's", async () => {
    const { desk, workItemId, conversationId } = await chatAtAnna(BEN);
    await desk.queue.work.consult(agent(ANNA), { workItemId, agentId: BEN.id });
    expect(desk.queue.helpersOf(conversationId)).toEqual([]);
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ from: { kind: "consult", note: "" } }]);
    expect(await accept(desk, BEN)).toMatchObject({ conversation: { id: conversationId } });
    expect(desk.queue.helpersOf(conversationId)).toEqual([{ agentId: BEN.id, mode: "consult" }]);
    expect(workOf(desk, BEN)).toMatchObject([{ place: "assisting", agent: { id: ANNA.id }, units: 1 }]);
    expect(workOf(desk, ANNA)).toMatchObject([{ place: "assigned", assists: [{ id: BEN.id }] }]);
    expect(desk.storage.tables.conversations.get(conversationId)?.agentId).toBe(ANNA.id);
    const ending = desk.queue.work.consultEnd(agent(BEN), { workItemId, agentId: ANNA.id });
    await expect(ending).rejects.toMatchObject(stale);
    await desk.queue.work.consultEnd(agent(BEN), { workItemId, agentId: BEN.id });
    expect([desk.queue.helpersOf(conversationId), workOf(desk, BEN)]).toEqual([[], []]);
    expect(desk.toldOf("left")).toMatchObject([{ to: BEN.id, payload: { conversationId } }]);
    expect(workOf(desk, ANNA)).toMatchObject([{ assists: [] }]);
  });
});

describe("taking", () => {
  test("the next one is what rings, else the highest-ranked that the agent may take", async () => {
    const desk = await onDuty();
    const ordinary = outsideItem();
    const urgent = outsideItem({ queueId: CLAIMS_QUEUE });
    for (const item of [ordinary, urgent]) await desk.queue.items.addWorkItem(TENANT, item);
    await desk.queue.agentConnected(agent(CLARA));
    expect(await desk.queue.work.next(agent(CLARA))).toMatchObject({
      ...{ kind: "item", work: { workItemId: ordinary.id, assignment: 1 } },
    });
    // It needs what she has not
    expect(await desk.queue.work.next(agent(CLARA))).toBeNull();
    // Who is away but asks for work counts as there
    await desk.queue.agentConnected(agent(ANNA));
    await desk.queue.declineOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: "Pause" });
    expect(await desk.queue.work.next(agent(ANNA))).toMatchObject({ work: { workItemId: urgent.id } });
  });

  test("one is picked out of its turn where the queue lets, and as far as the agent may take it", async () => {
    const desk = await onDuty();
    const [first, second, third] = [outsideItem(), outsideItem(), outsideItem()];
    const claim = outsideItem({ queueId: CLAIMS_QUEUE });
    await desk.queue.agentConnected(agent(CLARA));
    await desk.queue.setPresence(agent(CLARA), { presence: "away", reason: null });
    for (const item of [first, second, third, claim]) await desk.queue.items.addWorkItem(TENANT, item);
    const mayPick = () =>
      new Map(desk.queue.desk.lineFor(agent(CLARA)).map(entry => [entry.workItemId, entry.mayPick]));
    expect(mayPick().get(second.id)).toBe(true);
    expect(mayPick().get(claim.id)).toBe(false);
    expect(desk.toldOf("queue:changed").at(-1)).toMatchObject({ to: CLARA.id });
    const pick = (id: WorkItemId) => desk.queue.work.pick(agent(CLARA), id);
    expect(await pick(second.id)).toMatchObject({ work: { workItemId: second.id } });
    expect(await pick(second.id)).toMatchObject({ work: { workItemId: second.id, assignment: 1 } });
    await expect(pick(claim.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await pick(third.id);
    await expect(pick(first.id)).rejects.toMatchObject({ code: "CAPACITY_FULL" });
    await desk.queue.agentConnected(agent(ANNA));
    const taken = desk.queue.work.pick(agent(ANNA), second.id);
    await expect(taken).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a call sets mail aside; it comes back to the same agent by itself, also over a restart", async () => {
  const { desk, workItemId } = await mailAtAnna();
  const call = outsideItem({ channel: "call" });
  await desk.queue.items.addWorkItem(TENANT, call);
  const parked = { place: "parked", workItemId, ruleId: "calls-first", units: 0 };
  expect(workOf(desk, ANNA)).toMatchObject([parked]);
  expect(desk.storage.tables.workItems.get(workItemId)).toMatchObject({ state: "parked", agentId: ANNA.id });
  await accept(desk, ANNA);
  const again = await restarted(desk);
  await again.queue.agentConnected(agent(ANNA));
  expect(workOf(again, ANNA)).toMatchObject([{ workItemId: call.id, units: 2 }, parked]);
  await again.queue.work.done(agent(ANNA), { workItemId: call.id, assignment: 1 });
  expect(workOf(again, ANNA)).toMatchObject([{ place: "assigned", workItemId, assignment: 2 }]);
  const { given } = await again.queue.work.explain(agent(ANNA), workItemId);
  expect(given).toMatchObject({ how: "returned", ruleId: "calls-first", agent: { id: ANNA.id } });
});

test("of a long line a console is told the first of each queue, and how many more wait there", async () => {
  const desk = await onDuty();
  await desk.queue.agentConnected(agent(CLARA));
  await desk.queue.setPresence(agent(CLARA), { presence: "away", reason: null });
  const claims = Array.from({ length: 103 }, () => outsideItem({ queueId: CLAIMS_QUEUE }));
  const other = outsideItem();
  for (const item of [...claims, other]) {
    desk.clock.advance(1);
    await desk.queue.items.addWorkItem(TENANT, item);
  }
  await desk.pass(LINE_EVERY_MS);
  const told = desk.toldOf("queue:changed").at(-1)?.payload;
  expect(told?.more).toEqual([{ queueId: CLAIMS_QUEUE, count: 3 }]);
  const ids = told?.queue.map(({ workItemId }) => workItemId) ?? [];
  expect(ids.toSorted()).toEqual([...claims.slice(0, 100), other].map(({ id }) => id).toSorted());
});

test("why nobody has it is told for each agent, in the order of the line", async () => {
  const desk = await onDuty(ANNA, CLARA);
  for (const _ of [1, 2]) {
    await desk.queue.items.addWorkItem(TENANT, outsideItem({ queueId: CLAIMS_QUEUE }));
    await accept(desk, ANNA);
  }
  const [first, second] = [outsideItem({ queueId: CLAIMS_QUEUE }), outsideItem({ queueId: CLAIMS_QUEUE })];
  await desk.queue.items.addWorkItem(TENANT, first);
  desk.clock.advance(1);
  await desk.queue.items.addWorkItem(TENANT, second);
  expect(await desk.queue.work.explain(agent(CLARA), second.id)).toMatchObject({
    ...{ place: "waiting", agent: null, before: 1, priority: 2, relaxed: 0, closed: false, given: null },
    needs: [{ skill: "Claims", level: 2 }],
    agents: [
      { agent: { id: ANNA.id }, whyNot: [{ why: "full", used: 2, units: 2, weight: 1 }] },
      { agent: { id: BEN.id }, whyNot: [{ why: "offline" }] },
      { agent: { id: CLARA.id }, whyNot: [{ why: "skillMissing", skill: "Claims" }] },
    ],
  });
  const mine = workOf(desk, ANNA)[0]?.workItemId as WorkItemId;
  expect(desk.queue.work.mayExplain(agent(CLARA), second.id)).toBe(true);
  expect(desk.queue.work.mayExplain(agent(CLARA), mine)).toBe(false);
  expect(desk.queue.work.mayExplain({ ...agent(CLARA), role: "supervisor" }, mine)).toBe(true);
});
