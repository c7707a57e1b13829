import type { BlendingRule, Finding, Hours, Overflow, QueueId, RoutingPlan } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { contradictionsOf } from "../src/index.ts";
import { daily, overflow, planOf, queueOf, toQueue } from "./planBuilders.ts";
import { channel, queueId, SITE } from "./plans.ts";

const exclude = (id: string, during: readonly string[], no: readonly string[]): BlendingRule => ({
  ...{ id, rule: "exclude", during, no },
});
const atMost = (id: string, items: number, ...channels: string[]): BlendingRule => ({
  ...{ id, rule: "atMost", channels, items },
});
const interrupt = (
  id: string,
  counted: readonly string[],
  interruptible: readonly string[],
  queues: readonly QueueId[] | null = null,
): BlendingRule => ({ id, rule: "interrupt", queues, counted, moreThan: 3, interruptible });

const closed = { if: "closed" } as const;
const nobody = { if: "nobodyOnDuty" } as const;
const crowded = { if: "waiting", moreThan: 5 } as const;
const waited = { if: "waited", moreThanMs: 60_000 } as const;

const findingsOf = (plan: RoutingPlan) => contradictionsOf(plan).map(({ isFatal: _, ...found }) => found);

/** What is found in queues 1, 2, ... with these overflows, all of them closed at night. */
const overflowing = (...overflows: readonly (readonly Overflow[])[]) =>
  findingsOf(
    planOf(overflows.map((own, index) => queueOf(index + 1, { overflows: own, hours: daily(540, 1_020) }))),
  );
const blended = (...rules: readonly BlendingRule[]) => findingsOf(planOf([queueOf(1)], rules));

test("C0: the two rules of the mission, and mutual help between queues, are no contradiction", () => {
  const queues = [
    queueOf(1, {
      hours: daily(540, 1_020),
      overflows: [overflow(closed, { to: "callback" }), toQueue(2, crowded)],
    }),
    queueOf(2, { overflows: [toQueue(1, crowded)] }),
  ];
  const rules = [interrupt("calls first", ["call"], ["email", "fax"]), exclude("no fax", ["call"], ["fax"])];
  expect(contradictionsOf(planOf(queues, rules))).toEqual([]);
});

describe("names", () => {
  test("C1: one id twice, of channels, queues, keys and rules", () => {
    const plan = planOf(
      [queueOf(1), queueOf(2, { key: "queue 1" }), queueOf(2)],
      [atMost("a", 2, "chat"), atMost("a", 2, "chat")],
    );
    expect(findingsOf({ ...plan, channels: [...plan.channels, channel("chat")] })).toEqual([
      { kind: "duplicate", of: "channel", id: "chat", ruleIds: [], queueIds: [] },
      { kind: "duplicate", of: "queue", id: queueId(2), ruleIds: [], queueIds: [queueId(2)] },
      { kind: "duplicate", of: "queueKey", id: "queue 1", ruleIds: [], queueIds: [queueId(1), queueId(2)] },
      { kind: "duplicate", of: "rule", id: "a", ruleIds: ["a"], queueIds: [] },
    ]);
    expect(blended(atMost("a", 2, "chat"), atMost("A", 2, "chat"))).toEqual([]);
  });

  test("C1 C2: a website twice; its queue or its time zone that is not there", () => {
    const site = { siteId: SITE, queueId: queueId(1), hours: daily(0, 1) };
    const at = { ruleIds: [], queueIds: [] };
    const found = (...sites: RoutingPlan["sites"] & object) =>
      contradictionsOf({ ...planOf([queueOf(1)]), sites });
    expect(found(site)).toEqual([]);
    expect(found(site, site)).toEqual([{ kind: "duplicate", of: "site", id: SITE, ...at, isFatal: true }]);
    expect(found({ ...site, queueId: queueId(9) })).toEqual([
      { kind: "unknownQueue", queueId: queueId(9), ...at, isFatal: true },
    ]);
    expect(found({ ...site, hours: daily(0, 1, "Europe/Atlantis") })).toEqual([
      { kind: "unknownTimeZone", timeZone: "Europe/Atlantis", ...at, isFatal: false },
    ]);
  });

  test("C2: a channel, a queue or a time zone that is not there", () => {
    const pigeon = { channel: "pigeon", share: 0.8, withinMs: 20_000 };
    const queue = queueOf(1, {
      serviceLevels: [pigeon],
      overflows: [toQueue(9, crowded)],
      hours: daily(0, 1, "Europe/Atlantis"),
    });
    const rules = [interrupt("r", ["call", "pigeon"], ["fax"], [queueId(8)]), atMost("s", 2, "chat")];
    const atQueue = { ruleIds: [], queueIds: [queueId(1)] };
    expect(findingsOf(planOf([queue], rules))).toEqual([
      { kind: "unknownChannel", channel: "pigeon", ...atQueue },
      { kind: "unknownQueue", queueId: queueId(9), ...atQueue },
      { kind: "unknownTimeZone", timeZone: "Europe/Atlantis", ...atQueue },
      { kind: "unknownChannel", channel: "pigeon", ruleIds: ["r"], queueIds: [] },
      { kind: "unknownQueue", queueId: queueId(8), ruleIds: ["r"], queueIds: [] },
    ]);
    const known = queueOf(1, { serviceLevels: [{ ...pigeon, channel: "fax" }], hours: daily(0, 1) });
    expect(contradictionsOf(planOf([known], [interrupt("r", ["call"], ["fax"], [queueId(1)])]))).toEqual([]);
  });
});

