import type { BlendingRule, InvitationId, Overflow, Queue, SiteId } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { agentOf, contradictionsOf } from "../src/index.ts";
import { ANNA, BEN, CLARA, find, GENERAL, named, openDesk, planWith, SALES } from "./desk.ts";
import { itemId } from "./histories.ts";
import { queue, SITE } from "./plans.ts";

const CALLS_FIRST: BlendingRule = {
  id: "calls first",
  rule: "interrupt",
  queues: null,
  counted: ["call"],
  moreThan: 3,
  interruptible: ["email", "fax"],
};
const NO_FAX: BlendingRule = { id: "no fax", rule: "exclude", during: ["call"], no: ["fax"] };

describe("blending", () => {
  test("B3: while more than three calls wait, the highest-ranked goes to one agent with e-mail or fax only; recounted after each", () => {
    const d = openDesk({ [ANNA]: {}, [BEN]: {}, [CLARA]: {} }, planWith({ blending: [CALLS_FIRST] }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "fax" });
    d.add(3);
    d.accept(3, CLARA);
    for (const n of [4, 5, 6]) expect(named(d.add(n, { channel: "call" }))).toEqual(["queued"]);
    const fourth = d.add(7, { channel: "call" });
    expect(fourth).toMatchObject([
      { effect: "queued" },
      { effect: "parked", itemId: itemId(1), agentId: ANNA, ruleId: "calls first" },
      {
        effect: "offered",
        offer: { itemId: itemId(4), agentId: ANNA, why: { how: "interrupt", ruleId: "calls first" } },
      },
    ]);
    // Three wait again: the next is interrupted by the next call only, and the chat is never interrupted
    expect(d.isAt(2)).toBe("assigned");
    expect(find(d.add(8, { channel: "call" }), "parked")).toMatchObject({ itemId: itemId(2), agentId: BEN });
    expect(named(d.add(9, { channel: "call" }))).toEqual(["queued"]);
  });

  test("B3: counts one queue at a time", () => {
    const d = openDesk({ [ANNA]: { skills: { Sales: 1 } } }, planWith({ blending: [CALLS_FIRST] }));
    d.add(1, { channel: "email" });
    for (const n of [2, 3]) d.add(n, { channel: "call" });
    for (const n of [4, 5]) d.add(n, { channel: "call", queueId: SALES });
    expect(d.isAt(1)).toBe("assigned");
    for (const n of [6, 7]) d.add(n, { channel: "call", queueId: SALES });
    expect([d.isAt(1), d.ringsAt(4)]).toEqual(["parked", ANNA]);
  });

  test("B4: parked work comes back to the same agent when the call is over, without ringing", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ blending: [{ ...CALLS_FIRST, moreThan: 0 }] }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "call" });
    d.accept(2, ANNA);
    d.set(BEN, {});
    d.presence(BEN, "available");
    expect(d.placeOf(1)).toMatchObject({ at: "parked", agentId: ANNA });
    const back = find(d.end(2), "assigned");
    expect(back).toMatchObject({ itemId: itemId(1), agentId: ANNA, assignment: 2, why: { how: "returned" } });
  });

  test("B4: a better-ranked item comes before it", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ blending: [{ ...CALLS_FIRST, moreThan: 0 }] }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "call" });
    d.accept(2, ANNA);
    d.add(3, { priority: 5 });
    d.end(2);
    expect([d.isAt(1), d.isAt(3)]).toEqual(["parked", "offered"]);
    d.end(3);
    expect(d.isAt(1)).toBe("assigned");
  });

  test("F7 B4: away and on the call all the same, the agent keeps what was parked for it; afterwards the lease ends it", () => {
    const d = openDesk({ [ANNA]: {} }, planWith({ blending: [{ ...CALLS_FIRST, moreThan: 0 }] }));
    d.add(1, { channel: "email" });
    d.add(2, { channel: "call" });
    d.accept(2, ANNA);
    d.presence(ANNA, "away");
    d.set(BEN, {});
    d.presence(BEN, "available");
    d.pass(10 * 60_000 - 1);
    expect([d.placeOf(1), d.placeOf(2)]).toMatchObject([{ at: "parked", agentId: ANNA }, { agentId: ANNA }]);
    d.end(2);
    // The lease that began anew when it was last looked at
    d.pass(59_999);
    expect(d.isAt(1)).toBe("parked");
    expect(find(d.pass(1), "assigned")).toMatchObject({ itemId: itemId(1), agentId: BEN });
  });

  test("B1: an agent on the phone gets no fax; a fax that rings when the call is taken goes to another", () => {
    const channels = planWith().channels.map(each => ({ ...each, answer: "ring" as const, weight: 1 }));
    const d = openDesk({ [ANNA]: { capacity: 3 } }, planWith({ channels, blending: [NO_FAX] }));
    d.add(1, { channel: "fax" });
    d.add(2, { channel: "call" });
    expect([d.ringsAt(1), d.ringsAt(2)]).toEqual([ANNA, ANNA]);
    expect(named(d.accept(2, ANNA)).slice(0, 2)).toEqual(["offerEnded", "assigned"]);
    expect(d.ringsAt(1)).toBeNull();
    d.end(2);
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("B2: of these channels together no more than so many", () => {
    const blending: BlendingRule[] = [{ id: "two", rule: "atMost", channels: ["email", "fax"], items: 2 }];
    const d = openDesk({ [ANNA]: { capacity: 9 } }, planWith({ blending }));
    for (const n of [1, 2, 3]) d.add(n, { channel: n % 2 === 0 ? "fax" : "email" });
    expect([1, 2, 3].map(d.isAt)).toEqual(["assigned", "assigned", "waiting"]);
  });

  test("B5: rules that interrupt each other in a circle, and other impossible plans, are refused", () => {
    const d = openDesk({ [ANNA]: {} });
    const back: BlendingRule = { ...CALLS_FIRST, id: "back", counted: ["fax"], interruptible: ["call"] };
    const plan = planWith({ blending: [CALLS_FIRST, back] });
    expect(d.send({ type: "planSet", plan })).toMatchObject([
      { effect: "rejected", reason: "contradictory" },
    ]);
    expect(contradictionsOf(plan)).toMatchObject([
      { kind: "interruptCircle", ruleIds: ["calls first", "back"], isFatal: true },
    ]);
  });
});

