import type { InvitationId, OfferId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import {
  agentOf,
  createRoutingState,
  freeAgents,
  itemOf,
  type RoutingEffect,
  type RoutingEvent,
  step,
  unassignedItems,
  violationsOf,
} from "../src/index.ts";
import { agentId, invitationId, itemId } from "./histories.ts";

const [ANNA, BEN, CLARA] = [agentId(1), agentId(2), agentId(3)];
const INVITATION = invitationId(1);

/** A desk with agents on duty; `send` answers the effects. */
const desk = (agents: Readonly<Record<string, { skills: string[]; capacity: number }>>) => {
  let state = createRoutingState(1);
  let wakeAtMs: number | null = null;
  let nowMs = 1_000;
  const send = (event: RoutingEvent): readonly RoutingEffect[] => {
    const result = step(state, event, nowMs);
    ({ state, wakeAtMs } = result);
    expect(violationsOf(state)).toEqual([]);
    return result.effects;
  };
  for (const [id, { skills, capacity }] of Object.entries(agents)) {
    const agent = { id: id as typeof ANNA, skills, capacity };
    send({ type: "agentSet", agent });
    send({ type: "presenceSet", agentId: agent.id, presence: "available" });
  }
  return {
    send,
    add: (n: number, skill: string | null = null) =>
      send({ type: "itemAdded", item: { id: itemId(n), kind: "chat", skill, enqueuedAtMs: nowMs + n } }),
    reserve: (skill: string | null = null, id: InvitationId = INVITATION) =>
      send({ type: "reservationAsked", invitationId: id, skill }),
    pass: (ms: number) => {
      nowMs += ms;
      return send({ type: "woken" });
    },
    later: (ms: number) => {
      nowMs += ms;
    },
    state: () => state,
    wakesInMs: () => (wakeAtMs === null ? null : wakeAtMs - nowMs),
    ringsAt: (n: number) => {
      const place = itemOf(state, itemId(n))?.place;
      return place?.at === "offered" ? place.agentId : null;
    },
    offerOf: (n: number): OfferId => {
      const place = itemOf(state, itemId(n))?.place;
      if (place?.at !== "offered") throw new Error(`item ${n} does not ring`);
      return place.offerId;
    },
  };
};

const named = (effects: readonly RoutingEffect[]) => effects.map(effect => effect.effect);

describe("offers", () => {
  test("Q1: rings at the least loaded, then the longest idle, then the lowest id", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 2 }, [BEN]: { skills: [], capacity: 2 } });
    d.add(1);
    expect(d.ringsAt(1)).toBe(ANNA);
    d.add(2);
    expect(d.ringsAt(2)).toBe(BEN);
    d.later(10);
    d.send({ type: "offerAccepted", offerId: d.offerOf(1), agentId: ANNA });
    d.add(3);
    expect(d.ringsAt(3)).toBe(BEN);
  });

  test("A6: who let it ring goes to the back among equals, so the next item is not offered there first", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 }, [BEN]: { skills: [], capacity: 1 } });
    d.add(1);
    d.later(10);
    d.send({ type: "offerDeclined", offerId: d.offerOf(1), agentId: ANNA });
    d.send({ type: "itemEnded", itemId: itemId(1) });
    d.add(2);
    expect(d.ringsAt(2)).toBe(BEN);
  });

  test("Q1: only agents with the skill are asked", () => {
    const d = desk({
      [ANNA]: { skills: ["Service"], capacity: 5 },
      [BEN]: { skills: ["Sales"], capacity: 1 },
    });
    d.add(1, "Sales");
    d.add(2, "Sales");
    expect(d.ringsAt(1)).toBe(BEN);
    expect(d.ringsAt(2)).toBeNull();
    expect([freeAgents(d.state(), "Sales"), freeAgents(d.state(), "Service")]).toEqual([0, 1]);
  });

  test("O1 O3: an offer rings 30 s, then the next agent's; the first is asked again after others and a pause", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 }, [BEN]: { skills: [], capacity: 1 } });
    d.add(1);
    expect(d.wakesInMs()).toBe(30_000);
    expect(d.pass(29_999)).toEqual([]);
    const effects = d.pass(1);
    expect(named(effects)).toEqual(["offerEnded", "queued", "offered"]);
    expect(effects[0]).toMatchObject({ reason: "timedOut" });
    expect(d.ringsAt(1)).toBe(BEN);
    d.send({ type: "offerDeclined", offerId: d.offerOf(1), agentId: BEN });
    expect(d.ringsAt(1)).toBeNull();
    d.pass(30_000);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("O3: with one agent on duty, the item rings again after the pause, by a wake-up of its own", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 } });
    d.add(1);
    d.send({ type: "offerDeclined", offerId: d.offerOf(1), agentId: ANNA });
    expect(d.wakesInMs()).toBe(30_000);
    d.pass(30_000);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("T2 E1: an answer in the millisecond of the time-out is late; a stranger's answer is foreign", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 } });
    d.add(1);
    const offerId = d.offerOf(1);
    expect(d.send({ type: "offerAccepted", offerId, agentId: BEN })).toEqual([
      { effect: "rejected", event: "offerAccepted", reason: "foreign" },
    ]);
    d.later(30_000);
    const effects = d.send({ type: "offerAccepted", offerId, agentId: ANNA });
    expect(effects.at(-1)).toEqual({ effect: "rejected", event: "offerAccepted", reason: "unknown" });
    expect(itemOf(d.state(), itemId(1))?.place.at).toBe("waiting");
  });

  test("Q2 Q3: a freed slot goes to the oldest item at once", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 } });
    d.add(1);
    d.send({ type: "offerAccepted", offerId: d.offerOf(1), agentId: ANNA });
    d.add(3);
    d.add(2);
    d.send({ type: "itemEnded", itemId: itemId(1) });
    expect(d.ringsAt(2)).toBe(ANNA);
    expect(unassignedItems(d.state()).map(item => item.id)).toEqual([itemId(2), itemId(3)]);
  });

  test("Q5: ending a ringing item stops the ringing", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 1 } });
    d.add(1);
    const effects = d.send({ type: "itemEnded", itemId: itemId(1) });
    expect(effects[0]).toMatchObject({ effect: "offerEnded", reason: "withdrawn" });
    expect(effects.at(-1)).toEqual({ effect: "itemEnded", itemId: itemId(1) });
    expect(d.wakesInMs()).toBeNull();
  });
});

