/** Messages: gapless, once, and only into conversations that are open. */
import type { ClientMessageId, ConversationId } from "@lotse/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { NewMessage } from "../Storage.ts";
import { endConversation, newConversation, START_MS, textMessage, type World } from "./fixture.ts";

const seqsOf = async (world: World, conversationId: ConversationId): Promise<number[]> => {
  const messages = await world.storage.readMessages(world.tenantId, {
    conversationId,
    afterSeq: 0,
    limit: 10_000,
  });
  return messages.map(message => message.seq);
};

export const messageContract = (world: () => World): void => {
  test("messages are numbered from 1 without gaps, and read back as they were written", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const agent = { kind: "agent", agent: { id: w.agentId, name: "Anna Petersen" } } as const;
    const sent = [
      textMessage(w, conversationId),
      textMessage(w, conversationId, {
        author: agent,
        body: { kind: "text", text: "Gern! 🙂 'quoted' \\ \"" },
      }),
      textMessage(w, conversationId, {
        author: { kind: "system" },
        body: { kind: "notice", notice: "opened" },
      }),
    ];
    const outcomes = await w.storage.appendMessages(w.tenantId, sent);
    const expected = sent.map((message, index) => ({ ...message, seq: index + 1 }));
    expect(outcomes).toEqual(expected.map(message => ({ ok: true, message, duplicate: false })));
    const query = { conversationId, afterSeq: 0, limit: 100 };
    expect(await w.storage.readMessages(w.tenantId, query)).toEqual(expected);
    expect(await w.storage.readMessages(w.tenantId, { ...query, afterSeq: 1, limit: 1 })).toEqual([
      expected[1],
    ]);
    expect((await w.storage.readConversation(w.tenantId, conversationId))?.lastSeq).toBe(3);
  });

  test("the same id with the same body is a duplicate of the first, with its number", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const message = textMessage(w, conversationId);
    const [first] = await w.storage.appendMessages(w.tenantId, [message]);
    await w.storage.appendMessages(w.tenantId, [textMessage(w, conversationId)]);
    const again = await w.storage.appendMessages(w.tenantId, [{ ...message, sentAtMs: START_MS + 5_000 }]);
    expect(first).toMatchObject({ ok: true, duplicate: false });
    expect(again).toEqual([{ ok: true, duplicate: true, message: { ...message, seq: 1 } }]);
    const twice = textMessage(w, conversationId);
    expect(await w.storage.appendMessages(w.tenantId, [twice, twice])).toMatchObject([
      { ok: true, duplicate: false, message: { seq: 3 } },
      { ok: true, duplicate: true, message: { seq: 3 } },
    ]);
    expect(await seqsOf(w, conversationId)).toEqual([1, 2, 3]);
  });

  test("the same id with another body or another author is refused, and its neighbours are not", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const message = textMessage(w, conversationId);
    await w.storage.appendMessages(w.tenantId, [message]);
    const outcomes = await w.storage.appendMessages(w.tenantId, [
      textMessage(w, conversationId),
      { ...message, body: { kind: "text", text: "Something else" } },
      { ...message, author: { kind: "agent", agent: { id: w.agentId, name: "Anna Petersen" } } },
      textMessage(w, conversationId),
    ]);
    expect(outcomes).toMatchObject([
      { ok: true, message: { seq: 2 } },
      { ok: false, code: "IDEMPOTENCY_MISMATCH" },
      { ok: false, code: "IDEMPOTENCY_MISMATCH" },
      { ok: true, message: { seq: 3 } },
    ]);
    expect(await seqsOf(w, conversationId)).toEqual([1, 2, 3]);
  });

  test("one id in two conversations is two messages", async () => {
    const w = world();
    const [one, other] = [await newConversation(w), await newConversation(w)];
    const message = textMessage(w, one);
    const outcomes = await w.storage.appendMessages(w.tenantId, [
      message,
      { ...message, conversationId: other },
    ]);
    expect(outcomes).toMatchObject([
      { ok: true, duplicate: false, message: { seq: 1, conversationId: one } },
      { ok: true, duplicate: false, message: { seq: 1, conversationId: other } },
    ]);
  });

  test("an ended conversation takes no message, but still knows a repeated one", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const message = textMessage(w, conversationId);
    await w.storage.appendMessages(w.tenantId, [message]);
    await endConversation(w, conversationId);
    expect(
      await w.storage.appendMessages(w.tenantId, [textMessage(w, conversationId), message]),
    ).toMatchObject([
      { ok: false, code: "CONVERSATION_CLOSED" },
      { ok: true, duplicate: true, message: { seq: 1 } },
    ]);
    expect(await seqsOf(w, conversationId)).toEqual([1]);
  });

  test("a message that cannot be stored fails alone, also among others of the same turn", async () => {
    const w = world();
    const conversationId = await newConversation(w);
    const send = (message: NewMessage) => w.storage.appendMessages(w.tenantId, [message]);
    const [before, broken, after] = await Promise.allSettled([
      send(textMessage(w, conversationId)),
      send(textMessage(w, conversationId, { body: { kind: "text", text: "nul \u0000 inside" } })),
      send(textMessage(w, conversationId)),
    ]);
    expect(before).toMatchObject({ status: "fulfilled", value: [{ ok: true }] });
    expect(broken).toMatchObject({ status: "rejected", reason: { code: "TEXT_INVALID" } });
    expect(after).toMatchObject({ status: "fulfilled", value: [{ ok: true }] });
    expect(await seqsOf(w, conversationId)).toEqual([1, 2]);
  });

  test("any interleaving of appends with duplicates stays gapless and stores each message once", async () => {
    const w = world();
    const step = fc.record({
      conversation: fc.nat(2),
      message: fc.nat(7),
      sameTurn: fc.boolean(),
      batch: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async steps => {
        const conversations = [await newConversation(w), await newConversation(w), await newConversation(w)];
        const pool = Array.from({ length: 8 }, () => w.makeId() as ClientMessageId);
        const answers: ReturnType<typeof w.storage.appendMessages>[] = [];
        for (const { conversation, message, sameTurn, batch } of steps) {
          const conversationId = conversations[conversation] as ConversationId;
          const messages = Array.from({ length: batch }, (_, index) => {
            const which = (message + index) % pool.length;
            return textMessage(w, conversationId, {
              clientId: pool[which] as ClientMessageId,
              body: { kind: "text", text: `message ${which}` },
            });
          });
          const answer = w.storage.appendMessages(w.tenantId, messages);
          answers.push(answer);
          if (!sameTurn) await answer;
        }
        const outcomes = (await Promise.all(answers)).flat();
        for (const conversationId of conversations) {
          const query = { conversationId, afterSeq: 0, limit: 1_000 };
          const stored = await w.storage.readMessages(w.tenantId, query);
          expect(stored.map(message => message.seq)).toEqual(stored.map((_, index) => index + 1));
          expect(new Set(stored.map(message => message.clientId)).size).toBe(stored.length);
          const fresh = outcomes.filter(
            outcome => outcome.ok && !outcome.duplicate && outcome.message.conversationId === conversationId,
          );
          expect(fresh.length).toBe(stored.length);
          for (const outcome of outcomes) {
            if (!outcome.ok || outcome.message.conversationId !== conversationId) continue;
            expect(stored[outcome.message.seq - 1]).toEqual(outcome.message);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
};
