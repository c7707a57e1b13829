import { describe, expect, test } from "vitest";
import { freeAgents, unassignedItems } from "../src/index.ts";
import { ANNA, BEN, CLARA, find, GENERAL, named, openDesk, planWith, SALES, SERVICE } from "./desk.ts";
import { invitationId, itemId } from "./histories.ts";
import { channel, queue, SETTINGS } from "./plans.ts";

describe("who is asked", () => {
  test("Q1: rings at the least loaded, then the longest idle, then the lowest id", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 }, [BEN]: { capacity: 2 } });
    d.add(1);
    expect(d.ringsAt(1)).toBe(ANNA);
    d.add(2);
    expect(d.ringsAt(2)).toBe(BEN);
    d.later(10);
    d.accept(1, ANNA);
    d.add(3);
    expect(d.ringsAt(3)).toBe(BEN);
  });

  test("Q1: only agents with the skill, at the level; of those first who has what the queue prefers", () => {
    const queues = [
      queue(SALES, { needs: [{ skill: "Sales", level: 2 }], prefers: [{ skill: "Polish", level: 1 }] }),
    ];
    const d = openDesk(
      {
        [ANNA]: { skills: { Sales: 1 } },
        [BEN]: { skills: { Sales: 2 } },
        [CLARA]: { skills: { Sales: 5, Polish: 1 } },
      },
      planWith({ queues }),
    );
    for (const n of [1, 2, 3]) d.add(n, { queueId: SALES });
    expect([1, 2, 3].map(d.ringsAt)).toEqual([CLARA, BEN, null]);
    expect(freeAgents(d.state(), { queueId: SALES, channel: "chat" })).toBe(0);
  });

  test("Q1: a channel that the agent does not serve, and a limit that is reached, are no work for him", () => {
    const d = openDesk({
      [ANNA]: { capacity: 5, channels: ["email"] },
      [BEN]: { capacity: 5, limits: [{ channel: "chat", items: 1 }] },
    });
    d.add(1);
    d.add(2);
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([BEN, null]);
    d.add(3, { channel: "fax" });
    expect(d.placeOf(3)).toMatchObject({ agentId: ANNA.replace("1", "2") });
  });

  test("Q6: only the preferred agent is asked for a while, if on duty; then everybody, that one first", () => {
    const d = openDesk({ [ANNA]: { capacity: 1 }, [BEN]: { capacity: 3 } });
    d.add(1, { preferredAgentId: ANNA });
    expect(find(d.add(2, { preferredAgentId: ANNA }), "offered")).toBeUndefined();
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([ANNA, null]);
    d.pass(19_999);
    expect(d.ringsAt(2)).toBeNull();
    d.pass(3);
    expect(d.ringsAt(2)).toBe(BEN);
    d.presence(ANNA, "away");
    d.add(3, { preferredAgentId: ANNA });
    expect([d.ringsAt(1), d.ringsAt(3)]).toEqual([BEN, BEN]);
  });

  test("Q6: what was kept for an agent is for all as soon as that agent passes on it or goes off duty", () => {
    const d = openDesk({ [ANNA]: { capacity: 1 }, [BEN]: { capacity: 3 } });
    d.add(1, { preferredAgentId: ANNA });
    d.add(2, { preferredAgentId: ANNA });
    d.decline(1, ANNA);
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([BEN, ANNA]);
    d.add(3, { preferredAgentId: ANNA });
    expect(d.ringsAt(3)).toBeNull();
    d.presence(ANNA, "offline");
    expect([d.ringsAt(2), d.ringsAt(3)]).toEqual([BEN, BEN]);
  });

  test("Q7: needs are relaxed in time, by a wake-up of their own; what the item itself needs is not", () => {
    const relaxations = [
      { afterMs: 10_000, needs: [{ skill: "Sales", level: 1 }] },
      { afterMs: 30_000, needs: [] },
    ];
    const queues = [queue(SALES, { needs: [{ skill: "Sales", level: 4 }], relaxations })];
    const d = openDesk({ [ANNA]: { skills: { Sales: 2 } }, [BEN]: {} }, planWith({ queues }));
    d.add(0, { queueId: SALES });
    d.add(1, { queueId: SALES });
    d.add(2, { queueId: SALES, needs: [{ skill: "Polish", level: 1 }] });
    expect(d.wakesInMs()).toBe(10_000);
    const relaxed = find(d.pass(10_000), "offered");
    expect(relaxed?.offer).toMatchObject({ itemId: itemId(0), agentId: ANNA, why: { relaxedTo: 0 } });
    d.accept(0, ANNA);
    d.pass(20_001);
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([BEN, null]);
  });

  test("A6: who let it ring goes to the back among equals, so the next item is not offered there first", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    d.later(10);
    d.decline(1, ANNA);
    d.end(1);
    d.add(2);
    expect(d.ringsAt(2)).toBe(BEN);
  });
});

