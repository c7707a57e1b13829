import type { AgentId, ConversationId, ErrorCode, QueueId, WorkItemId, WorkView } from "@lotse/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { makeAgent, makeConversation, makeSnapshot, makeWork } from "../../testing/builders.ts";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { sharesOf } from "./shares.ts";
import { WorkModel } from "./WorkModel.ts";

const ME = "anna" as AgentId;
const BEN = "ben" as AgentId;
const METER = { units: 6, used: 2, holds: [] };

let connection: FakeConnection;
let shown: string[];
let errors: { readonly code: ErrorCode; readonly again: (() => void) | undefined }[];
let model: WorkModel;

beforeEach(() => {
  connection = new FakeConnection();
  shown = [];
  errors = [];
  model = new WorkModel({
    connection,
    me: () => ME,
    onConversation: ({ id }) => shown.push(id),
    onItem: id => {
      shown.push("item");
      model.select(id);
    },
    onGone: () => shown.push("gone"),
    onNothing: () => shown.push("nothing"),
    onError: ({ code }, again) => errors.push({ code, again }),
  });
});

const tell = (...work: WorkView[]) => connection.tell("work:changed", { work, meter: METER });
const ids = (items: readonly WorkView[]) => items.map(({ workItemId }) => workItemId);
const lastInput = () => connection.asked.at(-1)?.input;

it("an older hub tells none of it, and nothing is missing", () => {
  model.adopt(makeSnapshot());
  expect([model.meter.value, model.items.value, model.colleagues.value]).toEqual([null, [], []]);
});

it("stands apart by place: mine, parked, in wrap-up, a colleague's; conversations are shown elsewhere", () => {
  tell(
    makeWork("mail"),
    makeWork("chat", { conversationId: "c" as ConversationId }),
    makeWork("fax", { place: "parked", ruleId: "calls-first" }),
    makeWork("call", { place: "wrapUp", untilMs: 9_000 }),
    makeWork("help", { place: "assisting", agent: { id: BEN, name: "Ben" } }),
  );
  expect(ids(model.items.value)).toEqual(["item-mail"]);
  expect(ids(model.parked.value)).toEqual(["item-fax"]);
  expect(ids(model.wrapUps.value)).toEqual(["item-call"]);
  expect(ids(model.assisting.value)).toEqual(["item-help"]);
  expect(model.of("c" as ConversationId)?.workItemId).toBe("item-chat");
  expect(model.meter.value).toEqual(METER);
});

describe("asking for work", () => {
  it("shows what came: a conversation, an item, or a word that there is nothing", async () => {
    connection.answer("work:next", { taken: { kind: "conversation", conversation: makeConversation("c") } });
    await model.next();
    connection.answer("work:next", { taken: { kind: "item", work: makeWork("mail") } });
    await model.next();
    connection.answer("work:next", { taken: null });
    await model.next();
    expect(shown).toEqual(["c", "item", "nothing"]);
    expect(model.selected.value?.workItemId).toBe("item-mail");
  });

  it("asks once, however often one presses the key", async () => {
    const release = connection.hold("work:next");
    const first = model.next();
    await model.next();
    release({ taken: null });
    await first;
    expect(connection.namesAsked()).toEqual(["work:next"]);
    expect(model.busy.value.size).toBe(0);
  });

  it("tells when somebody else picked it first", async () => {
    connection.refuse("work:pick", "NOT_FOUND");
    await model.pick("item-x" as WorkItemId);
    expect(errors.map(({ code }) => code)).toEqual(["NOT_FOUND"]);
  });
});

describe("what is acted on", () => {
  const mail = makeWork("mail", { assignment: 7 });
  beforeEach(() => tell(mail));

  it("is named with the assignment that this console knows", async () => {
    await model.done(mail);
    expect(lastInput()).toEqual({ workItemId: "item-mail", assignment: 7 });
    await model.putBack(mail);
    expect(lastInput()).toEqual({ workItemId: "item-mail", assignment: 7 });
    await model.handOn(mail, { to: "agent", agentId: BEN }, "bitte");
    expect(lastInput()).toEqual({ workItemId: "item-mail", assignment: 7, agentId: BEN, note: "bitte" });
    await model.handOn(mail, { to: "queue", queueId: "q" as QueueId }, "");
    expect(lastInput()).toEqual({ workItemId: "item-mail", assignment: 7, queueId: "q", note: "" });
    expect(connection.namesAsked()).toEqual(["work:done", "work:putBack", "work:transfer", "work:forward"]);
  });

  it("and has become another's meanwhile, cannot be tried again; a lost line can", async () => {
    connection.refuse("work:done", "ASSIGNMENT_STALE");
    await model.done(mail);
    connection.refuse("work:done", "UNAVAILABLE");
    await model.done(mail);
    expect(errors.map(({ code, again }) => [code, again !== undefined])).toEqual([
      ["ASSIGNMENT_STALE", false],
      ["UNAVAILABLE", true],
    ]);
    errors[1]?.again?.();
    await settle();
    expect(connection.namesAsked()).toHaveLength(3);
  });

  it("is looked at and handed on only as long as it is mine", () => {
    model.look(mail.workItemId);
    model.handOnOf(mail.workItemId);
    expect([model.selected.value, model.handingOn.value]).toEqual([mail, mail]);
    tell(makeWork("mail", { place: "parked", ruleId: "r" }));
    expect(model.handingOn.value).toBeNull();
    tell();
    expect(model.selected.value).toBeNull();
  });

  it("leaves me alone again when I go from a consultation, or thank a colleague", async () => {
    await model.endConsult(mail.workItemId);
    await model.endConsult(mail.workItemId, BEN);
    expect(connection.asked.map(({ input }) => input)).toEqual([
      { workItemId: "item-mail", agentId: ME },
      { workItemId: "item-mail", agentId: BEN },
    ]);
  });
});

it("colleagues: those on duty first; what is told of them is kept, and I am none", () => {
  const of = (id: string, name: string, presence: "available" | "away") =>
    ({ id: id as AgentId, name, presence, presenceReason: null }) as const;
  model.adopt({
    ...makeSnapshot(),
    colleagues: [of("c", "Clara", "away"), of("b", "Ben", "available"), of("a", "Änne", "available")],
  });
  const names = () => model.colleagues.value.map(({ name }) => name);
  expect(names()).toEqual(["Änne", "Ben", "Clara"]);
  connection.tell(
    "presence:changed",
    makeAgent({ id: "b" as AgentId, name: "Ben", presence: "away", presenceReason: "Pause" }),
  );
  connection.tell("presence:changed", makeAgent({ id: ME }));
  connection.tell("presence:changed", makeAgent({ id: "n" as AgentId, name: "Nele" }));
  expect(names()).toEqual(["Änne", "Nele", "Ben", "Clara"]);
  expect(model.colleagues.value[2]?.presenceReason).toBe("Pause");
});

it("the meter says alike things once, with the sum of their units", () => {
  const hold = (kind: "work" | "wrapUp", channel: string, units: number) => ({
    kind,
    channel,
    units,
    workItemId: null,
  });
  expect(sharesOf([hold("work", "chat", 1), hold("wrapUp", "chat", 2), hold("work", "chat", 1)])).toEqual([
    { kind: "work", channel: "chat", units: 2 },
    { kind: "wrapUp", channel: "chat", units: 2 },
  ]);
});

it("hears nothing once closed", () => {
  model.close();
  tell(makeWork("mail"));
  expect(model.items.value).toEqual([]);
});
