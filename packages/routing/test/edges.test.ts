/** Where rules meet: stories in which each rule by itself was kept and what people are promised was not. */
import type { BlendingRule, Channel, Overflow } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agentOf, estimateWait, explainItem, loadOf } from "../src/index.ts";
import { ANNA, BEN, CLARA, find, GENERAL, named, openDesk, planWith, SALES } from "./desk.ts";
import { itemId } from "./histories.ts";
import { channel, queue } from "./plans.ts";

const idle = { afterMs: 20_000, then: "release" } as const;

/** A chat of Anna's that went idle, and Ben, who came after that. */
const idleDesk = () => {
  const d = openDesk({ [ANNA]: {} }, planWith({ channels: [channel("chat", { idle })] }));
  d.add(1);
  d.accept(1, ANNA);
  d.pass(20_000);
  d.set(BEN, { capacity: 1 });
  d.presence(ANNA, "away");
  d.presence(BEN, "available");
  const loadOfBen = () => {
    const ben = agentOf(d.state(), BEN);
    return ben === undefined ? Number.NaN : loadOf(ben);
  };
  return { ...d, loadOfBen };
};

describe("idle work that changes hands", () => {
  test("A1 A2: an idle chat that rings at another agent keeps the room that it takes once it is his", () => {
    const d = idleDesk();
    d.send({
      type: "itemTransferred",
      itemId: itemId(1),
      holder: d.holderOf(1),
      to: { to: "agent", agentId: BEN },
    });
    expect(d.loadOfBen()).toBe(1);
    d.add(2);
    expect(d.isAt(2)).toBe("waiting");
    d.accept(1, BEN);
    expect(d.loadOfBen()).toBe(1);
  });

  test("A1 A2: who helps with an idle chat has the room for taking it over", () => {
    const d = idleDesk();
    const holder = d.holderOf(1);
    d.send({ type: "assistAsked", itemId: itemId(1), holder, helperId: BEN, purpose: "consult" });
    d.accept(1, BEN);
    d.add(2);
    expect([d.isAt(2), d.loadOfBen()]).toEqual(["waiting", 1]);
    d.send({ type: "itemTransferred", itemId: itemId(1), holder, to: { to: "agent", agentId: BEN } });
    expect([d.holderOf(1).agentId, d.loadOfBen()]).toEqual([BEN, 1]);
  });
});

describe("what an interruption gives to whom", () => {
  const callsFirst: BlendingRule = {
    id: "calls first",
    ...{ rule: "interrupt", queues: null, counted: ["call"], moreThan: 1, interruptible: ["email"] },
  };

  test("B3 K1: of two queues in which too many wait, the call ranked first is given, whichever queue the plan lists first", () => {
    const queues = [queue(GENERAL), queue(SALES, { priority: 10 })];
    const d = openDesk({ [ANNA]: {} }, planWith({ blending: [callsFirst], queues }));
    d.add(1, { channel: "email" });
    d.presence(ANNA, "away");
    for (const n of [2, 3]) d.add(n, { channel: "call" });
    for (const n of [4, 5]) d.add(n, { channel: "call", queueId: SALES });
    d.presence(ANNA, "available");
    expect([2, 3, 4, 5].map(d.ringsAt)).toEqual([null, null, ANNA, null]);
  });

  test("B3: after-work of what may be interrupted hinders no interruption, and weighs nothing from then on", () => {
    const email = channel("email", { answer: "auto", wrapUpMs: 600_000 });
    const channels = [channel("call", { weight: "all" }), email];
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ blending: [callsFirst], channels }));
    for (const n of [1, 2]) d.add(n, { channel: "email" });
    d.end(1);
    for (const n of [3, 4]) d.add(n, { channel: "call" });
    expect([d.isAt(2), d.ringsAt(3), d.ringsAt(4)]).toEqual(["parked", ANNA, null]);
    d.accept(3, ANNA);
    expect(named(d.send({ type: "wrapUpEnded", itemId: itemId(1), agentId: ANNA }))).toEqual(["wrapUpEnded"]);
  });
});

