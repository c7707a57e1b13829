import type { Mark, Marked, MarkPoint } from "@lotse/protocol";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { CLICK_MS, CURSOR_MS, DRAWN_MS, MarkBook } from "./MarkBook.ts";

const by = (viewer: number) =>
  ({ viewer, agentId: "a", name: "Anna", colour: viewer }) as unknown as Marked["by"];
const node = (nodeId = 1, segment = 5) => ({ segment, nodeId });
const pointer = (nodeId = 1): Mark => ({ kind: "pointer", at: { ...node(nodeId), point: [0.5, 0.5] } });
const stroke = (id: number, from: number, points: readonly MarkPoint[], pinned = false): Mark => ({
  ...{ kind: "stroke", id, node: node(2), from, points, pinned },
});

let book: MarkBook;
const take = (mark: Mark, nowMs = 0, viewer = 0) => book.take({ by: by(viewer), mark }, nowMs);
const strokes = () => [...book.strokes];
beforeEach(() => {
  book = new MarkBook();
});

describe("a stroke", () => {
  it("is the same in however many parts it comes, once or twice", () => {
    const points = fc.array(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(points, fc.array(fc.nat(60)), (all, cuts) => {
        book = new MarkBook();
        const ends = [...new Set([0, ...cuts.filter(cut => cut < all.length), all.length])].sort(
          (one, other) => one - other,
        );
        for (const [index, from] of ends.slice(0, -1).entries()) {
          const part = stroke(1, from, all.slice(from, ends[index + 1]));
          take(part);
          take(part);
        }
        expect(strokes().map(one => one.points)).toEqual([all]);
      }),
    );
  });

  it("begins anew from 0, in another box", () => {
    take(stroke(1, 0, [[0, 0]]));
    take(stroke(1, 1, [[1, 1]]));
    take({ kind: "stroke", id: 1, node: node(9), from: 0, points: [[2, 2]], pinned: false });
    expect(strokes()).toMatchObject([{ node: node(9), points: [[2, 2]] }]);
  });

  it("takes its viewer's cursor along", () => {
    take(
      stroke(1, 0, [
        [0, 0],
        [3, 4],
      ]),
    );
    expect([...book.cursors]).toMatchObject([{ point: [3, 4] }]);
  });

  it("fades after a while, unless it is pinned; drawing on keeps it", () => {
    take(stroke(1, 0, [[0, 0]]));
    take(stroke(2, 0, [[0, 0]], true));
    take(stroke(1, 1, [[0, 0]]), DRAWN_MS - 1);
    book.prune(DRAWN_MS);
    expect(strokes().length).toBe(2);
    book.prune(2 * DRAWN_MS);
    expect(strokes().map(({ id }) => id)).toEqual([2]);
  });

  it("is one of at most a hundred of its viewer's", () => {
    for (let id = 0; id < 500; id++) take(stroke(id, 0, [[0, 0]], true));
    expect(strokes().map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, index) => 400 + index));
  });
});

it("two viewers have a cursor each; clearing takes one's own drawings and leaves the other's", () => {
  take(pointer(), 0, 0);
  take(pointer(), 0, 1);
  take(stroke(1, 0, [[0, 0]]), 0, 0);
  take(stroke(1, 0, [[0, 0]]), 0, 1);
  take({ kind: "clear" }, 0, 0);
  expect(strokes().map(one => one.by.viewer)).toEqual([1]);
  expect([...book.cursors].length).toBe(2);
});

it("another page takes away what means the one before, and takes nothing late", () => {
  take(pointer());
  take(stroke(1, 0, [[0, 0]], true));
  take({ kind: "highlight", node: node(), pinned: true });
  book.begin(6);
  expect(book.isEmpty).toBe(true);
  take(pointer());
  take({ kind: "highlight", node: node(), pinned: true });
  expect(book.isEmpty).toBe(true);
  take({ kind: "highlight", node: node(1, 6), pinned: true });
  expect(book.hasDrawn).toBe(true);
});

it("an element that is gone takes its marks along, and only those", () => {
  take({ kind: "click", at: { ...node(1), point: [0, 0] } });
  take(stroke(1, 0, [[0, 0]]), 0, 1);
  book.gone(node(1));
  expect([book.clicks.length, [...book.cursors].length, strokes().length]).toEqual([0, 1, 1]);
});

it("everything but what is pinned ends by itself", () => {
  take({ kind: "click", at: { ...node(), point: [0, 0] } });
  take({ kind: "highlight", node: node(), pinned: false });
  take(stroke(1, 0, [[0, 0]]));
  book.prune(CLICK_MS);
  expect(book.clicks).toEqual([]);
  book.prune(DRAWN_MS);
  expect(book.hasDrawn).toBe(false);
  book.prune(CURSOR_MS);
  expect(book.isEmpty).toBe(true);
});
