/** What visitors learn before they wait and while they do, and how it compares with what came. */
import type { OfferId, OverflowIf, Queue, WorkItemId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, openDesk, TENANT, visitor } from "./desk.ts";
import {
  ANNA,
  BEN,
  look,
  MINUTE_MS,
  NINE_MS,
  type Open,
  open,
  openWith,
  planWith,
  queue,
  RULE,
  UNTIL_TEN,
} from "./floor.ts";

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

  test("an invitation that is withdrawn leads to what its queue takes from whoever comes now", async () => {
    const overflows = [
      { when: "before", condition: { if: "nobodyOnDuty" }, then: { to: "message" } },
    ] as const;
    const desk = await openWith(planWith([queue(1, RULE.skill, { overflows })]));
    await desk.queue.agentConnected(agent(ANNA));
    const invitation = await desk.queue.invite({ tenantId: TENANT, visitId: visitor(1).visitId, rule: RULE });
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: null });
    expect(desk.toldOf("invitation:ended")).toMatchObject([
      { payload: { invitationId: invitation?.id, reason: "withdrawn", instead: ["message"] } },
    ]);
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
