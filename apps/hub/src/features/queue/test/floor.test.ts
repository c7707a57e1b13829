/** The plan in force: topics, hours, what visitors learn, and who is taken off duty. */
import type { Hours, OfferId, OverflowIf, Queue, QueueId, RoutingPlan, WorkItemId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, test } from "vitest";
import { defaultPlan } from "../defaultPlan.ts";
import { agent, agentRecord, openDesk, ruleRecord, SITE, TENANT, visitor } from "./desk.ts";
import { createMemoryStorage } from "./memoryStorage.ts";

const ANNA = agentRecord(1, ["Sales"], 1);
const BEN = agentRecord(2, ["Claims"], 2);
const RULE = ruleRecord(1, "Sales");
const MINUTE_MS = 60_000;
/** A Monday, nine o'clock. */
const NINE_MS = Date.UTC(2026, 5, 1, 9);

const queue = (n: number, key: string, given: Partial<Queue> = {}): Queue => ({
  ...{ id: `00000000-0000-4000-9000-00000000000${n}` as QueueId, key, name: { de: key, en: key } },
  ...{ needs: [], prefers: [], priority: 0, serviceLevels: [], relaxations: [], overflows: [] },
  ...{ pick: false, hours: null },
  ...given,
});

const planWith = (
  queues: readonly Queue[],
  settings: Partial<RoutingPlan["settings"]> = {},
): RoutingPlan => ({
  ...defaultPlan([], settings),
  queues,
});

const UNTIL_TEN: Hours = {
  timeZone: "UTC",
  week: [
    { day: 1, fromMin: 8 * 60, toMin: 10 * 60 },
    { day: 2, fromMin: 8 * 60, toMin: 10 * 60 },
  ],
  exceptions: [],
};

const openWith = async (plan: RoutingPlan | null) => {
  const agents = [ANNA, BEN];
  const storage = createMemoryStorage({ agents, rules: [RULE] });
  if (plan !== null) storage.plan = { plan, version: 1, savedAtMs: NINE_MS, savedBy: null };
  return openDesk({ agents, rules: [RULE], storage, clock: new FakeClock(NINE_MS) });
};
type Open = Awaited<ReturnType<typeof openWith>>;

const look = ({ queue: service }: Open, asked: { topic?: string; skill?: string } = {}) =>
  service.outlook({ actor: visitor(9), topic: asked.topic ?? null, skill: asked.skill ?? null });
const open = ({ queue: service }: Open, n: number, asked: { topic?: string; skill?: string } = {}) =>
  service.openConversation({ actor: visitor(n), topic: asked.topic ?? null, skill: asked.skill ?? null });

describe("a topic", () => {
  const PLAN = planWith([
    queue(1, "general"),
    queue(2, "advice", { needs: [{ skill: "Sales", level: 2 }] }),
    queue(3, "damage", { needs: [{ skill: "Claims", level: 1 }] }),
  ]);

  test("leads to the queue of that name, else to the one that needs such a skill, else to everybody's", async () => {
    const desk = await openWith(PLAN);
    await desk.queue.agentConnected(agent(ANNA));
    await desk.queue.agentConnected(agent(BEN));
    const told = async (asked: { topic?: string; skill?: string }) =>
      (await look(desk, asked)).queue?.key ?? null;
    expect(await told({ topic: "damage" })).toBe("damage");
    expect(await told({ skill: "Sales" })).toBe("advice");
    expect(await told({ topic: "Tarife", skill: "Yodelling" })).toBe("general");
    expect(await told({ topic: "Tarife" })).toBeNull();
    await open(desk, 1, { topic: "damage" });
    expect(desk.queue.offersOf(BEN.id)).toHaveLength(1);
    await open(desk, 2, { skill: "Yodelling" });
    expect([desk.queue.offersOf(ANNA.id), desk.queue.offersOf(BEN.id)].flat()).toHaveLength(1);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
  });

  test("goes by a plan from the moment it is saved", async () => {
    const desk = await openWith(null);
    await desk.queue.agentConnected(agent(ANNA));
    await open(desk, 1, { skill: "Opera" });
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    await desk.queue.planSaved(TENANT, planWith([queue(1, "general"), queue(2, "Opera")]));
    await open(desk, 2, { skill: "Opera" });
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ visitId: visitor(2).visitId }]);
  });
});

