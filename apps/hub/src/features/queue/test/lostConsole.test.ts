/** A console that is gone while an invitation of its agent stands: whoever accepts is with somebody who is there, or told otherwise. */
import { describe, expect, test } from "vitest";
import { RELOAD_MS } from "../office.ts";
import { agent, agentRecord, openDesk, ruleRecord, SITE, TENANT, visitor } from "./desk.ts";

const ANNA = agentRecord(1, ["Sales"], 2);
const BEN = agentRecord(2, ["Sales"], 2);
const CLARA = agentRecord(3, ["Service"], 2);
const RULE = ruleRecord(1, "Sales");
const VISITOR = visitor(1);
const WITHDRAWN = { outcome: "withdrawn", instead: ["callback", "message"] };
const TEXT = { de: "?", en: "?" };

type Desk = Awaited<ReturnType<typeof onDuty>>;

const onDuty = async (...agents: (typeof ANNA)[]) => {
  const desk = await openDesk({ agents, rules: [RULE] });
  for (const record of agents) await desk.queue.agentConnected(agent(record));
  return desk;
};

const byRule = async ({ queue }: Desk) => {
  const invitation = await queue.invite({ tenantId: TENANT, visitId: VISITOR.visitId, rule: RULE });
  if (invitation === null) throw new Error("nobody was free");
  return invitation;
};

const byHand = ({ queue }: Desk) =>
  queue.inviteOwn(agent(ANNA), {
    ...{ visitId: VISITOR.visitId, siteId: SITE, cobrowse: true, text: TEXT, refusal: async () => null },
  });

const answer = ({ queue }: Desk, { id }: { readonly id: Awaited<ReturnType<typeof byRule>>["id"] }) =>
  queue.answerInvitation(VISITOR, { invitationId: id, answer: "accept" });

describe.each([
  { whose: "a rule's", invite: byRule },
  { whose: "an agent's own", invite: byHand },
])("$whose invitation", ({ invite }) => {
  test("leaves the screen when the console has been gone for longer than a reload", async () => {
    const desk = await onDuty(ANNA);
    const { id } = await invite(desk);
    desk.queue.agentLost(agent(ANNA));
    await desk.pass(RELOAD_MS - 1);
    expect(desk.queue.openInvitation(VISITOR.visitId)).toMatchObject({ id });
    await desk.pass(1);
    expect(desk.toldOf("invitation:ended")).toMatchObject([
      { to: VISITOR.visitId, payload: { invitationId: id, reason: "withdrawn", instead: WITHDRAWN.instead } },
    ]);
    expect(await answer(desk, { id })).toEqual(WITHDRAWN);
    // The presence is another matter: what the agent has in hand stays
    expect(desk.queue.agentView(TENANT, ANNA.id)).toMatchObject({ presence: "available" });
  });

  test("stays through a reload, and is its agent's when accepted after it", async () => {
    const desk = await onDuty(ANNA, BEN);
    const { id } = await invite(desk);
    desk.queue.agentLost(agent(ANNA));
    await desk.pass(RELOAD_MS - 1);
    await desk.queue.agentConnected(agent(ANNA));
    await desk.pass(RELOAD_MS);
    const assigned = { outcome: "assigned", conversation: { state: "active", agent: { id: ANNA.id } } };
    expect(await answer(desk, { id })).toMatchObject(assigned);
  });

  test("accepted before that is another's who is there and has the skills, in one commit", async () => {
    const desk = await onDuty(ANNA, BEN);
    const { id } = await invite(desk);
    desk.queue.agentLost(agent(ANNA));
    const { commits } = desk.storage;
    const first = await answer(desk, { id });
    expect(first).toMatchObject({ outcome: "assigned", conversation: { agent: { id: BEN.id } } });
    expect(desk.storage.commits).toBe(commits + 1);
    expect(await answer(desk, { id })).toEqual(first);
    for (const { to } of desk.toldOf("shareWanted")) expect(to).toBe(BEN.id);
    expect(desk.storage.tables.invitations.get(id)?.state).toBe("accepted");
    expect(desk.storage.faults).toEqual([]);
  });

  test("accepted with nobody else there is withdrawn in that moment, and no conversation comes of it", async () => {
    const desk = await onDuty(ANNA);
    const { id } = await invite(desk);
    desk.queue.agentLost(agent(ANNA));
    expect(await answer(desk, { id })).toEqual(WITHDRAWN);
    expect(desk.storage.tables.conversations.size).toBe(0);
    expect(desk.storage.tables.decisions.at(-1)).toMatchObject({ outcome: "withdrawn", invitationId: id });
    await desk.queue.agentConnected(agent(ANNA));
    expect(await answer(desk, { id })).toEqual(WITHDRAWN);
  });

  test("leaves the screen at once when its agent has signed out, and not if he is at another console", async () => {
    const desk = await onDuty(ANNA);
    const { id } = await invite(desk);
    await desk.queue.agentSignedOut(agent(ANNA));
    expect(desk.queue.openInvitation(VISITOR.visitId)).toMatchObject({ id });
    desk.queue.agentLost(agent(ANNA));
    await desk.queue.agentSignedOut(agent(ANNA));
    expect(desk.queue.openInvitation(VISITOR.visitId)).toBeNull();
  });
});

test("who has none of the skills gets nobody's acceptance", async () => {
  const desk = await onDuty(ANNA, CLARA);
  const { id } = await byRule(desk);
  desk.queue.agentLost(agent(ANNA));
  expect(await answer(desk, { id })).toEqual(WITHDRAWN);
});

test("nobody is invited to an agent whose console is gone", async () => {
  const desk = await onDuty(ANNA);
  desk.queue.agentLost(agent(ANNA));
  await expect(byRule(desk)).rejects.toThrow("nobody was free");
  await expect(byHand(desk)).rejects.toMatchObject({ code: "NOT_AVAILABLE" });
  await desk.queue.agentConnected(agent(ANNA));
  expect(await byRule(desk)).toMatchObject({ agent: { id: ANNA.id } });
});

test("a restarted hub keeps the card for agents it expects, and lets nobody accept into their absence", async () => {
  const before = await onDuty(ANNA);
  const { id } = await byRule(before);
  await before.queue.close();
  const desk = await openDesk({ ...before, agents: [ANNA], rules: [RULE] });
  await desk.pass(RELOAD_MS);
  expect(desk.queue.openInvitation(VISITOR.visitId)).toMatchObject({ id });
  expect(await answer(desk, { id })).toEqual(WITHDRAWN);
});
