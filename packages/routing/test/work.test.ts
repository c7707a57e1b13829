import type { AgentId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agentOf, isHeldBy, itemOf, loadOf } from "../src/index.ts";
import { ANNA, BEN, CLARA, find, GENERAL, named, openDesk, planWith, SALES } from "./desk.ts";
import { invitationId, itemId } from "./histories.ts";
import { channel } from "./plans.ts";

const loadAt = (d: ReturnType<typeof openDesk>, id: typeof ANNA): number => {
  const agent = agentOf(d.state(), id);
  return agent === undefined ? Number.NaN : loadOf(agent);
};

describe("capacity and presence", () => {
  test("A1: weights add up, co-browsing included; what takes the whole agent goes with nothing", () => {
    const channels = [
      channel("chat", { weight: 2, cobrowseWeight: 1.5 }),
      channel("call", { weight: "all" }),
    ];
    const d = openDesk({ [ANNA]: { capacity: 5 } }, planWith({ channels }));
    d.add(1);
    d.accept(1, ANNA);
    expect(loadAt(d, ANNA)).toBe(2);
    d.add(2);
    d.send({ type: "itemWeightSet", itemId: itemId(1), isCobrowsing: true });
    expect([loadAt(d, ANNA), d.ringsAt(2)]).toEqual([3.5, null]);
    d.send({ type: "itemWeightSet", itemId: itemId(1), isCobrowsing: false });
    expect(d.ringsAt(2)).toBe(ANNA);
    d.add(3, { channel: "call" });
    d.end(2);
    expect(d.ringsAt(3)).toBeNull();
    d.end(1);
    expect(d.ringsAt(3)).toBe(ANNA);
    d.add(4);
    expect(d.ringsAt(4)).toBeNull();
  });

  test("A4: going away withdraws reservations, moves ringing offers on, keeps assignments", () => {
    const d = openDesk({ [ANNA]: { capacity: 3 }, [BEN]: { capacity: 0 } });
    d.add(1);
    d.accept(1, ANNA);
    d.reserve();
    d.add(2);
    d.set(BEN, { capacity: 1 });
    const effects = d.presence(ANNA, "offline");
    expect(named(effects)).toEqual([
      "presenceChanged",
      "offerEnded",
      "queued",
      "reservationEnded",
      "offered",
    ]);
    expect(effects[3]).toMatchObject({ reason: "withdrawn" });
    expect(d.ringsAt(2)).toBe(BEN);
    expect(d.holdsOf(ANNA)).toEqual(["assignment"]);
  });

  test("A9: a lost console withdraws reservations and leaves presence, work and what rings alone", () => {
    const d = openDesk({ [ANNA]: { capacity: 3 } });
    d.add(1);
    d.accept(1, ANNA);
    d.reserve();
    d.add(2);
    const effects = d.send({ type: "consoleLost", agentId: ANNA });
    expect(named(effects)).toEqual(["reservationEnded"]);
    expect(effects[0]).toMatchObject({ reason: "withdrawn" });
    expect(d.holdsOf(ANNA)).toEqual(["assignment", "offer"]);
  });

  test("A9: who is at no console is reserved for nobody, be he the best", () => {
    const d = openDesk({ [ANNA]: { capacity: 3 }, [BEN]: { capacity: 1 } });
    const asked = { type: "reservationAsked", queueId: GENERAL, channel: "chat", needs: [] } as const;
    const reserve = (n: number, absent: readonly AgentId[]) =>
      d.send({ ...asked, invitationId: invitationId(n), absent });
    expect(find(reserve(1, [ANNA]), "reserved")).toMatchObject({ reservation: { agentId: BEN } });
    expect(named(reserve(2, [ANNA]))).toEqual(["notReserved"]);
    expect(find(reserve(3, []), "reserved")).toMatchObject({ reservation: { agentId: ANNA } });
  });

  test("A5: a lowered capacity gives back offers and reservations, never assignments", () => {
    const d = openDesk({ [ANNA]: { capacity: 3 } });
    d.add(1);
    d.accept(1, ANNA);
    d.reserve();
    d.add(2);
    expect(named(d.set(ANNA, { capacity: 2 }))).toEqual(["offerEnded", "queued"]);
    expect(named(d.set(ANNA, { capacity: 0 }))).toEqual(["reservationEnded"]);
    expect(d.holdsOf(ANNA)).toEqual(["assignment"]);
  });

  test("A5: a lost skill takes the offer that needed it, and the reservation", () => {
    const d = openDesk({ [ANNA]: { capacity: 3, skills: { Sales: 3 } } });
    d.add(1, { queueId: SALES });
    d.reserve(SALES, invitationId(1));
    expect(named(d.set(ANNA, { capacity: 3 }))).toEqual(["offerEnded", "queued", "reservationEnded"]);
  });
});