describe("business hours", () => {
  const PLAN = planWith([queue(1, "general", { hours: UNTIL_TEN })]);

  test("are known at the start, and what changes at closing time is told to those who wait", async () => {
    const desk = await openWith(PLAN);
    await desk.queue.agentConnected(agent(ANNA));
    expect(await look(desk)).toMatchObject({ state: "free" });
    await open(desk, 1);
    const waiting = await open(desk, 2);
    expect(desk.queue.waitOf(waiting.id)).toMatchObject({ position: 2, alternatives: [] });
    await desk.pass(60 * MINUTE_MS - 1);
    desk.events();
    await desk.pass(1);
    await desk.settled();
    expect(desk.toldOf("changed").map(({ to }) => to)).toContain(waiting.id);
    expect(desk.queue.waitOf(waiting.id)).toMatchObject({ alternatives: ["callback", "message"] });
    const opensAtMs = NINE_MS + 23 * 60 * MINUTE_MS;
    expect(await look(desk)).toMatchObject({ state: "closed", opensAtMs, position: null });
    expect(await desk.queue.invite({ tenantId: TENANT, visitId: visitor(3).visitId, rule: RULE })).toBeNull();
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);

    await desk.queue.close();
    const again = await openDesk({ ...desk, agents: [ANNA, BEN], rules: [RULE] });
    expect(await look(again)).toMatchObject({ state: "closed", opensAtMs });
    await again.queue.agentConnected(agent(ANNA));
    again.clock.advance(23 * 60 * MINUTE_MS);
    await again.settled();
    await again.settled();
    expect((await look(again)).state).not.toBe("closed");
  });

  test("end with a plan that has none", async () => {
    const desk = await openWith(PLAN);
    await desk.pass(60 * MINUTE_MS);
    await desk.settled();
    expect(await look(desk)).toMatchObject({ state: "closed" });
    await desk.queue.planSaved(TENANT, planWith([queue(1, "general")]));
    expect(await look(desk)).toMatchObject({ state: "busy", position: 1 });
  });
});

