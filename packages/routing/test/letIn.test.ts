/** Fewer are let in than an interruption counts: each way by which it comes about all the same, so that it is no contradiction. */
import type { BlendingRule, Overflow, Queue } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { contradictionsOf } from "../src/index.ts";
import { ANNA, BEN, find, GENERAL, named, openDesk, planWith, SALES } from "./desk.ts";
import { itemId } from "./histories.ts";
import { overflow } from "./planBuilders.ts";
import { queue } from "./plans.ts";

const CALLS_FIRST: BlendingRule = {
  ...{ id: "calls first", rule: "interrupt", queues: [GENERAL], counted: ["call"] },
  ...{ moreThan: 3, interruptible: ["email"] },
};
const above = (moreThan: number, then: Overflow["then"]): Overflow =>
  overflow({ if: "waiting", moreThan }, then);
const TURNED_AWAY = above(2, { to: "message" });
const SENT_ON = above(2, { to: "queue", queueId: SALES });

const planOf = (own: Overflow, other: Partial<Queue> = {}) =>
  planWith({
    queues: [queue(GENERAL, { overflows: [own] }), queue(SALES, other)],
    blending: [CALLS_FIRST],
  });

const call = (n: number, nowMs: number) => ({
  ...{ id: itemId(n), channel: "call", queueId: GENERAL, needs: [], priority: 0 },
  ...{ preferredAgentId: null, enqueuedAtMs: nowMs + n },
});

/** Ben has an e-mail, which may be interrupted, and nobody else is there for calls. */
const atBen = (own: Overflow, other: Partial<Queue> = {}) => {
  const plan = planOf(own, other);
  expect(contradictionsOf(plan)).toEqual([]);
  const d = openDesk({ [BEN]: {} }, plan);
  d.add(1, { channel: "email" });
  return d;
};

describe("C10 B3: above three calls somebody is interrupted, and from the third on", () => {
  test("visitors are turned away: by them alone it never comes to that", () => {
    const d = atBen(TURNED_AWAY);
    for (const n of [2, 3, 4]) expect(named(d.add(n, { channel: "call" }))).toEqual(["queued"]);
    for (const n of [5, 6]) expect(named(d.add(n, { channel: "call" }))).toEqual(["turnedAway"]);
    expect(d.isAt(1)).toBe("assigned");
  });

  test("V5: calls of other systems are not, and the fourth interrupts", () => {
    const d = atBen(TURNED_AWAY);
    for (const n of [2, 3, 4]) d.send({ type: "itemAdded", item: call(n, d.nowMs()), isUnattended: true });
    const fourth = d.send({ type: "itemAdded", item: call(5, d.nowMs()), isUnattended: true });
    expect(find(fourth, "parked")).toMatchObject({ itemId: itemId(1), ruleId: "calls first" });
    expect(d.ringsAt(2)).toBe(BEN);
  });

  test.each([
    ["turned away", TURNED_AWAY],
    ["sent on", SENT_ON],
  ])("F3: new ones are %s, and one that is put back is not", (_how, own) => {
    const d = atBen(own);
    d.set(ANNA, {});
    d.presence(ANNA, "available");
    d.add(2, { channel: "call" });
    d.accept(2, ANNA);
    d.presence(ANNA, "away");
    for (const n of [3, 4, 5]) d.add(n, { channel: "call" });
    expect(named(d.add(6, { channel: "call" }))).toContain(own === SENT_ON ? "overflowed" : "turnedAway");
    expect(d.isAt(1)).toBe("assigned");
    const back = d.send({ type: "itemRequeued", itemId: itemId(2), holder: d.holderOf(2) });
    expect(find(back, "parked")).toMatchObject({ itemId: itemId(1), ruleId: "calls first" });
  });

  test("V2: what another queue sends out of its line is let in", () => {
    const waited = overflow({ if: "waited", moreThanMs: 1_000 }, { to: "queue", queueId: GENERAL }, "after");
    const d = atBen(SENT_ON, { needs: [{ skill: "Sales", level: 1 }], overflows: [waited] });
    for (const n of [2, 3, 4]) d.add(n, { channel: "call" });
    d.add(5, { channel: "call", queueId: SALES });
    expect(d.isAt(1)).toBe("assigned");
    expect(find(d.pass(2_000), "parked")).toMatchObject({ itemId: itemId(1), ruleId: "calls first" });
  });
});
