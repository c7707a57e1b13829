import { FakeClock } from "@lotse/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBuckets, createCommandGate, createLimiter, DEFAULT_LIMITS, type Party } from "./limits.ts";

const QUOTA = { points: 20, perMs: 1_000 };

const ask = fc.record({ afterMs: fc.nat(400), points: fc.integer({ min: 1, max: 30 }) });

describe("a bucket", () => {
  it("never gives more than it holds and refills in any stretch of time", () => {
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 100 }), asks => {
        const clock = new FakeClock();
        const buckets = createBuckets(QUOTA, clock);
        const given: { readonly atMs: number; readonly points: number }[] = [];
        for (const { afterMs, points } of asks) {
          clock.advance(afterMs);
          if (buckets.waitMs("a", points) > 0) continue;
          buckets.take("a", points);
          given.push({ atMs: clock.nowMs(), points: Math.min(points, QUOTA.points) });
        }
        for (const [from, { atMs }] of given.entries()) {
          let sum = 0;
          for (const later of given.slice(from)) {
            sum += later.points;
            const refilled = ((later.atMs - atMs) * QUOTA.points) / QUOTA.perMs;
            expect(sum).toBeLessThanOrEqual(QUOTA.points + refilled + 1e-3);
          }
        }
      }),
    );
  });

  it("tells exactly how long to wait, and waits for nobody else's sake", () => {
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 50 }), fc.integer({ min: 1, max: 30 }), (asks, points) => {
        const clock = new FakeClock();
        const buckets = createBuckets(QUOTA, clock);
        for (const one of asks) {
          clock.advance(one.afterMs);
          if (buckets.waitMs("a", one.points) === 0) buckets.take("a", one.points);
        }
        expect(buckets.waitMs("b", 30)).toBe(0);
        const waitMs = buckets.waitMs("a", points);
        if (waitMs === 0) return;
        clock.advance(waitMs - 1);
        expect(buckets.waitMs("a", points)).toBe(1);
        clock.advance(1);
        expect(buckets.waitMs("a", points)).toBe(0);
      }),
    );
  });

  it("is forgotten once it is full again: a million visitors in a row leave no million keys", () => {
    const clock = new FakeClock();
    const buckets = createBuckets(QUOTA, clock);
    let most = 0;
    for (let visitor = 0; visitor < 20_000; visitor++) {
      buckets.take(`visitor ${visitor}`, 20);
      clock.advance(1);
      most = Math.max(most, buckets.size);
    }
    expect(most).toBeLessThanOrEqual(2_000);
  });
});

describe("the gate for commands", () => {
  const party = (scope: Party["scope"], key: string): Party => ({ scope, key });

  it("takes from all parties or from none, and counts whose share was used up", () => {
    const clock = new FakeClock();
    const gate = createCommandGate(DEFAULT_LIMITS, clock);
    const { points } = DEFAULT_LIMITS.commands.visit;
    const noisy = [party("visit", "noisy"), party("address", "one"), party("tenantVisitors", "t")];
    for (let nth = 0; nth < 10_000; nth++) {
      if (nth < points) gate.take(noisy, 10);
      else expect(() => gate.take(noisy, 10)).toThrow(expect.objectContaining({ code: "RATE_LIMITED" }));
    }
    expect(gate.refused).toMatchObject({ visit: 10_000 - points, address: 0, tenantVisitors: 0 });
    // What was refused to the one cost the others who share address and tenant nothing.
    const left = DEFAULT_LIMITS.commands.address.points - points;
    for (let nth = 0; nth < left; nth++)
      gate.take([party("visit", String(nth)), party("address", "one")], 10);
    expect(() => gate.take([party("visit", "new"), party("address", "one")], 10)).toThrow();
  });

  it("keeps a tenant whose visitors are all noisy from every other tenant's share, and from its own agents'", () => {
    const gate = createCommandGate(DEFAULT_LIMITS, new FakeClock());
    const crowd = (nth: number) => [party("visit", `v${nth % 200}`), party("tenantVisitors", "loud")];
    let granted = 0;
    for (let nth = 0; nth < 40_000; nth++) {
      try {
        gate.take(crowd(nth), 1_000);
        granted++;
      } catch {
        // Whatever is refused: it is the others that matter.
      }
    }
    expect(granted).toBe(DEFAULT_LIMITS.commands.tenantVisitors.points);
    gate.take([party("visit", "w"), party("tenantVisitors", "quiet")], 1_000);
    gate.take([party("agent", "a"), party("tenantAgents", "loud")], 1_000);
  });

  it("counts bytes as well: few large commands are as many small ones", () => {
    const clock = new FakeClock();
    const gate = createCommandGate(DEFAULT_LIMITS, clock);
    const visit = [party("visit", "a")];
    for (let nth = 0; nth < 3; nth++) gate.take(visit, 300_000);
    expect(() => gate.take(visit, 300_000)).toThrow(expect.objectContaining({ retryAfterMs: 2_000 }));
    gate.take(visit, 100_000);
    clock.advance(3_000);
    gate.take(visit, 300_000);
  });
});

it("a limiter says no in our words", () => {
  const clock = new FakeClock();
  const take = createLimiter({ points: 1, perMs: 500 }, clock);
  take("a");
  take("b");
  expect(() => take("a")).toThrow(expect.objectContaining({ code: "RATE_LIMITED", retryAfterMs: 500 }));
  clock.advance(500);
  take("a");
});
