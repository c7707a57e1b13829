import type { ClientMessageId, ConversationId, TenantId } from "@lotse/protocol";
import type { AppendOutcome, NewMessage } from "@lotse/storage";
import { expect, it } from "vitest";
import { createAppendBatcher } from "./appendBatcher.ts";

const A = "a" as TenantId;
const B = "b" as TenantId;
const message = (text: string): NewMessage => ({
  conversationId: "c" as ConversationId,
  clientId: text as ClientMessageId,
  author: { kind: "visitor" },
  body: { kind: "text", text },
  sentAtMs: 0,
});

const setUp = () => {
  const calls: {
    readonly tenantId: TenantId;
    readonly ids: readonly string[];
    settle: (error?: Error) => void;
  }[] = [];
  const append = createAppendBatcher({
    appendMessages: (tenantId, messages) =>
      new Promise((resolve, reject) => {
        const outcomes = messages.map(
          (one, index): AppendOutcome => ({
            ok: true,
            duplicate: false,
            message: { ...one, seq: index + 1 },
          }),
        );
        const settle = (error?: Error) => (error === undefined ? resolve(outcomes) : reject(error));
        calls.push({ tenantId, ids: messages.map(one => one.clientId), settle });
      }),
  });
  return { append, calls };
};
const turn = () => new Promise(resolve => setImmediate(resolve));

it("stores what arrives in one turn together, per tenant, and the rest with the next call", async () => {
  const { append, calls } = setUp();
  const first = append(A, [message("1")]);
  const second = append(A, [message("2")]);
  void append(B, [message("3")]);
  await turn();
  expect(calls.map(call => call.ids)).toEqual([["1", "2"], ["3"]]);
  const third = append(A, [message("4")]);
  await turn();
  expect(calls).toHaveLength(2);
  calls[0]?.settle();
  expect(await first).toMatchObject([{ message: { seq: 1 } }]);
  expect(await second).toMatchObject([{ message: { seq: 2 } }]);
  await turn();
  expect(calls[2]).toMatchObject({ tenantId: A, ids: ["4"] });
  calls[2]?.settle();
  expect(await third).toMatchObject([{ ok: true }]);
});

it("tells everyone of a batch that it failed, and goes on", async () => {
  const { append, calls } = setUp();
  const both = [append(A, [message("1")]), append(A, [message("2")])];
  const verdicts = Promise.allSettled(both);
  await turn();
  calls[0]?.settle(new Error("disk full"));
  expect((await verdicts).map(verdict => verdict.status)).toEqual(["rejected", "rejected"]);
  const next = append(A, [message("3")]);
  await turn();
  calls[1]?.settle();
  expect(await next).toMatchObject([{ ok: true }]);
});

it("never parts what one caller gave, and lets one statement grow only so far", async () => {
  const { append, calls } = setUp();
  const many = (from: number) => Array.from({ length: 80 }, (_, index) => message(String(from + index)));
  const answers = [append(A, many(0)), append(A, many(100)), append(A, many(200))];
  await turn();
  expect(calls.map(call => call.ids.length)).toEqual([160]);
  calls[0]?.settle();
  expect((await answers[1])?.map(one => one.ok && one.message.clientId)).toEqual(
    many(100).map(m => m.clientId),
  );
  await turn();
  expect(calls[1]?.ids).toEqual(many(200).map(one => one.clientId));
  calls[1]?.settle();
  expect(await answers[2]).toHaveLength(80);
});