describe("before waiting", () => {
  test("who would be turned away is told so, and nothing is opened", async () => {
    const overflows = [
      { when: "before", condition: { if: "nobodyOnDuty" }, then: { to: "message" } },
    ] as const;
    const desk = await openWith(planWith([queue(1, "general", { overflows })]));
    const why = "nobodyOnDuty";
    expect(await look(desk)).toMatchObject({ state: "busy", position: null, alternatives: ["message"], why });
    await expect(open(desk, 1)).rejects.toMatchObject({
      code: "TURNED_AWAY",
      turnedAway: { why, to: "message" },
    });
    expect(desk.storage.tables.conversations.size).toBe(0);
    expect(desk.told.splice(0)).toEqual([
      { to: visitor(1).visitId, event: "turnedAway", payload: { queueId: queue(1, "").id, why } },
    ]);
    await desk.queue.agentConnected(agent(ANNA));
    expect(await look(desk)).toMatchObject({ state: "free" });
    expect(await open(desk, 1)).toMatchObject({ state: "waiting" });
  });

  test("the reason is the rule's: closed, or too many wait", async () => {
    const before = (condition: OverflowIf): Queue["overflows"] => [
      { when: "before", condition, then: { to: "callback" } },
    ];
    const shut = queue(1, "shut", { hours: { ...UNTIL_TEN, week: [] }, overflows: before({ if: "closed" }) });
    const full = queue(2, "full", { overflows: before({ if: "waiting", moreThan: 0 }) });
    const desk = await openWith(planWith([shut, full]));
    expect(await look(desk, { skill: "shut" })).toMatchObject({ state: "closed", why: "closed" });
    const first = await look(desk, { skill: "full" });
    expect([first.position, first.why]).toEqual([1, undefined]);
    await open(desk, 1, { skill: "full" });
    expect(await look(desk, { skill: "full" })).toMatchObject({
      state: "busy",
      position: null,
      why: "waiting",
    });
  });

  test("who was sent on is explained so, also after a restart", async () => {
    const night = queue(2, "night");
    const overflows: Queue["overflows"] = [
      { when: "before", condition: { if: "nobodyOnDuty" }, then: { to: "queue", queueId: night.id } },
    ];
    const day = queue(1, "day", { needs: [{ skill: "Claims", level: 1 }], overflows });
    const desk = await openWith(planWith([day, night]));
    await open(desk, 1, { skill: "day" });
    const sent = [{ fromQueueId: day.id, toQueueId: night.id, why: "nobodyOnDuty", atMs: NINE_MS }];
    const explained = ({ queue: service }: Open) =>
      service.work.explain(agent(ANNA), service.desk.lineFor(agent(ANNA))[0]?.workItemId as WorkItemId);
    expect(await explained(desk)).toMatchObject({ queueId: night.id, sent });
    await desk.queue.close();
    const again = await openDesk({ ...desk, agents: [ANNA, BEN], rules: [RULE] });
    expect(await explained(again)).toMatchObject({ queueId: night.id, sent });
  });

  test("who would be sent on learns of the other queue; the look itself changes nothing", async () => {
    const other = queue(2, "night");
    const overflows = [
      { when: "before", condition: { if: "closed" }, then: { to: "queue", queueId: other.id } },
    ] as const;
    const hours = { ...UNTIL_TEN, week: [] };
    const desk = await openWith(planWith([queue(1, "general", { hours, overflows }), other]));
    const { commits } = desk.storage;
    expect(await look(desk)).toMatchObject({ queue: { key: "night" }, state: "busy", position: 1 });
    expect(desk.queue.waiting(TENANT)).toEqual([]);
    expect([desk.storage.commits, desk.events()]).toEqual([commits, []]);
  });

  test("a wait is estimated from how fast the queue was served", async () => {
    const desk = await openWith(planWith([queue(1, "general")]));
    await desk.queue.agentConnected(agent(ANNA));
    expect(await look(desk)).toMatchObject({ state: "free" });
    for (let n = 1; n <= 8; n++) await open(desk, n);
    for (let taken = 0; taken < 5; taken++) {
      const { id, conversationId } = desk.queue.offersOf(ANNA.id)[0] ?? {};
      await desk.queue.acceptOffer(agent(ANNA), id as OfferId);
      desk.clock.advance(MINUTE_MS);
      if (conversationId) await desk.queue.endConversation(agent(ANNA), conversationId);
    }
    const outlook = await look(desk);
    expect(outlook).toMatchObject({ state: "busy", position: 4 });
    const { expectedMs, lowMs, highMs } = outlook;
    expect(expectedMs).toBeGreaterThan(2 * MINUTE_MS);
    expect(expectedMs).toBeLessThan(6 * MINUTE_MS);
    expect([lowMs, expectedMs, highMs]).toEqual(
      [lowMs, expectedMs, highMs].sort((a, b) => Number(a) - Number(b)),
    );
  });
});

