import type {
  ConversationForAgent,
  ConversationId,
  ErrorCode,
  OfferId,
  QueueId,
  WorkItemId,
  WorkView,
} from "@lotse/protocol";
import { FakeClock } from "@lotse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { makeAgent, makeConversation, makeOffer, makeSnapshot, makeWork } from "../../testing/builders.ts";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { InboxModel } from "./InboxModel.ts";

let clock: FakeClock;
let connection: FakeConnection;
let accepted: ConversationForAgent[];
let acceptedWork: WorkView[];
let errors: ErrorCode[];
let inbox: InboxModel;

beforeEach(() => {
  clock = new FakeClock(0);
  connection = new FakeConnection();
  accepted = [];
  acceptedWork = [];
  errors = [];
  inbox = new InboxModel({
    connection,
    clock,
    hubNowMs: () => clock.nowMs(),
    onAccepted: conversation => accepted.push(conversation),
    onAcceptedWork: work => acceptedWork.push(work),
    onError: ({ code }) => errors.push(code),
  });
  inbox.adopt(makeSnapshot());
});

const ringing = () => inbox.offers.value.map(offer => offer.id);
const offerId = (id: string) => id as OfferId;

describe("offers", () => {
  it("ring with the one that ends first at the head", () => {
    connection.tell("offer:made", makeOffer("late", 30_000));
    connection.tell("offer:made", makeOffer("soon", 10_000));
    expect(ringing()).toEqual(["soon", "late"]);
  });

  it("end by their own time, should the hub's word be lost", () => {
    connection.tell("offer:made", makeOffer("a", 10_000));
    clock.advance(9_999);
    expect(ringing()).toEqual(["a"]);
    clock.advance(1);
    expect(ringing()).toEqual([]);
  });

  it("are not shown if they are over on arrival", () => {
    clock.advance(20_000);
    connection.tell("offer:made", makeOffer("a", 10_000));
    expect(ringing()).toEqual([]);
  });

  it("leave when the hub ends them, and no timer of theirs hits a later one", () => {
    connection.tell("offer:made", makeOffer("a", 10_000));
    connection.tell("offer:ended", { offerId: offerId("a"), reason: "withdrawn" });
    expect(ringing()).toEqual([]);
    connection.tell("offer:made", makeOffer("a", 60_000));
    clock.advance(10_000);
    expect(ringing()).toEqual(["a"]);
  });

  it("become a conversation when accepted", async () => {
    const conversation = makeConversation("c");
    connection.answer("offer:accept", { conversation });
    connection.tell("offer:made", makeOffer("a", 10_000));
    await inbox.accept(offerId("a"));
    expect(accepted).toEqual([conversation]);
    expect(ringing()).toEqual([]);
  });

  it("become an item of work when they are no conversation", async () => {
    const work = makeWork("a");
    connection.answer("offer:accept", { conversation: null, work });
    connection.tell("offer:made", makeOffer("a", 10_000));
    await inbox.accept(offerId("a"));
    expect([accepted, acceptedWork]).toEqual([[], [work]]);
    expect(ringing()).toEqual([]);
  });

  it("are answered once, however often one clicks", async () => {
    const release = connection.hold("offer:accept");
    connection.tell("offer:made", makeOffer("a", 10_000));
    const first = inbox.accept(offerId("a"));
    await inbox.accept(offerId("a"));
    await inbox.decline(offerId("a"));
    expect(inbox.answering.value.has(offerId("a"))).toBe(true);
    release({ conversation: makeConversation("c") });
    await first;
    expect(connection.namesAsked()).toEqual(["offer:accept"]);
    expect(inbox.answering.value.size).toBe(0);
  });

  it("leave with a word when somebody else was faster", async () => {
    connection.refuse("offer:accept", "OFFER_ENDED");
    connection.tell("offer:made", makeOffer("a", 10_000));
    await inbox.accept(offerId("a"));
    expect(ringing()).toEqual([]);
    expect(accepted).toEqual([]);
    expect(errors).toEqual(["OFFER_ENDED"]);
  });

  it("go on ringing when the hub could not be asked", async () => {
    connection.refuse("offer:accept", "UNAVAILABLE");
    connection.tell("offer:made", makeOffer("a", 10_000));
    await inbox.accept(offerId("a"));
    expect(ringing()).toEqual(["a"]);
  });

  it("are what the hub says after a reconnect, nothing else", () => {
    connection.tell("offer:made", makeOffer("gone", 10_000));
    inbox.adopt(makeSnapshot({ offers: [makeOffer("new", 10_000)] }));
    expect(ringing()).toEqual(["new"]);
  });
});

