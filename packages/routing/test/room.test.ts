/** Q8: an agent is kept for what would otherwise be passed over for ever. */
import { describe, expect, test } from "vitest";
import { agentOf, explainItem, freeAgents } from "../src/index.ts";
import { ANNA, GENERAL, named, openDesk, planWith } from "./desk.ts";
import { itemId } from "./histories.ts";
import { channel } from "./plans.ts";

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
});
