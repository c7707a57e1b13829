/** A website that closes while its queue is open: who wait learn of it, a restart forgets nothing, and when both are open. */
import type { Hours, Queue, SiteId, SitePlan, WorkItemId } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, test } from "vitest";
import { nextOpening } from "../hours.ts";
import { agent, agentRecord, openDesk, SITE, TENANT, visitor } from "./desk.ts";
import { createMemoryStorage } from "./memoryStorage.ts";
import { CLAIMS_QUEUE, GENERAL_QUEUE, WORK_PLAN } from "./plans.ts";

const ANNA = agentRecord(1, ["Claims"], 1);
const BEN = agentRecord(2, [], 1);
const AGENTS = [ANNA, BEN];
const OTHER_SITE = "00000000-0000-4000-8000-0000000000f3" as SiteId;
const HOUR_MS = 3_600_000;
const HOUR_MIN = 60;
/** A Monday, nine o'clock. */
const NINE_MS = Date.UTC(2026, 5, 1, 9);

/** From hour to hour of these days. */
const hoursOf = (from: number, to: number, ...days: Hours["week"][number]["day"][]): Hours => ({
  timeZone: "UTC",
  week: days.map(day => ({ day, fromMin: from * HOUR_MIN, toMin: to * HOUR_MIN })),
  exceptions: [],
});

const UNTIL_TEN = hoursOf(8, 10, 1, 2);

const openWith = (sites: readonly SitePlan[], given: Partial<Queue> = {}) => {
  const queues = WORK_PLAN.queues.map(queue => ({ ...queue, ...given }));
  const plan = { ...WORK_PLAN, queues, sites };
  return openDesk({
    agents: AGENTS,
    storage: createMemoryStorage({ agents: AGENTS, rules: [], plan }),
    clock: new FakeClock(NINE_MS),
  });
};
type Open = Awaited<ReturnType<typeof openWith>>;

const open = ({ queue }: Open, n: number, siteId = SITE) =>
  queue.openConversation({ actor: { ...visitor(n), siteId }, topic: null, skill: null });
const look = ({ queue }: Open, siteId = SITE) =>
  queue.outlook({ actor: { ...visitor(9), siteId }, topic: null, skill: null });
const closedOf = async ({ queue }: Open) => {
  const line = queue.desk.lineFor(agent(ANNA));
  const explained = line.map(({ workItemId }) => queue.work.explain(agent(ANNA), workItemId as WorkItemId));
  return (await Promise.all(explained)).map(({ closed }) => closed);
};