it("who rings here is not listed as waiting too, but again once the ringing ends", () => {
  const waiting = (id: string) => ({
    workItemId: `item-${id}` as WorkItemId,
    conversationId: `of-${id}` as ConversationId,
    visitorLabel: id,
    skill: null,
    topic: null,
    enqueuedAtMs: 0,
  });
  const listed = () => inbox.queue.value.map(({ visitorLabel }) => visitorLabel);
  connection.tell("queue:changed", { queue: [waiting("a"), waiting("b")] });
  expect(listed()).toEqual(["a", "b"]);
  expect(inbox.more.value).toBe(0);
  const more = [null, "q"].map((id, n) => ({ queueId: id as QueueId | null, count: n + 1 }));
  connection.tell("queue:changed", { queue: [waiting("a"), waiting("b")], more });
  expect(inbox.more.value).toBe(3);
  connection.tell("offer:made", makeOffer("a", 10_000));
  expect(listed()).toEqual(["b"]);
  connection.tell("offer:ended", { offerId: offerId("a"), reason: "withdrawn" });
  expect(listed()).toEqual(["a", "b"]);
});

describe("presence", () => {
  it("changes when the hub agrees", async () => {
    const release = connection.hold("presence:set");
    const change = inbox.setPresence("away");
    await settle();
    expect(inbox.agent.value?.presence).toBe("available");
    release({ agent: makeAgent({ presence: "away" }) });
    await change;
    expect(inbox.agent.value?.presence).toBe("away");
  });

  it("says why, where a reason is given", async () => {
    connection.answer("presence:set", { agent: makeAgent({ presence: "away", presenceReason: "Lunch" }) });
    await inbox.setPresence("away", "Lunch");
    await inbox.setPresence("away");
    expect(connection.asked.map(({ input }) => input)).toEqual([
      { presence: "away", reason: "Lunch" },
      { presence: "away" },
    ]);
  });

  it("stays, and the error is told, when the hub cannot be asked", async () => {
    connection.refuse("presence:set", "UNAVAILABLE");
    await inbox.setPresence("away");
    expect(inbox.agent.value?.presence).toBe("available");
    expect(errors).toEqual(["UNAVAILABLE"]);
  });

  it("of others is not mine", () => {
    connection.tell("presence:changed", makeAgent({ id: "ben" as never, presence: "away" }));
    expect(inbox.agent.value?.presence).toBe("available");
    connection.tell("presence:changed", makeAgent({ presence: "away" }));
    expect(inbox.agent.value?.presence).toBe("away");
  });
});

it("messages left are listed newest first, each once", () => {
  const left = (id: string, leftAtMs: number) =>
    ({ id, visitId: "v" as never, kind: "message", reach: id, text: "", leftAtMs }) as const;
  connection.tell("request:left", left("old", 1));
  connection.tell("request:left", left("new", 2));
  connection.tell("request:left", left("old", 1));
  expect(inbox.requests.value.map(({ id }) => id)).toEqual(["new", "old"]);
});

it("hears nothing once closed", () => {
  inbox.close();
  connection.tell("offer:made", makeOffer("a", 10_000));
  expect(ringing()).toEqual([]);
});
