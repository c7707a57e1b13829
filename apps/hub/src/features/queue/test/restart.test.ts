/** A hub that dies and comes back: what its agents had in hand beyond the work itself. Both hubs share storage and nothing else. */
import type { OfferId, WorkItemId } from "@lotse/protocol";
import type { AgentRecord } from "@lotse/storage";
import { describe, expect, test } from "vitest";
import { agent, agentRecord, type Desk, openDesk, TENANT, visitor } from "./desk.ts";
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

describe("whoever helps", () => {
  /** Anna has a conversation, and Ben was asked in. */
  const helping = async (mode: "consult" | "conference") => {
    const desk = await onDuty(ANNA);
    const { id } = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
    await accept(desk, ANNA);
    await desk.queue.agentConnected(agent(BEN));
    const workItemId = workOf(desk, ANNA)[0]?.workItemId as WorkItemId;
    await desk.queue.work.consult(agent(ANNA), { workItemId, agentId: BEN.id, mode });
    await accept(desk, BEN);
    return { desk, id, workItemId };
  };
  const notices = ({ storage }: Desk) => storage.tables.messages.map(({ body }) => body);
  const left = { notice: "agentLeft", agent: { id: BEN.id, name: BEN.name }, why: "left" };

  test.each(["consult", "conference"] as const)(
    "(%s) goes on in the same way, and nobody is told anything",
    async mode => {
      const { desk, id, workItemId } = await helping(mode);
      const [before, told] = [[workOf(desk, ANNA), workOf(desk, BEN)], notices(desk)];
      const again = await revived(desk, ANNA, BEN);
      expect([workOf(again, ANNA), workOf(again, BEN)]).toEqual(before);
      expect(workOf(again, BEN)).toMatchObject([{ place: "assisting", mode, units: 1 }]);
      expect(again.queue.helpersOf(id)).toEqual([{ agentId: BEN.id, mode }]);
      expect(again.queue.helpedBy(BEN.id)).toEqual([id]);
      expect(notices(again)).toEqual(told);
      // It can be changed, and ends, as if nothing had been
      const other = mode === "consult" ? "conference" : "consult";
      await again.queue.work.consult(agent(ANNA), { workItemId, agentId: BEN.id, mode: other });
      const third = await revived(again, ANNA, BEN);
      expect(third.queue.helpersOf(id)).toEqual([{ agentId: BEN.id, mode: other }]);
      await third.queue.work.consultEnd(agent(BEN), { workItemId, agentId: BEN.id });
      const fourth = await revived(third, ANNA, BEN);
      expect([fourth.queue.helpersOf(id), workOf(fourth, BEN)]).toEqual([[], []]);
      expect(notices(fourth).filter(body => body.kind === "notice" && body.notice === "agentLeft")).toEqual([
        { kind: "notice", ...left },
      ]);
      expect(fourth.storage.faults).toEqual([]);
    },
  );

  test("and does not come back is said farewell when the lease is over", async () => {
    const { desk, id } = await helping("conference");
    const again = await revived(desk, ANNA);
    expect(again.queue.helpersOf(id)).toHaveLength(1);
    await again.pass(WORK_PLAN.settings.leaseMs);
    expect(again.queue.helpersOf(id)).toEqual([]);
    expect(notices(again).at(-1)).toMatchObject(left);
  });

  test("and leaves the tenant is said farewell at once; that another leaves changes nothing", async () => {
    const { desk, id } = await helping("conference");
    const other = agentRecord(3, ["Claims"], 1);
    desk.storage.agents = [ANNA, BEN, other];
    const again = await revived(desk, ANNA, BEN, other);
    again.storage.agents = [ANNA, BEN];
    await again.queue.agentRemoved(TENANT, other.id);
    expect(again.queue.helpersOf(id)).toHaveLength(1);
    again.storage.agents = [ANNA];
    await again.queue.agentRemoved(TENANT, BEN.id);
    expect(again.queue.helpersOf(id)).toEqual([]);
    expect(notices(again).at(-1)).toMatchObject(left);
    expect(again.toldOf("changed").at(-1)).toMatchObject({ to: id });
    // It is stored that nobody helps: nobody is told again
    const told = notices(again);
    expect(notices(await revived(again, ANNA))).toEqual(told);
  });
});

