/** Where a topic, a skill or a website leads. */
import type { Hours } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, SITE, TENANT, visitor } from "./desk.ts";
import {
  ANNA,
  BEN,
  look,
  MINUTE_MS,
  NINE_MS,
  open,
  openWith,
  planWith,
  queue,
  RULE,
  UNTIL_TEN,
} from "./floor.ts";

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
    expect(await told({ topic: "Tarife", skill: "Yodelling" })).toBeNull();
    expect(await told({ topic: "Tarife" })).toBeNull();
    await open(desk, 1, { topic: "damage" });
    expect(desk.queue.offersOf(BEN.id)).toHaveLength(1);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
  });

  test("goes by a plan from the moment it is saved", async () => {
    const desk = await openWith(null);
    await desk.queue.agentConnected(agent(ANNA));
    await open(desk, 1, { skill: "Claims" });
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    await desk.queue.planSaved(TENANT, planWith([queue(1, "general"), queue(2, "Claims")]));
    await open(desk, 2, { skill: "Claims" });
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ visitId: visitor(2).visitId }]);
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
