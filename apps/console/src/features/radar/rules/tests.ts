/**
 * One test of a drawn condition: which comparisons a fact allows, what kind of value it takes, and with what a fact begins when it
 * is chosen. Follows the catalogue; knows no fact by name.
 */
import { type ArgumentKind, FACTS, type Fact, type FactName, factNamed } from "@lotse/radar/catalogue";
import { type Literal, type RuleTree, treeOf } from "@lotse/radar/text";
import type { Op, TestNode } from "./EditTree.ts";

/** What a value is typed as. `hour`, `weekday`, `clock` are points on a scale one goes through in order. */
export type ValueKind =
  | "duration"
  | "number"
  | "amount"
  | "text"
  | "choice"
  | "boolean"
  | "hour"
  | "weekday"
  | "clock";

const ORDER: readonly Op[] = [">", ">=", "<", "<="];
const TEXTUAL: readonly Op[] = ["==", "!=", "startsWith", "contains", "endsWith", "in"];
const COUNTED: readonly Op[] = [...ORDER, "==", "!=", "in"];
const CHOSEN: readonly Op[] = ["==", "!=", "in"];

const OPS: Readonly<Record<ValueKind, readonly Op[]>> = {
  duration: ORDER,
  amount: ORDER,
  number: COUNTED,
  hour: COUNTED,
  weekday: COUNTED,
  clock: ORDER,
  text: TEXTUAL,
  choice: CHOSEN,
  boolean: ["==", "!="],
};

const kindOfFact = ({ type, unit, values }: Fact): ValueKind | null => {
  if (type === "any") return null;
  if (type !== "number") return type === "text" && values !== undefined ? "choice" : type;
  if (unit === "hour" || unit === "weekday") return unit;
  return unit === "minuteOfDay" ? "clock" : "number";
};

const kindOfLiteral = (value: Literal | undefined): ValueKind => {
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
};

/** Of a fact that may be anything, the value that it is compared with says it. */
export const kindOf = (fact: Fact, values: readonly Literal[]): ValueKind =>
  kindOfFact(fact) ?? kindOfLiteral(values[0]);

/** What a fact that may be anything can be taken as; none for all others. */
export const kindsOf = (fact: Fact): readonly ValueKind[] =>
  kindOfFact(fact) === null ? ["text", "number", "boolean"] : [];

/** One that was written in the text stays on offer, although it is not what one would choose. */
export const opsOf = (kind: ValueKind, current: Op): readonly Op[] =>
  OPS[kind].includes(current) ? OPS[kind] : [...OPS[kind], current];

const firstTest = (tree: RuleTree): Extract<RuleTree, { kind: "test" }> | undefined => {
  if (tree.kind === "test") return tree;
  if (tree.kind === "always") return undefined;
  return tree.kind === "not" ? firstTest(tree.part) : tree.parts.flatMap(part => firstTest(part) ?? [])[0];
};

/** The comparison of the catalogue's example. A number in it is a good first guess; a text is somebody else's. */
const beginningOf = (fact: Fact): Pick<TestNode, "op" | "values"> => {
  if (fact.type === "boolean") return { op: "==", values: [true] };
  const example = firstTest(treeOf(fact.example));
  if (example === undefined) return { op: "==", values: [] };
  const known = example.op === "in" ? [] : [example.value];
  const op = example.op === "in" ? "==" : example.op;
  if (fact.values !== undefined) return { op: "==", values: fact.values.slice(0, 1) };
  return { op, values: known.filter(value => typeof value === "number") };
};

/** Another fact in the same place: what still fits stays. */
export const withFact = (node: TestNode, name: FactName): TestNode => {
  const fact = factNamed(name);
  if (fact === undefined) return node;
  const before = node.fact === null ? undefined : factNamed(node.fact);
  const sameKind =
    before !== undefined &&
    kindOf(before, node.values) === kindOf(fact, node.values) &&
    before.unit === fact.unit;
  const argument = before?.argument === fact.argument ? node.argument : "";
  return { ...node, fact: name, argument, ...(sameKind ? {} : beginningOf(fact)) };
};

/** A list takes over the one value, and gives its first back. */
export const withOp = (node: TestNode, op: Op): TestNode => ({
  ...node,
  op,
  values: op === "in" ? node.values : node.values.slice(0, 1),
});

/** What a fact that may be anything is taken as. */
export const withKind = (node: TestNode, kind: ValueKind): TestNode => {
  const values = { number: [1], boolean: [true] }[kind as "number" | "boolean"] ?? [""];
  const op = OPS[kind].includes(node.op) && node.op !== "in" ? node.op : "==";
  return { ...node, op, values };
};

export type FactGroup = "form" | "page" | "shop" | "visit" | "contact" | "time" | "house" | "said";

const GROUPS: Readonly<Record<string, FactGroup>> = {
  form: "form",
  page: "page",
  pages: "page",
  product: "shop",
  category: "shop",
  item: "shop",
  basket: "shop",
  visit: "visit",
  contact: "contact",
  time: "time",
  hours: "house",
  skill: "house",
  queue: "house",
  event: "said",
  fact: "said",
};

export const FACT_GROUPS: readonly FactGroup[] = [
  "form",
  "page",
  "shop",
  "visit",
  "contact",
  "house",
  "time",
  "said",
];

export const groupOf = ({ root }: Fact): FactGroup => GROUPS[root] ?? "said";

export const factsIn = (group: FactGroup): readonly Fact[] => FACTS.filter(fact => groupOf(fact) === group);

/** Names of each kind that are known to mean something. */
export type KnownNames = Readonly<Record<ArgumentKind, readonly string[]>>;
