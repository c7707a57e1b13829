/** Q8: an agent is kept for what would otherwise be passed over for ever. */
import { describe, expect, test } from "vitest";
import { agentOf, explainItem, freeAgents } from "../src/index.ts";
import { ANNA, BEN, GENERAL, named, openDesk, planWith, SALES } from "./desk.ts";
import { itemId } from "./histories.ts";
import { channel, queue, SETTINGS } from "./plans.ts";

const toQueue = (queueId: typeof GENERAL, moreThanMs: number) =>
  ({ when: "after", condition: { if: "waited", moreThanMs }, then: { to: "queue", queueId } }) as const;

describe("Q8: room is made for what is late and yields to others", () => {
  test("lighter work passes a call over until it is late, and no longer", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 } });
    const take = (n: number) => {
      d.add(n);
      d.accept(n, ANNA);
    };
    for (const n of [11, 12]) take(n);
    d.add(1, { channel: "call" });
    d.end(11);
    take(13);
    d.pass(60_000);
    // There is always one going on, and always one that waits
    d.add(14);
    d.end(12);
    expect([d.ringsAt(14), d.ringsAt(1)]).toEqual([null, null]);
    d.end(13);
    expect([d.ringsAt(14), d.ringsAt(1)]).toEqual([null, ANNA]);
    d.accept(1, ANNA);
    expect(d.holdsOf(ANNA)).toEqual(["assignment"]);
  });

  test("who is kept is told so, is reserved for nobody, and is free again when the item goes", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 } });
    d.add(1);
    d.accept(1, ANNA);
    d.add(2, { channel: "call" });
    d.pass(60_000);
    expect(agentOf(d.state(), ANNA)?.keptFor).toBe(itemId(2));
    expect(named(d.add(3))).toEqual(["queued"]);
    expect(explainItem(d.state(), itemId(3))?.agents).toMatchObject([
      { agentId: ANNA, whyNot: { not: "keptFor", itemId: itemId(2) } },
    ]);
    expect(freeAgents(d.state(), { queueId: GENERAL, channel: "chat" })).toBe(0);
    expect(named(d.end(2))).toEqual(["itemEnded", "offered"]);
    expect([d.ringsAt(3), agentOf(d.state(), ANNA)?.keptFor]).toEqual([ANNA, null]);
  });

  test("what ranks before it is given all the same", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 } });
    d.add(1);
    d.accept(1, ANNA);
    d.add(2, { channel: "call" });
    d.pass(60_000);
    expect(named(d.add(3, { priority: 9 }))).toEqual(["queued", "offered"]);
  });

  test("what ranks before it only since it flowed over to another queue is given as well", () => {
    const queues = [queue(GENERAL), queue(SALES, { priority: 5, overflows: [toQueue(GENERAL, 90_000)] })];
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ queues }));
    for (const n of [11, 12]) {
      d.add(n);
      d.accept(n, ANNA);
    }
    d.add(1);
    d.add(2, { channel: "call", queueId: SALES });
    d.end(11);
    expect([d.isAt(1), agentOf(d.state(), ANNA)?.keptFor]).toEqual(["waiting", itemId(2)]);
    expect(named(d.pass(95_000))).toEqual(["overflowed", "offered"]);
    expect([d.ringsAt(1), d.isAt(2)]).toEqual([ANNA, "waiting"]);
  });

  test("also for what weighs no more, but is not given to whoever chats", () => {
    const channels = [channel("chat", { answer: "auto" }), channel("call")];
    const noPhone = { id: "no phone in a chat", rule: "exclude", during: ["chat"], no: ["call"] } as const;
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ channels, blending: [noPhone] }));
    d.add(11);
    d.add(1, { channel: "call" });
    d.add(12);
    d.pass(60_000);
    d.end(11);
    d.add(13);
    expect([d.isAt(13), d.isAt(1)]).toEqual(["waiting", "waiting"]);
    d.end(12);
    expect([d.isAt(13), d.ringsAt(1)]).toEqual(["waiting", ANNA]);
  });

  test("B4: and for what is parked, where calls that overlap would never end", () => {
    const channels = [channel("call", { answer: "auto" }), channel("email", { weight: 2, answer: "auto" })];
    const callFirst = { id: "call first", rule: "interrupt", queues: null, counted: ["call"] } as const;
    const blending = [{ ...callFirst, moreThan: 1, interruptible: ["email"] }];
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ channels, blending }));
    d.add(1, { channel: "email" });
    d.presence(ANNA, "away");
    for (const n of [11, 12]) d.add(n, { channel: "call" });
    d.presence(ANNA, "available");
    expect([d.isAt(1), d.isAt(11), d.isAt(12)]).toEqual(["parked", "assigned", "assigned"]);
    d.end(11);
    d.add(13, { channel: "call" });
    d.pass(60_000);
    d.end(12);
    d.add(14, { channel: "call" });
    expect([d.isAt(13), d.isAt(14), d.isAt(1)]).toEqual(["assigned", "waiting", "parked"]);
    d.end(13);
    expect([d.isAt(14), d.isAt(1)]).toEqual(["waiting", "assigned"]);
  });

  test("where the nearest is long in coming, others are kept as well: two, four, eight", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 }, [BEN]: { capacity: 2 } });
    for (const n of [11, 12, 13]) d.add(n);
    d.accept(11, ANNA);
    d.accept(12, BEN);
    d.accept(13, ANNA);
    d.add(1, { channel: "call" });
    d.pass(20_001);
    expect([ANNA, BEN].map(id => agentOf(d.state(), id)?.keptFor)).toEqual([null, itemId(1)]);
    d.end(13);
    // Ben's chat goes on for hours, and Anna always had another one
    d.pass(20_000);
    expect([ANNA, BEN].map(id => agentOf(d.state(), id)?.keptFor)).toEqual([itemId(1), itemId(1)]);
    d.add(14);
    d.end(11);
    expect([d.ringsAt(14), d.ringsAt(1)]).toEqual([BEN, ANNA]);
    d.accept(1, ANNA);
    expect([ANNA, BEN].map(id => agentOf(d.state(), id)?.keptFor)).toEqual([null, null]);
  });

  test("what lies behind something that was passed on has an agent kept as well", () => {
    const settings = { ...SETTINGS, passPauseMs: 3_600_000 };
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ settings }));
    d.add(1, { channel: "call" });
    d.decline(1, ANNA);
    d.add(2);
    d.accept(2, ANNA);
    d.add(3, { channel: "call" });
    d.pass(60_000);
    expect(agentOf(d.state(), ANNA)?.keptFor).toBe(itemId(3));
  });

  test("B2: also for what two rules limit, together with this and with that", () => {
    const channels = ["chat", "email", "fax"].map(id => channel(id, { answer: "auto" }));
    const atMost = { rule: "atMost", items: 1 } as const;
    const blending = [
      { id: "one of fax and e-mail", channels: ["fax", "email"], ...atMost },
      { id: "one of fax and chat", channels: ["fax", "chat"], ...atMost },
    ];
    const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ channels, blending }));
    d.add(11);
    d.add(12, { channel: "email" });
    d.add(1, { channel: "fax" });
    d.pass(60_000);
    d.add(13);
    d.end(11);
    expect([d.isAt(13), d.isAt(1)]).toEqual(["waiting", "waiting"]);
    d.end(12);
    expect(d.isAt(1)).toBe("assigned");
  });

  test("B3: who is kept is interrupted all the same, and the late item says who makes room for it", () => {
    const callsFirst = { id: "calls first", rule: "interrupt", queues: null, counted: ["call"] } as const;
    const noFax = { id: "no fax on the phone", rule: "exclude", during: ["call"], no: ["fax"] } as const;
    const blending = [noFax, { ...callsFirst, moreThan: 1, interruptible: ["email"] }];
    const d = openDesk({ [ANNA]: {} }, planWith({ blending }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "fax" });
    d.pass(60_000);
    expect(explainItem(d.state(), itemId(2))?.agents).toMatchObject([
      { whyNot: { not: "keptFor", itemId: itemId(2) } },
    ]);
    for (const n of [3, 4]) d.add(n, { channel: "call" });
    expect([d.isAt(1), d.ringsAt(3)]).toEqual(["parked", ANNA]);
  });
});

