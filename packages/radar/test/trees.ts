/** Random rules over the whole catalogue: as trees in normal form, and as the many texts a person may write for one. */
import fc from "fast-check";
import { FACTS, type Fact } from "../src/catalogue/index.ts";
import {
  type FactTest,
  type Literal,
  normalTree,
  type RuleTree,
  type TestOp,
  testOf,
} from "../src/tree/RuleTree.ts";

const ORDER = ["<", "<=", ">", ">="] as const;
const EQUALITY = ["==", "!="] as const;
const TEXTUAL = ["startsWith", "endsWith", "contains"] as const;

const word = fc.oneof(
  fc.constantFrom("a", "b", "ab", "/a", "quote", 'say "x"', "\\", "//", "it's", "ö\n", "\u0007", "🙂"),
  fc.string({ minLength: 1, maxLength: 8, unit: "binary" }),
);
/** Few and small, so that random tests meet at their borders. */
const few = fc.constantFrom("a", "b", "ab", "ba", "");
const seconds = fc.oneof(
  fc.nat(6),
  fc.integer({ min: 0, max: 6_000 }).map(ms => ms / 1_000),
);
const whole = fc.nat(6);
const broken = fc.oneof(
  whole,
  fc.integer({ min: 0, max: 60 }).map(tenths => tenths / 10),
);

export interface TreeShape {
  readonly facts?: readonly Fact[];
  /** Arguments and texts from a small pool, so that tests meet. */
  readonly small?: boolean;
  readonly depth?: number;
}

const test = (fact: Fact, argument: string | null, small: boolean): fc.Arbitrary<FactTest> => {
  const text = small ? few : fc.oneof(few, word);
  const made = (ops: readonly TestOp[], values: fc.Arbitrary<Literal>) =>
    fc.tuple(fc.constantFrom(...ops), values).map(([op, value]) => testOf(fact, argument, op, value));
  const listed = (values: fc.Arbitrary<Literal>): fc.Arbitrary<FactTest> =>
    fc
      .array(values, { minLength: 1, maxLength: 3 })
      .map(all => ({ kind: "test", fact: fact.name, argument, op: "in", values: all }));
  switch (fact.type) {
    case "duration":
      return made(ORDER, seconds);
    case "amount":
      return made(ORDER, broken);
    case "number":
      return fc.oneof(made(ORDER, broken), made(EQUALITY, whole), listed(whole));
    case "boolean":
      return made(EQUALITY, fc.boolean());
    case "text":
      return fc.oneof(made([...EQUALITY, ...TEXTUAL], text), listed(text));
    case "any":
      return fc.oneof(
        made([...ORDER, ...EQUALITY], broken),
        made(EQUALITY, fc.boolean()),
        made([...EQUALITY, ...TEXTUAL], text),
        listed(broken),
        listed(text),
      );
  }
};

export const testArbitrary = ({ facts = FACTS, small = false }: TreeShape = {}): fc.Arbitrary<FactTest> =>
  fc.constantFrom(...facts).chain(fact => {
    const names = small ? fc.constantFrom("a", "b") : fc.oneof(fc.constant("a"), word);
    return fact.argument === undefined
      ? test(fact, null, small)
      : names.chain(argument => test(fact, argument, small));
  });

/** Not yet in normal form: groups of one part, groups in groups of their own kind. */
export const drawnTree = (shape: TreeShape = {}): fc.Arbitrary<RuleTree> =>
  fc.letrec<{ tree: RuleTree }>(tie => ({
    tree: fc.oneof(
      { maxDepth: shape.depth ?? 3, withCrossShrink: true },
      { weight: 3, arbitrary: testArbitrary(shape) },
      fc.boolean().map((value): RuleTree => ({ kind: "always", value })),
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom("all" as const, "any" as const),
          parts: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
        }),
      },
      tie("tree").map((part): RuleTree => ({ kind: "not", part })),
    ),
  })).tree;

export const treeArbitrary = (shape: TreeShape = {}): fc.Arbitrary<RuleTree> =>
  drawnTree(shape).map(normalTree);
