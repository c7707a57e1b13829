import type { OfferId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { LINE_EVERY_MS } from "../lineTeller.ts";
import { agent, agentRecord, openDesk, ruleRecord, TENANT, visitor } from "./desk.ts";

const ANNA = agentRecord(1, ["Sales"], 1);
const BEN = agentRecord(2, ["Sales", "Service"], 2);
const RULE = ruleRecord(1, "Sales");
const VISITOR = visitor(1);
const opening = (n: number, skill: string | null = null) => ({ actor: visitor(n), topic: null, skill });

const onDuty = async (...agents: (typeof ANNA)[]) => {
  const desk = await openDesk({ agents, rules: [RULE] });
  for (const record of agents) await desk.queue.agentConnected(agent(record));
  desk.events();
  return desk;
};

const invite = async (desk: Awaited<ReturnType<typeof onDuty>>, n = 1) => {
  const invitation = await desk.queue.invite({ tenantId: TENANT, visitId: visitor(n).visitId, rule: RULE });
  if (invitation === null) throw new Error("nobody was free");
  return invitation;
};

describe("invitations", () => {
  test("inviting reserves the slot and stores invitation and decision in one commit", async () => {
    const desk = await onDuty(ANNA);
    const commits = desk.storage.commits;
    const invitation = await invite(desk);
    expect(invitation).toMatchObject({ agent: { id: ANNA.id, name: ANNA.name }, text: RULE.text });
    expect(desk.storage.commits).toBe(commits + 1);
    expect(desk.storage.tables.invitations.get(invitation.id)?.state).toBe("offered");
    expect(desk.storage.tables.decisions.map(decision => decision.outcome)).toEqual(["shown"]);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
    expect(desk.queue.openInvitation(VISITOR.visitId)).toEqual(invitation);
    const other = { tenantId: TENANT, visitId: visitor(2).visitId, rule: RULE };
    expect(await desk.queue.invite(other)).toBeNull();
  });

  test("accepting is a conversation with the agent, at once and in one commit; asking again gets the same", async () => {
    const desk = await onDuty(ANNA);
    const { id: invitationId } = await invite(desk);
    const commits = desk.storage.commits;
    const answer = { invitationId, answer: "accept" } as const;
    const first = await desk.queue.answerInvitation(VISITOR, answer);
    expect(first).toMatchObject({
      outcome: "assigned",
      conversation: { state: "active", agent: { id: ANNA.id } },
    });
    expect(desk.storage.commits).toBe(commits + 1);
    expect(desk.storage.tables.messages.map(message => message.body)).toMatchObject([
      { notice: "opened" },
      { notice: "agentJoined", agent: { id: ANNA.id } },
    ]);
    expect(desk.storage.tables.decisions.at(-1)).toMatchObject({ outcome: "accepted", invitationId });
    expect(desk.events()).toEqual([
      // The reserved slot, then what became of it
      "work:changed",
      "invitation:ended",
      "changed",
      "work:changed",
      "message:sent",
      "message:sent",
    ]);
    expect(await desk.queue.answerInvitation(VISITOR, answer)).toEqual(first);
    expect(desk.events()).toEqual([]);
  });

  test("an agent who goes away takes the invitation off the screen; accepting then answers withdrawn", async () => {
    const desk = await onDuty(ANNA);
    const { id: invitationId } = await invite(desk);
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: null });
    expect(desk.toldOf("invitation:ended")).toMatchObject([
      { to: VISITOR.visitId, payload: { invitationId, reason: "withdrawn" } },
    ]);
    const late = desk.queue.answerInvitation(VISITOR, { invitationId, answer: "accept" });
    expect(await late).toEqual({ outcome: "withdrawn", instead: ["callback", "message"] });
    expect(desk.storage.tables.conversations.size).toBe(0);
  });

  test("whoever did not hear that it was withdrawn is told on coming back, for a while, and what may be left instead", async () => {
    const desk = await onDuty(ANNA);
    const { id: invitationId, agent: card } = await invite(desk);
    expect(desk.queue.missedInvitation(VISITOR)).toBeNull();
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: null });
    const missed = { invitationId, reason: "withdrawn", instead: ["callback", "message"], agent: card };
    expect(desk.queue.missedInvitation(VISITOR)).toEqual(missed);
    expect(desk.queue.missedInvitation(visitor(2))).toBeNull();
    await desk.pass(120_001);
    expect(desk.queue.missedInvitation(VISITOR)).toBeNull();
  });

  test("what came of the visit since counts, not what was missed before", async () => {
    const desk = await onDuty(ANNA);
    await invite(desk);
    await desk.queue.setPresence(agent(ANNA), { presence: "away", reason: null });
    await desk.queue.openConversation(opening(1));
    expect(desk.queue.missedInvitation(VISITOR)).toBeNull();
  });

  test("a hub that has just started says, too, that it was withdrawn", async () => {
    const before = await onDuty(ANNA);
    const { id: invitationId } = await invite(before);
    await before.queue.close();
    const desk = await openDesk({ ...before, agents: [ANNA] });
    await desk.pass(10_000);
    expect(desk.queue.missedInvitation(VISITOR)).toMatchObject({ invitationId, reason: "withdrawn" });
  });

  test("declining, expiring and leaving free the slot and end it once", async () => {
    const desk = await onDuty(ANNA);
    const declined = await invite(desk, 1);
    await desk.queue.answerInvitation(VISITOR, { invitationId: declined.id, answer: "decline" });
    const expired = await invite(desk, 2);
    await desk.pass(45_000);
    const left = await invite(desk, 3);
    await desk.queue.visitLeft(TENANT, visitor(3).visitId);
    await desk.queue.visitLeft(TENANT, visitor(3).visitId);
    const states = [declined, expired, left].map(({ id }) => desk.storage.tables.invitations.get(id)?.state);
    expect(states).toEqual(["declined", "expired", "left"]);
    expect(desk.toldOf("invitation:ended")).toHaveLength(3);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(1);
    const again = desk.queue.answerInvitation(VISITOR, { invitationId: declined.id, answer: "accept" });
    await expect(again).rejects.toMatchObject({ code: "INVITATION_ENDED" });
  });

  test("another visitor's invitation does not exist", async () => {
    const desk = await onDuty(ANNA);
    const { id: invitationId } = await invite(desk);
    const stranger = desk.queue.answerInvitation(visitor(2), { invitationId, answer: "accept" });
    await expect(stranger).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(desk.queue.mayAnswerInvitation(visitor(2), invitationId)).toBe(false);
    expect(desk.queue.mayAnswerInvitation(VISITOR, invitationId)).toBe(true);
  });

  test("opening the chat while an invitation is open takes the reserved slot", async () => {
    const desk = await onDuty(ANNA);
    const { id } = await invite(desk);
    const conversation = await desk.queue.openConversation(opening(1));
    expect(conversation).toMatchObject({ state: "active", agent: { id: ANNA.id } });
    expect(desk.storage.tables.invitations.get(id)?.state).toBe("accepted");
    expect(await invite(desk, 1).catch(() => null)).toBeNull();
  });
});