describe("after the answer", () => {
  test("F5: the weight stays taken for the wrap-up, or until the agent says done", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ channels: [channel("chat", { wrapUpMs: 10_000 })] }));
    d.add(1);
    d.accept(1, ANNA);
    d.add(2);
    expect(named(d.end(1))).toEqual(["itemEnded", "wrapUpStarted"]);
    expect(d.wakesInMs()).toBe(10_000);
    d.pass(10_000);
    expect(d.ringsAt(2)).toBe(ANNA);
    d.accept(2, ANNA);
    d.add(3);
    d.end(2);
    expect(named(d.send({ type: "wrapUpEnded", itemId: itemId(2), agentId: ANNA }))).toEqual([
      "wrapUpEnded",
      "offered",
    ]);
    expect(d.send({ type: "wrapUpEnded", itemId: itemId(2), agentId: ANNA })).toMatchObject([
      { reason: "unknown" },
    ]);
  });

  test("F6 A5: an idle chat weighs nothing until somebody writes; then what it made room for and only rings goes back", () => {
    const idle = { afterMs: 20_000, then: "release" } as const;
    const d = openDesk({ [ANNA]: {} }, planWith({ channels: [channel("chat", { idle })] }));
    d.add(1);
    d.accept(1, ANNA);
    d.add(2);
    d.later(10_000);
    d.send({ type: "itemTouched", itemId: itemId(1) });
    d.pass(19_999);
    expect(d.ringsAt(2)).toBeNull();
    expect(named(d.pass(1))).toEqual(["idled", "offered"]);
    expect(named(d.send({ type: "itemTouched", itemId: itemId(1) }))).toEqual(["offerEnded", "queued"]);
    expect(d.holdsOf(ANNA)).toEqual(["assignment"]);
  });

  test("F6: or it ends", () => {
    const idle = { afterMs: 20_000, then: "end" } as const;
    const d = openDesk({ [ANNA]: {} }, planWith({ channels: [channel("chat", { idle })] }));
    d.add(1);
    d.accept(1, ANNA);
    expect(d.pass(20_000)).toEqual([{ effect: "itemEnded", itemId: itemId(1), reason: "idle" }]);
  });

  test("F7 F1: a lost console keeps its work for the lease, then others get it by its age, and the old number is refused", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    const holder = d.holderOf(1);
    d.presence(ANNA, "offline");
    d.pass(59_999);
    expect(isHeldBy(d.state(), itemId(1), holder)).toBe(true);
    expect(d.pass(1)).toMatchObject([
      { effect: "released", agentId: ANNA, reason: "lease" },
      { effect: "queued" },
      { effect: "offered", offer: { agentId: BEN } },
    ]);
    d.accept(1, BEN);
    d.presence(ANNA, "available");
    expect(isHeldBy(d.state(), itemId(1), holder)).toBe(false);
    const stale = [{ effect: "rejected", reason: "stale" }];
    expect(d.send({ type: "itemEnded", itemId: itemId(1), holder })).toMatchObject(stale);
    expect(
      d.send({ type: "itemEnded", itemId: itemId(1), holder: { ...holder, agentId: BEN } }),
    ).toMatchObject(stale);
    expect(named(d.send({ type: "itemEnded", itemId: itemId(1), holder: d.holderOf(1) }))).toEqual([
      "itemEnded",
    ]);
  });

  test("F7: who is back in time keeps it", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    d.presence(ANNA, "offline");
    d.later(59_000);
    d.presence(ANNA, "available");
    expect(d.wakesInMs()).toBeNull();
    d.pass(60_000);
    expect(d.placeOf(1)).toMatchObject({ agentId: ANNA, assignment: 1 });
  });
});