describe("a website", () => {
  test("has its own hours beside its queue's, and its own queue for those who name none", async () => {
    const until = (hour: number): Hours => ({
      ...UNTIL_TEN,
      week: UNTIL_TEN.week.map(span => ({ ...span, fromMin: hour * 60, toMin: hour * 60 + 60 })),
    });
    const nine = queue(2, "advice", { hours: { ...UNTIL_TEN, week: [{ day: 2, fromMin: 0, toMin: 1440 }] } });
    const plan = planWith([queue(1, "general"), nine]);
    const desk = await openWith({ ...plan, sites: [{ siteId: SITE, queueId: null, hours: until(9) }] });
    await desk.queue.agentConnected(agent(ANNA));
    expect(await look(desk)).toMatchObject({ state: "free" });
    // The queue opens on Tuesday at midnight, the website on Tuesday at nine: both are open at nine
    expect(await look(desk, { skill: "advice" })).toMatchObject({
      state: "closed",
      opensAtMs: NINE_MS + 24 * 60 * MINUTE_MS,
    });
    await desk.pass(60 * MINUTE_MS);
    expect(await look(desk)).toMatchObject({ state: "closed", alternatives: ["callback", "message"] });
    expect(await desk.queue.invite({ tenantId: TENANT, visitId: visitor(1).visitId, rule: RULE })).toBeNull();
    await desk.pass(23 * 60 * MINUTE_MS);
    expect(await look(desk)).toMatchObject({ state: "free" });
  });

  test("leads to its own queue, unless a page names another", async () => {
    const plan = planWith([queue(1, "general"), queue(2, "advice")]);
    const advice = plan.queues[1]?.id ?? null;
    const desk = await openWith({ ...plan, sites: [{ siteId: SITE, queueId: advice, hours: null }] });
    await open(desk, 1);
    await open(desk, 2, { skill: "general" });
    const queueOf = (n: number) =>
      desk.queue
        .waiting(TENANT)
        .find(
          ({ conversationId }) =>
            conversationId ===
            [...desk.storage.tables.conversations.values()].find(
              ({ visitId }) => visitId === visitor(n).visitId,
            )?.id,
        )?.queueId;
    expect([queueOf(1), queueOf(2)]).toEqual([advice, plan.queues[0]?.id]);
  });
});

describe("what was estimated", () => {
  test("is recorded beside what came, for those who had been told a wait", async () => {
    const desk = await openWith(planWith([queue(1, "general")]));
    await desk.queue.agentConnected(agent(ANNA));
    const take = async (n: number) => {
      const { id, conversationId } = desk.queue.offersOf(ANNA.id)[0] ?? {};
      await desk.queue.acceptOffer(agent(ANNA), id as OfferId);
      desk.clock.advance(n);
      if (conversationId) await desk.queue.endConversation(agent(ANNA), conversationId);
    };
    for (let n = 1; n <= 6; n++) await open(desk, n);
    for (let taken = 0; taken < 5; taken++) await take(MINUTE_MS);
    expect(desk.storage.tables.waits).toEqual([]);
    await open(desk, 7);
    const { expectedMs, lowMs, highMs } = await look(desk);
    // One place further back than visitor 7
    expect(Number(expectedMs)).toBeGreaterThan(MINUTE_MS);
    expect([typeof lowMs, typeof highMs]).toEqual(["number", "number"]);
    await take(2 * MINUTE_MS);
    await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    const [wait, ...others] = desk.storage.tables.waits;
    expect(others).toEqual([]);
    expect(wait).toMatchObject({ channel: "chat", actualMs: 2 * MINUTE_MS, atMs: desk.clock.nowMs() });
    expect(Number(wait?.estimatedMs)).toBeGreaterThan(0);
    expect(Number(wait?.lowMs)).toBeLessThanOrEqual(Number(wait?.estimatedMs));
    expect(Number(wait?.highMs)).toBeGreaterThan(Number(wait?.estimatedMs));
  });
});

describe("how a wait ended", () => {
  const outcomesOf = ({ storage }: Open) =>
    [...storage.tables.outcomes.values()].map(({ outcome, waitedMs }) => [outcome, waitedMs / MINUTE_MS]);

  test("is recorded of everybody: answered at once, later, or gone before; and of nobody twice", async () => {
    const desk = await openWith(planWith([queue(1, "general")]));
    await desk.queue.agentConnected(agent(ANNA));
    const accept = () => desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    const [first, second] = [await open(desk, 1), await open(desk, 2)];
    await accept();
    desk.clock.advance(MINUTE_MS);
    const third = await open(desk, 3);
    // Put back and taken again: it was answered before
    const workItemId = desk.queue.desk.workOf(agent(ANNA))?.work[0]?.workItemId as WorkItemId;
    await desk.queue.work.putBack(agent(ANNA), { workItemId, assignment: 1 });
    desk.clock.advance(MINUTE_MS);
    await accept();
    await desk.queue.endConversation(visitor(3), third.id);
    await desk.queue.endConversation(visitor(1), first.id);
    await desk.queue.endConversation(agent(ANNA), second.id);
    expect(outcomesOf(desk)).toEqual([
      ["answered", 0],
      ["answered", 2],
      ["left", 1],
    ]);
  });

  test("of an invitation that was accepted is none: nobody waited", async () => {
    const desk = await openWith(planWith([queue(1, "general", { key: "Sales" })]));
    await desk.queue.agentConnected(agent(ANNA));
    const invited = await desk.queue.invite(visitor(1), RULE);
    if (invited === null) throw new Error("Somebody is free");
    await desk.queue.acceptInvitation(visitor(1), invited.id);
    expect(outcomesOf(desk)).toEqual([]);
  });
});