describe("conversations", () => {
  test("opening rings at the best agent; opening again answers the same; accepting joins", async () => {
    const desk = await onDuty(BEN);
    const conversation = await desk.queue.openConversation(opening(1));
    expect(await desk.queue.openConversation(opening(1))).toEqual(conversation);
    expect(conversation.state).toBe("waiting");
    expect(desk.queue.position(conversation.id)).toBe(1);
    const [offer] = desk.queue.offersOf(BEN.id);
    expect(offer).toMatchObject({ conversationId: conversation.id, visitId: VISITOR.visitId, waitedMs: 0 });
    expect(desk.toldOf("offer:made")).toMatchObject([{ to: BEN.id, payload: { id: offer?.id } }]);
    const accepted = await desk.queue.acceptOffer(agent(BEN), offer?.id as OfferId);
    expect(accepted).toMatchObject({ conversation: { id: conversation.id, state: "active" } });
    expect(await desk.queue.acceptOffer(agent(BEN), offer?.id as OfferId)).toEqual(accepted);
    expect(desk.queue.waiting(TENANT)).toEqual([]);
    await desk.pass(LINE_EVERY_MS);
    expect(desk.toldOf("queue:changed").map(each => each.payload.queue.length)).toEqual([1, 0]);
  });

  test("a declined offer rings at the next agent; the first one's late answer is told that it ended", async () => {
    const desk = await onDuty(ANNA, BEN);
    await desk.queue.openConversation(opening(1));
    const [offer] = desk.queue.offersOf(ANNA.id);
    await desk.queue.declineOffer(agent(ANNA), offer?.id as OfferId);
    expect(desk.queue.offersOf(BEN.id)).toHaveLength(1);
    const late = desk.queue.acceptOffer(agent(ANNA), offer?.id as OfferId);
    await expect(late).rejects.toMatchObject({ code: "OFFER_ENDED" });
  });

  test("an offer is nobody else's", async () => {
    const desk = await onDuty(ANNA, BEN);
    await desk.queue.openConversation(opening(1));
    const [offer] = desk.queue.offersOf(ANNA.id);
    const stranger = desk.queue.acceptOffer(agent(BEN), offer?.id as OfferId);
    await expect(stranger).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(desk.queue.mayAnswerOffer(agent(BEN), offer?.id as OfferId)).toBe(false);
  });

  test("ending frees the slot for the next in the same commit, and only those who take part may end", async () => {
    const desk = await onDuty(ANNA, BEN);
    const first = await desk.queue.openConversation(opening(1, "Sales"));
    await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    await desk.queue.setPresence(agent(BEN), { presence: "away", reason: null });
    const second = await desk.queue.openConversation(opening(2, "Sales"));
    expect(desk.queue.offersOf(ANNA.id)).toEqual([]);
    for (const stranger of [agent(BEN), visitor(2)]) {
      expect(await desk.queue.mayEnd(stranger, first.id)).toBe(false);
      await expect(desk.queue.endConversation(stranger, first.id)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const commits = desk.storage.commits;
    await desk.queue.endConversation(agent(ANNA), first.id);
    expect(desk.storage.commits).toBe(commits + 1);
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ conversationId: second.id }]);
    expect(desk.storage.tables.messages.at(-1)?.body).toMatchObject({ notice: "ended", by: "agent" });
    expect(desk.toldOf("ended")).toMatchObject([{ to: first.id }]);
    await desk.queue.endConversation(visitor(1), first.id);
    expect(desk.storage.commits).toBe(commits + 1);
  });
});

