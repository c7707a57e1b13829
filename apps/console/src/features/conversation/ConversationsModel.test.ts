import {
  type ConversationForAgent,
  type ConversationId,
  fail,
  ok,
  type Result,
  type WorkExplanation,
} from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { makeAgent, makeConversation } from "../../testing/builders.ts";
import { FakeConnection } from "../../testing/FakeConnection.ts";
import { FakeLog } from "../../testing/FakeLog.ts";
import { ConversationsModel } from "./ConversationsModel.ts";
import type { LostDeps } from "./lost.ts";

const attentive = signal(true);
let connection: FakeConnection;
let logs: Map<string, FakeLog>;
let expected: ConversationId | null;
let explain: LostDeps["explain"];
let model: ConversationsModel;

beforeEach(() => {
  attentive.value = true;
  connection = new FakeConnection();
  logs = new Map();
  expected = null;
  explain = () => null;
  model = new ConversationsModel({
    connection,
    clock: new FakeClock(0),
    attentive,
    openLog: conversation => {
      const log = new FakeLog();
      logs.set(conversation.id, log);
      return log;
    },
    expects: id => id === expected,
    me: () => makeAgent().id,
    assignmentOf: () => undefined,
    explain: id => explain(id),
    drafts: () => ({ load: () => "", save: () => undefined }),
    onError: () => undefined,
  });
});

const ids = () => model.list.value.map(conversation => conversation.id);
const cid = (id: string) => id as ConversationId;
const arrive = (id: string, sentAtMs = 0) => logs.get(id)?.arrive("visitor", "Hello", sentAtMs);
const ended = (view: ConversationForAgent) => ({ ...view, state: "ended" as const });

describe("reading", () => {
  beforeEach(() => model.adopt([makeConversation("a"), makeConversation("b")]));

  it("happens in the conversation looked at, not in the others", () => {
    arrive("a");
    arrive("b");
    arrive("b");
    expect(model.find(cid("a"))?.unread.value).toBe(0);
    expect(model.find(cid("b"))?.unread.value).toBe(2);
    expect(model.unread.value).toBe(2);
    model.select(cid("b"));
    expect(model.unread.value).toBe(0);
    expect(logs.get("b")?.marked).toBe(1);
  });

  it("waits until the person looks", () => {
    attentive.value = false;
    arrive("a");
    expect(model.unread.value).toBe(1);
    attentive.value = true;
    expect(model.unread.value).toBe(0);
  });

  it("in another console counts here too", () => {
    arrive("b");
    const marked = { conversationId: cid("b"), deliveredSeq: 1, readSeq: 1 };
    connection.tell("receipt:marked", { ...marked, by: "visitor" });
    expect(model.unread.value).toBe(1);
    connection.tell("receipt:marked", { ...marked, by: "agent" });
    expect(model.unread.value).toBe(0);
  });
});

describe("what is mine", () => {
  it("comes without a ring when an invitation was accepted, and is opened if nothing is", () => {
    connection.tell("conversation:changed", makeConversation("a"));
    expect(model.selected.value?.id).toBe("a");
    expect(model.assigned.value?.id).toBe("a");
    connection.tell("conversation:changed", makeConversation("b"));
    expect(model.selected.value?.id).toBe("a");
    expect(model.assigned.value?.id).toBe("b");
  });

  it("is opened when the conversation looked at has ended, not while it goes on", () => {
    model.adopt([makeConversation("a")]);
    connection.tell("conversation:changed", makeConversation("b"));
    expect(model.selected.value?.id).toBe("a");
    connection.tell("conversation:changed", ended(makeConversation("a")));
    expect(model.selected.value?.id).toBe("a");
    connection.tell("conversation:changed", makeConversation("c"));
    expect(model.selected.value?.id).toBe("c");
  });

  it("is no news if this agent has just taken it", () => {
    expected = cid("a");
    connection.tell("conversation:changed", makeConversation("a"));
    expect(ids()).toEqual(["a"]);
    expect(model.assigned.value).toBeNull();
  });

  it("is not what others have, and goes when it goes to them", () => {
    const bens = makeConversation("a", { agent: { id: "ben" as never, name: "Ben" } });
    connection.tell("conversation:changed", bens);
    expect(ids()).toEqual([]);
    connection.tell("conversation:changed", makeConversation("a"));
    connection.tell("conversation:changed", bens);
    expect(ids()).toEqual([]);
    expect(logs.get("a")?.closed).toBe(true);
  });

  it("stays as ended until it is closed, below the open ones", () => {
    model.adopt([makeConversation("a"), makeConversation("b")]);
    connection.tell("conversation:changed", ended(makeConversation("a")));
    expect(ids()).toEqual(["b", "a"]);
    expect(model.openCount.value).toBe(1);
    model.dismiss(cid("b"));
    expect(ids()).toEqual(["b", "a"]);
    model.dismiss(cid("a"));
    expect(ids()).toEqual(["b"]);
    expect(model.selected.value?.id).toBe("b");
  });
});