describe("a website's closing time", () => {
  test("is told to those who wait and came from it, and to nobody else of the same queue", async () => {
    const desk = await openWith([{ siteId: SITE, queueId: null, hours: UNTIL_TEN }]);
    const [own, other] = [await open(desk, 1), await open(desk, 2, OTHER_SITE)];
    await desk.queue.agentConnected(agent(ANNA));
    const waiting = await open(desk, 3);
    expect(desk.queue.waitOf(waiting.id)).toMatchObject({ position: 3, alternatives: [] });
    await desk.pass(HOUR_MS - 1);
    desk.events();
    await desk.pass(1);
    await desk.settled();
    expect(desk.toldOf("changed").map(({ to }) => to)).toEqual([own.id, waiting.id]);
    const ways = { alternatives: ["callback", "message"] };
    expect([own, waiting].map(({ id }) => desk.queue.waitOf(id))).toMatchObject([ways, ways]);
    expect(desk.queue.waitOf(other.id)).toMatchObject({ alternatives: [] });
    expect(await closedOf(desk)).toEqual([true, false, true]);
    expect(await look(desk, OTHER_SITE)).toMatchObject({ state: "busy", opensAtMs: null });
    // Nobody is sent away: who is on duty is asked all the same, also who comes now
    await desk.queue.agentConnected(agent(BEN));
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ conversationId: own.id }]);
  });

  test("holds after a restart, before it and while it has passed", async () => {
    const desk = await openWith([{ siteId: SITE, queueId: CLAIMS_QUEUE, hours: UNTIL_TEN }]);
    const { id } = await open(desk, 1);
    await open(desk, 2, OTHER_SITE);
    await desk.queue.close();
    const again = await openDesk({ ...desk, agents: AGENTS });
    expect(await closedOf(again)).toEqual([false, false]);
    await again.pass(HOUR_MS);
    await again.settled();
    await again.queue.close();
    const later = await openDesk({ ...desk, agents: AGENTS });
    const lines = later.queue
      .waiting(TENANT)
      .map(({ conversationId, queueId }) => [conversationId === id, queueId]);
    expect(lines).toEqual([
      [true, CLAIMS_QUEUE],
      [false, GENERAL_QUEUE],
    ]);
    expect(await closedOf(later)).toEqual([true, false]);
    expect(later.queue.waitOf(id)).toMatchObject({ alternatives: ["callback", "message"] });
    await later.pass(22 * HOUR_MS);
    await later.settled();
    expect(await closedOf(later)).toEqual([false, false]);
  });

  test("carries out what the queue's rules say of being closed, with that reason", async () => {
    const overflows: Queue["overflows"] = [
      { when: "before", condition: { if: "closed" }, then: { to: "message" } },
    ];
    const site = { siteId: SITE, queueId: null, hours: hoursOf(10, 11, 1) };
    const desk = await openWith([site], { overflows });
    const opensAtMs = NINE_MS + HOUR_MS;
    const shut = { state: "closed", why: "closed", alternatives: ["message"], opensAtMs };
    expect(await look(desk)).toMatchObject(shut);
    expect(await look(desk, OTHER_SITE)).toMatchObject({ state: "busy", position: 1 });
    await expect(open(desk, 1)).rejects.toMatchObject({ code: "TURNED_AWAY" });
    await open(desk, 2, OTHER_SITE);
    expect(desk.queue.waiting(TENANT)).toHaveLength(1);
  });

  test("begins and ends with the plan that says so", async () => {
    const desk = await openWith([]);
    expect((await look(desk)).state).not.toBe("closed");
    const hours = hoursOf(0, 1, 2);
    const plan = { ...WORK_PLAN, sites: [{ siteId: SITE, queueId: null, hours }] };
    await desk.queue.planSaved(TENANT, plan);
    expect(await look(desk)).toMatchObject({ state: "closed", opensAtMs: NINE_MS + 15 * HOUR_MS });
    await desk.queue.planSaved(TENANT, WORK_PLAN);
    expect((await look(desk)).state).not.toBe("closed");
  });
});

describe("when both are open", () => {
  const at = (...all: readonly (Hours | null)[]) => nextOpening(all, NINE_MS);

  test("is the first moment at which they are at once, whichever opens later", () => {
    expect(at(null, null)).toBe(NINE_MS);
    expect(at(hoursOf(10, 14, 1), hoursOf(12, 18, 1))).toBe(NINE_MS + 3 * HOUR_MS);
    expect(at(hoursOf(12, 18, 1), hoursOf(10, 14, 1))).toBe(NINE_MS + 3 * HOUR_MS);
    // When the one opens today, the other has closed again: tomorrow
    expect(at(hoursOf(9, 10, 1, 2), hoursOf(9, 10, 2))).toBe(NINE_MS + 24 * HOUR_MS);
    expect(at(hoursOf(11, 12, 1, 3), hoursOf(8, 10, 1, 2, 3))).toBeNull();
  });

  test("looks at each zone's own clock", () => {
    const [tokyo, berlin] = ["Asia/Tokyo", "Europe/Berlin"] as const;
    // In June: Berlin is two hours ahead of UTC, Tokyo nine
    const open = at({ ...hoursOf(8, 12, 2), timeZone: berlin }, { ...hoursOf(16, 20, 2), timeZone: tokyo });
    expect(open).toBe(Date.UTC(2026, 5, 2, 7));
  });

  test("is not known where they never are", () => {
    expect(at(hoursOf(9, 10, 1), hoursOf(11, 12, 1))).toBeNull();
    expect(at(hoursOf(8, 9, 1), { ...UNTIL_TEN, week: [] })).toBeNull();
  });
});