describe("overflow", () => {
  const before = (condition: Overflow["condition"], then: Overflow["then"]): Overflow => ({
    when: "before",
    condition,
    then,
  });
  const CALLBACK = { to: "callback" } as const;

  test("V1: closed, the visitor learns it before waiting; open again, he is queued", () => {
    const queues = [queue(GENERAL, { overflows: [before({ if: "closed" }, CALLBACK)] })];
    const d = openDesk({ [ANNA]: {} }, planWith({ queues }));
    d.send({ type: "queueClosed", queueId: GENERAL });
    expect(d.add(1)).toEqual([
      { effect: "turnedAway", itemId: itemId(1), queueId: GENERAL, to: "callback", reason: { if: "closed" } },
    ]);
    expect(d.isAt(1)).toBeNull();
    d.send({ type: "queueOpened", queueId: GENERAL });
    expect(named(d.add(1))).toEqual(["queued", "offered"]);
  });

  test("V4: what came from a closed website is closed; the same queue is open to everybody else", () => {
    const queues = [queue(GENERAL, { overflows: [before({ if: "closed" }, CALLBACK)] })];
    const sites = [{ siteId: SITE, queueId: null, hours: null }];
    const d = openDesk({ [ANNA]: { capacity: 2 } }, { ...planWith({ queues }), sites });
    const item = (n: number, from: object) => ({
      ...{ id: itemId(n), channel: "chat", queueId: GENERAL, needs: [], priority: 0 },
      ...{ preferredAgentId: null, enqueuedAtMs: d.nowMs(), ...from },
    });
    const add = (n: number, from = {}) => named(d.send({ type: "itemAdded", item: item(n, from) }));
    const reserve = (n: number, from = {}) =>
      named(
        d.send({
          ...{ type: "reservationAsked", invitationId: `invitation-${n}` as InvitationId, queueId: GENERAL },
          ...{ channel: "chat", needs: [], ...from },
        }),
      );
    d.send({ type: "siteClosed", siteId: SITE });
    expect([add(1, { siteId: SITE }), reserve(1, { siteId: SITE })]).toEqual([
      ["turnedAway"],
      ["notReserved"],
    ]);
    expect([add(2), reserve(2)]).toEqual([["queued", "offered"], ["reserved"]]);
    d.send({ type: "siteOpened", siteId: SITE });
    expect(add(3, { siteId: SITE })).toEqual(["queued"]);
    expect(named(d.send({ type: "siteClosed", siteId: "x" as SiteId }))).toEqual(["rejected"]);
  });

  test("V5: what nobody attends is queued all the same, by overflow to another queue if that holds", () => {
    const closed = { if: "closed" } as const;
    const overflows = [before(closed, CALLBACK), before(closed, { to: "queue", queueId: SALES })];
    const queues = [queue(GENERAL, { overflows }), queue(SALES, { overflows: [before(closed, CALLBACK)] })];
    const d = openDesk({}, planWith({ queues }));
    for (const queueId of [GENERAL, SALES]) d.send({ type: "queueClosed", queueId });
    const item = {
      ...{ id: itemId(1), channel: "email", queueId: GENERAL, needs: [], priority: 0 },
      ...{ preferredAgentId: null, enqueuedAtMs: d.nowMs() },
    };
    expect(d.send({ type: "itemAdded", item, isUnattended: true })).toMatchObject([
      { effect: "overflowed", fromQueueId: GENERAL, toQueueId: SALES },
      { effect: "queued" },
    ]);
    expect(named(d.add(2))).toEqual(["turnedAway"]);
  });

  test("V1 V3: into another queue, whose own rules are looked at, and never back", () => {
    const overflows = (queueId: Queue["id"]) => [before({ if: "nobodyOnDuty" }, { to: "queue", queueId })];
    const queues = [
      queue(GENERAL, { needs: [{ skill: "Polish", level: 1 }], overflows: overflows(SALES) }),
      queue(SALES, { needs: [{ skill: "Sales", level: 1 }], overflows: overflows(GENERAL) }),
    ];
    const d = openDesk({ [ANNA]: {} }, planWith({ queues }));
    expect(named(d.add(1))).toEqual(["overflowed", "queued"]);
    d.set(ANNA, { skills: { Polish: 1 } });
    expect(d.ringsAt(1)).toBeNull();
    d.set(ANNA, { skills: { Sales: 1 } });
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("V1: more than so many wait", () => {
    const queues = [queue(GENERAL, { overflows: [before({ if: "waiting", moreThan: 1 }, CALLBACK)] })];
    const d = openDesk({}, planWith({ queues }));
    expect([1, 2, 3].map(n => named(d.add(n))[0])).toEqual(["queued", "queued", "turnedAway"]);
  });

  test("V2: waited too long: once an alternative, and he goes on waiting; later into another queue, by his age", () => {
    const after = (moreThanMs: number, then: Queue["overflows"][number]["then"]) =>
      ({ when: "after", condition: { if: "waited", moreThanMs }, then }) as const;
    const overflows = [after(10_000, { to: "message" }), after(30_000, { to: "queue", queueId: SALES })];
    const queues = [queue(GENERAL, { needs: [{ skill: "Polish", level: 1 }], overflows }), queue(SALES)];
    const d = openDesk({ [ANNA]: { capacity: 0 } }, planWith({ queues }));
    d.add(0);
    expect(d.wakesInMs()).toBe(10_000);
    expect(d.pass(10_000)).toMatchObject([
      { effect: "alternativeDue", to: "message", reason: { if: "waited" } },
    ]);
    expect(d.pass(19_999)).toEqual([]);
    d.add(1, { queueId: SALES });
    expect(named(d.pass(1))).toEqual(["overflowed"]);
    d.set(ANNA, {});
    expect(d.ringsAt(0)).toBe(ANNA);
  });

  test("V2 V4: closing offers alternatives to those who wait, and goes on serving them", () => {
    const overflows = [{ when: "after", condition: { if: "closed" }, then: { to: "callback" } }] as const;
    const d = openDesk({ [ANNA]: { capacity: 0 } }, planWith({ queues: [queue(GENERAL, { overflows })] }));
    d.add(1);
    expect(named(d.send({ type: "queueClosed", queueId: GENERAL }))).toEqual(["alternativeDue"]);
    expect(named(d.send({ type: "queueClosed", queueId: GENERAL }))).toEqual([]);
    d.set(ANNA, {});
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("V2 V4: a website that closes offers alternatives to those who came from it, to nobody else, and goes on serving them", () => {
    const overflows = [{ when: "after", condition: { if: "closed" }, then: { to: "callback" } }] as const;
    const sites = [{ siteId: SITE, queueId: null, hours: null }];
    const plan = { ...planWith({ queues: [queue(GENERAL, { overflows })] }), sites };
    const d = openDesk({ [ANNA]: { capacity: 0 } }, plan);
    d.add(1, { siteId: SITE });
    d.add(2);
    expect(d.send({ type: "siteClosed", siteId: SITE })).toMatchObject([
      { effect: "alternativeDue", itemId: itemId(1), to: "callback", reason: { if: "closed" } },
    ]);
    expect(named(d.send({ type: "siteClosed", siteId: SITE }))).toEqual([]);
    d.set(ANNA, {});
    expect(d.ringsAt(1)).toBe(ANNA);
  });

  test("V2: the last one on duty leaves", () => {
    const overflows = [
      { when: "after", condition: { if: "nobodyOnDuty" }, then: { to: "message" } },
    ] as const;
    const d = openDesk({ [ANNA]: {}, [BEN]: {} }, planWith({ queues: [queue(GENERAL, { overflows })] }));
    for (const n of [1, 2, 3]) d.add(n);
    d.presence(ANNA, "away");
    expect(named(d.presence(BEN, "away")).filter(name => name === "alternativeDue")).toHaveLength(3);
  });
});

test("E4: another plan ranks, weighs and asks anew; an item whose queue is gone waits for who has what it needed", () => {
  const d = openDesk({ [ANNA]: { capacity: 2 } });
  d.add(1);
  d.add(2, { queueId: SALES });
  d.add(3);
  expect([1, 2, 3].map(d.isAt)).toEqual(["offered", "waiting", "offered"]);
  const channels = planWith().channels.map(each => (each.id === "chat" ? { ...each, weight: 2 } : each));
  d.send({ type: "planSet", plan: planWith({ channels, queues: [queue(GENERAL, { priority: -9 })] }) });
  expect([1, 2, 3].map(d.isAt)).toEqual(["offered", "waiting", "waiting"]);
  d.end(1);
  expect([2, 3].map(d.isAt)).toEqual(["waiting", "offered"]);
  d.end(3);
  expect(d.isAt(2)).toBe("waiting");
  d.set(ANNA, { capacity: 2, skills: { Sales: 1 } });
  expect(d.ringsAt(2)).toBe(ANNA);
  expect(agentOf(d.state(), ANNA)?.holds).toMatchObject([{ weight: 2 }]);
});
