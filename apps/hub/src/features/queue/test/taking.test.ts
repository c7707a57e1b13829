/** How agents come to work by asking for it, and why nobody has the rest. */
import type { OfferId, WorkItemId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, TENANT } from "./desk.ts";
import { CLAIMS_QUEUE, outsideItem } from "./plans.ts";
import { ANNA, accept, BEN, CLARA, onDuty, workOf } from "./workDesk.ts";

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