describe("a plan that changes while items wait", () => {
  const pharmacy = queue(SALES, { needs: [{ skill: "Pharmacist", level: 5 }] });

  test("E4: whoever waited for a skill waits for it without the queue as well", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ queues: [queue(GENERAL), pharmacy] }));
    d.add(1, { queueId: SALES });
    d.send({ type: "planSet", plan: planWith({ queues: [queue(GENERAL)] }) });
    expect(d.isAt(1)).toBe("waiting");
    d.set(BEN, { skills: { Pharmacist: 5 } });
    d.presence(BEN, "available");
    expect(d.ringsAt(1)).toBe(BEN);
  });

  test("E4: a share reserved for a queue that is gone stays with who has its skills only", () => {
    const d = openDesk(
      { [ANNA]: { skills: { Pharmacist: 5 } } },
      planWith({ queues: [queue(GENERAL), pharmacy] }),
    );
    d.reserve(SALES);
    d.send({ type: "planSet", plan: planWith({ queues: [queue(GENERAL)] }) });
    expect(d.holdsOf(ANNA)).toEqual(["reservation"]);
    expect(find(d.set(ANNA, {}), "reservationEnded")).toMatchObject({ reason: "withdrawn" });
  });

  test("E4: a call whose channel is gone takes the whole agent until it is over, and no new one comes", () => {
    const channels = [channel("chat"), channel("call", { weight: "all", answer: "auto" })];
    const d = openDesk({ [ANNA]: { capacity: 4 } }, planWith({ channels }));
    d.add(1, { channel: "call" });
    d.add(2);
    const without = planWith({ channels: [channel("chat")] });
    d.send({ type: "planSet", plan: without });
    d.send({ type: "planSet", plan: without });
    expect([d.isAt(1), d.isAt(2)]).toEqual(["assigned", "waiting"]);
    expect(d.add(3, { channel: "call" })).toMatchObject([{ effect: "rejected", reason: "unknown" }]);
    d.end(1);
    expect(d.ringsAt(2)).toBe(ANNA);
  });

  test("V2: what was offered is not offered again because another overflow was put before it", () => {
    const due = (to: "callback" | "message"): Overflow => ({
      ...{ when: "after", condition: { if: "waited", moreThanMs: 10_000 }, then: { to } },
    });
    const overflowing = (...overflows: Overflow[]) => planWith({ queues: [queue(GENERAL, { overflows })] });
    const d = openDesk({ [ANNA]: { capacity: 0 } }, overflowing(due("callback")));
    d.add(1);
    expect(d.pass(11_000)).toMatchObject([{ effect: "alternativeDue", to: "callback" }]);
    const plan = overflowing(due("message"), due("callback"));
    const effects = [...d.send({ type: "planSet", plan }), ...d.pass(1_000)];
    expect(effects).toMatchObject([{ effect: "alternativeDue", to: "message" }]);
  });
});

test("X1: among how many says how many had room and all that is needed at its level", () => {
  const needs = [
    { skill: "Claims", level: 3 },
    { skill: "Sales", level: 2 },
  ];
  const d = openDesk(
    {
      [ANNA]: { skills: { Claims: 3, Sales: 2 } },
      [BEN]: { skills: { Claims: 3 } },
      [CLARA]: { skills: { Claims: 1 } },
    },
    planWith({ queues: [queue(GENERAL, { needs })] }),
  );
  expect(find(d.add(1), "offered")?.offer.why.among).toBe(1);
});

