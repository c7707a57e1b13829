import { expect, it } from "vitest";
import { isFilled } from "./claims.ts";

it("a basket with nothing in it is none, whichever of value and count the page says", () => {
  const empty = [null, { value: 0, count: null }, { value: null, count: 0 }, { value: 0, count: 0 }];
  expect(empty.map(isFilled)).toEqual([false, false, false, false]);
  expect(
    [
      { value: 9.9, count: null },
      { value: 0, count: 1 },
    ].map(isFilled),
  ).toEqual([true, true]);
});
