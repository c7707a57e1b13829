import type { ConversationId, VisitorCommand, VisitorEvents } from "@lotse/protocol";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createConversationLog } from "./conversationLog.ts";
import { CONVERSATION, FakeHub, FakeNetwork, REFUSED } from "./fakeNetwork.ts";
import { createHubConnection } from "./hubConnection.ts";
import type { ConversationLog, OutboxStore, PendingMessage } from "./types.ts";

const AGENT = { kind: "agent", agent: { id: CONVERSATION as never, name: "Anna Petersen" } } as const;

/** Lets every promise that can settle do so. */
const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
};

const memoryStore = (): OutboxStore => {
  const kept = new Map<ConversationId, readonly PendingMessage[]>();
  return { load: id => kept.get(id) ?? [], save: (id, pending) => void kept.set(id, pending) };
};

const world = () => {
  const clock = new FakeClock();
  const ids = sequentialIds();
  const store = memoryStore();
  const hub = new FakeHub(clock);
  let written = 0;
  let held: number | undefined;
  const texts: string[] = [];

  const load = () => {
    const network = new FakeNetwork(hub);
    const connection = createHubConnection<VisitorCommand, VisitorEvents>({ socket: network.socket, clock });
    const log = createConversationLog({
      connection,
      conversationId: CONVERSATION,
      side: "visitor",
      clock,
      ids,
      store,
      assignment: () => held,
    });
    return { network, connection, log };
  };
  let page = load();
  return {
    clock,
    hub,
    texts,
    get log(): ConversationLog {
      return page.log;
    },
    get network(): FakeNetwork {
      return page.network;
    },
    /** By another assignment from now on. */
    hold: (assignment: number) => {
      held = assignment;
    },
    write: () => {
      const text = `line ${++written}`;
      texts.push(text);
      return page.log.send(text);
    },
    writeRefused: () => page.log.send(`${REFUSED} ${++written}`),
    agentWrites: () => hub.append(AGENT, ids(), `answer ${hub.messages.length}`),
    reload: () => {
      page.log.close();
      page.connection.close();
      page = load();
    },
    /** From here on the network is good. */
    heal: async () => {
      page.network.cut();
      page.network.join();
      for (let round = 0; round < 40; round++) {
        await settle();
        while (page.network.waiting > 0) {
          page.network.deliver(0);
          await settle();
        }
        clock.advance(31_000);
      }
    },
  };
};

const STEPS = [
  "write",
  "writeRefused",
  "agentWrites",
  "deliver",
  "deliverAny",
  "drop",
  "double",
  "refuse",
  "cut",
  "join",
  "tick",
  "wait",
  "reload",
  "read",
] as const;

const step = fc.record({ kind: fc.constantFrom(...STEPS), index: fc.nat(20) });

const play = (
  at: ReturnType<typeof world>,
  { kind, index }: { kind: (typeof STEPS)[number]; index: number },
) => {
  switch (kind) {
    case "write":
      return void at.write();
    case "writeRefused":
      return void at.writeRefused();
    case "agentWrites":
      return void at.agentWrites();
    case "deliver":
      return at.network.deliver(0);
    case "deliverAny":
      return at.network.deliver(index);
    case "drop":
      return at.network.drop(index);
    case "double":
      return at.network.double(index);
    case "refuse":
      return at.network.refuse(index, index % 2 === 0 ? "STORE_UNAVAILABLE" : "TIMEOUT");
    case "cut":
      return at.network.cut();
    case "join":
      return at.network.join();
    case "tick":
      return at.clock.advance(index * 100);
    case "wait":
      return at.clock.advance(11_000);
    case "reload":
      return at.reload();
    case "read":
      return at.log.markRead();
  }
};

const textsOf = (log: ConversationLog) =>
  log.messages.map(({ body }) => (body.kind === "text" ? body.text : body.notice));