describe("a visitor who does not come back", () => {
  test("keeps no place: what waits and what rings is ended by the system, and both sides are told", async () => {
    const desk = await onDuty(ANNA);
    const ringing = await desk.queue.openConversation(opening(1));
    const waiting = await desk.queue.openConversation(opening(2));
    const patient = await desk.queue.openConversation(opening(3));
    const [offer] = desk.queue.offersOf(ANNA.id);
    expect(offer?.conversationId).toBe(ringing.id);
    expect(desk.queue.waitingVisits(TENANT)).toEqual([1, 2, 3].map(n => visitor(n).visitId));
    desk.events();
    await desk.queue.visitAbandoned(TENANT, visitor(2).visitId);
    expect(desk.queue.position(patient.id)).toBe(2);
    await desk.queue.visitAbandoned(TENANT, VISITOR.visitId);
    expect(desk.queue.position(patient.id)).toBe(1);
    expect(desk.queue.offersOf(ANNA.id)).toMatchObject([{ conversationId: patient.id }]);
    for (const { id } of [ringing, waiting]) {
      expect(desk.storage.tables.conversations.get(id)?.state).toBe("ended");
    }
    expect(desk.storage.tables.messages.slice(-2).map(message => message.body)).toMatchObject([
      { notice: "ended", by: "system" },
      { notice: "ended", by: "system" },
    ]);
    expect(desk.toldOf("offer:ended")).toMatchObject([{ to: ANNA.id, payload: { offerId: offer?.id } }]);
    await desk.pass(LINE_EVERY_MS);
    expect(desk.toldOf("queue:changed").map(each => each.payload.queue.length)).toEqual([1]);
    const commits = desk.storage.commits;
    await desk.queue.visitAbandoned(TENANT, VISITOR.visitId);
    expect(desk.storage.commits).toBe(commits);
  });

  test("does not end a conversation that an agent has", async () => {
    const desk = await onDuty(ANNA);
    const { id } = await desk.queue.openConversation(opening(1));
    await desk.queue.acceptOffer(agent(ANNA), desk.queue.offersOf(ANNA.id)[0]?.id as OfferId);
    expect(desk.queue.waitingVisits(TENANT)).toEqual([]);
    await desk.queue.visitAbandoned(TENANT, VISITOR.visitId);
    expect(desk.storage.tables.conversations.get(id)?.state).toBe("active");
  });

  test("is known to a restarted hub by what still waits", async () => {
    const before = await onDuty(ANNA);
    await before.queue.openConversation(opening(1));
    await before.queue.openConversation(opening(2));
    await before.queue.close();
    const desk = await openDesk({ ...before, agents: [ANNA] });
    expect(desk.queue.waitingVisits(TENANT)).toEqual([visitor(1).visitId, visitor(2).visitId]);
  });
});

describe("duty", () => {
  test("an agent comes available, keeps the presence chosen last, and takes the ringing along when gone", async () => {
    const desk = await openDesk({ agents: [ANNA, BEN] });
    expect(desk.queue.agentView(TENANT, ANNA.id)?.presence).toBe("offline");
    await desk.queue.agentConnected(agent(ANNA));
    await desk.queue.agentConnected(agent(BEN));
    await desk.queue.openConversation(opening(1));
    expect(desk.queue.offersOf(ANNA.id)).toHaveLength(1);
    await desk.queue.agentDisconnected(agent(ANNA));
    expect([desk.queue.offersOf(ANNA.id).length, desk.queue.offersOf(BEN.id).length]).toEqual([0, 1]);
    await desk.queue.setPresence(agent(BEN), { presence: "away", reason: "Pause" });
    await desk.queue.agentDisconnected(agent(BEN));
    await desk.queue.agentConnected(agent(BEN));
    expect(desk.queue.agentView(TENANT, BEN.id)).toMatchObject({
      ...{ presence: "away", presenceReason: "Pause" },
    });
  });
});

