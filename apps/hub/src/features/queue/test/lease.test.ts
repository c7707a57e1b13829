/** A lost console: its work goes to others after the lease, and whoever comes back too late has it no longer. */
import type { ConversationId, OfferId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { LINE_EVERY_MS } from "../lineTeller.ts";
import { agent, agentRecord, openDesk, TENANT, visitor } from "./desk.ts";

const ANNA = agentRecord(1, ["Sales"], 1);
const BEN = agentRecord(2, ["Sales"], 2);
const LEASE_MS = 60_000;

/** Anna has a conversation, and her console is lost. */
const lost = async () => {
  const desk = await openDesk({ agents: [ANNA, BEN], settings: { leaseMs: LEASE_MS } });
  await desk.queue.agentConnected(agent(ANNA));
  const conversation = await desk.queue.openConversation({ actor: visitor(1), topic: null, skill: null });
  const offerId = desk.queue.offersOf(ANNA.id)[0]?.id as OfferId;
  await desk.queue.acceptOffer(agent(ANNA), offerId);
  await desk.queue.agentDisconnected(agent(ANNA));
  return { desk, conversation, offerId };
};

const notices = (desk: Awaited<ReturnType<typeof lost>>["desk"]) =>
  desk.storage.tables.messages.map(({ body }) => body);

describe("a lost console", () => {
  test("keeps its conversation until the lease is over; then it rings at the next agent, in one commit", async () => {
    const { desk, conversation } = await lost();
    await desk.queue.agentConnected(agent(BEN));
    await desk.pass(LEASE_MS - 1);
    expect(desk.queue.offersOf(BEN.id)).toEqual([]);
    desk.events();
    const { commits } = desk.storage;
    await desk.pass(1);
    expect(desk.storage.commits).toBe(commits + 1);
    expect(desk.storage.tables.conversations.get(conversation.id)).toMatchObject({
      state: "waiting",
      agentId: null,
    });
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ conversationId: conversation.id }]);
    expect(desk.toldOf("left")).toEqual([
      { to: ANNA.id, event: "left", payload: { conversationId: conversation.id } },
    ]);
    expect(desk.toldOf("changed")).toMatchObject([{ to: conversation.id }]);
    await desk.queue.acceptOffer(agent(BEN), desk.queue.offersOf(BEN.id)[0]?.id as OfferId);
    expect(notices(desk)).toMatchObject([
      { notice: "opened" },
      { notice: "agentJoined", agent: { id: ANNA.id } },
      { notice: "agentLeft", agent: { id: ANNA.id, name: ANNA.name }, why: "gone" },
      { notice: "agentJoined", agent: { id: BEN.id } },
    ]);
    expect(desk.storage.faults).toEqual([]);
  });

  test("that is back in time has it as before, and nothing is told", async () => {
    const { desk, conversation } = await lost();
    await desk.pass(LEASE_MS - 1);
    await desk.queue.agentConnected(agent(ANNA));
    await desk.pass(LEASE_MS);
    expect(desk.storage.tables.conversations.get(conversation.id)).toMatchObject({ agentId: ANNA.id });
    expect(notices(desk)).toHaveLength(2);
  });

  test("that is back too late has it no longer: what it still does is refused", async () => {
    const { desk, conversation, offerId } = await lost();
    await desk.queue.agentConnected(agent(BEN));
    await desk.pass(LEASE_MS);
    await desk.queue.acceptOffer(agent(BEN), desk.queue.offersOf(BEN.id)[0]?.id as OfferId);
    await desk.queue.agentConnected(agent(ANNA));
    expect(await desk.queue.mayEnd(agent(ANNA), conversation.id)).toBe(false);
    const ending = desk.queue.endConversation(agent(ANNA), conversation.id);
    await expect(ending).rejects.toMatchObject({ code: "NOT_FOUND" });
    const accepting = desk.queue.acceptOffer(agent(ANNA), offerId);
    await expect(accepting).rejects.toMatchObject({ code: "OFFER_ENDED" });
    expect(desk.storage.tables.conversations.get(conversation.id)).toMatchObject({
      state: "active",
      agentId: BEN.id,
    });
  });

  test("may write nowhere any more before anybody is told anything, whatever telling takes", async () => {
    let early: string | null = null;
    let look = (_event: string): void => {};
    const two = { ...ANNA, capacity: 2 };
    const desk = await openDesk({
      agents: [two, BEN],
      settings: { leaseMs: LEASE_MS },
      onTold: ({ event }) => look(event),
    });
    await desk.queue.agentConnected(agent(two));
    const ids: ConversationId[] = [];
    for (const n of [1, 2]) {
      const { id } = await desk.queue.openConversation({ actor: visitor(n), topic: null, skill: null });
      await desk.queue.acceptOffer(agent(two), desk.queue.offersOf(two.id)[0]?.id as OfferId);
      ids.push(id);
    }
    await desk.queue.agentDisconnected(agent(two));
    await desk.pass(LINE_EVERY_MS);
    desk.forgotten.splice(0);
    look = event => {
      if (!ids.every(id => desk.forgotten.includes(id))) early ??= event;
    };
    await desk.pass(LEASE_MS);
    expect(desk.toldOf("left")).toHaveLength(2);
    expect(early).toBeNull();
  });

  test("whose agent is removed loses everything at once, told as the lease would", async () => {
    const { desk, conversation } = await lost();
    await desk.queue.agentConnected(agent(BEN));
    desk.storage.agents = [BEN];
    await desk.queue.agentRemoved(TENANT, ANNA.id);
    expect(desk.storage.tables.conversations.get(conversation.id)).toMatchObject({ agentId: null });
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ conversationId: conversation.id }]);
    expect(notices(desk).at(-1)).toMatchObject({
      notice: "agentLeft",
      agent: { name: ANNA.name },
      why: "gone",
    });
    expect(desk.storage.faults).toEqual([]);
  });

  test("a restart forgets neither that its agent was away nor why", async () => {
    const { desk: before } = await lost();
    await before.queue.agentConnected(agent(ANNA));
    await before.queue.setPresence(agent(ANNA), { presence: "away", reason: "Am Telefon" });
    await before.queue.agentDisconnected(agent(ANNA));
    const desk = await openDesk({ ...before, agents: [ANNA, BEN], settings: { leaseMs: LEASE_MS } });
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject({ presence: "offline" });
    await desk.queue.agentConnected(agent(ANNA));
    const away = { presence: "away", presenceReason: "Am Telefon" };
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject(away);
    // What was said since holds when the routing is taken anew
    await desk.queue.setPresence(agent(ANNA), { presence: "available", reason: null });
    await desk.queue.agentRemoved(TENANT, BEN.id);
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject({ presence: "available" });
  });

  test("a restart in between begins the lease anew, and ends it all the same", async () => {
    const { desk: before, conversation } = await lost();
    await before.pass(LEASE_MS - 1);
    await before.queue.close();
    const desk = await openDesk({ ...before, agents: [ANNA, BEN], settings: { leaseMs: LEASE_MS } });
    await desk.queue.agentConnected(agent(BEN));
    await desk.pass(LEASE_MS - 1);
    expect(desk.queue.offersOf(BEN.id)).toEqual([]);
    await desk.pass(1);
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ conversationId: conversation.id }]);
  });
});
