/** Agents on and off duty: what is remembered, what is recorded, and who is taken off by itself. */
import type { OfferId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agent, openDesk, TENANT } from "./desk.ts";
import { ANNA, BEN, MINUTE_MS, NINE_MS, open, openWith, planWith, queue } from "./floor.ts";

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
