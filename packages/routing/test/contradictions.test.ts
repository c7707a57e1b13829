import type {
  BlendingRule,
  Contradiction,
  Hours,
  Overflow,
  Queue,
  QueueId,
  RoutingPlan,
} from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contradictionsOf, openingOf } from "../src/index.ts";
import { CHANNELS, channelOf, daily, overflow, planOf, queueId, queueOf, toQueue } from "./smallPlans.ts";

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

/** What is found in queues 1, 2, ... with these overflows, all of them closed at night. */
const overflowing = (...overflows: readonly (readonly Overflow[])[]) =>
  contradictionsOf(
    planOf(overflows.map((own, index) => queueOf(index + 1, { overflows: own, hours: daily(540, 1_020) }))),
  );
const blended = (...rules: readonly BlendingRule[]) => contradictionsOf(planOf([queueOf(1)], rules));

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
      [queueOf(1), queueOf(2, { key: "queue-1" }), queueOf(2)],
      [atMost("a", 2, "chat"), atMost("a", 3, "chat")],
    );
    expect(contradictionsOf({ ...plan, channels: [...plan.channels, channelOf("chat")] })).toEqual([
      { kind: "duplicate", of: "channel", id: "chat", ruleIds: [], queueIds: [] },
      { kind: "duplicate", of: "queue", id: queueId(2), ruleIds: [], queueIds: [queueId(2)] },
      { kind: "duplicate", of: "queueKey", id: "queue-1", ruleIds: [], queueIds: [queueId(1), queueId(2)] },
      { kind: "duplicate", of: "rule", id: "a", ruleIds: ["a"], queueIds: [] },
    ]);
    expect(blended(atMost("a", 2, "chat"), atMost("A", 3, "chat"))).toEqual([]);
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
    expect(contradictionsOf(planOf([queue], rules))).toEqual([
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

describe("blending", () => {
  const at = (...ruleIds: string[]) => ({ ruleIds, queueIds: [] });

  test("C3: at most none; at most one is a limit", () => {
    expect(blended(atMost("a", 0, "call", "fax"))).toEqual([
      { kind: "neverGiven", channels: ["call", "fax"], ...at("a") },
    ]);
    expect(blended(atMost("a", 1, "call"))).toEqual([]);
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
  const circle = (when: "before" | "after", ...queues: number[]): Contradiction => ({
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

  test("C9: what is behind an overflow that holds as well counts no more", () => {
    const toCallback: Overflow = overflow(closed, { to: "callback" });
    expect(overflowing([toQueue(2, closed)], [toCallback, toQueue(1, closed)])).toEqual([]);
    expect(overflowing([toQueue(2, closed)], [toQueue(1, closed), toCallback])).toEqual([
      circle("before", 1, 2),
    ]);
  });

  test("C9: hours that complement each other are no circle; if both are closed for an hour of summer, they are", () => {
    const pair = (one: Hours, other: Hours) =>
      contradictionsOf(
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

describe("a plan without contradictions never runs in circles", () => {
  const channels = fc.subarray([...CHANNELS], { minLength: 1, maxLength: 2 });
  const queues = [1, 2, 3] as const;
  const id = fc.constantFrom("a", "b", "c");
  const rules: fc.Arbitrary<BlendingRule> = fc.oneof(
    fc.record({ id, rule: fc.constant("exclude"), during: channels, no: channels }),
    fc.record({ id, rule: fc.constant("atMost"), channels, items: fc.nat(3) }),
    fc.record({
      ...{ id, rule: fc.constant("interrupt"), counted: channels, interruptible: channels },
      ...{ queues: fc.constant(null), moreThan: fc.nat(5) },
    }),
  );
  const overflows: fc.Arbitrary<Overflow> = fc
    .tuple(
      fc.constantFrom<Overflow["condition"][]>(closed, closed, nobody, crowded, waited),
      fc.oneof(
        fc.constant({ to: "callback" as const }),
        fc.constantFrom(...queues).map(n => ({ to: "queue" as const, queueId: queueId(n) })),
      ),
      fc.constantFrom("before" as const, "before" as const, "after" as const),
    )
    .map(([condition, to, when]) => overflow(condition, to, when));
  const hours = fc.constantFrom(null, daily(540, 1_020), daily(0, 720), daily(720, 1_440), daily(0, 0));
  const plans = fc
    .record({
      queues: fc.tuple(
        ...queues.map(n =>
          fc
            .record({ overflows: fc.array(overflows, { maxLength: 2 }), hours })
            .map(special => queueOf(n, special)),
        ),
      ),
      blending: fc.uniqueArray(rules, { maxLength: 3, selector: rule => rule.id }),
    })
    .map(({ queues, blending }) => planOf(queues, blending));

  /** However often and in whatever order rules interrupt: can what was parked come to park what parked it? */
  const interruptsForEver = ({ blending }: RoutingPlan): boolean => {
    const from = (held: string, parkedBefore: readonly string[]): boolean =>
      parkedBefore.includes(held) ||
      blending.some(
        rule =>
          rule.rule === "interrupt" &&
          rule.interruptible.includes(held) &&
          rule.counted.some(next => from(next, [...parkedBefore, held])),
      );
    return CHANNELS.some(held => from(held, []));
  };

  const known = new Map<string, boolean>();
  const isOpen = (hours: Hours | null, atMs: number): boolean => {
    const key = `${hours?.week[0]?.fromMin}-${hours?.week[0]?.toMin} ${atMs}`;
    const open = known.get(key) ?? openingOf(hours, atMs).isOpen;
    known.set(key, open);
    return open;
  };

  type Moment = { readonly when: Overflow["when"]; readonly atMs: number; readonly offDuty: number };

  /** Sent on from queue to queue by the first rule that holds, with nothing waiting anywhere and all the time there is. */
  const goesRound = (all: readonly Queue[], start: Queue, { when, atMs, offDuty }: Moment): boolean => {
    const seen = new Set<Queue>();
    const nextOf = (queue: Queue): Queue | undefined => {
      const first = queue.overflows.find(({ when: own, condition }) => {
        if (own !== when) return false;
        if (condition.if === "closed") return !isOpen(queue.hours, atMs);
        if (condition.if === "nobodyOnDuty") return (offDuty >> all.indexOf(queue)) % 2 === 1;
        return condition.if === "waited" && own === "after";
      });
      const to = first?.then;
      return to?.to === "queue" ? all.find(({ id }) => id === to.queueId) : undefined;
    };
    for (let at: Queue | undefined = start; at !== undefined; at = nextOf(at)) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  };

  /** In some hour of a winter's or a summer's day, with some of the queues unmanned. */
  const overflowsForEver = ({ queues }: RoutingPlan, when: Overflow["when"]): boolean =>
    [Date.UTC(2025, 0, 6), Date.UTC(2025, 6, 7)].some(day =>
      Array.from({ length: 24 * 8 }, (_, index) => index).some(index => {
        const moment = { when, atMs: day + (index >> 3) * 3_600_000, offDuty: index % 8 };
        return queues.some(queue => goesRound(queues, queue, moment));
      }),
    );

  test("C3-C9: what the naive reader finds is found, and what is found the naive reader sees", () => {
    const counts = { clean: 0, circling: 0 };
    fc.assert(
      fc.property(plans, plan => {
        const found = new Set<string>(contradictionsOf(plan).map(({ kind }) => kind));
        const has = (...kinds: readonly Contradiction["kind"][]) => kinds.some(kind => found.has(kind));
        expect(has("interruptsItself", "interruptCircle")).toBe(interruptsForEver(plan));
        const overflowing = (["before", "after"] as const).some(when => overflowsForEver(plan, when));
        // To itself is wrong even where it never holds, or only under load.
        if (overflowing) expect(has("overflowToItself", "overflowCircle")).toBe(true);
        if (has("overflowCircle")) expect(overflowing).toBe(true);
        const never = plan.blending.some(rule => rule.rule === "atMost" && rule.items === 0);
        expect(has("neverGiven")).toBe(never);
        if (found.size === 0) counts.clean += 1;
        if (overflowing || interruptsForEver(plan)) counts.circling += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(counts.clean, counts.circling)).toBeGreaterThan(50);
  });
});
