import type { StreamConnection } from "@lotse/client";
import type { AgentId, ConversationId, VisitId } from "@lotse/protocol";
import { FakeClock, sequentialIds } from "@lotse/testkit";
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { AccountModel } from "../features/account/AccountModel.ts";
import { Router } from "../routing/Router.ts";
import {
  makeAgent,
  makeCobrowse,
  makeConversation,
  makeNotice,
  makeOffer,
  makeSnapshot,
  makeVisit,
} from "../testing/builders.ts";
import { FakeAddresses } from "../testing/FakeAddresses.ts";
import { FakeConnection, settle } from "../testing/FakeConnection.ts";
import { FakeKeep } from "../testing/FakeKeep.ts";
import { FakeLog } from "../testing/FakeLog.ts";
import { fakeAccount } from "../testing/fakeAccount.ts";
import { ConsoleModel } from "./ConsoleModel.ts";

const NO_STREAM: StreamConnection = {
  state: { kind: "connecting" },
  onState: () => () => undefined,
  on: () => () => undefined,
  send: () => undefined,
  close: () => undefined,
};

let clock: FakeClock;
let connection: FakeConnection;
let revoked: number;
let left: number;
let hubAheadMs: number;
let roomy: boolean;
let outdated: number;
let addresses: FakeAddresses;
let tabKeep: FakeKeep;
let model: ConsoleModel;

beforeEach(() => {
  clock = new FakeClock(1_000);
  connection = new FakeConnection();
  connection.hubNowMs = () => clock.nowMs() + hubAheadMs;
  hubAheadMs = 0;
  outdated = 0;
  addresses = new FakeAddresses();
  tabKeep = new FakeKeep();
  revoked = 0;
  left = 0;
  roomy = true;
  connection.answer("visit:show", { visit: makeVisit("visit-a") });
  model = openModel();
});

const openModel = () =>
  new ConsoleModel({
    hub: { connect: () => connection, openLog: () => new FakeLog(), openStream: () => NO_STREAM },
    account: new AccountModel({ api: fakeAccount(), onError: () => undefined }),
    clock,
    makeId: sequentialIds(),
    router: new Router(addresses),
    keep: new FakeKeep(),
    tabKeep,
    loadRadar: () => import("../features/radar/area.tsx"),
    onOutdated: () => {
      outdated++;
    },
    onAccepted: () => undefined,
    attentive: signal(true),
    onRevoked: () => {
      revoked++;
    },
    onLeave: () => {
      left++;
    },
    hasRoomFor: what => what === "visitorBesideChat" || roomy,
  });

const goOnline = async (snapshot = makeSnapshot()) => {
  connection.answer("console:open", snapshot);
  connection.answer("visitor:invitations", { invitations: [] });
  connection.become({ kind: "online" });
  await settle();
};

describe("after each connect", () => {
  it("the first command is console:open, and its answer is what there is", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
    expect(connection.namesAsked()[0]).toBe("console:open");
    expect(model.loaded.value).toBe(true);
    expect(model.conversations.list.value.map(({ id }) => id)).toEqual(["a"]);
    connection.become({ kind: "offline" });
    expect(model.conversations.list.value.length).toBe(1);
    await goOnline(makeSnapshot({ conversations: [makeConversation("b")] }));
    expect(connection.namesAsked().filter(name => name === "console:open").length).toBe(2);
    expect(model.conversations.list.value.map(c => [c.id, c.ended.value])).toEqual([
      ["b", false],
      ["a", true],
    ]);
  });

  it("the visit is watched again", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
    const before = connection.namesAsked().filter(name => name === "visit:show").length;
    connection.become({ kind: "offline" });
    await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
    expect(connection.namesAsked().filter(name => name === "visit:show").length).toBe(before + 1);
  });

  it("an answer that fails is asked for again, while online only", async () => {
    connection.refuse("console:open", "TIMEOUT");
    connection.become({ kind: "online" });
    await settle();
    clock.advance(2_000);
    await settle();
    expect(connection.namesAsked()).toEqual(["console:open", "console:open"]);
    connection.become({ kind: "offline" });
    clock.advance(10_000);
    expect(connection.namesAsked().length).toBe(2);
  });
});

it("offers end by the hub's clock, not by this device's", async () => {
  hubAheadMs = 500_000;
  await goOnline();
  expect(model.nowMs.value).toBe(501_000);
  connection.tell("offer:made", makeOffer("a", 511_000));
  clock.advance(9_000);
  expect(model.nowMs.value).toBe(510_000);
  expect(model.inbox.offers.value.length).toBe(1);
  clock.advance(1_000);
  expect(model.inbox.offers.value.length).toBe(0);
});

