/** Between the tree and the JSON that is compiled. Durations are seconds there, whole milliseconds here. */
import type { RuleJson } from "@lotse/protocol";
import { factNamed, factOfKey } from "../catalogue/index.ts";
import { type FactTest, type Literal, type RuleTree, type TestOp, testOf } from "./RuleTree.ts";

const SECOND_MS = 1_000;

/** The key at run time of the fact that is tested. */
export const keyOf = ({ fact, argument }: Pick<FactTest, "fact" | "argument">): string => {
  const key = factNamed(fact)?.key ?? fact;
  return argument === null ? key : `${key}:${argument}`;
};

const testJson = (test: FactTest): RuleJson => {
  const key = keyOf(test);
  if (test.op === "in") return ["||", ...test.values.map((value): RuleJson => ["==", key, value])];
  const { op, value } = test;
  if (op === "!=") return ["!", ["==", key, value]];
  const timed = factNamed(test.fact)?.type === "duration" && typeof value === "number";
  return [op, key, timed ? Math.round(value * SECOND_MS) : value];
};

export const jsonOf = (tree: RuleTree): RuleJson => {
  switch (tree.kind) {
    case "always":
      return tree.value;
    case "not":
      return ["!", jsonOf(tree.part)];
    case "all":
      return ["&&", ...tree.parts.map(jsonOf)];
    case "any":
      return ["||", ...tree.parts.map(jsonOf)];
    case "test":
      return testJson(tree);
  }
};

const OPS: ReadonlySet<unknown> = new Set<TestOp>([
  "==",
  "<",
  "<=",
  ">",
  ">=",
  "startsWith",
  "endsWith",
  "contains",
]);

const testOfJson = (op: unknown, key: string, value: unknown): FactTest | undefined => {
  const known = factOfKey(key);
  if (known === undefined || !OPS.has(op)) return undefined;
  const { definition, argument } = known;
  const seconds = definition.type === "duration" && typeof value === "number" ? value / SECOND_MS : value;
  return testOf(definition, argument, op as TestOp, seconds as Literal);
};

/** `["||", ["==", k, a], ["==", k, b]]` reads as "one of a, b", however it was written. */
const asList = (parts: readonly RuleTree[]): FactTest | undefined => {
  const [first] = parts;
  if (first?.kind !== "test") return undefined;
  const values: Literal[] = [];
  for (const part of parts) {
    if (part.kind !== "test" || part.op !== "==" || keyOf(part) !== keyOf(first)) return undefined;
    if (typeof part.value === "boolean") return undefined;
    values.push(part.value);
  }
  return { kind: "test", fact: first.fact, argument: first.argument, op: "in", values };
};

/**
 * What a compiled rule says, for whoever has only that: a recorded trace, say. Undefined where it names a fact that the
 * catalogue does not know. `a != b` comes back as "not a == b".
 */
export const treeOfJson = (json: RuleJson): RuleTree | undefined => {
  if (typeof json === "boolean") return { kind: "always", value: json };
  if (!Array.isArray(json)) return undefined;
  const [op, first, ...rest]: readonly RuleJson[] = json;
  if (typeof first === "string") return testOfJson(op, first, rest[0]);
  const parts: RuleTree[] = [];
  for (const part of json.slice(1)) {
    const tree = treeOfJson(part);
    if (tree === undefined) return undefined;
    parts.push(tree);
  }
  const [only] = parts;
  if (op === "!" && only) return { kind: "not", part: only };
  if (op === "&&") return { kind: "all", parts };
  if (op !== "||") return undefined;
  return asList(parts) ?? { kind: "any", parts };
};
