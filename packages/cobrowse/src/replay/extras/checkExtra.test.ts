/** What rrweb does not say, at the viewer's customs. Each refusal has an honest twin that passes. */
import { LotseError } from "@lotse/protocol";
import { describe, expect, test } from "vitest";
import { EVENT, NODE } from "../../wire/events.ts";
import { LABEL_PX_MAX, PICTURE_CHARS_MAX } from "../../wire/extras.ts";
import { createValidator } from "../validator.ts";

const extra = (data: unknown): unknown => ({ type: EVENT.extra, timestamp: 1, data });
/** A page of so many elements, numbered from 2 on. */
const page = (count: number): unknown => {
  const childNodes = Array.from({ length: count }, (_, n) => ({
    ...{ type: NODE.element, id: n + 3, tagName: "img", attributes: {}, childNodes: [] },
  }));
  const body = { type: NODE.element, id: 2, tagName: "body", attributes: {}, childNodes };
  const node = { type: NODE.document, id: 1, childNodes: [body] };
  return { type: EVENT.full, timestamp: 1, data: { node, initialOffset: { top: 0, left: 0 } } };
};
const removed = (ids: readonly number[]): unknown => ({
  type: EVENT.incremental,
  timestamp: 1,
  data: {
    ...{ source: 0, texts: [], attributes: [], adds: [] },
    removes: ids.map(id => ({ id, parentId: 2 })),
  },
});
const verdict = (...events: readonly unknown[]): unknown => {
  const validator = createValidator();
  let last: unknown = null;
  try {
    for (const event of events) last = validator.check(event);
  } catch (error) {
    return error instanceof LotseError ? error.code : error;
  }
  return last;
};
const PNG = "data:image/png;base64,iVBORw0KGgo=";

describe("extras at the viewer's customs", () => {
  test.each([
    { kind: "indeterminate", id: 3, on: true },
    { kind: "popover", id: 3, on: false },
    { kind: "sheet", id: 3, on: true },
    { kind: "chosen", id: 3, indexes: [0, 2] },
    { kind: "picture", id: 3, src: PNG },
    { kind: "label", id: 3, label: "frame", width: 300, height: 150 },
  ])("$kind passes, without anything beside it, if its node stands there", data => {
    const passed = { type: EVENT.extra, timestamp: 0, data };
    const said = extra({ ...data, besides: "x", __proto__: { x: 1 } });
    expect(verdict(page(1), said)).toEqual(passed);
    expect(verdict(said)).toBeNull();
    expect(verdict(page(1), removed([3]), said)).toBeNull();
  });

  test.each([
    ["an id that is none", { kind: "indeterminate", id: 0, on: true }],
    ["a place that is none", { kind: "chosen", id: 3, indexes: [-1] }],
    ["places without end", { kind: "chosen", id: 3, indexes: Array(10_001).fill(0) }],
    ["a picture from elsewhere", { kind: "picture", id: 3, src: "https://a.example/b.png" }],
    [
      "a picture that could hold markup",
      { kind: "picture", id: 3, src: "data:image/svg+xml;base64,PHN2Zz4=" },
    ],
    ["a picture with something behind it", { kind: "picture", id: 3, src: `${PNG}");x:url(//a.example` }],
    ["a picture too large", { kind: "picture", id: 3, src: PNG.padEnd(PICTURE_CHARS_MAX + 1, "A") }],
    ["a box too large", { kind: "label", id: 3, label: "video", width: LABEL_PX_MAX + 1, height: 1 }],
    ["a box with something behind it", { kind: "label", id: 3, label: "video", width: "1px;x", height: 1 }],
  ])("%s refuses the stream", (_name, data) => {
    expect(verdict(page(1), extra(data))).toBe("REPLAY_INVALID");
  });

  test("kinds and labels that are not known are left out", () => {
    expect(verdict(page(1), extra({ kind: "script", id: 3 }))).toBeNull();
    expect(verdict(page(1), extra({ kind: "label", id: 3, label: "<b>", width: 1, height: 1 }))).toBeNull();
  });

  const src = PNG.slice(0, -1).padEnd(PICTURE_CHARS_MAX, "A");
  const pictures = (count: number, idOf: (n: number) => number) =>
    Array.from({ length: count }, (_, n) => extra({ kind: "picture", id: idOf(n), src }));

  test("pictures are bounded together; a later one of the same node, a new page and what is gone count no more", () => {
    expect(verdict(page(200), ...pictures(200, n => n + 3))).toBe("SNAPSHOT_TOO_LARGE");
    expect(verdict(page(1), ...pictures(200, () => 3))).toMatchObject({ type: EVENT.extra });
    const half = pictures(100, n => n + 3);
    expect(verdict(page(100), ...half, page(100), ...half)).toMatchObject({ type: EVENT.extra });
    const gone = removed(Array.from({ length: 100 }, (_, n) => n + 3));
    const others = pictures(100, n => n + 103);
    expect(verdict(page(200), ...half, gone, ...others)).toMatchObject({ type: EVENT.extra });
  });

  test("so are the nodes of which something is said", () => {
    const said = (count: number) =>
      Array.from({ length: count }, (_, n) => extra({ kind: "popover", id: n + 3, on: true }));
    expect(verdict(page(5_001), ...said(5_000))).toMatchObject({ type: EVENT.extra });
    expect(verdict(page(5_001), ...said(5_001))).toBe("SNAPSHOT_TOO_LARGE");
  });
});