describe("capacity and presence", () => {
  test("A1 A2: a reservation uses up the slot; R3 accepted, it is an assignment without ringing", () => {
    const d = desk({ [ANNA]: { skills: ["Sales"], capacity: 1 } });
    expect(named(d.reserve("Sales"))).toEqual(["reserved"]);
    expect(freeAgents(d.state(), "Sales")).toBe(0);
    d.add(1);
    expect(d.ringsAt(1)).toBeNull();
    const item = { id: itemId(9), kind: "chat" as const, skill: "Sales", enqueuedAtMs: 0 };
    const effects = d.send({ type: "reservationAccepted", invitationId: INVITATION, item });
    expect(named(effects)).toEqual(["reservationEnded", "assigned"]);
    expect(itemOf(d.state(), itemId(9))?.place).toEqual({ at: "assigned", agentId: ANNA });
    expect(d.ringsAt(1)).toBeNull();
  });

  test("A4: going away withdraws reservations, moves ringing offers on, keeps assignments", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 3 }, [BEN]: { skills: [], capacity: 0 } });
    d.add(1);
    d.send({ type: "offerAccepted", offerId: d.offerOf(1), agentId: ANNA });
    d.reserve();
    d.add(2);
    d.send({ type: "agentSet", agent: { id: BEN, skills: [], capacity: 1 } });
    const effects = d.send({ type: "presenceSet", agentId: ANNA, presence: "offline" });
    expect(named(effects)).toEqual([
      "presenceChanged",
      "offerEnded",
      "queued",
      "reservationEnded",
      "offered",
    ]);
    expect(effects[3]).toMatchObject({ reason: "withdrawn" });
    expect(d.ringsAt(2)).toBe(BEN);
    expect(agentOf(d.state(), ANNA)?.holds.map(hold => hold.kind)).toEqual(["assignment"]);
  });

  test("A5: a lowered capacity gives back offers and reservations, never assignments", () => {
    const d = desk({ [ANNA]: { skills: [], capacity: 3 } });
    d.add(1);
    d.send({ type: "offerAccepted", offerId: d.offerOf(1), agentId: ANNA });
    d.reserve();
    d.add(2);
    const lower = (capacity: number) =>
      named(d.send({ type: "agentSet", agent: { id: ANNA, skills: [], capacity } }));
    expect(lower(2)).toEqual(["offerEnded", "queued"]);
    expect(lower(0)).toEqual(["reservationEnded"]);
    expect(agentOf(d.state(), ANNA)?.holds.map(hold => hold.kind)).toEqual(["assignment"]);
  });
});