describe("after a reconnect", () => {
  it("what the hub no longer has is ended, what it has goes on with its log", () => {
    model.adopt([makeConversation("a"), makeConversation("b")]);
    const log = logs.get("b");
    model.adopt([makeConversation("b"), makeConversation("c")]);
    expect(model.list.value.map(c => [c.id, c.ended.value])).toEqual([
      ["b", false],
      ["c", false],
      ["a", true],
    ]);
    expect(logs.get("b")).toBe(log);
    expect(log?.closed).toBe(false);
  });

  it("the conversation looked at is still looked at", () => {
    model.adopt([makeConversation("a"), makeConversation("b")]);
    model.select(cid("b"));
    model.adopt([makeConversation("a"), makeConversation("b")]);
    expect(model.selected.value?.id).toBe("b");
  });
});

describe("what was mine before the connection was lost", () => {
  const where = (place: "waiting" | "offered" | "assigned" | "parked", agent: object | null) =>
    Promise.resolve(ok({ place, agent } as WorkExplanation));
  const ben = { id: "ben", name: "Ben" };
  const back = async (views: readonly ConversationForAgent[] = []) => {
    model.adopt(views);
    await vi.waitFor(() => expect(lost()?.to).not.toBe("asked"));
  };
  const lost = () => model.find(cid("a"))?.lost.value;
  beforeEach(() => {
    model.adopt([makeConversation("a")]);
    connection.refuse("conversation:resume", "NOT_FOUND");
  });

  it.each([
    ["assigned", ben, { to: "colleague", name: "Ben" }],
    ["parked", ben, { to: "colleague", name: "Ben" }],
    ["waiting", null, { to: "line" }],
    ["offered", ben, { to: "line" }],
  ] as const)("and is %s now says where it went", async (place, agent, told) => {
    explain = () => where(place, agent);
    await back();
    expect(lost()).toEqual(told);
    expect(model.openCount.value).toBe(0);
    expect(model.find(cid("a"))?.writable.value).toBe(false);
  });

  it("is others' if the hub knows no more, or it never was work here", async () => {
    await back();
    expect(lost()).toEqual({ to: "others" });
    connection.tell("conversation:changed", makeConversation("a"));
    explain = () => Promise.resolve(fail({ code: "NOT_FOUND", message: "" }));
    await back();
    expect(lost()).toEqual({ to: "others" });
  });

  it("ended, if it can still be read", async () => {
    connection.answer("conversation:resume", {
      conversation: makeConversation("a"),
      messages: [],
      more: false,
    });
    await back();
    expect(lost()).toBeNull();
    expect(model.find(cid("a"))?.ended.value).toBe(true);
  });

  it("is asked about again if the connection went meanwhile, and once it is known no more", async () => {
    connection.refuse("conversation:resume", "UNAVAILABLE");
    model.adopt([]);
    await vi.waitFor(() => expect(connection.asked).toHaveLength(1));
    connection.refuse("conversation:resume", "NOT_FOUND");
    explain = () => where("waiting", null);
    await back();
    explain = () => where("assigned", ben);
    await back();
    expect(lost()).toEqual({ to: "line" });
  });

  it("and is again goes on, whatever a late answer says", async () => {
    let answer: (result: Result<WorkExplanation>) => void = () => undefined;
    const asked = vi.fn(() => new Promise<Result<WorkExplanation>>(resolve => (answer = resolve)));
    explain = asked;
    model.adopt([]);
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    connection.tell("conversation:changed", makeConversation("a"));
    answer(ok({ place: "assigned", agent: ben } as unknown as WorkExplanation));
    await asked.mock.results[0]?.value;
    expect(lost()).toBeNull();
    expect(model.openCount.value).toBe(1);
  });

  it("and only helped with is not called taken over", async () => {
    connection.tell("conversation:changed", makeConversation("a", { helping: "conference" }));
    explain = () => where("assigned", ben);
    await back();
    expect(lost()).toEqual({ to: "owner" });
  });
});

it("what came meanwhile is opened if what was looked at has ended meanwhile", () => {
  model.adopt([makeConversation("a"), makeConversation("b")]);
  model.adopt([makeConversation("b"), makeConversation("c")]);
  expect(model.selected.value?.id).toBe("c");
});

describe("moving", () => {
  it("steps around the ends", () => {
    model.adopt(["a", "b", "c"].map(id => makeConversation(id)));
    model.step(-1);
    expect(model.selected.value?.id).toBe("c");
    model.step(1);
    expect(model.selected.value?.id).toBe("a");
  });

  it("goes to who has waited longest", () => {
    model.adopt(["a", "b", "c"].map(id => makeConversation(id)));
    arrive("a", 1_000);
    arrive("b", 3_000);
    arrive("c", 2_000);
    model.nextWaiting();
    expect(model.selected.value?.id).toBe("c");
    model.nextWaiting();
    expect(model.selected.value?.id).toBe("a");
  });
});

it("the visitor's typing reaches its conversation only", () => {
  model.adopt([makeConversation("a"), makeConversation("b")]);
  connection.tell("typing:changed", { conversationId: cid("b"), by: "agent", typing: true });
  connection.tell("typing:changed", { conversationId: cid("a"), by: "visitor", typing: true });
  expect(model.list.value.map(c => c.visitorTyping.value)).toEqual([true, false]);
});

it("closing closes every log", () => {
  model.adopt([makeConversation("a"), makeConversation("b")]);
  model.close();
  expect([...logs.values()].every(log => log.closed)).toBe(true);
});