describe("estimates of a queue that was quiet", () => {
  const chat = { queueId: GENERAL, channel: "chat" };

  test.each([0, 5_000])("X3: chats taken after %i ms of ringing teach nothing about waiting", ringMs => {
    const d = openDesk({ [ANNA]: { capacity: 4 } });
    for (const n of [1, 2, 3, 4]) {
      expect(estimateWait(d.state(), chat)?.expectedMs).toBe(0);
      d.add(n);
      d.pass(ringMs);
      d.accept(n, ANNA);
      d.pass(20_000);
    }
    expect(estimateWait(d.state(), chat)).toBeNull();
    d.add(5);
    expect(explainItem(d.state(), itemId(5))).toMatchObject({ position: 1, estimate: null });
  });

  test("X3: takes that ended a wait teach it; with nobody on duty nobody can tell", () => {
    const d = openDesk({ [ANNA]: {} });
    for (const n of [1, 2, 3, 4, 5]) d.add(n);
    for (const n of [1, 2, 3, 4]) {
      d.accept(n, ANNA);
      d.pass(60_000);
      d.end(n);
    }
    d.accept(5, ANNA);
    d.add(6);
    const expectedMs = explainItem(d.state(), itemId(6))?.estimate?.expectedMs ?? Number.NaN;
    expect([expectedMs > 50_000, expectedMs < 70_000]).toEqual([true, true]);
    d.presence(ANNA, "away");
    expect(explainItem(d.state(), itemId(6))?.estimate).toBeNull();
  });
});

describe("what is on the phone", () => {
  const noFax: BlendingRule = { id: "no fax", rule: "exclude", during: ["call"], no: ["fax", "chat"] };
  const channels = [channel("call"), channel("fax"), channel("chat")];
  const deskOf = () => openDesk({ [ANNA]: { capacity: 3 } }, planWith({ blending: [noFax], channels }));

  test("B1: whoever picks the call that rings at him is asked for no fax any more", () => {
    const d = deskOf();
    d.add(1, { channel: "fax" });
    d.add(2, { channel: "call" });
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([ANNA, ANNA]);
    d.send({ type: "itemPicked", itemId: itemId(2), agentId: ANNA });
    expect([d.isAt(1), d.isAt(2)]).toEqual(["waiting", "assigned"]);
  });

  test("B1 R2: a slot that is reserved for a chat goes back when he takes the call", () => {
    const d = deskOf();
    d.reserve();
    d.add(1, { channel: "call" });
    expect(find(d.accept(1, ANNA), "reservationEnded")).toMatchObject({ reason: "withdrawn" });
    expect(d.holdsOf(ANNA)).toEqual(["assignment"]);
  });
});

test.each([
  ["keep", null],
  ["end", { afterMs: 60_000, then: "end" }],
] as const)(
  "A4: where nobody sleeps any more (%s), who slept weighs again and is not forgotten",
  (_, idle) => {
    const plan = (of: Channel["idle"]) =>
      planWith({ channels: [channel("chat", { idle: of, answer: "auto" })], queues: [queue(GENERAL)] });
    const d = openDesk({ [ANNA]: {} }, plan({ afterMs: 10_000, then: "release" }));
    d.add(1);
    d.pass(10_000);
    expect(agentOf(d.state(), ANNA)?.holds).toMatchObject([{ weight: 0 }]);
    d.send({ type: "planSet", plan: plan(idle) });
    expect(agentOf(d.state(), ANNA)?.holds).toMatchObject([{ weight: 1 }]);
    d.add(2);
    expect(d.isAt(2)).toBe("waiting");
    d.pass(60_000);
    expect([d.isAt(1), d.isAt(2)]).toEqual(idle === null ? ["assigned", "waiting"] : [null, "assigned"]);
  },
);

test("A5: what became free by time is given by the capacity of before, also where the event lowers it", () => {
  const noMail = { id: "no e-mail in a chat", rule: "exclude", during: ["chat"], no: ["email"] } as const;
  const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ blending: [noMail] }));
  d.add(1);
  for (const n of [2, 3]) d.add(n, { channel: "email" });
  expect([d.ringsAt(1), d.isAt(2), d.isAt(3)]).toEqual([ANNA, "waiting", "waiting"]);
  d.later(31_000);
  d.set(ANNA, { capacity: 1 });
  expect([d.isAt(2), d.isAt(3)]).toEqual(["assigned", "assigned"]);
  d.end(2);
  d.add(4, { channel: "email" });
  expect(d.isAt(4)).toBe("waiting");
});