describe("a channel that left the plan", () => {
  /** E-mails at Ben and in the line; then the plan knows no e-mail any more. */
  const retiring = async (tell: (desk: Desk) => Promise<void>) => {
    const channels = WORK_PLAN.channels.map(each => (each.id === "email" ? { ...each, weight: 2 } : each));
    const full = { ...WORK_PLAN, channels };
    const desk = await openDesk({ agents: [ANNA, BEN], plan: full });
    await desk.queue.agentConnected(agent(BEN));
    const [mine, waiting] = [outsideItem(), outsideItem()];
    await desk.queue.items.addWorkItem(TENANT, mine);
    await accept(desk, BEN);
    await desk.queue.items.addWorkItem(TENANT, waiting);
    const plan = { ...full, channels: channels.filter(({ id }) => id !== "email"), blending: [] };
    // As the plan's own service does: stored first, then told
    desk.storage.formerPlans = [full];
    desk.storage.plan = { plan, version: 2, savedAtMs: 0, savedBy: null };
    await tell(desk);
    return { desk, plan, mine, waiting };
  };

  test.each([
    ["", (desk: Desk) => desk.queue.planSaved(TENANT, desk.storage.plan?.plan ?? WORK_PLAN)],
    [", also if the hub died before it heard of the new plan", async () => {}],
  ])("weighs and wraps up after a restart as it did, and what came by it is done%s", async (_when, tell) => {
    const { desk, mine, waiting } = await retiring(tell);
    const again = await revived(desk, BEN);
    expect(again.queue.retiredChannels(TENANT)).toMatchObject([{ id: "email", weight: 2 }]);
    expect(again.queue.desk.workOf(agent(BEN))).toMatchObject({
      ...{ meter: { used: 2, units: 2 }, work: [{ workItemId: mine.id, channel: "email", units: 2 }] },
    });
    // It is no way in any more
    const late = again.queue.items.addWorkItem(TENANT, outsideItem());
    await expect(late).rejects.toMatchObject({ code: "CHANNEL_UNKNOWN" });
    const assignment = workOf(again, BEN)[0]?.assignment ?? 0;
    await again.queue.work.done(agent(BEN), { workItemId: mine.id, assignment });
    const third = await revived(again, BEN);
    expect(workOf(third, BEN)).toMatchObject([{ place: "wrapUp", workItemId: mine.id, units: 2 }]);
    await third.queue.work.endWrapUp(agent(BEN), mine.id);
    await accept(third, BEN);
    expect(workOf(third, BEN)).toMatchObject([{ workItemId: waiting.id, units: 2, place: "assigned" }]);
    expect(third.storage.faults).toEqual([]);
  });

  test("is forgotten once nothing is open by it", async () => {
    const { desk, mine, waiting } = await retiring(async () => {});
    for (const { id } of [mine, waiting]) await desk.queue.items.endWorkItem(TENANT, id);
    const again = await revived(desk, BEN);
    await again.queue.work.endWrapUp(agent(BEN), mine.id);
    const third = await revived(again, BEN);
    expect(third.queue.retiredChannels(TENANT)).toEqual([]);
    expect(await third.queue.planOf(TENANT)).toEqual(third.storage.plan?.plan);
  });

  test("may be chat itself: who waits since before anybody saved a plan goes by it as it was", async () => {
    const desk = await openDesk({ agents: [ANNA, BEN] });
    const { id } = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
    const channels = WORK_PLAN.channels.filter(each => each.id !== "chat");
    desk.storage.plan = { plan: { ...WORK_PLAN, channels }, version: 1, savedAtMs: 0, savedBy: null };
    const again = await revived(desk, BEN);
    expect(again.queue.retiredChannels(TENANT)).toMatchObject([{ id: "chat", name: { en: "Chat" } }]);
    await accept(again, BEN);
    expect(workOf(again, BEN)).toMatchObject([{ conversationId: id, channel: "chat" }]);
  });
});
