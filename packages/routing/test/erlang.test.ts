/** S1-S3: the engine, given one queue and n agents with room for one, is the queue that Erlang calculated. */
import { describe, expect, test } from "vitest";
import { erlangA, erlangC, type Interval, intervalOf } from "./erlang.ts";
import { type Caller, type Simulation, simulate } from "./simulation.ts";

const CALLERS = 45_000;
/** Those who come to an empty desk see less of a queue than the formulas mean. */
const WARM_UP = 1_000;

const run = (special: Pick<Simulation, "agents" | "load"> & Partial<Simulation>): readonly Caller[] =>
  simulate({ seed: 4, patience: null, callers: CALLERS + WARM_UP, ...special }).slice(WARM_UP);

const mean = (callers: readonly Caller[], of: (caller: Caller) => number): Interval =>
  intervalOf(callers.map(of));

const isNear = ({ mean, halfWidth }: Interval, truth: number): boolean => Math.abs(mean - truth) <= halfWidth;

/** Within the interval, which is narrow enough to mean something. */
const expectNear = (found: Interval, truth: number): void => {
  expect(found.halfWidth).toBeLessThan(0.3 * truth);
  expect(
    Math.abs(found.mean - truth),
    `${found.mean} ± ${found.halfWidth}, not ${truth}`,
  ).toBeLessThanOrEqual(found.halfWidth);
};

describe("the formulas", () => {
  test("agree with each other and with what can be worked out by hand", () => {
    // One agent, half busy: waits half the time, one mean service long.
    expect(erlangC({ agents: 1, load: 0.5 })).toMatchObject({ waits: 0.5, meanWait: 1 });
    // Two agents at one Erlang: a third waits.
    expect(erlangC({ agents: 2, load: 1 }).waits).toBeCloseTo(1 / 3, 12);
    // Ten agents at eight Erlangs: 40.92 % in every printed table.
    expect(erlangC({ agents: 10, load: 8 }).waits).toBeCloseTo(0.4092, 4);
    // Patience as long as a service: every place beyond the agents empties like one more agent, so the number inside is Poisson.
    expect(erlangA({ agents: 1, load: 1, patience: 1 }).waits).toBeCloseTo(1 - Math.exp(-1), 12);
    // Nobody ever gives up: Erlang C.
    const endless = erlangA({ agents: 10, load: 8, patience: 1e9 });
    expect(endless.waits).toBeCloseTo(erlangC({ agents: 10, load: 8 }).waits, 6);
    expect(endless.abandons).toBeLessThan(1e-6);
  });
});

describe("Erlang C: nobody gives up", { timeout: 120_000 }, () => {
  test.each([
    { agents: 1, load: 0.6 },
    { agents: 4, load: 3 },
    { agents: 6, load: 4 },
  ])(
    "S1 S2: $agents agents, $load Erlangs: share that waits, mean wait, and waits longer than a mean one",
    desk => {
      const callers = run(desk);
      const theory = erlangC(desk);
      expectNear(
        mean(callers, ({ waited }) => Number(waited > 0)),
        theory.waits,
      );
      expectNear(
        mean(callers, ({ waited }) => waited),
        theory.meanWait,
      );
      const long = 1 / (desk.agents - desk.load);
      expectNear(
        mean(callers, ({ waited }) => Number(waited > long)),
        theory.waitsLongerThan(long),
      );
    },
  );

  test("S1: an agent more than the formula knows of would be seen", () => {
    const callers = run({ agents: 5, load: 3 });
    const waits = mean(callers, ({ waited }) => Number(waited > 0));
    expect(isNear(waits, erlangC({ agents: 4, load: 3 }).waits)).toBe(false);
  });

  test("S2: another order than first come, first served would be seen, by the long waits only", () => {
    const desk = { agents: 4, load: 3 };
    const callers = run({ ...desk, isReversed: true });
    const theory = erlangC(desk);
    expectNear(
      mean(callers, ({ waited }) => waited),
      theory.meanWait,
    );
    const long = 3;
    const late = mean(callers, ({ waited }) => Number(waited > long));
    expect(isNear(late, theory.waitsLongerThan(long))).toBe(false);
  });
});

describe("Erlang A: who waits gives up", { timeout: 120_000 }, () => {
  test.each([
    { agents: 5, load: 6, patience: 0.5 },
    { agents: 10, load: 9, patience: 2 },
  ])(
    "S3: $agents agents, $load Erlangs, patience of $patience services: share that waits, share that gives up",
    desk => {
      const callers = run(desk);
      const theory = erlangA(desk);
      expectNear(
        mean(callers, ({ waited }) => Number(waited > 0)),
        theory.waits,
      );
      expectNear(
        mean(callers, ({ hasGivenUp }) => Number(hasGivenUp)),
        theory.abandons,
      );
    },
  );
});
