/** What is remembered of adopted sheets: as much as stands there, however long the page is looked at. */
import { expect, test } from "vitest";
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";
import { createAdopted } from "./adopted.ts";
import { STANDING } from "./caps.ts";
import { add, adding, change, element, many, mutation, page, run } from "./forged.ts";

const sheets = (id: number, count: number): PageEvent => ({
  ...{ type: EVENT.incremental, timestamp: 0 },
  data: { source: SOURCE.adoptedSheet, id, styleIds: Array.from({ length: count }, (_, n) => n + 1) },
});
const moved = (id: number): PageEvent => adding(add(3, element(id, "x-y"))) as unknown as PageEvent;

test("what stands no more is forgotten, what stands is put back when it moves", () => {
  let last = 0;
  const adopted = createAdopted(id => id === 1_000_000 || id === last);
  adopted.after(sheets(1_000_000, 3));
  for (last = 1; last <= 300_000; last++) adopted.after(sheets(last, 2));
  expect(adopted.size).toBeLessThan(2_000);
  expect(adopted.after(moved(1_000_000)).map(({ data }) => data)).toEqual([sheets(1_000_000, 3).data]);
  expect(adopted.after(moved(5))).toEqual([]);
});

test("a root without sheets is none to remember, and a new picture forgets all", () => {
  const adopted = createAdopted(() => true);
  adopted.after(sheets(9, 3));
  adopted.after(sheets(9, 0));
  expect([adopted.size, adopted.after(moved(9))]).toEqual([0, []]);
  adopted.after(sheets(9, 3));
  adopted.after(page() as unknown as PageEvent);
  expect([adopted.size, adopted.after(moved(9))]).toEqual([0, []]);
});

const said = (id: number, count: number) =>
  change({ source: SOURCE.adoptedSheet, id, styleIds: Array.from({ length: count }, () => 1) });
const first = change({
  ...{ source: SOURCE.adoptedSheet, id: 1, styleIds: [1] },
  styles: [{ styleId: 1, rules: [{ rule: "a {}" }] }],
});

test("roots that stand adopt so many sheets, also those that have moved", () => {
  const hosts = Array.from({ length: 200 }, (_, n) => element(10 + n, "x-y"));
  const again = (n: number) =>
    n === 0 ? first : n % 2 === 1 ? said(10 + (n >> 1), 1_000) : adding(add(3, element(9 + (n >> 1), "x-y")));
  expect(run(many(page(...hosts), 250, again))).toBe("SNAPSHOT_TOO_LARGE");
  expect(run(many(page(...hosts), 150, again))).toMatchObject({ type: EVENT.incremental });
});

test("and those that are gone weigh nothing", () => {
  const turn = (n: number) => {
    if (n === 0) return first;
    if (n % 2 === 0) return said(9 + n, 1_000);
    return mutation({
      removes: n === 1 ? [] : [{ parentId: 3, id: 8 + n }],
      adds: [add(3, element(10 + n, "x-y"))],
    });
  };
  expect(run(many(page(), 1_000, turn))).toMatchObject({ type: EVENT.incremental });
});

test("a window knows so many custom elements, also of those that are gone, but not of a frame that is", () => {
  const custom = (id: number, name: string) => element(id, name, [], { isCustom: true });
  const named = (n: number) =>
    mutation({
      removes: n === 0 ? [] : [{ parentId: 3, id: 9 + n }],
      adds: [add(3, custom(10 + n, `x-${n}`))],
    });
  expect(run(many(page(), STANDING.customNames + 1, named))).toBe("SNAPSHOT_TOO_LARGE");
  const same = (n: number) => adding(add(3, custom(10 + n, `x-${n % 50}`)));
  expect(run(many(page(), STANDING.customNames + 1, same))).toMatchObject({ type: EVENT.incremental });
  const framed = (n: number) => {
    const base = 10_000 + n * 1_000;
    const inner = Array.from({ length: 500 }, (_, at) => custom(base + 10 + at, `x-${at}`));
    const html = element(base + 1, "html", [element(base + 2, "body", inner)]);
    return adding(add(4, { type: 0, id: base, childNodes: [html] }));
  };
  expect(run(many(page(element(4, "iframe")), 30, framed))).toMatchObject({ type: EVENT.incremental });
});
