/** Co-browsing adds its weight and takes it off; silence is what the channel's policy says. */
import type { Channel, ConversationId, OfferId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { defaultPlan } from "../defaultPlan.ts";
import { agent, agentRecord, openDesk, TENANT, visitor } from "./desk.ts";
import { createMemoryStorage } from "./memoryStorage.ts";

const ANNA = agentRecord(1, ["Sales"], 2);
const MINUTE_MS = 60_000;

/** Anna has one conversation of the two she could have. */
const talking = async (chat: Partial<Channel>, cobrowsing: ReadonlySet<ConversationId> = new Set()) => {
  const plan = defaultPlan(["Sales"]);
  const storage = createMemoryStorage({ agents: [ANNA], rules: [] });
  const channels = plan.channels.map(channel => ({ ...channel, ...chat }));
  storage.plan = { plan: { ...plan, channels }, version: 1, savedAtMs: 0, savedBy: null };
  const desk = await openDesk({ agents: [ANNA], storage, cobrowsing });
  await desk.queue.agentConnected(agent(ANNA));
  const { id } = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
  await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
  return { desk, id };
};

const open = ({ queue }: Awaited<ReturnType<typeof talking>>["desk"], n: number) =>
  queue.openConversation({ actor: visitor(n), topic: null, skill: null });

describe("co-browsing", () => {
  test("takes room while it lasts, and gives it back at once to who waits", async () => {
    const { desk, id } = await talking({ cobrowseWeight: 1 });
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
    await desk.queue.cobrowsing(TENANT, id, true);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
    await open(desk, 2);
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    await desk.queue.cobrowsing(TENANT, id, false);
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ visitId: visitor(2).visitId }]);
  });

  test("still weighs after the routing was taken anew", async () => {
    const sessions = new Set<ConversationId>();
    const { desk, id } = await talking({ cobrowseWeight: 1 }, sessions);
    sessions.add(id);
    await desk.queue.cobrowsing(TENANT, id, true);
    desk.storage.failures.push("epoch");
    await open(desk, 2).catch(() => {});
    await desk.settled();
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
  });

  test("weighs before anything is given out anew", async () => {
    const sessions = new Set<ConversationId>();
    const { desk, id } = await talking({ cobrowseWeight: 1 }, sessions);
    sessions.add(id);
    await desk.queue.cobrowsing(TENANT, id, true);
    await open(desk, 2);
    await desk.queue.agentRemoved(TENANT, agentRecord(2, [], 1).id);
    await desk.settled();
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
  });

  test("of a conversation that is over is nobody's weight", async () => {
    const { desk, id } = await talking({ cobrowseWeight: 1 });
    await desk.queue.endConversation(agent(ANNA), id);
    await desk.queue.cobrowsing(TENANT, id, true);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
  });
});

describe("silence", () => {
  test("releases the room where the plan says so, until somebody writes", async () => {
    const { desk, id } = await talking({ weight: 2, idle: { afterMs: 5 * MINUTE_MS, then: "release" } });
    await desk.pass(4 * MINUTE_MS);
    await desk.queue.written(TENANT, id);
    await desk.pass(4 * MINUTE_MS);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
    await desk.pass(MINUTE_MS);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
    await desk.queue.written(TENANT, id);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
  });

  test("ends the conversation where the plan says so, and both sides are told", async () => {
    const { desk, id } = await talking({ idle: { afterMs: 5 * MINUTE_MS, then: "end" } });
    await desk.pass(5 * MINUTE_MS);
    expect(desk.storage.tables.conversations.get(id)).toMatchObject({ state: "ended" });
    expect(desk.storage.tables.messages.at(-1)?.body).toMatchObject({ notice: "ended", by: "system" });
    expect(desk.toldOf("ended")).toMatchObject([{ to: id }]);
  });

  test("means nothing otherwise", async () => {
    const { desk, id } = await talking({});
    await desk.pass(24 * 60 * MINUTE_MS);
    expect(desk.storage.tables.conversations.get(id)).toMatchObject({ state: "active", agentId: ANNA.id });
  });
});