describe("whoever spoke with the visitor last", () => {
  const CARL = agentRecord(3, [], 2);
  const spoken = async (settings: Partial<RoutingPlan["settings"]> = {}) => {
    const agents = [ANNA, CARL];
    const storage = createMemoryStorage({ agents, rules: [] });
    const plan = planWith([queue(1, "general")], settings);
    storage.plan = { plan, version: 1, savedAtMs: NINE_MS, savedBy: null };
    const desk = await openDesk({ agents, rules: [], storage, clock: new FakeClock(NINE_MS) });
    await desk.queue.agentConnected(agent(CARL));
    const { id } = await open(desk, 1);
    await desk.queue.acceptOffer(agent(CARL), desk.queue.offersOf(CARL.id)[0]?.id as OfferId);
    await desk.queue.endConversation(visitor(1), id);
    // Idle for longer: without a preference she is asked
    await desk.queue.agentConnected(agent(ANNA));
    await desk.queue.setPresence(agent(CARL), { presence: "away", reason: null });
    desk.clock.advance(MINUTE_MS);
    await desk.queue.setPresence(agent(CARL), { presence: "available", reason: null });
    return desk;
  };
  const ringsAt = async (desk: Open, n: number) => {
    await open(desk, n);
    return [ANNA, CARL].filter(({ id }) => desk.queue.offersOf(id).length > 0).map(({ id }) => id);
  };

  test("is asked first", async () => expect(await ringsAt(await spoken(), 1)).toEqual([CARL.id]));
  test("is not known of strangers", async () => expect(await ringsAt(await spoken(), 2)).toEqual([ANNA.id]));
  test("is not preferred where the plan says so", async () =>
    expect(await ringsAt(await spoken({ lastAgentMs: 0 }), 1)).toEqual([ANNA.id]));
  test("is not preferred after too long", async () =>
    expect(await ringsAt(await spoken({ lastAgentMs: MINUTE_MS - 1 }), 1)).toEqual([ANNA.id]));

  test("is not waited for while away", async () => {
    const desk = await spoken();
    await desk.queue.setPresence(agent(CARL), { presence: "away", reason: null });
    expect(await ringsAt(desk, 1)).toEqual([ANNA.id]);
  });
});

describe("what was said last of being available", () => {
  test("holds over a restart, whoever said it, also of agents who were not there", async () => {
    const before = await openWith(planWith([queue(1, "general")], { awayAfterMisses: 1 }));
    // The phone system knows of Ben before his console does
    await before.queue.setPresence(agent(BEN), { presence: "away", reason: "Phone" });
    await before.queue.agentConnected(agent(ANNA));
    await open(before, 1);
    await before.pass(30_000);
    await before.queue.close();
    const after = await openDesk({ agents: [ANNA, BEN], ...before });
    for (const each of [ANNA, BEN]) await after.queue.agentConnected(agent(each));
    const views = [ANNA, BEN].map(({ id }) => after.queue.agentView(TENANT, id));
    expect(views).toMatchObject([
      { presence: "away", presenceReason: "missed" },
      { presence: "away", presenceReason: "Phone" },
    ]);
    await after.queue.setPresence(agent(ANNA), { presence: "available", reason: null });
    expect(after.queue.offersOf(ANNA.id)).toHaveLength(1);
    await after.queue.close();
  });
});

