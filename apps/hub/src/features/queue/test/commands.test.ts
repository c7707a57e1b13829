import { type CommandName, LotseError, type OfferId } from "@lotse/protocol";
import { commandInputs, parse } from "@lotse/protocol/schemas";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../../command.ts";
import { createQueueCommands } from "../commands.ts";
import { agent, agentRecord, openDesk, ruleRecord, TENANT, visitor } from "./desk.ts";

const ANNA = agentRecord(1, ["Sales"], 2);
const BEN = agentRecord(2, ["Sales", "Service"], 2);
const RULE = ruleRecord(1, "Sales");
const UNKNOWN = "00000000-0000-4000-8000-00000000dead";

/** The commands as a transport calls them: parsed, then allowed, then run. */
const openCounter = async () => {
  const desk = await openDesk({ agents: [ANNA, BEN], rules: [RULE] });
  await desk.queue.agentConnected(agent(ANNA));
  const commands = createQueueCommands({
    queue: desk.queue,
    conversations: { listFor: async () => [] },
    requests: { list: async () => [] },
    clock: desk.clock,
  });
  const call = async (actor: Actor, name: CommandName, input: unknown): Promise<unknown> => {
    const command = commands.find(each => each.name === name);
    if (command === undefined) throw new Error(`no ${name}`);
    const parsed: unknown = parse(commandInputs[name], input);
    if ((await command.access({ actor, input: parsed })) !== "allow") {
      throw new LotseError("NOT_FOUND", "denied");
    }
    return command.run({ actor, input: parsed });
  };
  return { ...desk, call };
};

const denied = { code: "NOT_FOUND" };

describe("who may do what", () => {
  test("an invitation is answered by its visitor only", async () => {
    const { queue, call } = await openCounter();
    const request = { tenantId: TENANT, visitId: visitor(1).visitId, rule: RULE };
    const invitationId = (await queue.invite(request))?.id;
    const input = { invitationId, answer: "accept" };
    await expect(call(visitor(2), "invitation:answer", input)).rejects.toMatchObject(denied);
    const unknown = { invitationId: UNKNOWN, answer: "accept" };
    await expect(call(visitor(1), "invitation:answer", unknown)).rejects.toMatchObject(denied);
    expect(await call(visitor(1), "invitation:answer", input)).toMatchObject({ outcome: "assigned" });
  });

  test("an offer is answered by the agent it rings at, a conversation ended by those who take part", async () => {
    const { queue, call } = await openCounter();
    await queue.agentConnected(agent(BEN));
    const opened = await call(visitor(1), "conversation:open", { topic: " ", skill: "" });
    expect(opened).toMatchObject({ conversation: { state: "waiting", topic: null } });
    const { conversation } = opened as { conversation: { id: string } };
    const offerId = queue.offersOf(ANNA.id)[0]?.id as OfferId;
    for (const name of ["offer:accept", "offer:decline"] as const) {
      await expect(call(agent(BEN), name, { offerId })).rejects.toMatchObject(denied);
    }
    const end = { conversationId: conversation.id };
    // It rings at her, but is not hers yet
    await expect(call(agent(ANNA), "conversation:end", end)).rejects.toMatchObject(denied);
    await call(agent(ANNA), "offer:accept", { offerId });
    for (const stranger of [agent(BEN), visitor(2)]) {
      await expect(call(stranger, "conversation:end", end)).rejects.toMatchObject(denied);
    }
    expect(await call(agent(ANNA), "conversation:end", end)).toEqual({});
    expect(await call(visitor(1), "conversation:end", end)).toEqual({});
  });

  test("another tenant sees nothing of it", async () => {
    const { queue, call } = await openCounter();
    await call(visitor(1), "conversation:open", {});
    const offerId = queue.offersOf(ANNA.id)[0]?.id;
    const stranger = { ...agent(ANNA), tenantId: UNKNOWN as typeof TENANT };
    await expect(call(stranger, "offer:accept", { offerId })).rejects.toMatchObject(denied);
    await expect(call(stranger, "console:open", {})).rejects.toMatchObject(denied);
  });
});

test("who looks before writing learns whether anybody is free, and else the place", async () => {
  const { queue, call } = await openCounter();
  const look = (skill?: string) => call(visitor(9), "contact:look", skill === undefined ? {} : { skill });
  const free = { queue: null, state: "free", position: null, alternatives: [] };
  expect(await look()).toMatchObject({ contact: free });
  expect(await look("Sales")).toMatchObject({ contact: free });
  const busy = { state: "busy", alternatives: ["callback", "message"], expectedMs: null, opensAtMs: null };
  expect(await look("Service")).toMatchObject({ contact: { ...busy, position: 1 } });
  // Two ring at Anna, the third and fourth wait: a slot that rings is not free
  for (const each of [1, 2, 3, 4]) await call(visitor(each), "conversation:open", { skill: "Sales" });
  expect(await look("Sales")).toMatchObject({ contact: { ...busy, position: 5 } });
  expect(await look("Service")).toMatchObject({ contact: { ...busy, position: 1 } });
  // Looking took nobody's place, and gave nobody one
  expect(queue.waiting(TENANT)).toHaveLength(4);
});

test("a console opens with all there is for its agent", async () => {
  const { call, clock } = await openCounter();
  await call(visitor(1), "conversation:open", { topic: "Tarif" });
  expect(await call(agent(ANNA), "console:open", {})).toEqual({
    serverNowMs: clock.nowMs(),
    more: [],
    agent: expect.objectContaining({ id: ANNA.id, presence: "available", capacity: 2, email: ANNA.email }),
    offers: [expect.objectContaining({ topic: "Tarif", visitorLabel: "Visitor 01" })],
    conversations: [],
    queue: [expect.objectContaining({ topic: "Tarif", channel: "chat", mayPick: false })],
    requests: [],
    work: [],
    meter: {
      units: 2,
      used: 1,
      holds: [{ kind: "offer", channel: "chat", units: 1, workItemId: expect.any(String) }],
      takes: ["chat"],
    },
    colleagues: [{ id: BEN.id, name: BEN.name, presence: "offline", presenceReason: null }],
  });
  expect(await call(agent(ANNA), "presence:set", { presence: "away" })).toMatchObject({
    agent: { presence: "away" },
  });
});
