/** Business hours at the desk: what is told, who is invited, and what a restart knows. */
import { describe, expect, test } from "vitest";
import { agent, openDesk, TENANT, visitor } from "./desk.ts";
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
