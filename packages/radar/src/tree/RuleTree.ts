/**
 * A rule as the visual editor holds it. The text and this are one thing: `treeOf` and `textOf` lead from one to the other,
 * `jsonOf` to what the loader gets. Values stand as they are written: durations in seconds.
 */
import type { Fact, FactName } from "../catalogue/index.ts";

export type Literal = string | number | boolean;

export type TestOp = "==" | "!=" | "<" | "<=" | ">" | ">=" | "startsWith" | "endsWith" | "contains";

interface TestOfFact {
  readonly kind: "test";
  readonly fact: FactName;
  readonly argument: string | null;
}

/** One fact against one constant, or against a list of them. */
export type FactTest = TestOfFact &
  (
    | { readonly op: TestOp; readonly value: Literal }
    | { readonly op: "in"; readonly values: readonly Literal[] }
  );

export interface Group {
  readonly kind: "all" | "any";
  readonly parts: readonly RuleTree[];
}

export type RuleTree =
  | Group
  | { readonly kind: "not"; readonly part: RuleTree }
  | FactTest
  /** `true`, and `false` for a rule that is meant to rest. */
  | { readonly kind: "always"; readonly value: boolean };

/**
 * Groups of one part are that part, and a group right inside one of its own kind is part of it: what a person drew as
 * brackets that mean nothing, text does not keep. A tree in this form comes back from its text as it went.
 */
export const normalTree = (tree: RuleTree): RuleTree => {
  if (tree.kind === "not") return { kind: "not", part: normalTree(tree.part) };
  if (tree.kind !== "all" && tree.kind !== "any") return tree;
  const parts = tree.parts.map(normalTree).flatMap(part => (part.kind === tree.kind ? part.parts : [part]));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: tree.kind, parts };
};

export const testOf = (fact: Fact, argument: string | null, op: TestOp, value: Literal): FactTest => ({
  kind: "test",
  fact: fact.name,
  argument,
  op,
  value,
});

/** A rule's tests, from left to right. */
export const testsOf = (tree: RuleTree): readonly FactTest[] => {
  if (tree.kind === "test") return [tree];
  if (tree.kind === "always") return [];
  return tree.kind === "not" ? testsOf(tree.part) : tree.parts.flatMap(testsOf);
};
