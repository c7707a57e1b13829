/** A hub that dies and comes back: what its agents had in hand beyond the work itself. Both hubs share storage and nothing else. */
import type { OfferId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { describe, expect, test } from "vitest";
import { agent, agentRecord, type Desk, openDesk, TENANT } from "./desk.ts";
import { outsideItem, WORK_PLAN } from "./plans.ts";

const ANNA = agentRecord(1, ["Claims"], 1);
const BEN = agentRecord(2, ["Claims"], 2);
/** Of e-mail, in the plan. */
const WRAP_UP_MS = 60_000;

const onDuty = async (...records: readonly AgentRecord[]): Promise<Desk> => {
  const desk = await openDesk({ agents: [ANNA, BEN], plan: WORK_PLAN });
  for (const record of records) await desk.queue.agentConnected(agent(record));
  return desk;
};

/** As by kill -9: the dead one is told nothing any more, and says nothing. */
const revived = async (desk: Desk, ...records: readonly AgentRecord[]): Promise<Desk> => {
  const again = await openDesk({ ...desk, agents: [ANNA, BEN] });
  for (const record of records) await again.queue.agentConnected(agent(record));
  return again;
};

const accept = (desk: Desk, record: AgentRecord) =>
  desk.queue.acceptOffer(agent(record), desk.queue.offersOf(record.id)[0]?.id as OfferId);

const workOf = (desk: Desk, record: AgentRecord) => desk.queue.desk.workOf(agent(record))?.work ?? [];

/** An e-mail that Anna has just done, the clock ten seconds later, and another that waits. */
const wrappingUp = async () => {
  const desk = await onDuty(ANNA);
  const [done, next] = [outsideItem(), outsideItem()];
  await desk.queue.items.addWorkItem(TENANT, done);
  await accept(desk, ANNA);
  await desk.queue.items.addWorkItem(TENANT, next);
  const [view] = workOf(desk, ANNA);
  const untilMs = desk.clock.nowMs() + WRAP_UP_MS;
  await desk.queue.work.done(agent(ANNA), { workItemId: done.id, assignment: view?.assignment ?? 0 });
  await desk.pass(10_000);
  return { desk, done, next, untilMs };
};

describe("after-work", () => {
  test("keeps its weight for the rest of its time, and at its end what waited rings", async () => {
    const { desk, done, next, untilMs } = await wrappingUp();
    const before = workOf(desk, ANNA);
    expect(before).toMatchObject([{ place: "wrapUp", workItemId: done.id, untilMs, units: 1 }]);
    const again = await revived(desk, ANNA);
    expect(workOf(again, ANNA)).toEqual(before);
    expect(again.queue.offersOf(ANNA.id)).toEqual([]);
    await again.pass(untilMs - again.clock.nowMs() - 1);
    expect(again.queue.offersOf(ANNA.id)).toEqual([]);
    await again.pass(1);
    expect(again.queue.offersOf(ANNA.id)).toMatchObject([{ workItemId: next.id }]);
    expect(again.storage.tables.wrapUps.size).toBe(0);
    expect(again.storage.faults).toEqual([]);
  });

  test("is over if its time went by while no hub ran, and if the agent says so after the restart", async () => {
    const { desk, done, next } = await wrappingUp();
    const early = await revived(desk, ANNA);
    await early.queue.work.endWrapUp(agent(ANNA), done.id);
    expect(early.queue.offersOf(ANNA.id)).toMatchObject([{ workItemId: next.id }]);
    expect(workOf(await revived(early, ANNA), ANNA)).toEqual([]);
    const other = await wrappingUp();
    other.desk.clock.advance(WRAP_UP_MS);
    const late = await revived(other.desk, ANNA);
    expect(workOf(late, ANNA)).toEqual([]);
    expect(late.queue.offersOf(ANNA.id)).toMatchObject([{ workItemId: other.next.id }]);
    expect(late.storage.tables.wrapUps.size).toBe(0);
  });

  test("that a call set aside weighs nothing after the restart either", async () => {
    const { desk, done } = await wrappingUp();
    const call = outsideItem({ channel: "call" });
    await desk.queue.items.addWorkItem(TENANT, call);
    await accept(desk, ANNA);
    const again = await revived(desk, ANNA);
    const meter = again.queue.desk.workOf(agent(ANNA))?.meter;
    expect(meter).toMatchObject({ used: 1, units: 1 });
    expect(meter?.holds).toMatchObject([
      { kind: "wrapUp", workItemId: done.id, units: 0 },
      { kind: "work", workItemId: call.id, units: 1 },
    ]);
  });

  test("of an agent who left the tenant is forgotten", async () => {
    const { desk } = await wrappingUp();
    desk.storage.agents = [BEN];
    await desk.queue.agentRemoved(TENANT, ANNA.id);
    expect(desk.storage.tables.wrapUps.size).toBe(0);
  });
});
