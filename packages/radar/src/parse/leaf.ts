/**
 * The tests a rule is made of: one fact against constants. Everything not named here is refused, whatever CEL may learn.
 * Runs after the type check, so types are as the catalogue says.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import { ARGUMENT_MAX, type Fact, factNamed } from "../catalogue/index.ts";
import { type FactTest, type Literal, type RuleTree, type TestOp, testOf } from "../tree/RuleTree.ts";
import { RuleError } from "./RuleError.ts";
import { REASONS, type Reason } from "./reasons.ts";

interface FactUse {
  readonly fact: Fact;
  readonly argument: string | null;
}

/** Seconds become milliseconds and must stay exact: 31 years. */
const SECONDS_MAX = 1_000_000_000;
const NUMBER_MAX = Number.MAX_SAFE_INTEGER / 1_000;
const MIRRORED: ReadonlyMap<string, TestOp> = new Map([
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
]);
const TEXT_METHODS: ReadonlySet<string> = new Set(["startsWith", "endsWith", "contains"]);

export const refuse = (node: ASTNode, reason: Reason): never => {
  throw new RuleError(reason, { position: { start: node.start, end: node.end } });
};

const literalOf = (node: ASTNode): Literal | undefined => {
  if (node.op !== "value") return undefined;
  const value = node.args;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const number = Number(value);
  return Math.abs(number) <= NUMBER_MAX ? number : refuse(node, REASONS.numberTooLarge);
};

const argumentOf = (node: ASTNode, [argument]: readonly ASTNode[]): string => {
  const name = argument && literalOf(argument);
  if (typeof name !== "string") return refuse(node, REASONS.computedArgument);
  if (name === "" || name.length > ARGUMENT_MAX) {
    return refuse(node, REASONS.argumentLength);
  }
  return name;
};

/** The three ways of writing a fact: `page.path`, `form("quote").seconds`, and `pages.visited("/a*")` or `fact("x")`. */
const factOf = (node: ASTNode): FactUse | undefined => {
  if (node.op === ".") {
    const [object, field] = node.args;
    if (object.op === "id") {
      const fact = factNamed(`${object.args}.${field}`);
      return fact?.argumentAt === null ? { fact, argument: null } : undefined;
    }
    if (object.op !== "call") return undefined;
    const [root, args] = object.args;
    const fact = factNamed(`${root}.${field}`);
    return fact?.argumentAt === "root" ? { fact, argument: argumentOf(object, args) } : undefined;
  }
  if (node.op === "call") {
    const [name, args] = node.args;
    const fact = factNamed(name);
    return fact && { fact, argument: argumentOf(node, args) };
  }
  if (node.op !== "rcall") return undefined;
  const [method, receiver, args] = node.args;
  const fact = receiver.op === "id" ? factNamed(`${receiver.args}.${method}`) : undefined;
  return fact?.argumentAt === "field" ? { fact, argument: argumentOf(node, args) } : undefined;
};

const wholeMs = (seconds: number): boolean => Math.round(seconds * 1_000) / 1_000 === seconds;

/** One fact against one constant. */
const comparison = (node: ASTNode, op: TestOp, { fact, argument }: FactUse, literal: Literal): RuleTree => {
  const { type } = fact;
  const ordering = MIRRORED.has(op);
  if (!ordering && type === "duration") return refuse(node, REASONS.durationOnlyOrdered);
  if (!ordering && type === "amount") return refuse(node, REASONS.amountOnlyOrdered);
  if (ordering && typeof literal !== "number") return refuse(node, REASONS.unordered);
  if (type === "duration") {
    const seconds = Number(literal);
    if (seconds > SECONDS_MAX) return refuse(node, REASONS.durationTooLong);
    if (!wholeMs(seconds)) {
      return refuse(node, REASONS.durationTooFine);
    }
  }
  return testOf(fact, argument, op, literal);
};

export const comparedSides = (
  node: ASTNode,
  op: TestOp,
  [left, right]: readonly [ASTNode, ASTNode],
): RuleTree => {
  const [leftFact, rightLiteral] = [factOf(left), literalOf(right)];
  if (leftFact && rightLiteral !== undefined) return comparison(node, op, leftFact, rightLiteral);
  const [rightFact, leftLiteral] = [factOf(right), literalOf(left)];
  if (rightFact && leftLiteral !== undefined) {
    return comparison(node, MIRRORED.get(op) ?? op, rightFact, leftLiteral);
  }
  return refuse(node, REASONS.sides);
};

export const membership = (node: ASTNode, [left, right]: readonly [ASTNode, ASTNode]): FactTest => {
  const use = factOf(left);
  if (!use || right.op !== "list" || right.args.length === 0) {
    return refuse(node, REASONS.membership);
  }
  const values = right.args.map(one => literalOf(one) ?? refuse(one, REASONS.listOfConstants));
  if (values.some(value => typeof value === "boolean")) return refuse(right, REASONS.listOfYesNo);
  for (const value of values) comparison(node, "==", use, value);
  return { kind: "test", fact: use.fact.name, argument: use.argument, op: "in", values };
};

/** `page.path.startsWith("/a")`; a fact by itself; or nothing that a rule may say. */
export const methodOrFact = (node: ASTNode): RuleTree | undefined => {
  const itself = factOf(node);
  if (itself) {
    const { type } = itself.fact;
    return type === "boolean" || type === "any"
      ? testOf(itself.fact, itself.argument, "==", true)
      : undefined;
  }
  if (node.op !== "rcall") return undefined;
  const [method, receiver, args] = node.args;
  const use = factOf(receiver);
  const text = args[0] && literalOf(args[0]);
  const textual = use?.fact.type === "text" || use?.fact.type === "any";
  if (!use || !textual || !TEXT_METHODS.has(method) || typeof text !== "string") {
    return refuse(node, REASONS.textMethods);
  }
  return testOf(use.fact, use.argument, method as TestOp, text);
};