describe("reservations", () => {
  test("R1: refused at once when nobody is free", () => {
    const d = desk({ [CLARA]: { skills: ["Service"], capacity: 4 } });
    expect(d.reserve("Sales")).toEqual([{ effect: "notReserved", invitationId: INVITATION }]);
  });

  test("R2: expires after 45 s, and a later answer is unknown", () => {
    const d = desk({ [CLARA]: { skills: [], capacity: 1 } });
    d.reserve();
    expect(d.wakesInMs()).toBe(45_000);
    expect(d.pass(45_000)[0]).toMatchObject({ effect: "reservationEnded", reason: "expired" });
    expect(
      d.send({ type: "reservationEnded", invitationId: INVITATION, reason: "declined" }).at(-1),
    ).toMatchObject({ effect: "rejected", reason: "unknown" });
    expect(freeAgents(d.state(), null)).toBe(1);
  });

  test("R4: a slot that falls free by time goes to the queue before a new reservation", () => {
    const d = desk({ [CLARA]: { skills: [], capacity: 1 } });
    d.reserve();
    d.add(1);
    d.later(45_000);
    const effects = d.reserve(null, invitationId(2));
    expect(named(effects)).toEqual(["reservationEnded", "offered", "notReserved"]);
  });
});

describe("restoring", () => {
  test("E3: live reservations stay, expired end, those of the absent are withdrawn, waiting items ring anew", () => {
    const reservation = { skill: null, expiresAtMs: 50_000 };
    const result = step(
      createRoutingState(4),
      {
        type: "restored",
        agents: [
          { id: ANNA, skills: [], capacity: 3, presence: "available" },
          { id: BEN, skills: [], capacity: 3, presence: "offline" },
        ],
        items: [
          { id: itemId(1), kind: "chat", skill: null, enqueuedAtMs: 5_000, agentId: ANNA },
          { id: itemId(2), kind: "chat", skill: null, enqueuedAtMs: 6_000, agentId: null },
        ],
        reservations: [
          { ...reservation, id: invitationId(1), agentId: ANNA },
          { ...reservation, id: invitationId(2), agentId: ANNA, expiresAtMs: 9_000 },
          { ...reservation, id: invitationId(3), agentId: BEN },
        ],
      },
      10_000,
    );
    expect(violationsOf(result.state)).toEqual([]);
    const ends = result.effects.flatMap(effect =>
      effect.effect === "reservationEnded" ? [[effect.reservation.id, effect.reason]] : [],
    );
    expect(ends).toEqual([
      [invitationId(2), "expired"],
      [invitationId(3), "withdrawn"],
    ]);
    expect(agentOf(result.state, ANNA)?.holds.map(hold => hold.kind)).toEqual([
      "assignment",
      "reservation",
      "offer",
    ]);
    expect(result.wakeAtMs).toBe(40_000);
  });
});
