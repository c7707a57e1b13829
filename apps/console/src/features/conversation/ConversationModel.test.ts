import type { ClientMessageId, ErrorCode } from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { makeCobrowse, makeConversation } from "../../testing/builders.ts";
import { FakeConnection } from "../../testing/FakeConnection.ts";
import { FakeLog } from "../../testing/FakeLog.ts";
import { ConversationModel } from "./ConversationModel.ts";

let clock: FakeClock;
let connection: FakeConnection;
let log: FakeLog;
let errors: ErrorCode[];
let model: ConversationModel;

beforeEach(() => {
  clock = new FakeClock(0);
  connection = new FakeConnection();
  log = new FakeLog();
  errors = [];
  model = new ConversationModel({
    view: makeConversation("c"),
    log,
    connection,
    clock,
    drafts: { load: () => "", save: () => undefined },
    assignment: () => 3,
    onError: ({ code }) => errors.push(code),
  });
});

const typingTold = () =>
  connection.asked
    .filter(({ name }) => name === "typing:set")
    .map(({ input }) => (input as { typing: boolean }).typing);

describe("unread", () => {
  it("counts the visitor's words only", () => {
    log.arrive("notice");
    log.arrive("visitor");
    log.arrive("agent");
    log.arrive("visitor");
    expect(model.unread.value).toBe(2);
  });

  it("begins where the agent's receipt stands", () => {
    log.arrive("visitor");
    log.arrive("visitor");
    const receipts = { visitor: { deliveredSeq: 0, readSeq: 0 }, agent: { deliveredSeq: 2, readSeq: 1 } };
    model.update(makeConversation("c", { receipts }));
    expect(model.unread.value).toBe(1);
  });

  it("is nothing after reading, and the hub is told once", () => {
    log.arrive("visitor");
    model.markRead();
    model.markRead();
    expect(model.unread.value).toBe(0);
    expect(log.marked).toBe(1);
    log.arrive("visitor");
    expect(model.unread.value).toBe(1);
  });

  it("never grows again by an older receipt", () => {
    log.arrive("visitor");
    log.arrive("visitor");
    model.readUpTo(2);
    model.readUpTo(1);
    expect(model.unread.value).toBe(0);
  });
});

describe("waiting", () => {
  it("is since the visitor's last word, until somebody answers", () => {
    log.arrive("visitor", "Hello?", 5_000);
    expect(model.waitingSinceMs.value).toBe(5_000);
    log.arrive("notice");
    expect(model.waitingSinceMs.value).toBe(5_000);
    log.arrive("agent", "Hello!", 6_000);
    expect(model.waitingSinceMs.value).toBeNull();
  });

  it("ends with an answer that is still on its way, but not with a refused one", () => {
    log.arrive("visitor", "Hello?", 5_000);
    const id = log.send("Hello!");
    expect(model.waitingSinceMs.value).toBeNull();
    log.refuse(id, "TEXT_INVALID");
    expect(model.waitingSinceMs.value).toBe(5_000);
  });
});

describe("writing", () => {
  it("sends what was written, without the space around it, once", () => {
    model.write("  Hello \n");
    model.send();
    model.send();
    expect(log.pending.map(({ text }) => text)).toEqual(["Hello"]);
    expect(model.draft.value).toBe("");
  });

  it("sends nothing into an ended conversation and keeps the text", () => {
    model.update(makeConversation("c", { state: "ended" }));
    model.write("Hello");
    model.send();
    expect(log.pending).toEqual([]);
    expect(model.draft.value).toBe("Hello");
  });

  it("sends a refused message again as a new one, or discards it", () => {
    const refusedId = log.send("Hello");
    log.refuse(refusedId, "TEXT_INVALID");
    model.retry(refusedId);
    expect(model.pending.value.map(({ text, refused }) => [text, refused])).toEqual([["Hello", null]]);
    expect(model.pending.value[0]?.clientId).not.toBe(refusedId);
    model.discard(model.pending.value[0]?.clientId as ClientMessageId);
    expect(model.pending.value).toEqual([]);
  });

  it("tells that it writes at once, again while it goes on, and when it stops", () => {
    model.write("H");
    model.write("He");
    expect(typingTold()).toEqual([true]);
    clock.advance(4_000);
    model.write("Hel");
    expect(typingTold()).toEqual([true, true]);
    clock.advance(6_000);
    expect(typingTold()).toEqual([true, true, false]);
    model.write("Hell");
    model.write("");
    expect(typingTold()).toEqual([true, true, false, true, false]);
  });
});

describe("the visitor's typing", () => {
  it("ends by itself when the end is never told", () => {
    model.setVisitorTyping(true);
    clock.advance(7_999);
    expect(model.visitorTyping.value).toBe(true);
    clock.advance(1);
    expect(model.visitorTyping.value).toBe(false);
  });

  it("ends with the message", () => {
    model.setVisitorTyping(true);
    log.arrive("agent");
    expect(model.visitorTyping.value).toBe(true);
    log.arrive("visitor");
    expect(model.visitorTyping.value).toBe(false);
  });
});

describe("co-browsing", () => {
  it("is requested, and told if that is not possible", async () => {
    connection.answer("cobrowse:request", { cobrowse: makeCobrowse("c", "requested") });
    await model.requestCobrowse();
    expect(model.view.value.cobrowse?.state).toBe("requested");
    connection.refuse("cobrowse:request", "COBROWSE_ACTIVE");
    await model.requestCobrowse();
    expect(errors).toEqual(["COBROWSE_ACTIVE"]);
  });

  it("of long ago does not come back by a late event", () => {
    model.updateCobrowse(makeCobrowse("c", "active", { id: "new" as never, requestedAtMs: 9 }));
    model.updateCobrowse(makeCobrowse("c", "ended", { id: "old" as never, requestedAtMs: 3 }));
    expect(model.view.value.cobrowse?.state).toBe("active");
  });
});

it("ending twice is no error", async () => {
  connection.refuse("conversation:end", "CONVERSATION_CLOSED");
  await model.end();
  expect(errors).toEqual([]);
});
