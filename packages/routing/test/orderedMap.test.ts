import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText, entriesOf, firstKey, type OrderedMap, orderedBy } from "../src/orderedMap.ts";

const numbers = orderedBy<number>((a, b) => a - b);

const heightOf = (map: OrderedMap<number, string>): number => {
  if (map === null) return 0;
  const [left, right] = [heightOf(map.left), heightOf(map.right)];
  expect(Math.abs(left - right)).toBeLessThanOrEqual(1);
  return 1 + Math.max(left, right);
};

test("agrees with a sorted Map, stays balanced, and leaves earlier versions as they were", () => {
  const change = fc.record({ key: fc.nat(200), value: fc.option(fc.string({ maxLength: 3 })) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400, size: "max" }), changes => {
      const model = new Map<number, string>();
      let map: OrderedMap<number, string> = null;
      let half: { readonly map: OrderedMap<number, string>; readonly text: string } | null = null;
      for (const [index, { key, value }] of changes.entries()) {
        if (value === null) model.delete(key);
        else model.set(key, value);
        map = value === null ? numbers.remove(map, key) : numbers.set(map, key, value);
        if (index === changes.length >> 1) half = { map, text: JSON.stringify(map) };
      }
      const sorted = [...model].sort(([a], [b]) => a - b);
      expect([...entriesOf(map)].map(({ key, value }) => [key, value])).toEqual(sorted);
      expect(firstKey(map)).toBe(sorted[0]?.[0] ?? null);
      for (const { key } of changes) expect(numbers.get(map, key)).toBe(model.get(key));
      heightOf(map);
      if (half !== null) expect(JSON.stringify(half.map)).toBe(half.text);
    }),
    { numRuns: 60 },
  );
});

test("orders text by code unit, independent of any locale", () => {
  expect(["b", "ä", "a", "B"].sort(compareText)).toEqual(["B", "a", "b", "ä"]);
});
