/** Where rules meet: stories in which each rule by itself was kept and what people are promised was not. */
import { describe, expect, test } from "vitest";
import { agentOf, loadOf } from "../src/index.ts";
import { ANNA, BEN, openDesk, planWith } from "./desk.ts";
import { itemId } from "./histories.ts";
import { channel } from "./plans.ts";

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