describe("in which order", () => {
  test("K1 Q2: by due time: service level, priority and age in one number", () => {
    const serviceLevels = [{ channel: "call", share: 0.8, withinMs: 5_000 }];
    const queues = [queue(GENERAL, { serviceLevels }), queue(SALES, { priority: 2 })];
    const d = openDesk({ [ANNA]: { capacity: 0 } }, planWith({ queues }));
    d.add(1);
    d.add(2, { channel: "call" });
    d.add(3, { queueId: SALES });
    d.add(4, { priority: -1 });
    d.add(5, { enqueuedAtMs: d.nowMs() - 16_000 });
    // Due: 1 at 20 s, 2 at 5 s, 3 at 0 s, 4 at 30 s, 5 at 4 s
    expect(unassignedItems(d.state()).map(({ id }) => id)).toEqual([3, 5, 2, 1, 4].map(itemId));
  });

  test("Q2 Q3: a freed share goes to the highest-ranked at once", () => {
    const d = openDesk({ [ANNA]: {} });
    d.add(1);
    d.accept(1, ANNA);
    d.add(3);
    d.add(2);
    d.end(1);
    expect(d.ringsAt(2)).toBe(ANNA);
  });

  test("Q5: ending a ringing item stops the ringing", () => {
    const d = openDesk({ [ANNA]: {} });
    d.add(1);
    const effects = d.end(1);
    expect(effects[0]).toMatchObject({ effect: "offerEnded", reason: "withdrawn" });
    expect(effects.at(-1)).toEqual({ effect: "itemEnded", itemId: itemId(1), reason: "asked" });
    expect(d.wakesInMs()).toBeNull();
  });
});