describe("a change of an agent that cannot be read at the moment", () => {
  test("counts as soon as storage answers again, though nothing had to be committed meanwhile", async () => {
    const desk = await openDesk({ agents: [ANNA] });
    await desk.queue.agentConnected(agent(ANNA));
    desk.storage.agents = [{ ...ANNA, skills: [{ skill: "Claims", level: 5 }] }];
    desk.storage.down = true;
    const changing = desk.queue.agentChanged(TENANT, ANNA.id);
    await expect(changing).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    desk.storage.down = false;
    await desk.pass(1_000);
    expect(desk.queue.agentView(TENANT, ANNA.id)?.skills).toEqual([{ skill: "Claims", level: 5 }]);
  });

  test("is not lost for somebody who has just come, either", async () => {
    const desk = await openDesk({ agents: [ANNA] });
    desk.storage.agents = [ANNA, BEN];
    desk.storage.down = true;
    await expect(desk.queue.agentConnected(agent(BEN))).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    desk.storage.down = false;
    await desk.pass(1_000);
    expect(desk.queue.agentView(TENANT, BEN.id)).toMatchObject({ presence: "available" });
  });
});

describe("a restarted hub", () => {
  test("keeps live invitations for agents who come back in time, rings what waited anew, by its age", async () => {
    const before = await onDuty(ANNA, BEN);
    const invitation = await invite(before);
    const conversation = await before.queue.openConversation(opening(2, "Service"));
    await before.queue.close();
    const desk = await openDesk({ ...before, agents: [ANNA, BEN] });
    expect(desk.queue.openInvitation(VISITOR.visitId)).toEqual(invitation);
    await desk.queue.agentConnected(agent(ANNA));
    await desk.queue.agentConnected(agent(BEN));
    expect(desk.queue.offersOf(BEN.id)).toMatchObject([{ conversationId: conversation.id }]);
    await desk.pass(10_000);
    const answer = { invitationId: invitation.id, answer: "accept" } as const;
    expect(await desk.queue.answerInvitation(VISITOR, answer)).toMatchObject({ outcome: "assigned" });
  });

  test("withdraws the invitations of agents who do not come back, and ends expired ones", async () => {
    const before = await onDuty(ANNA, BEN);
    const expired = await invite(before, 1);
    await before.pass(30_000);
    const orphaned = await invite(before, 2);
    await before.queue.close();
    before.clock.advance(15_000);
    const desk = await openDesk({ ...before, agents: [ANNA, BEN] });
    expect(desk.storage.tables.invitations.get(expired.id)?.state).toBe("expired");
    await desk.pass(10_000);
    expect(desk.storage.tables.invitations.get(orphaned.id)?.state).toBe("withdrawn");
  });
});

describe("failing commits", () => {
  test("nothing is told, the caller hears the error, and memory agrees with storage afterwards", async () => {
    const desk = await onDuty(ANNA);
    desk.events();
    desk.storage.failures.push("before");
    const failed = desk.queue.openConversation(opening(1));
    await expect(failed).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(desk.events()).toEqual([]);
    expect(desk.queue.waiting(TENANT)).toEqual([]);
    await desk.queue.openConversation(opening(1));
    expect(desk.queue.offersOf(ANNA.id)).toHaveLength(1);
  });

  test("a commit that was stored although it failed is found again, and the retry gets its answer", async () => {
    const desk = await onDuty(ANNA);
    const { id: invitationId } = await invite(desk);
    desk.storage.failures.push("after");
    const answer = { invitationId, answer: "accept" } as const;
    await expect(desk.queue.answerInvitation(VISITOR, answer)).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    expect(desk.toldOf("invitation:ended")).toMatchObject([{ payload: { reason: "accepted" } }]);
    expect(await desk.queue.answerInvitation(VISITOR, answer)).toMatchObject({ outcome: "assigned" });
  });

  test("while storage is away nothing is promised; when it is back the queue goes on by itself", async () => {
    const desk = await onDuty(ANNA);
    await desk.queue.openConversation(opening(1));
    desk.storage.down = true;
    await desk.pass(30_000);
    expect(desk.queue.freeAgents(TENANT, "Sales")).toBe(0);
    await expect(invite(desk, 2)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    desk.storage.down = false;
    desk.events();
    await desk.pass(1_000);
    expect(desk.events()).toContain("offer:made");
  });

  test("another hub that took the routing over is found out before anybody is told", async () => {
    const desk = await onDuty(ANNA);
    desk.storage.failures.push("epoch");
    await expect(invite(desk)).rejects.toMatchObject({ code: "EPOCH_STALE" });
    expect(desk.storage.tables.invitations.size).toBe(0);
    await invite(desk);
  });
});
