/**
 * A rule's logic laid bare: which tests it asks, and how they are joined. Knows no text, no sentence, no page; two tests
 * that ask the same are one.
 */
import type { RuleJson } from "@lotse/protocol";
import { factNamed } from "../catalogue/index.ts";
import type { Truth } from "../compile.ts";
import { jsonOf, keyOf } from "../tree/json.ts";
import { type FactTest, type RuleTree, testOf } from "../tree/RuleTree.ts";

export type Formula =
  | boolean
  | { readonly atom: number }
  | { readonly op: "all" | "any"; readonly parts: readonly Formula[] }
  | { readonly op: "not"; readonly part: Formula };

/** One comparison of one fact with one constant; `!=` and lists are made of these. */
export interface Atom {
  readonly key: string;
  readonly json: RuleJson;
  readonly test: FactTest;
}

export interface Logic {
  readonly atoms: readonly Atom[];
  readonly formula: Formula;
  /** Each part of the tree as it stands in the formula. */
  readonly of: ReadonlyMap<RuleTree, Formula>;
}

export const logicOf = (tree: RuleTree): Logic => {
  const atoms: Atom[] = [];
  const known = new Map<string, { readonly atom: number }>();
  const of = new Map<RuleTree, Formula>();

  const atom = (test: FactTest): Formula => {
    const json = jsonOf(test);
    const name = JSON.stringify(json);
    const found = known.get(name) ?? { atom: atoms.push({ key: keyOf(test), json, test }) - 1 };
    known.set(name, found);
    return found;
  };
  const equal = (test: FactTest, value: string | number | boolean): Formula => {
    const fact = factNamed(test.fact);
    if (fact === undefined) return false;
    // "is no" is "not is yes": one question, not two
    const asked = atom(testOf(fact, test.argument, "==", value === false ? true : value));
    return value === false ? { op: "not", part: asked } : asked;
  };
  const make = (part: RuleTree): Formula => {
    switch (part.kind) {
      case "always":
        return part.value;
      case "not":
        return { op: "not", part: build(part.part) };
      case "all":
      case "any":
        return { op: part.kind, parts: part.parts.map(build) };
      case "test":
        if (part.op === "in") return { op: "any", parts: part.values.map(value => equal(part, value)) };
        if (part.op === "!=") return { op: "not", part: equal(part, part.value) };
        return part.op === "==" ? equal(part, part.value) : atom(part);
    }
  };
  const build = (part: RuleTree): Formula => {
    const formula = make(part);
    of.set(part, formula);
    return formula;
  };

  const formula = build(tree);
  return { atoms, formula, of };
};

/** What is not given is unknown, and stays so until the known part decides. */
export const truthOf = (formula: Formula, given: (atom: number) => Truth): Truth => {
  if (typeof formula === "boolean") return formula;
  if ("atom" in formula) return given(formula.atom);
  if (formula.op === "not") {
    const part = truthOf(formula.part, given);
    return part === "unknown" ? part : !part;
  }
  const decides = formula.op === "any";
  let result: Truth = !decides;
  for (const part of formula.parts) {
    const truth = truthOf(part, given);
    if (truth === decides) return decides;
    if (truth === "unknown") result = truth;
  }
  return result;
};