describe("offers", () => {
  test("O1 O3: an offer rings so long, then the next agent's; the first is asked again after others and a pause", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {} });
    d.add(1);
    expect(d.wakesInMs()).toBe(30_000);
    expect(d.pass(29_999)).toEqual([]);
    const effects = d.pass(1);
    expect(named(effects)).toEqual(["offerEnded", "queued", "offered"]);
    expect(effects[0]).toMatchObject({ reason: "timedOut" });
    expect(d.ringsAt(1)).toBe(BEN);
    d.decline(1, BEN);
    expect(d.ringsAt(1)).toBeNull();
    d.pass(30_000);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("O3: with one agent on duty, the item rings again after the pause, by a wake-up of its own", () => {
    const d = openDesk({ [ANNA]: {} });
    d.add(1);
    d.decline(1, ANNA);
    expect(d.wakesInMs()).toBe(30_000);
    d.pass(30_000);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("O1: a channel that answers by itself is assigned without ringing", () => {
    const d = openDesk({ [ANNA]: {} });
    expect(named(d.add(1, { channel: "email" }))).toEqual(["queued", "assigned", "waited"]);
  });

  test("T2 E1: an answer in the millisecond of the time-out is late; a stranger's answer is foreign", () => {
    const d = openDesk({ [ANNA]: {} });
    d.add(1);
    const offerId = d.offerOf(1);
    expect(d.send({ type: "offerAccepted", offerId, agentId: BEN })).toEqual([
      { effect: "rejected", event: "offerAccepted", reason: "foreign" },
    ]);
    d.later(30_000);
    const effects = d.send({ type: "offerAccepted", offerId, agentId: ANNA });
    expect(effects.at(-1)).toEqual({ effect: "rejected", event: "offerAccepted", reason: "unknown" });
    expect(d.isAt(1)).toBe("waiting");
  });

  test("A8: away by itself after so many offers in a row that rang out; an answer starts the count anew", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ settings: { ...SETTINGS, awayAfterMisses: 2 } }));
    d.add(1);
    d.pass(30_000);
    d.pass(30_000);
    d.decline(1, ANNA);
    d.pass(30_000);
    expect(find(d.pass(30_000), "presenceChanged")).toBeUndefined();
    d.pass(30_000);
    expect(find(d.pass(30_000), "presenceChanged")).toMatchObject({ presence: "away", reason: "missed" });
    expect(d.isAt(1)).toBe("waiting");
  });

  test("O5: answer next takes what rings by rank, then what he may have, also away and after a pass", () => {
    const d = openDesk({ [ANNA]: { capacity: 2 } });
    const next = () => d.send({ type: "nextAsked", agentId: ANNA });
    d.add(2);
    d.add(1);
    next();
    expect([d.isAt(1), d.isAt(2)]).toEqual(["assigned", "offered"]);
    d.decline(2, ANNA);
    d.presence(ANNA, "away");
    expect(find(next(), "assigned")).toMatchObject({ itemId: itemId(2), why: { how: "next", passes: 1 } });
    expect(named(next())).toEqual(["nothingNext"]);
  });

  test("O6: picking out of turn, where the queue allows it and the agent may have it", () => {
    const d = openDesk({ [ANNA]: { skills: { Sales: 1 } } });
    const pick = (n: number) => d.send({ type: "itemPicked", itemId: itemId(n), agentId: ANNA });
    d.add(1);
    d.add(2);
    d.add(3, { queueId: SALES });
    d.add(4, { needs: [{ skill: "Polish", level: 1 }] });
    expect(pick(2).at(-1)).toMatchObject({ reason: "notEligible" });
    d.decline(1, ANNA);
    d.decline(2, ANNA);
    expect(pick(3)).toMatchObject([{ effect: "offerEnded" }, { effect: "assigned" }, { effect: "waited" }]);
    expect(pick(4).at(-1)).toMatchObject({ reason: "notEligible" });
    d.end(3);
    d.presence(ANNA, "away");
    expect(find(pick(2), "assigned")).toMatchObject({ why: { how: "picked" } });
    d.add(5, { queueId: SALES });
    expect(pick(5).at(-1)).toMatchObject({ reason: "notAllowed" });
  });
});

