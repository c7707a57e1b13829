/** C3-C9 against a reader that tries everything: every hour, every queue manned or not, every order of interruptions. */
import type { BlendingRule, Finding, Hours, Overflow, Queue, RoutingPlan } from "@lotse/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contradictionsOf, openingOf } from "../src/index.ts";
import { daily, overflow, planOf, queueOf } from "./planBuilders.ts";
import { CHANNELS, queueId } from "./plans.ts";

const closed = { if: "closed" } as const;
const nobody = { if: "nobodyOnDuty" } as const;
const crowded = { if: "waiting", moreThan: 5 } as const;
const waited = { if: "waited", moreThanMs: 60_000 } as const;

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
      const has = (...kinds: readonly Finding["kind"][]) => kinds.some(kind => found.has(kind));
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
    { numRuns: 2_000 },
  );
  expect(Math.min(counts.clean, counts.circling)).toBeGreaterThan(50);
});