describe("numbers", () => {
  const plan = planOf([queueOf(1)], [atMost("a", 1, "chat"), interrupt("b", ["call"], ["fax"])]);
  const [chat] = plan.channels;

  test("C11: what the engine could not reckon with, wherever it stands; none and for ever are numbers", () => {
    const bad: RoutingPlan = {
      channels: [...plan.channels.slice(1), channel(chat?.id ?? "", { ringMs: Number.NaN })],
      queues: [
        queueOf(1, { priority: Number.POSITIVE_INFINITY }),
        queueOf(2, { overflows: [toQueue(1, { ...crowded, moreThan: -1 })] }),
      ],
      blending: [atMost("a", -1, "chat"), interrupt("b", ["call"], ["fax"])],
      settings: { ...plan.settings, leaseMs: 0, priorityMs: -1 },
    };
    const found = findingsOf(bad).filter(({ kind }) => kind === "badNumber");
    expect(found.map(one => ("of" in one ? (one.of ?? one.ruleIds[0] ?? one.queueIds[0]) : null))).toEqual([
      chat?.id,
      queueId(1),
      queueId(2),
      "a",
      "priorityMs",
      "leaseMs",
    ]);
    const free = { ...plan.settings, priorityMs: 0, preferAgentMs: 0, awayAfterMisses: null };
    const whole = plan.channels.map(({ id }) => channel(id, { weight: "all" }));
    expect(contradictionsOf({ ...plan, channels: whole, settings: free })).toEqual([]);
  });

  test("C12: relaxations in any order but their times'", () => {
    const relaxed = (...times: number[]) =>
      findingsOf(planOf([queueOf(1, { relaxations: times.map(afterMs => ({ afterMs, needs: [] })) })]));
    expect(relaxed(60_000, 30_000)).toEqual([
      { kind: "relaxationsOutOfOrder", ruleIds: [], queueIds: [queueId(1)] },
    ]);
    expect(relaxed(30_000, 60_000)).toEqual([]);
  });
});

test("C12: a relaxation that demands more than what it relaxes; less, or the same, is none", () => {
  const relaxed = (...levels: number[]) =>
    findingsOf(
      planOf([
        queueOf(1, {
          needs: [{ skill: "Claims", level: 3 }],
          relaxations: levels.map((level, at) => ({
            ...{ afterMs: 1_000 * (at + 1), needs: [{ skill: "Claims", level }] },
          })),
        }),
      ]),
    );
  const more = [{ kind: "relaxationDemandsMore", ruleIds: [], queueIds: [queueId(1)] }];
  expect([relaxed(5), relaxed(2, 3)]).toEqual([more, more]);
  expect(relaxed(3, 2, 1)).toEqual([]);
});

test("C10: closing hours of a queue that never closes", () => {
  const toMessage = overflow(closed, { to: "message" });
  expect(findingsOf(planOf([queueOf(1, { overflows: [toMessage] })]))).toEqual([
    { kind: "overflowNeverReached", overflow: toMessage, ruleIds: [], queueIds: [queueId(1)] },
  ]);
});

test("C10: a queue that never closes is closed to a website that does", () => {
  const plan = planOf([queueOf(1, { overflows: [overflow(closed, { to: "message" })] })]);
  const site = { siteId: SITE, queueId: null };
  const kinds = (hours: Hours | null) =>
    findingsOf({ ...plan, sites: [{ ...site, hours }] }).map(({ kind }) => kind);
  expect(kinds(daily(540, 1_020))).toEqual([]);
  expect(kinds(null)).toEqual(["overflowNeverReached"]);
});