describe("reservations", () => {
  test("R1 V4: refused at once when nobody is free, and when the queue is closed", () => {
    const d = openDesk({ [CLARA]: { skills: { Service: 1 }, capacity: 4 } });
    expect(named(d.reserve(SALES))).toEqual(["notReserved"]);
    d.send({ type: "queueClosed", queueId: SERVICE });
    expect(named(d.reserve(SERVICE, invitationId(2)))).toEqual(["notReserved"]);
    d.send({ type: "queueOpened", queueId: SERVICE });
    expect(named(d.reserve(SERVICE, invitationId(3)))).toEqual(["reserved"]);
  });

  test("A1 A2: a reservation uses up the share; R3 accepted, it is an assignment without ringing", () => {
    const d = openDesk({ [ANNA]: { skills: { Sales: 1 } } });
    expect(named(d.reserve(SALES))).toEqual(["reserved"]);
    expect(freeAgents(d.state(), { queueId: SALES, channel: "chat" })).toBe(0);
    d.add(1);
    expect(d.ringsAt(1)).toBeNull();
    const item = { id: itemId(9), channel: "chat", queueId: SALES, needs: [], priority: 0 };
    const effects = d.send({
      type: "reservationAccepted",
      invitationId: invitationId(1),
      item: { ...item, preferredAgentId: null, enqueuedAtMs: 0 },
    });
    expect(named(effects)).toEqual(["reservationEnded", "assigned"]);
    expect(d.placeOf(9)).toEqual({ at: "assigned", agentId: ANNA, assignment: 1 });
    expect(d.ringsAt(1)).toBeNull();
  });

  describe("R3 A9: accepted while its agent is at no console", () => {
    const acceptedAt = (d: ReturnType<typeof openDesk>) => {
      const item = { id: itemId(9), channel: "chat", queueId: SALES, needs: [], priority: 0 };
      return d.send({
        ...({ type: "reservationAccepted", invitationId: invitationId(1), absent: [ANNA] } as const),
        item: { ...item, preferredAgentId: ANNA, enqueuedAtMs: 0 },
      });
    };

    test("it is the best other's who has the skills, in the same step and without ringing", () => {
      const d = openDesk({
        ...{ [ANNA]: { skills: { Sales: 1 } }, [BEN]: { skills: { Service: 1 } } },
        [CLARA]: { skills: { Sales: 1 }, capacity: 0 },
      });
      d.reserve(SALES);
      d.set(CLARA, { skills: { Sales: 1 } });
      const effects = acceptedAt(d);
      expect(named(effects)).toEqual(["reservationEnded", "assigned"]);
      expect(effects[0]).toMatchObject({ reason: "accepted" });
      expect(d.placeOf(9)).toEqual({ at: "assigned", agentId: CLARA, assignment: 1 });
      expect(d.holdsOf(ANNA)).toEqual([]);
    });

    test("with nobody else free who has the skills it is withdrawn, and nobody waits", () => {
      const d = openDesk({ [ANNA]: { skills: { Sales: 1 } }, [BEN]: { skills: { Service: 1 } } });
      d.reserve(SALES);
      const effects = acceptedAt(d);
      expect(named(effects)).toEqual(["reservationEnded"]);
      expect(effects[0]).toMatchObject({ reason: "withdrawn" });
      expect(d.placeOf(9)).toBeUndefined();
    });
  });

  test("R2: expires, and a later answer is unknown", () => {
    const d = openDesk({ [CLARA]: {} });
    d.reserve();
    expect(d.wakesInMs()).toBe(45_000);
    expect(d.pass(45_000)[0]).toMatchObject({ effect: "reservationEnded", reason: "expired" });
    const late = d.send({ type: "reservationEnded", invitationId: invitationId(1), reason: "declined" });
    expect(late.at(-1)).toMatchObject({ effect: "rejected", reason: "unknown" });
    expect(freeAgents(d.state(), { queueId: GENERAL, channel: "chat" })).toBe(1);
  });

  test("R4: a share that falls free by time goes to the queue before a new reservation", () => {
    const d = openDesk({ [CLARA]: {} });
    d.reserve();
    d.add(1);
    d.later(45_000);
    expect(named(d.reserve(GENERAL, invitationId(2)))).toEqual([
      "reservationEnded",
      "offered",
      "notReserved",
    ]);
  });
});

test("channels are data: one that nobody thought of is routed like any other", () => {
  const channels = [channel("telex", { weight: 2, answer: "auto" })];
  const d = openDesk({ [ANNA]: { capacity: 3 } }, planWith({ channels }));
  d.add(1, { channel: "telex" });
  d.add(2, { channel: "telex" });
  expect([d.isAt(1), d.isAt(2)]).toEqual(["assigned", "waiting"]);
});
