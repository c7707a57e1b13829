/** Another system's items at the desk: how they come, how they end, and what makes them wait. */
import { describe, expect, test } from "vitest";
import { agent, TENANT, visitor } from "./desk.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, outsideItem, WORK_PLAN } from "./plans.ts";
import { ANNA, accept, chatAtAnna, mailAtAnna, onDuty, restarted, workOf } from "./workDesk.ts";

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
      meter: { units: 2, used: 0, holds: [], takes: ["chat", "email", "call", "callback"] },
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