it("a session the hub no longer accepts is left; other refusals are shown", () => {
  connection.become({ kind: "refused", code: "VERSION_UNSUPPORTED" });
  expect(revoked).toBe(0);
  expect(model.connectionState.value.kind).toBe("refused");
  expect(outdated).toBe(1);
  connection.become({ kind: "refused", code: "SESSION_REVOKED" });
  expect(revoked).toBe(1);
});

it("an accepted offer is opened, from wherever one is", async () => {
  await goOnline();
  model.goTo("visitors");
  connection.answer("offer:accept", { conversation: makeConversation("of-a") });
  const offer = makeOffer("a", 60_000);
  connection.tell("offer:made", offer);
  await model.inbox.accept(offer.id);
  expect(model.conversations.selected.value?.id).toBe("of-a");
  expect(model.area.value).toBe("inbox");
});

describe("signing out", () => {
  it("with nobody left behind is done at once; ended conversations do not count", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
    connection.tell("conversation:changed", makeConversation("a", { state: "ended" }));
    model.signOut();
    await settle();
    expect([left, model.asking.value]).toEqual([1, null]);
  });

  it("with people in conversation asks first", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a"), makeConversation("b")] }));
    model.signOut();
    await settle();
    expect([left, model.asking.value]).toEqual([0, "leave"]);
    expect(model.conversations.openCount.value).toBe(2);
  });

  it("ends what is shared or asked for before it goes, also where one does not look", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a"), makeConversation("b")] }));
    connection.tell("cobrowse:changed", makeCobrowse("b", "active"));
    const stopped = connection.hold("cobrowse:stop");
    const leaving = model.leave();
    await settle();
    expect(connection.asked.at(-1)).toEqual({ name: "cobrowse:stop", input: { cobrowseId: "share" } });
    expect(left).toBe(0);
    stopped({ cobrowse: makeCobrowse("b", "ended") });
    await leaving;
    expect(left).toBe(1);
  });

  it("goes on if the hub cannot be told", async () => {
    await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
    connection.tell("cobrowse:changed", makeCobrowse("a", "requested"));
    connection.refuse("cobrowse:stop", "UNAVAILABLE");
    await model.leave();
    expect(left).toBe(1);
  });
});

it("the question whether to end a conversation never comes to mean another", async () => {
  await goOnline(makeSnapshot({ conversations: [makeConversation("a")] }));
  model.asking.value = "end";
  connection.tell("conversation:changed", makeConversation("a", { state: "ended" }));
  connection.tell("conversation:changed", makeConversation("b"));
  expect(model.conversations.selected.value?.id).toBe("b");
  expect(model.asking.value).toBeNull();
});

describe("the live page", () => {
  beforeEach(() => goOnline(makeSnapshot({ conversations: [makeConversation("a"), makeConversation("b")] })));

  it("is there exactly while the conversation looked at shares one", () => {
    expect(model.live.value).toBeNull();
    connection.tell("cobrowse:changed", makeCobrowse("a", "requested"));
    expect(model.live.value).toBeNull();
    connection.tell("cobrowse:changed", makeCobrowse("a", "active"));
    const live = model.live.value;
    expect(live?.state.value.kind).toBe("loading");
    model.conversations.step(1);
    expect(model.live.value).toBeNull();
    expect(live?.state.value.kind).toBe("ended");
    model.conversations.step(-1);
    expect(model.live.value).not.toBeNull();
    connection.tell("cobrowse:changed", makeCobrowse("a", "ended"));
    expect(model.live.value).toBeNull();
  });

  it("takes the room of chat and details where there is little, and gives it back", () => {
    roomy = false;
    connection.tell("cobrowse:changed", makeCobrowse("a", "active"));
    expect([model.chatFolded.value, model.visitorPane.value]).toEqual([true, false]);
    connection.tell("cobrowse:changed", makeCobrowse("a", "ended"));
    expect([model.chatFolded.value, model.visitorPane.value]).toEqual([false, true]);
  });
});

it("closing closes the connection and stops the clock", async () => {
  await goOnline();
  model.close();
  const before = model.nowMs.value;
  clock.advance(5_000);
  expect(model.nowMs.value).toBe(before);
  expect(connection.state.kind).toBe("closed");
});