test("C0: fatal is what the engine could not work by", () => {
  const fatal = (plan: RoutingPlan) =>
    contradictionsOf(plan).map(({ kind, isFatal }) => [kind, isFatal] as const);
  const rules = [interrupt("a", ["call"], ["call"]), atMost("b", 0, "chat"), exclude("c", [], ["fax"])];
  expect(fatal(planOf([queueOf(1, { hours: daily(0, 1, "Europe/Atlantis") })], rules))).toEqual([
    ["unknownTimeZone", false],
    ["ruleWithoutEffect", false],
    ["neverGiven", false],
    ["interruptsItself", true],
  ]);
});

describe("blending", () => {
  const at = (...ruleIds: string[]) => ({ ruleIds, queueIds: [] });

  test("C3: at most none; at most one is a limit", () => {
    expect(blended(atMost("a", 0, "call", "fax"))).toEqual([
      { kind: "neverGiven", channels: ["call", "fax"], ...at("a") },
    ]);
    expect(blended(atMost("a", 1, "call"))).toEqual([]);
  });

  test("C13: a rule with an empty list says nothing; each queue is not none", () => {
    const none = (id: string): Finding => ({ kind: "ruleWithoutEffect", ...at(id) });
    const rules = [exclude("a", ["call"], []), atMost("b", 1), interrupt("c", ["call"], ["fax"], [])];
    expect(blended(...rules)).toEqual([none("a"), none("b"), none("c")]);
    expect(blended(interrupt("c", ["call"], ["fax"], null))).toEqual([]);
  });

  test("C13: an interruption is needless behind one that interrupts as much for as much as early, and behind no other", () => {
    const [first, later] = [interrupt("a", ["call"], ["email"]), interrupt("b", ["call"], ["email"])];
    const needless = [{ kind: "ruleWithoutEffect", ...at("b", "a") }];
    const after = (change: Partial<Extract<BlendingRule, { rule: "interrupt" }>>) =>
      blended(first, { ...later, ...change } as BlendingRule);
    expect(after({ moreThan: 5 })).toEqual(needless);
    expect(after({ queues: [queueId(1)] })).toEqual(needless);
    expect(after({ moreThan: 2 })).toEqual([]);
    expect(after({ interruptible: ["email", "fax"] })).toEqual([]);
    expect(after({ counted: ["call", "chat"] })).toEqual([]);
    expect(blended({ ...first, queues: [queueId(1)] } as BlendingRule, later)).toEqual([]);
  });

  test("C4: at most nine of what at most four are let come together, alone or with others", () => {
    const never = (channels: string[], ...ruleIds: string[]) => [
      { kind: "neverReached", channels, items: 9, reachable: 4, ...at(...ruleIds) },
    ];
    expect(blended(atMost("a", 4, "call"), atMost("b", 9, "call"))).toEqual(never(["call"], "b", "a"));
    expect(blended(atMost("b", 9, "call"), atMost("a", 4, "call", "chat"))).toEqual(
      never(["call"], "b", "a"),
    );
    expect(blended(atMost("a", 4, "call"), atMost("b", 9, "call", "chat"))).toEqual([]);
  });

  test("C4: at most two of what is excluded beside itself; of what is excluded beside something else, two can be", () => {
    expect(blended(atMost("two", 2, "call"), exclude("one", ["call", "chat"], ["call"]))).toEqual([
      { kind: "neverReached", channels: ["call"], items: 2, reachable: 1, ...at("two", "one") },
    ]);
    expect(blended(atMost("two", 2, "call"), exclude("one", ["chat"], ["call"]))).toEqual([]);
    expect(blended(atMost("two", 2, "call", "chat"), exclude("one", ["call"], ["call"]))).toEqual([]);
    const each = [exclude("one", ["call"], ["call"]), exclude("other", ["chat"], ["chat"])];
    expect(blended(atMost("two", 2, "call", "chat"), ...each)).toEqual([]);
    expect(blended(atMost("three", 3, "call", "chat"), ...each)).toEqual([
      {
        kind: "neverReached",
        channels: ["call", "chat"],
        items: 3,
        reachable: 2,
        ...at("three", "one", "other"),
      },
    ]);
  });

  test("C5: an interruption that parks what it gives; parking all else is what it is for", () => {
    expect(blended(interrupt("a", ["call", "chat"], ["chat", "fax"]))).toEqual([
      { kind: "interruptsItself", channels: ["chat"], ...at("a") },
    ]);
    expect(blended(interrupt("a", ["call", "chat"], ["email", "fax"]))).toEqual([]);
  });

  test("C6: interruptions in a circle, of any length and whatever their queues; a chain is none", () => {
    const [a, b] = [interrupt("a", ["call"], ["chat"]), interrupt("b", ["chat"], ["email"], [queueId(1)])];
    expect(blended(a, b, interrupt("c", ["email"], ["call"]))).toEqual([
      { kind: "interruptCircle", ...at("a", "b", "c") },
    ]);
    expect(blended(a, b, interrupt("c", ["call"], ["email"]))).toEqual([]);
  });

  test("C7: what is parked does not count, so no exclude forbids what the interruption gives", () => {
    expect(blended(interrupt("a", ["call"], ["fax"]), exclude("b", ["fax"], ["call"]))).toEqual([]);
  });
});

