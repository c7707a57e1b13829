/** Who spoke with a visitor last is asked first, as long as the plan says. */
import type { OfferId, RoutingPlan } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { describe, expect, test } from "vitest";
import { agent, agentRecord, openDesk, visitor } from "./desk.ts";
import { ANNA, MINUTE_MS, NINE_MS, type Open, open, planWith, queue } from "./floor.ts";
import { createMemoryStorage } from "./memoryStorage.ts";

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