describe("the address", () => {
  const A = "3f2a77ab-0000-4000-8000-00000000000a";
  const B = "3f2a77ab-0000-4000-8000-00000000000b";
  const both = makeSnapshot({ conversations: [makeConversation(A), makeConversation(B)] });
  const selected = () => model.conversations.selected.value?.id;

  /** As if the page had been loaded at that address. */
  const loadAt = async (path: string, snapshot = both) => {
    model.close();
    connection.state = { kind: "connecting" };
    addresses = new FakeAddresses(path);
    model = openModel();
    await goOnline(snapshot);
  };

  it("of a conversation opens it, also before the hub has said what there is", async () => {
    await loadAt(`/console/inbox/${B}`);
    expect(selected()).toBe(B);
    expect(addresses.entries).toEqual([`/console/inbox/${B}`]);
  });

  it("without one gets the one that is opened, and no step back to nothing", async () => {
    await loadAt("/console/");
    expect(selected()).toBe(A);
    expect(addresses.entries).toEqual([`/console/inbox/${A}`]);
  });

  it("of a conversation that is not mine is told, not passed over", async () => {
    const foreign = "3f2a77ab-0000-4000-8000-0000000000ff";
    await loadAt(`/console/inbox/${foreign}`);
    expect(selected()).toBeUndefined();
    expect(model.conversations.selectedId.value).toBe(foreign);
    expect(addresses.path()).toBe(`/console/inbox/${foreign}`);
    model.router.go({ kind: "inbox", conversationId: null });
    expect(model.conversations.selectedId.value).toBeNull();
  });

  it("follows a key, and Back undoes it", async () => {
    await loadAt(`/console/inbox/${A}`);
    model.conversations.step(1);
    expect(addresses.path()).toBe(`/console/inbox/${B}`);
    addresses.move(-1);
    expect(selected()).toBe(A);
    addresses.move(1);
    expect(selected()).toBe(B);
  });

  it("does not lead back to a conversation that was closed", async () => {
    await loadAt(`/console/inbox/${A}`);
    connection.tell("conversation:changed", makeConversation(A, { state: "ended" }));
    const ended = selected();
    if (ended === undefined) throw new Error("nothing selected");
    model.conversations.dismiss(ended);
    expect(selected()).toBe(B);
    expect(addresses.entries.at(-1)).toBe(`/console/inbox/${B}`);
    expect(addresses.entries.length).toBe(1);
  });

  it("in another area stays when a conversation comes, and coming back leads to it", async () => {
    await loadAt("/console/visitors", makeSnapshot());
    connection.tell("conversation:changed", makeConversation(A));
    expect(addresses.path()).toBe("/console/visitors");
    model.goTo("inbox");
    expect(addresses.path()).toBe(`/console/inbox/${A}`);
  });
});

describe("what is unsent", () => {
  const A = "3f2a77ab-0000-4000-8000-00000000000a";
  const open = makeSnapshot({ conversations: [makeConversation(A)] });
  const draft = () => model.conversations.list.value[0]?.draft.value;

  it("is there again after a reload, for the same agent only", async () => {
    await goOnline(open);
    model.conversations.list.value[0]?.write("Guten Ta");
    model.close();
    connection.state = { kind: "connecting" };
    model = openModel();
    await goOnline(open);
    expect(draft()).toBe("Guten Ta");
    model.close();
    connection.state = { kind: "connecting" };
    model = openModel();
    const ben = makeAgent({ id: "ben" as AgentId });
    await goOnline(makeSnapshot({ agent: ben, conversations: [makeConversation(A)] }));
    expect(draft()).toBe("");
  });

  it("leaves this device with its conversation", async () => {
    await goOnline(open);
    model.conversations.list.value[0]?.write("Guten Ta");
    expect(tabKeep.names().length).toBe(1);
    connection.tell("conversation:changed", makeConversation(A, { state: "ended" }));
    model.conversations.dismiss(A as ConversationId);
    expect(tabKeep.names()).toEqual([]);
  });
});

it("whoever looks at a visitor, however they got there, has no notice of that visitor left", async () => {
  await goOnline();
  for (const visit of ["visit-a", "visit-b"]) connection.tell("rule:noticed", makeNotice(visit));
  model.router.go({ kind: "visitors", visitId: "visit-a" as VisitId });
  expect(model.onSite.notices.all.value.map(({ visitId }) => visitId)).toEqual(["visit-b"]);
});
