/** Random facts for random rules: values of the catalogue's types, near the constants that `trees.ts` writes. */
import fc from "fast-check";
import { FACTS, type Fact } from "../src/catalogue/index.ts";
import type { FactValue } from "../src/facts.ts";
import { keyOf } from "../src/tree/json.ts";
import { type RuleTree, testsOf } from "../src/tree/RuleTree.ts";

export const NOW = 50_000;

const texts = fc.constantFrom("a", "b", "ab", "ba", "", "abba", "x");
const tenths = fc.integer({ min: 0, max: 70 }).map(one => one / 10);
const numbers = fc.oneof(fc.nat(7), tenths);
export const duration = fc.record({
  accumulatedMs: fc.oneof(
    fc.nat(7).map(seconds => seconds * 1_000),
    fc.nat(7_000),
  ),
  sinceMs: fc.option(fc.integer({ min: NOW - 3_000, max: NOW + 100 }), { nil: null }),
});

export const valueFor = ({ type, values }: Fact): fc.Arbitrary<FactValue> => {
  switch (type) {
    case "duration":
      return duration;
    case "number":
      return fc.nat(7);
    case "amount":
      return numbers;
    case "boolean":
      return fc.boolean();
    case "text":
      return values ? fc.oneof(texts, fc.constantFrom(...values)) : texts;
    case "any":
      return fc.oneof(numbers, texts, fc.boolean());
  }
};

export type World = ReadonlyMap<string, FactValue>;

/** A value for each fact that the tree reads. */
export const worldFor = (tree: RuleTree): fc.Arbitrary<World> => {
  const keys = new Map(
    testsOf(tree).map(test => [keyOf(test), FACTS.find(({ name }) => name === test.fact)]),
  );
  const known = [...keys].flatMap(([key, fact]) => (fact ? [[key, fact] as const] : []));
  return fc
    .tuple(...known.map(([, fact]) => valueFor(fact)))
    .map(values => new Map(known.map(([key], index) => [key, values[index]])));
};

export const sourceOf = (world: World) => ({ read: (key: string) => world.get(key) });