describe("who was available, and how much they had", () => {
  test("is recorded with each change, and only then", async () => {
    const desk = await openWith(planWith([queue(1, "general")]));
    const rowsOf = (id: string) =>
      desk.storage.tables.presences
        .filter(({ agentId }) => agentId === id)
        .map(({ atMs, presence, reason, load }) => [(atMs - NINE_MS) / MINUTE_MS, presence, reason, load]);
    await desk.queue.agentConnected(agent(ANNA));
    desk.clock.advance(MINUTE_MS);
    // Ringing weighs what the work weighs: accepting changes nothing
    const { id } = await open(desk, 1);
    await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    desk.clock.advance(MINUTE_MS);
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: "Lunch" });
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: "Lunch" });
    desk.clock.advance(MINUTE_MS);
    await desk.queue.endConversation(agent(ANNA), id);
    expect(rowsOf(ANNA.id)).toEqual([
      [0, "offline", null, 0],
      [0, "available", null, 0],
      [1, "available", null, 1],
      [2, "away", "Lunch", 1],
      [3, "away", "Lunch", 0],
    ]);
    expect(rowsOf(BEN.id)).toEqual([[0, "offline", null, 0]]);
  });

  test("says of which channels one more could be given, also when only the plan changes", async () => {
    const plan = planWith([queue(1, "general")]);
    const [chat] = plan.channels;
    if (chat === undefined) throw new Error("The default plan has chat");
    const call = { ...chat, id: "call", weight: "all" as const };
    const fax = { ...chat, id: "fax" };
    const desk = await openWith({ ...plan, channels: [chat, call, fax] });
    const takesOfBen = () =>
      desk.storage.tables.presences.filter(({ agentId }) => agentId === BEN.id).map(({ takes }) => takes);
    await desk.queue.agentConnected(agent(BEN));
    await open(desk, 1);
    const during = { id: "no-fax", rule: "exclude", during: ["chat"], no: ["fax"] } as const;
    const stricter = { ...plan, channels: [chat, call, fax], blending: [during] };
    await desk.queue.planSaved(TENANT, stricter);
    await desk.queue.planSaved(TENANT, structuredClone(stricter));
    await desk.queue.agentDisconnected(agent(BEN));
    expect(takesOfBen()).toEqual([[], ["chat", "call", "fax"], ["chat", "fax"], ["chat"], []]);
  });
});

describe("while waiting", () => {
  test("a way out that a rule offers is told when it falls due", async () => {
    const overflows = [
      { when: "after", condition: { if: "waited", moreThanMs: MINUTE_MS }, then: { to: "callback" } },
    ] as const;
    const desk = await openWith(planWith([queue(1, "general", { overflows })]));
    await desk.queue.agentConnected(agent(ANNA));
    await open(desk, 1);
    await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    const { id } = await open(desk, 2);
    expect(desk.queue.waitOf(id)).toMatchObject({ position: 1, alternatives: [] });
    desk.events();
    await desk.pass(MINUTE_MS);
    expect(desk.toldOf("changed")).toMatchObject([{ to: id }]);
    expect(desk.queue.waitOf(id)).toMatchObject({ position: 1, alternatives: ["callback"] });
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: null });
    expect(desk.queue.waitOf(id)).toMatchObject({ alternatives: ["callback", "message"] });
    expect(desk.toldOf("changed").filter(({ to }) => to === id)).toHaveLength(2);
  });
});

describe("an agent who does not answer", () => {
  test("is away by itself, knows why, and stays so until they say otherwise", async () => {
    const desk = await openWith(planWith([queue(1, "general")], { awayAfterMisses: 2 }));
    await desk.queue.agentConnected(agent(ANNA));
    await open(desk, 1);
    await desk.pass(30_000);
    await desk.pass(30_000);
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject({ presence: "available" });
    await desk.pass(30_000);
    const away = { presence: "away", presenceReason: "missed" };
    expect(desk.toldOf("presence:changed").at(-1)?.payload).toMatchObject(away);
    desk.storage.failures.push("epoch");
    await open(desk, 2).catch(() => {});
    await desk.settled();
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject(away);
    const back = await desk.queue.setPresence(agent(ANNA), { presence: "available", reason: null });
    expect(back).toMatchObject({ presence: "available", presenceReason: null });
  });
});