describe("a conversation's log", () => {
  it("equals the hub's, gapless, every sent text once, whatever the network does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async steps => {
        const at = world();
        for (const one of steps) {
          play(at, one);
          await settle();
          const seqs = at.log.messages.map(({ seq }) => seq);
          expect(seqs).toEqual(seqs.map((_, index) => index + 1));
        }
        await at.heal();
        expect(at.log.messages).toEqual(at.hub.messages);
        expect(at.log.pending.filter(({ refused }) => refused === null)).toEqual([]);
        expect(at.log.pending.every(({ text }) => text.startsWith(REFUSED))).toBe(true);
        const mine = at.hub.messages.filter(({ author }) => author.kind === "visitor");
        // In the order they were written, although they went in batches, and some twice.
        expect(mine.map(({ body }) => (body.kind === "text" ? body.text : ""))).toEqual(at.texts);
        const last = at.hub.messages.findLast(({ author }) => author.kind === "agent")?.seq ?? 0;
        expect(at.hub.receipts.visitor.deliveredSeq).toBe(last);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the order of what was written while the hub was away", async () => {
    const at = world();
    for (let line = 0; line < 5; line++) at.write();
    await at.heal();
    expect(textsOf(at.log)).toEqual(at.texts);
  });

  it("sends what waits as one batch, as large as one request may be", async () => {
    const at = world();
    const sizes: number[] = [];
    at.hub.onBatch = lines => sizes.push(lines.length);
    for (let line = 0; line < 60; line++) at.write();
    at.log.send("x".repeat(60_000));
    at.log.send("y".repeat(60_000));
    await at.heal();
    expect(at.log.pending).toEqual([]);
    expect(sizes).toEqual([50, 11, 1]);
  });

  it("sends one by one what was refused as a whole, and marks only what is at fault", async () => {
    const at = world();
    const bad = at.log.send("bad");
    at.write();
    at.write();
    at.hub.refuseBatch = lines => (lines.some(({ text }) => text === "bad") ? "TEXT_TOO_LONG" : null);
    await at.heal();
    expect(at.log.pending).toMatchObject([{ clientId: bad, refused: "TEXT_TOO_LONG" }]);
    expect(textsOf(at.log)).toEqual(at.texts);
  });

  it("says under which assignment each line was written, and keeps what was written under one that is over", async () => {
    const at = world();
    at.hold(1);
    const late = [at.log.send("old"), at.log.send("old too")];
    at.hold(3);
    at.write();
    at.hub.assignment = 3;
    at.reload();
    await at.heal();
    expect(at.log.pending).toMatchObject(
      late.map(clientId => ({ clientId, refused: "ASSIGNMENT_STALE", assignment: 1 })),
    );
    expect(textsOf(at.log)).toEqual(at.texts);
  });

  it("waits as long as the hub asks it to, and loses nothing", async () => {
    const at = world();
    await at.heal();
    at.hub.refuseBatch = () => ({ code: "RATE_LIMITED", message: "", retryAfterMs: 7_000 });
    at.write();
    at.network.deliver(0);
    at.network.deliver(0);
    await settle();
    at.hub.refuseBatch = () => null;
    at.clock.advance(6_999);
    expect(at.network.waiting).toBe(0);
    at.clock.advance(1);
    expect(at.network.waiting).toBe(1);
    await at.heal();
    expect(textsOf(at.log)).toEqual(at.texts);
  });

  it("keeps a refused text for its writer and sends the next", async () => {
    const at = world();
    at.network.join();
    await settle();
    at.network.deliver(0);
    await settle();
    at.network.deliver(0);
    await settle();
    const clientId = at.write();
    at.write();
    at.network.refuse(0, "TEXT_TOO_LONG");
    await settle();
    at.network.deliver(0);
    await settle();
    expect(at.log.pending.find(message => message.clientId === clientId)?.refused).toBe("TEXT_TOO_LONG");
    await at.heal();
    expect(textsOf(at.log)).toEqual(["line 2"]);
    at.log.discard(clientId);
    expect(at.log.pending).toEqual([]);
  });

  it("tells what the other side has read, and never takes it back", async () => {
    const at = world();
    at.write();
    await at.heal();
    const tell = (readSeq: number) =>
      at.hub.publish("receipt:marked", {
        conversationId: CONVERSATION,
        by: "agent",
        deliveredSeq: 1,
        readSeq,
      });
    tell(1);
    tell(0);
    while (at.network.waiting > 0) at.network.deliver(0);
    expect(at.log.otherReceipt).toEqual({ deliveredSeq: 1, readSeq: 1 });
  });

  it("marks as read only what the person saw", async () => {
    const at = world();
    at.agentWrites();
    await at.heal();
    expect(at.hub.receipts.visitor).toEqual({ deliveredSeq: 1, readSeq: 0 });
    at.log.markRead();
    await at.heal();
    expect(at.hub.receipts.visitor).toEqual({ deliveredSeq: 1, readSeq: 1 });
  });

  it("fetches what `conversation:changed` says is missing", async () => {
    const at = world();
    await at.heal();
    at.agentWrites();
    at.network.drop(0);
    at.hub.publish("conversation:changed", at.hub.view);
    while (at.network.waiting > 0) {
      at.network.deliver(0);
      await settle();
    }
    expect(at.log.messages).toEqual(at.hub.messages);
  });
});
