import { MARKS_PER_SECOND, type Mark } from "@lotse/protocol";
import { markSchema } from "@lotse/protocol/schemas";
import * as fc from "fast-check";
import * as v from "valibot";
import { beforeEach, describe, expect, it } from "vitest";
import { type At, holds } from "../../marks/boxes.ts";
import type { Hit, HitTest } from "./hitTest.ts";
import { Pen } from "./Pen.ts";

const hit = (id: number, x: number, y: number, width: number, height: number): Hit => ({
  ...{ id, element: null as unknown as Element },
  box: { x, y, width, height },
});
/** A page with a button in a part of it. */
const PAGE = hit(1, 0, 0, 1_000, 800);
const PART = hit(2, 100, 100, 400, 300);
const BUTTON = hit(3, 200, 200, 100, 40);
const UPWARDS = [BUTTON, PART, PAGE];
const hits: HitTest = {
  at: at => UPWARDS.find(({ box }) => holds(box, at)) ?? null,
  above: ({ id }) => UPWARDS.find(one => one.id < id) ?? null,
};

let sent: Mark[];
let pen: Pen;
let segment: number | null;
beforeEach(() => {
  sent = [];
  segment = 4;
  pen = new Pen({ hits, segment: () => segment, refresh: one => one, send: mark => sent.push(mark) }, 7);
});
const kinds = () => sent.map(({ kind }) => kind);
const draw = (points: readonly At[]): void => {
  const [first, ...rest] = points;
  if (first !== undefined) pen.press("draw", first);
  for (const [index, at] of rest.entries()) pen.move(at, index * 8);
  pen.release();
};

it("a hand that moves is told at half the pace that the hub takes, and where it rests in the end", () => {
  for (let ms = 0; ms <= 1_000; ms += 4) pen.move({ x: 200 + ms / 20, y: 210 }, ms);
  expect(sent.length).toBeLessThanOrEqual(MARKS_PER_SECOND / 2 + 1);
  expect(sent.length).toBeGreaterThan(25);
  expect(pen.tick(1_040)).toBe(false);
  expect(sent.at(-1)).toEqual({ kind: "pointer", at: { segment: 4, nodeId: 3, point: [0.5, 0.25] } });
});

it("outside of everything, or without a page, it is nowhere", () => {
  pen.move({ x: -5, y: 3 }, 0);
  segment = null;
  pen.move({ x: 210, y: 210 }, 100);
  pen.press("point", { x: 210, y: 210 });
  pen.press("highlight", { x: 210, y: 210 });
  pen.press("draw", { x: 210, y: 210 });
  expect(sent).toEqual([
    { kind: "pointer", at: null },
    { kind: "pointer", at: null },
  ]);
  expect(pen.isDrawing).toBe(false);
});

it("clicks and highlights the element under it", () => {
  pen.press("point", { x: 250, y: 220 });
  pen.pinned = true;
  pen.press("highlight", { x: 250, y: 220 });
  expect(sent).toEqual([
    { kind: "click", at: { segment: 4, nodeId: 3, point: [0.5, 0.5] } },
    { kind: "highlight", node: { segment: 4, nodeId: 3 }, pinned: true },
  ]);
});

describe("a line", () => {
  it("is sent in parts that make it whole", () => {
    draw(Array.from({ length: 80 }, (_, index) => ({ x: 520 + 4 * index, y: 500 })));
    const points = sent.flatMap(mark => (mark.kind === "stroke" ? mark.points : []));
    expect(sent.length).toBeGreaterThan(10);
    expect(points.length).toBe(80);
    expect(kinds().every(kind => kind === "stroke")).toBe(true);
  });

  it("around an element becomes the element's", () => {
    draw([
      { x: 190, y: 190 },
      { x: 310, y: 190 },
      { x: 310, y: 250 },
      { x: 190, y: 250 },
      { x: 190, y: 190 },
    ]);
    expect(sent[0]).toMatchObject({ node: { nodeId: 2 } });
    expect(sent.at(-1)).toMatchObject({ kind: "stroke", id: 7, node: { nodeId: 3 }, from: 0 });
  });

  it("is never more than the hub takes, wherever the hand goes", () => {
    const at = fc.record({
      x: fc.double({ min: -20, max: 1_100, noNaN: true }),
      y: fc.double({ min: -20, max: 900, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(at, { maxLength: 300 }), points => {
        sent = [];
        draw(points);
        for (const mark of sent) expect(v.is(markSchema, mark)).toBe(true);
      }),
      { numRuns: 60 },
    );
    sent = [];
    draw(Array.from({ length: 3_000 }, (_, index) => ({ x: 500 + 400 * (index % 2), y: 500 })));
    for (const mark of sent) expect(v.is(markSchema, mark)).toBe(true);
  });
});
