/** Routing's decisions: all or nothing, and only from the tenant's present owner. */
import { randomUUID } from "node:crypto";
import type { AgentId, ContactId, ConversationId, VisitId } from "@lotse/protocol";
import { expect, test } from "vitest";
import type { DecisionRecord } from "../rules.ts";
import type { RoutingWrite } from "../Storage.ts";
import {
  createWorld,
  invitation,
  newConversation,
  newVisit,
  START_MS,
  textMessage,
  type World,
  workItem,
} from "./fixture.ts";

const opening = (w: World, id: ConversationId, visitId: RoutingWriteVisit): RoutingWrite => ({
  write: "conversation.open",
  conversation: { id, visitId, siteId: w.siteId, topic: "Angebot", openedAtMs: START_MS },
});
type RoutingWriteVisit = Extract<RoutingWrite, { write: "conversation.open" }>["conversation"]["visitId"];

const notice = (w: World, conversationId: ConversationId): RoutingWrite => ({
  write: "message",
  message: textMessage(w, conversationId, {
    author: { kind: "system" },
    body: { kind: "notice", notice: "opened" },
  }),
});

/** A world of its own per test: epochs and open items are the tenant's. */
export const routingContract = (shared: () => World): void => {
  const fresh = (): Promise<World> => createWorld(shared().storage, shared().makeId);
  const commit = (w: World, writes: readonly RoutingWrite[], epoch = w.epoch) =>
    w.storage.commitRouting({ tenantId: w.tenantId, epoch, writes });

  test("one commit opens, tells, assigns, queues, invites and logs; all of it reads back", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const id = w.makeId() as ConversationId;
    const item = { ...workItem(w, id), state: "assigned", agentId: w.agentId } as const;
    const offer = invitation(w, visitId);
    const decision: DecisionRecord = {
      visitId,
      ruleId: w.ruleId,
      ruleVersion: 1,
      outcome: "shown",
      reason: null,
      invitationId: offer.id,
      atMs: START_MS,
    };
    const { messages } = await commit(w, [
      // Any order: a decision is one thing.
      { write: "conversation.assign", conversationId: id, agentId: w.agentId },
      notice(w, id),
      { write: "workItem", item },
      { write: "invitation", invitation: offer },
      { write: "decision", decision },
      opening(w, id, visitId),
      notice(w, id),
    ]);
    expect(messages.map(message => message.seq)).toEqual([1, 2]);
    expect(await w.storage.readMessages(w.tenantId, { conversationId: id, afterSeq: 0, limit: 9 })).toEqual(
      messages,
    );
    const expected = {
      id,
      visitId,
      siteId: w.siteId,
      state: "active",
      agentId: w.agentId,
      topic: "Angebot",
      openedAtMs: START_MS,
      endedAtMs: null,
      lastSeq: 2,
      receipts: { visitor: { deliveredSeq: 0, readSeq: 0 }, agent: { deliveredSeq: 0, readSeq: 0 } },
    };
    expect(await w.storage.readConversation(w.tenantId, id)).toEqual(expected);
    expect(await w.storage.findOpenConversation(w.tenantId, visitId)).toEqual(expected);
    expect(await w.storage.listAgentConversations(w.tenantId, w.agentId)).toEqual([expected]);
    expect(await w.storage.listDecisions(w.tenantId, visitId)).toEqual([decision]);
    const state = await w.storage.takeRouting(w.tenantId);
    expect(state).toEqual({
      epoch: w.epoch + 1,
      workItems: [item],
      contents: [],
      invitations: [offer],
      ...{ choices: [], wrapUps: [], wrappedUp: [] },
    });
  });

  test("the last agent is the one of this visit, or of another of the same contact; not a stranger's, nor one of long ago", async () => {
    const w = await fresh();
    const [first, second, stranger] = [await newVisit(w), await newVisit(w), await newVisit(w)];
    const last = (visitId: VisitId, sinceMs = 0) => w.storage.findLastAgent(w.tenantId, visitId, sinceMs);
    const waited = await newConversation(w, first);
    await commit(w, [{ write: "conversation.end", conversationId: waited, atMs: START_MS + 1 }]);
    expect(await last(first)).toBeNull();
    const spoken = await newConversation(w, first);
    await commit(w, [{ write: "conversation.assign", conversationId: spoken, agentId: w.agentId }]);
    expect(await last(first, START_MS + 9_000)).toBe(w.agentId);
    await commit(w, [{ write: "conversation.end", conversationId: spoken, atMs: START_MS + 9_000 }]);
    expect([await last(first, START_MS + 9_000), await last(first, START_MS + 9_001)]).toEqual([
      w.agentId,
      null,
    ]);
    expect([await last(second), await last(stranger)]).toEqual([null, null]);
    const person = { siteId: w.siteId, subject: randomUUID(), name: null, email: null, phone: null };
    const contactId = w.makeId() as ContactId;
    for (const visitId of [first, second]) {
      const proof = {
        visitId,
        contactId,
        jtiHash: randomUUID(),
        atMs: START_MS,
        expiresAtMs: START_MS + 60_000,
      };
      await w.storage.identifyVisit(w.tenantId, { ...person, ...proof });
    }
    expect([await last(second), await last(stranger)]).toEqual([w.agentId, null]);
  });

  test("what an agent said last of being available outlives the hub", async () => {
    const w = await fresh();
    const choose = (presence: "available" | "away", reason: string | null) =>
      commit(w, [{ write: "choice", choice: { agentId: w.agentId, presence, reason } }]);
    await choose("away", "Telefon");
    expect(await w.storage.takeRouting(w.tenantId)).toMatchObject({
      choices: [{ agentId: w.agentId, presence: "away", reason: "Telefon" }],
    });
    // Another owner now: whoever was it before says nothing any more
    await expect(choose("available", null)).rejects.toMatchObject({ code: "EPOCH_STALE" });
    const { choices } = await w.storage.takeRouting(w.tenantId);
    expect(choices).toMatchObject([{ presence: "away" }]);
  });

  test("what has ended is not taken over", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const conversationId = await newConversation(w, visitId);
    const item = workItem(w, conversationId);
    const offer = invitation(w, visitId);
    await commit(w, [
      { write: "workItem", item },
      { write: "invitation", invitation: offer },
    ]);
    await commit(w, [
      { write: "workItem", item: { ...item, state: "offered", agentId: w.agentId } },
      { write: "workItem", item: { ...item, state: "ended" } },
      { write: "invitation", invitation: { ...offer, state: "declined" } },
      { write: "conversation.end", conversationId, atMs: START_MS + 1_000 },
    ]);
    await commit(w, [{ write: "conversation.end", conversationId, atMs: START_MS + 9_000 }]);
    expect(await w.storage.takeRouting(w.tenantId)).toMatchObject({ workItems: [], invitations: [] });
    expect(await w.storage.readConversation(w.tenantId, conversationId)).toMatchObject({
      state: "ended",
      endedAtMs: START_MS + 1_000,
    });
    expect(await w.storage.findOpenConversation(w.tenantId, visitId)).toBeNull();
    expect(await w.storage.listAgentConversations(w.tenantId, w.agentId)).toEqual([]);
  });

  test("a conversation that is nobody's any more waits again, and may become another's in the same commit", async () => {
    const w = await fresh();
    const [kept, handedOn, over] = [
      await newConversation(w),
      await newConversation(w),
      await newConversation(w),
    ];
    const assign = (conversationId: typeof kept) =>
      ({ write: "conversation.assign", conversationId, agentId: w.agentId }) as const;
    const release = (conversationId: typeof kept) =>
      ({ write: "conversation.release", conversationId }) as const;
    await commit(w, [kept, handedOn, over].map(assign));
    await commit(w, [{ write: "conversation.end", conversationId: over, atMs: START_MS }]);
    await commit(w, [release(kept), assign(handedOn), release(handedOn), release(over)]);
    const read = (id: typeof kept) => w.storage.readConversation(w.tenantId, id);
    expect(await read(kept)).toMatchObject({ state: "waiting", agentId: null });
    expect(await read(handedOn)).toMatchObject({ state: "active", agentId: w.agentId });
    expect(await read(over)).toMatchObject({ state: "ended", agentId: w.agentId });
  });

  test("the last word of a conversation can be said in the commit that ends it", async () => {
    const w = await fresh();
    const conversationId = await newConversation(w);
    const { messages } = await commit(w, [
      { write: "conversation.end", conversationId, atMs: START_MS },
      notice(w, conversationId),
    ]);
    expect(messages).toMatchObject([{ seq: 1 }]);
  });

  test("a stale or invented epoch stores nothing", async () => {
    const w = await fresh();
    const conversationId = await newConversation(w);
    const { epoch } = await w.storage.takeRouting(w.tenantId);
    expect(epoch).toBe(w.epoch + 1);
    const writes = [
      notice(w, conversationId),
      { write: "workItem", item: workItem(w, conversationId) } as const,
    ];
    for (const wrong of [w.epoch, epoch + 1]) {
      await expect(commit(w, writes, wrong)).rejects.toMatchObject({ code: "EPOCH_STALE" });
      await expect(commit(w, [], wrong)).rejects.toMatchObject({ code: "EPOCH_STALE" });
    }
    expect(await w.storage.readConversation(w.tenantId, conversationId)).toMatchObject({ lastSeq: 0 });
    await commit(w, writes, epoch);
    const next = await w.storage.takeRouting(w.tenantId);
    expect(next.workItems).toHaveLength(1);
  });

  test("of two owners who race, every commit belongs to the one whose turn it was", async () => {
    const w = await fresh();
    const conversationId = await newConversation(w);
    const attempts = Array.from({ length: 10 }, (_, index) =>
      index === 5
        ? w.storage.takeRouting(w.tenantId).then(() => "taken")
        : commit(w, [notice(w, conversationId)]).then(
            () => "stored",
            error => (error as { code: string }).code,
          ),
    );
    const outcomes = await Promise.all(attempts);
    const count = (wanted: string) => outcomes.filter(outcome => outcome === wanted).length;
    const stored = count("stored");
    // An engine with one session keeps the order; on a server any of them may be last.
    expect({ taken: count("taken"), commits: stored + count("EPOCH_STALE") }).toEqual({
      taken: 1,
      commits: 9,
    });
    await expect(commit(w, [notice(w, conversationId)])).rejects.toMatchObject({ code: "EPOCH_STALE" });
    expect(await w.storage.readConversation(w.tenantId, conversationId)).toMatchObject({ lastSeq: stored });
  });

  test("a write that fails takes the whole commit with it", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const open = await newConversation(w, visitId);
    const ended = await newConversation(w);
    await commit(w, [{ write: "conversation.end", conversationId: ended, atMs: START_MS }]);
    const known = textMessage(w, open);
    await w.storage.appendMessages(w.tenantId, [known]);
    const nowhere = w.makeId() as ConversationId;
    const broken: readonly (readonly [RoutingWrite, string])[] = [
      [notice(w, nowhere), "NOT_FOUND"],
      [notice(w, ended), "CONVERSATION_CLOSED"],
      [
        { write: "message", message: { ...known, body: { kind: "text", text: "other" } } },
        "IDEMPOTENCY_MISMATCH",
      ],
      [{ write: "workItem", item: workItem(w, nowhere) }, "NOT_FOUND"],
      [{ write: "conversation.assign", conversationId: nowhere, agentId: w.agentId }, "NOT_FOUND"],
      [{ write: "conversation.assign", conversationId: open, agentId: w.makeId() as AgentId }, "NOT_FOUND"],
      [{ write: "conversation.assign", conversationId: ended, agentId: w.agentId }, "CONVERSATION_CLOSED"],
      [{ write: "conversation.end", conversationId: nowhere, atMs: START_MS }, "NOT_FOUND"],
      [opening(w, nowhere, w.makeId() as RoutingWriteVisit), "NOT_FOUND"],
    ];
    for (const [write, code] of broken) {
      const offer = invitation(w, visitId);
      const writes: RoutingWrite[] = [
        { write: "invitation", invitation: offer },
        { write: "workItem", item: workItem(w, open) },
        notice(w, open),
        write,
      ];
      await expect(commit(w, writes), write.write).rejects.toMatchObject({ name: "LotseError", code });
    }
    const state = await w.storage.takeRouting(w.tenantId);
    expect(state).toMatchObject({ workItems: [], invitations: [] });
    expect(await w.storage.readConversation(w.tenantId, open)).toMatchObject({
      lastSeq: 1,
      state: "waiting",
    });
    expect(await w.storage.readConversation(w.tenantId, nowhere)).toBeNull();
  });

  test("a commit told again, as after a lost answer, changes nothing and answers the same", async () => {
    const w = await fresh();
    const visitId = await newVisit(w);
    const id = w.makeId() as ConversationId;
    const writes: RoutingWrite[] = [
      opening(w, id, visitId),
      { write: "conversation.assign", conversationId: id, agentId: w.agentId },
      notice(w, id),
      { write: "workItem", item: workItem(w, id) },
      { write: "conversation.end", conversationId: id, atMs: START_MS },
    ];
    const first = await commit(w, [...writes.slice(0, 4)]);
    expect(await commit(w, [...writes.slice(0, 4)])).toEqual(first);
    expect(await w.storage.readConversation(w.tenantId, id)).toMatchObject({ lastSeq: 1, state: "active" });
  });
};
