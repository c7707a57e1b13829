/** How much text may stand in the mirror, wherever it may come to be shown. */
import { describe, expect, test } from "vitest";
import { EVENT, SOURCE } from "../wire/events.ts";
import { add, adding, change, element, many, mutation, page, run, text } from "./forged.ts";

describe("text", () => {
  test("words in attributes, which styles can show, and what is no word", () => {
    const long = "x".repeat(1_000_000);
    const set = (id: number, name: string) =>
      mutation({ attributes: [{ id, attributes: { [name]: long } }] });
    const boxes = (tag: string) => page(...Array.from({ length: 30 }, (_, n) => element(10 + n, tag)));
    const all = (tag: string, name: string, count = 20) =>
      run(many(boxes(tag), count, n => set(10 + n, name)));
    expect(all("p", "data-x")).toBe("SNAPSHOT_TOO_LARGE");
    expect(all("p", "data-x", 15)).toMatchObject({ type: EVENT.incremental });
    expect(all("path", "d")).toMatchObject({ type: EVENT.incremental });
    expect(all("style", "_cssText")).toMatchObject({ type: EVENT.incremental });
    const typed = (n: number) => change({ source: SOURCE.input, id: 10 + n, text: long, isChecked: false });
    expect(run(many(boxes("input"), 20, typed))).toBe("SNAPSHOT_TOO_LARGE");
    const sheets = (n: number) => adding(add(10 + n, text(100 + n, long)));
    expect(run(many(boxes("style"), 20, sheets))).toMatchObject({ type: EVENT.incremental });
    expect(run(many(boxes("p"), 20, sheets))).toBe("SNAPSHOT_TOO_LARGE");
  });
  test("words that come and go", () => {
    const long = "x".repeat(1_000_000);
    const turn = (n: number) =>
      mutation({
        removes: n === 0 ? [] : [{ parentId: 3, id: 9 + n }],
        adds: [add(3, { ...element(10 + n), attributes: { "data-x": long } })],
        attributes: [{ id: 10 + n, attributes: { "data-y": long } }],
      });
    expect(run(many(page(), 60, turn))).toMatchObject({ type: EVENT.incremental });
  });
  test("titles", () => {
    const titled = page(element(4, "title", [text(5)]));
    const said = (value: string) => mutation({ texts: [{ id: 5, value }] });
    expect(run([titled, said("x".repeat(8_000_000))])).toBe("SNAPSHOT_TOO_LARGE");
    expect(run([page(element(4, "title", [text(5, "x".repeat(8_000_000))]))])).toBe("SNAPSHOT_TOO_LARGE");
    expect(run([titled, said("x".repeat(1_000))])).toMatchObject({ type: EVENT.incremental });
    const part = (n: number) => adding(add(4, text(10 + n, "")));
    expect(run(many(titled, 200, part))).toBe("SNAPSHOT_TOO_LARGE");
    expect(run(many(titled, 20, part))).toMatchObject({ type: EVENT.incremental });
  });
});
