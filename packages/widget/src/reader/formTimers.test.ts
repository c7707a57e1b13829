import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFormTimers } from "./formTimers.ts";

const QUOTE = new Set(["quote"]);
const NONE = new Set<string>();

describe("a form's time", () => {
  it("counts while the form is visible and the tab active", () => {
    const clock = new FakeClock();
    const timers = createFormTimers(clock, {}, true);
    clock.advance(1_000);
    expect(timers.setVisible(QUOTE)).toEqual(["quote"]);
    clock.advance(5_000);
    expect(timers.setTabActive(false)).toEqual(["quote"]);
    clock.advance(60_000);
    expect(timers.setTabActive(true)).toEqual(["quote"]);
    clock.advance(2_000);
    expect(timers.setVisible(NONE)).toEqual(["quote"]);
    clock.advance(60_000);
    expect(timers.totals()).toEqual({ quote: 7_000 });
  });

  it("goes on from what earlier pages counted", () => {
    const clock = new FakeClock();
    const timers = createFormTimers(clock, { quote: { accumulatedMs: 90_000, sinceMs: null } }, true);
    timers.setVisible(QUOTE);
    clock.advance(1_000);
    expect(timers.totals()).toEqual({ quote: 91_000 });
  });

  it("goes on from what other pages counted while this one slept, and loses nothing of its own", () => {
    const clock = new FakeClock();
    const timers = createFormTimers(clock, {}, true);
    timers.setVisible(new Set(["quote", "search"]));
    clock.advance(10_000);
    timers.goOn({ quote: 30_000, search: 4_000, constructor: 500 });
    clock.advance(1_000);
    expect(timers.totals()).toEqual({ quote: 31_000, search: 11_000, constructor: 500 });
  });

  it("tells nothing when nothing changed, and takes strange names", () => {
    const timers = createFormTimers(new FakeClock(), {}, true);
    expect(timers.setVisible(new Set(["constructor"]))).toEqual(["constructor"]);
    expect(timers.setVisible(new Set(["constructor"]))).toEqual([]);
    expect(timers.totals()).toEqual({ constructor: 0 });
  });

  it("keeps at most a hundred", () => {
    const timers = createFormTimers(new FakeClock(), {}, true);
    timers.setVisible(new Set(Array.from({ length: 300 }, (_, index) => `form ${index}`)));
    expect(Object.keys(timers.totals())).toHaveLength(100);
  });

  it("equals the sum of the stretches in which both held, whatever happens", () => {
    const happening = fc.record({ visible: fc.boolean(), active: fc.boolean(), ms: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.array(happening), happenings => {
        const clock = new FakeClock();
        const timers = createFormTimers(clock, {}, false);
        let expected = 0;
        for (const { visible, active, ms } of happenings) {
          timers.setVisible(visible ? QUOTE : NONE);
          timers.setTabActive(active);
          clock.advance(ms);
          if (visible && active) expected += ms;
        }
        expect(timers.totals().quote ?? 0).toBe(expected);
      }),
    );
  });
});