describe("overflow", () => {
  const circle = (when: "before" | "after", ...queues: number[]): Finding => ({
    ...{ kind: "overflowCircle", when, ruleIds: [], queueIds: queues.map(queueId) },
  });

  test("C8: to itself; to a queue that sends back to it under load is none", () => {
    expect(overflowing([toQueue(1, waited, "after")])).toEqual([
      { kind: "overflowToItself", ruleIds: [], queueIds: [queueId(1)] },
    ]);
    expect(overflowing([toQueue(2, waited, "after")], [toQueue(1, crowded, "after")])).toEqual([]);
  });

  test("C9: closed sends to closed sends back; with a queue between them that keeps it, there is no circle", () => {
    expect(overflowing([toQueue(2, closed)], [toQueue(3, nobody)], [toQueue(1, closed)])).toEqual([
      circle("before", 1, 2, 3),
    ]);
    expect(overflowing([toQueue(2, closed)], [toQueue(3, nobody)], [toQueue(2, crowded)])).toEqual([]);
  });

  test("C9 C10: what is behind an overflow that holds as well counts no more, and is said to", () => {
    const toCallback = overflow(closed, { to: "callback" });
    const back = toQueue(1, closed);
    const hidden = (overflow: Overflow): Finding => ({
      ...{ kind: "overflowNeverReached", overflow, ruleIds: [], queueIds: [queueId(2)] },
    });
    expect(overflowing([toQueue(2, closed)], [toCallback, back])).toEqual([hidden(back)]);
    expect(overflowing([toQueue(2, closed)], [back, toCallback])).toEqual([
      hidden(toCallback),
      circle("before", 1, 2),
    ]);
  });

  test("C10: more than five after more than three, and a wait that has not begun; the other way round both count", () => {
    const many = { if: "waiting", moreThan: 3 } as const;
    const hidden = (own: Overflow): Finding => ({
      ...{ kind: "overflowNeverReached", overflow: own, ruleIds: [], queueIds: [queueId(1)] },
    });
    const [first, second] = [overflow(many, { to: "callback" }), overflow(crowded, { to: "message" })];
    expect(overflowing([first, second])).toEqual([hidden(second)]);
    expect(overflowing([second, first])).toEqual([]);
    const tooEarly = overflow(waited, { to: "callback" });
    expect(overflowing([tooEarly])).toEqual([hidden(tooEarly)]);
    expect(overflowing([overflow(waited, { to: "callback" }, "after")])).toEqual([]);
  });

  test("C9: hours that complement each other are no circle; if both are closed for an hour of summer, they are", () => {
    const pair = (one: Hours, other: Hours) =>
      findingsOf(
        planOf([
          queueOf(1, { hours: one, overflows: [toQueue(2, closed)] }),
          queueOf(2, { hours: other, overflows: [toQueue(1, closed)] }),
        ]),
      );
    const night = { timeZone: "Europe/Berlin", exceptions: [] };
    const rest = ([1, 2, 3, 4, 5, 6, 7] as const).flatMap(day => [
      { day, fromMin: 0, toMin: 540 },
      { day, fromMin: 1_020, toMin: 1_440 },
    ]);
    expect(pair(daily(540, 1_020), { ...night, week: rest })).toEqual([]);
    expect(pair(daily(540, 1_020), { ...night, week: rest.slice(1) })).toEqual([circle("before", 1, 2)]);
    // Berlin and Lagos show the same time in winter.
    const inLagos = { ...night, timeZone: "Africa/Lagos", week: rest };
    expect(pair(daily(540, 1_020), inLagos)).toEqual([circle("before", 1, 2)]);
    expect(pair(daily(540, 1_020, "Africa/Lagos"), inLagos)).toEqual([]);
  });

  test("C9: waited long enough here and there; before and after do not make a circle together", () => {
    expect(overflowing([toQueue(2, waited, "after")], [toQueue(1, waited, "after")])).toEqual([
      circle("after", 1, 2),
    ]);
    expect(overflowing([toQueue(2, closed)], [toQueue(1, waited, "after")])).toEqual([]);
  });
});
