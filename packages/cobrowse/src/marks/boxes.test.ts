import { MARK_REACH } from "@lotse/protocol";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type At, type Box, holds, outOfFrame, overlap, pointIn, ratioIn, wirePoint } from "./boxes.ts";

const coordinate = fc.double({ min: -5_000, max: 5_000, noNaN: true });
const size = fc.double({ min: 1, max: 5_000, noNaN: true });
const box: fc.Arbitrary<Box> = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const inside = (of: Box, rx: number, ry: number): At => pointIn(of, [rx, ry]);
const anchor = (of: Box, at: At) => {
  const ratio = ratioIn(of, at);
  if (ratio === null) throw new Error("the box has no inside");
  return wirePoint(ratio, 0);
};
const close = (one: At, other: At, px: number): void => {
  expect(Math.abs(one.x - other.x)).toBeLessThanOrEqual(px);
  expect(Math.abs(one.y - other.y)).toBeLessThanOrEqual(px);
};

describe("an anchor", () => {
  it("comes back as the same point, over the wire", () => {
    fc.assert(
      fc.property(box, share, share, (of, rx, ry) => {
        const at = inside(of, rx, ry);
        close(pointIn(of, anchor(of, at)), at, 0.06);
      }),
    );
  });

  it("is the same at whatever scale it was pointed at, and wherever the page had scrolled to", () => {
    const scale = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(box, share, share, scale, coordinate, coordinate, (of, rx, ry, k, dx, dy) => {
        const seen = outOfFrame(of, { origin: { x: dx, y: dy }, scale: { x: k, y: k } });
        const at = inside(seen, rx, ry);
        // Pointed at on the scaled, scrolled picture; drawn on the page as it is.
        close(pointIn(of, anchor(seen, at)), inside(of, rx, ry), 0.2);
      }),
    );
  });

  it("stays in its box when that moves and changes its size", () => {
    fc.assert(
      fc.property(box, box, share, share, (before, after, rx, ry) => {
        const moved = pointIn(after, anchor(before, inside(before, rx, ry)));
        const slack = { x: after.x - 1e-3, y: after.y - 1e-3 };
        expect(holds({ ...slack, width: after.width + 2e-3, height: after.height + 2e-3 }, moved)).toBe(true);
      }),
    );
  });

  it("never leaves what the wire takes", () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(any, any, fc.constantFrom(0, MARK_REACH), (rx, ry, reach) => {
        for (const value of wirePoint([rx, ry], reach)) {
          expect(value).toBeGreaterThanOrEqual(-reach);
          expect(value).toBeLessThanOrEqual(1 + reach);
        }
      }),
    );
  });

  it("is none in a box without an inside", () => {
    expect(ratioIn({ x: 1, y: 1, width: 0, height: 5 }, { x: 1, y: 1 })).toBeNull();
  });
});

it("an overlap holds what both hold, and nothing else", () => {
  const whole = fc.integer({ min: -50, max: 50 });
  const small = fc.record({ x: whole, y: whole, width: fc.nat(60), height: fc.nat(60) });
  fc.assert(
    fc.property(small, small, whole, whole, (one, other, x, y) => {
      const both = overlap(one, other);
      const at = { x: x + 0.5, y: y + 0.5 };
      expect(holds(both, at)).toBe(holds(one, at) && holds(other, at));
    }),
  );
});
