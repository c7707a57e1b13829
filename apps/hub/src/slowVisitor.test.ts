/** A visitor in a tunnel: the hub cuts the line that takes nothing, and afterwards nothing is missing. */
import { randomUUID } from "node:crypto";
import { connectVisitor, createConversationLog, systemClock } from "@lotse/client";
import type { ClientMessageId } from "@lotse/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DEMO_AGENTS, DEMO_TENANT } from "./demo/nordwind.ts";
import { type StallingProxy, startStallingProxy } from "./test/stallingProxy.ts";
import { startWholeHub, type WholeHub } from "./test/wholeHub.ts";

const [ANNA] = DEMO_AGENTS as [(typeof DEMO_AGENTS)[number]];

let hub: WholeHub;
let proxy: StallingProxy;
beforeEach(async () => {
  hub = await startWholeHub();
  proxy = await startStallingProxy(Number(new URL(hub.url).port));
});
afterEach(async () => {
  await proxy.close();
  await hub.close();
});

/** Ten long lines in one batch: some 100 kB. */
const longLines = () =>
  Array.from({ length: 10 }, () => ({ clientId: randomUUID() as ClientMessageId, text: "x".repeat(9_999) }));

it("is cut, comes back by itself, and has every line once and in order; the agent's line never waits", async () => {
  const anna = await hub.agent(ANNA);
  await anna.ask("console:open", {});
  const { token } = await hub.beacon();
  const connection = connectVisitor({ hubUrl: proxy.url, token, clock: systemClock });
  const opened = await new Promise<ReturnType<typeof connection.request<"conversation:open">>>(resolve =>
    connection.onState(({ kind }) => {
      if (kind === "online") resolve(connection.request("conversation:open", { skill: "Sales" }));
    }),
  );
  if (!opened.ok) throw new Error(opened.error.code);
  const conversationId = opened.value.conversation.id;
  const log = createConversationLog({
    connection,
    conversationId,
    side: "visitor",
    clock: systemClock,
    ids: randomUUID,
  });
  const offer = await anna.next("offer:made");
  await anna.ask("offer:accept", { offerId: offer.id });

  proxy.stall();
  for (let batch = 0; (await hub.metric("lotse_slow_consumers_total")) === 0; batch++) {
    if (batch === 300) throw new Error("never cut");
    // Anna's share of the hub grows again.
    hub.clock.advance(1_000);
    await anna.ask("message:send", { conversationId, messages: longLines() });
  }
  proxy.heal();
  const record = await hub.storage.readConversation(DEMO_TENANT, conversationId);
  const lastSeq = record?.lastSeq ?? 0;
  expect(lastSeq).toBeGreaterThan(50);
  await new Promise<void>(resolve => {
    const look = (): void => {
      // The visitor's share grows again, too.
      hub.clock.advance(100);
      if (log.messages.length >= lastSeq) resolve();
    };
    log.onChange(look);
    look();
  });
  expect(log.messages.map(({ seq }) => seq)).toEqual(
    Array.from({ length: lastSeq }, (_, index) => index + 1),
  );
  const stored = await hub.storage.readMessages(DEMO_TENANT, { conversationId, afterSeq: 0, limit: lastSeq });
  expect(log.messages).toEqual(stored);
  log.close();
  connection.close();
  anna.close();
});
