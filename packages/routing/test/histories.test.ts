import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepViolationsOf } from "../src/index.ts";
import { histories, play } from "./histories.ts";

describe("random histories", () => {
  test("every invariant holds after every step", () => {
    let steps = 0;
    fc.assert(
      fc.property(histories(600), history => {
        for (const { event, before, result } of play(history)) {
          steps += 1;
          const bad = stepViolationsOf(before, result);
          if (bad.length > 0) expect([event, bad]).toEqual([]);
        }
      }),
      { numRuns: 10 },
    );
    expect(steps).toBeGreaterThan(1_000);
  }, 120_000);
});