describe("handing on", () => {
  const transfer = (d: ReturnType<typeof openDesk>, to: typeof ANNA) =>
    d.send({
      type: "itemTransferred",
      itemId: itemId(1),
      holder: d.holderOf(1),
      to: { to: "agent", agentId: to },
    });

  test("F2: the giver keeps it until the other has it; a pass leaves it where it was", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    transfer(d, BEN);
    expect([d.holdsOf(ANNA), d.holdsOf(BEN)]).toEqual([["assignment"], ["offer"]]);
    d.decline(1, BEN);
    expect(d.placeOf(1)).toEqual({ at: "assigned", agentId: ANNA, assignment: 1 });
    transfer(d, BEN);
    expect(d.accept(1, BEN)).toMatchObject([
      { effect: "offerEnded", reason: "accepted" },
      { effect: "released", agentId: ANNA, reason: "transferred" },
      { effect: "assigned", agentId: BEN, assignment: 2, why: { how: "transfer" } },
    ]);
    expect(d.holdsOf(ANNA)).toEqual([]);
  });

  test("F2: not to oneself, not to nobody, not to who is full; asking another withdraws the first", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {}, [CLARA]: {} });
    d.add(1);
    d.accept(1, ANNA);
    expect(transfer(d, ANNA)).toMatchObject([{ reason: "invalid" }]);
    expect(transfer(d, "agent-9" as typeof ANNA)).toMatchObject([{ reason: "unknown" }]);
    transfer(d, BEN);
    expect(named(transfer(d, CLARA))).toEqual(["offerEnded", "offered"]);
    d.presence(BEN, "away");
    expect(transfer(d, BEN).at(-1)).toMatchObject({ reason: "notEligible" });
  });

  test("F3: to a queue, by its age; the giver is free at once and is not asked again soon", () => {
    const d = openDesk({ [ANNA]: { skills: { Sales: 1 } } });
    d.add(1);
    d.accept(1, ANNA);
    d.later(5_000);
    d.add(2, { queueId: SALES });
    const effects = d.send({
      type: "itemTransferred",
      itemId: itemId(1),
      holder: d.holderOf(1),
      to: { to: "queue", queueId: SALES },
    });
    expect(named(effects)).toEqual(["released", "queued", "offered"]);
    expect(d.ringsAt(2)).toBe(ANNA);
    d.set(ANNA, { skills: { Sales: 1 }, capacity: 2 });
    expect(d.ringsAt(1)).toBeNull();
    d.pass(30_000);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("F3: re-queued work keeps its place", () => {
    const d = openDesk({ [ANNA]: {} });
    d.add(1);
    d.accept(1, ANNA);
    d.add(2);
    d.add(3);
    d.send({ type: "itemRequeued", itemId: itemId(1), holder: d.holderOf(1) });
    expect(d.ringsAt(2)).toBe(ANNA);
    d.set(BEN, {});
    d.presence(BEN, "available");
    expect([d.ringsAt(1), d.ringsAt(3)]).toEqual([BEN, null]);
  });

  test("F4: an assisting agent uses a share, may take it over in it, and is free when it ends", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    const ask = () =>
      d.send({
        type: "assistAsked",
        itemId: itemId(1),
        holder: d.holderOf(1),
        helperId: BEN,
        purpose: "conference",
      });
    ask();
    expect(ask()).toMatchObject([{ reason: "duplicate" }]);
    expect(named(d.accept(1, BEN))).toEqual(["offerEnded", "assistStarted"]);
    d.add(2);
    expect(d.ringsAt(2)).toBeNull();
    expect(named(transfer(d, BEN))).toEqual(["assistEnded", "released", "assigned", "offered"]);
    expect([d.holdsOf(ANNA), d.holdsOf(BEN)]).toEqual([["offer"], ["assignment"]]);
    d.accept(2, ANNA);
    expect(itemOf(d.state(), itemId(1))?.helpers).toEqual([]);
  });

  test("F4: whoever helps is made to speak, or only to listen, at once and without ringing; nobody else may say so", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    const ask = (purpose: "consult" | "conference", holder = d.holderOf(1)) =>
      d.send({ type: "assistAsked", itemId: itemId(1), holder, helperId: BEN, purpose });
    const speakers = () => itemOf(d.state(), itemId(1))?.speakers;
    ask("consult");
    d.accept(1, BEN);
    expect(speakers()).toEqual([]);
    expect(ask("conference")).toEqual([
      { effect: "assistChanged", itemId: itemId(1), helperId: BEN, purpose: "conference" },
    ]);
    expect(ask("conference")).toMatchObject([{ reason: "duplicate" }]);
    expect(speakers()).toEqual([BEN]);
    expect(d.holdsOf(BEN)).toEqual(["assist"]);
    expect(ask("consult", { ...d.holderOf(1), assignment: 0 })).toMatchObject([{ reason: "stale" }]);
    expect(named(ask("consult"))).toEqual(["assistChanged"]);
    expect(speakers()).toEqual([]);
    ask("conference");
    d.send({ type: "assistEnded", itemId: itemId(1), helperId: BEN });
    expect(speakers()).toEqual([]);
  });

  test("F4: those who speak are told in the order in which they came to help, whoever spoke first", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {}, [CLARA]: {} });
    d.add(1);
    d.accept(1, ANNA);
    const ask = (helperId: AgentId, purpose: "consult" | "conference") =>
      d.send({ type: "assistAsked", itemId: itemId(1), holder: d.holderOf(1), helperId, purpose });
    for (const each of [BEN, CLARA]) {
      ask(each, "consult");
      d.accept(1, each);
    }
    for (const each of [CLARA, BEN]) ask(each, "conference");
    expect(itemOf(d.state(), itemId(1))).toMatchObject({ helpers: [BEN, CLARA], speakers: [BEN, CLARA] });
  });

  test("F4: who is asked to assist may be let go before the answer and after it", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.accept(1, ANNA);
    const ask = () =>
      d.send({
        type: "assistAsked",
        itemId: itemId(1),
        holder: d.holderOf(1),
        helperId: BEN,
        purpose: "consult",
      });
    const letGo = () => named(d.send({ type: "assistEnded", itemId: itemId(1), helperId: BEN }));
    ask();
    expect(letGo()).toEqual(["offerEnded"]);
    ask();
    d.accept(1, BEN);
    expect(letGo()).toEqual(["assistEnded"]);
    expect(letGo()).toEqual(["rejected"]);
    expect(d.holdsOf(BEN)).toEqual([]);
  });
});

test("E1: what cannot be is refused, and nothing else happens", () => {
  const d = openDesk({ [ANNA]: {} });
  d.add(1);
  const refused = (effects: ReturnType<typeof d.send>) => find(effects, "rejected")?.reason;
  expect(refused(d.add(1))).toBe("duplicate");
  expect(refused(d.add(2, { enqueuedAtMs: Number.NaN }))).toBe("invalid");
  expect(refused(d.add(2, { channel: "pigeon" }))).toBe("unknown");
  expect(refused(d.set(ANNA, { capacity: -1 }))).toBe("invalid");
  expect(refused(d.send({ type: "queueClosed", queueId: "x" as typeof GENERAL }))).toBe("unknown");
});