test("B4: what is parked at somebody who has become too small for it is everybody's", () => {
  const channels = [channel("call", { weight: "all" }), channel("email", { weight: 2, answer: "auto" })];
  const callsFirst = { id: "calls first", rule: "interrupt", queues: null, counted: ["call"] } as const;
  const blending = [{ ...callsFirst, moreThan: 0, interruptible: ["email"] }];
  const d = openDesk({ [ANNA]: { capacity: 2 } }, planWith({ channels, blending }));
  d.add(1, { channel: "email" });
  d.add(2, { channel: "call" });
  d.set(BEN, { capacity: 2 });
  d.presence(BEN, "available");
  expect(d.isAt(1)).toBe("parked");
  d.set(ANNA, { capacity: 1 });
  expect([d.isAt(1), d.holderOf(1).agentId]).toEqual(["assigned", BEN]);
});

test("O5: next takes what a colleague hands over as well", () => {
  const d = openDesk({ [ANNA]: {}, [BEN]: {} });
  d.add(1);
  d.accept(1, ANNA);
  d.send({
    type: "itemTransferred",
    itemId: itemId(1),
    holder: d.holderOf(1),
    to: { to: "agent", agentId: BEN },
  });
  d.send({ type: "nextAsked", agentId: BEN });
  expect(d.holderOf(1).agentId).toBe(BEN);
});
