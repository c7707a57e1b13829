/**
 * Profile 1: from a tree that CEL has accepted to the few shapes a rule may have. Everything not named here is
 * refused, whatever CEL may learn. Runs after the type check, so types are as the catalogue says.
 */
import type { RuleJson } from "@lotse/protocol";
import type { ASTNode } from "@marcbachmann/cel-js";
import { type FactDefinition, findFact } from "./catalogue.ts";
import { RULE_LIMITS } from "./environment.ts";
import { RuleError, type RuleErrorCode } from "./RuleError.ts";

type Literal = string | number | boolean;

interface FactUse {
  readonly definition: FactDefinition;
  readonly key: string;
}

/** Facts are named by the page within this length; a longer argument could never match. */
const ARGUMENT_MAX = 80;
const SECOND_MS = 1_000;
const MIRRORED: ReadonlyMap<string, string> = new Map([
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
]);
const TEXT_METHODS: ReadonlySet<string> = new Set(["startsWith", "endsWith", "contains"]);

const refuse = (node: ASTNode, message: string, code: RuleErrorCode = "RULE_UNSAFE"): never => {
  throw new RuleError(code, message, { position: { start: node.start, end: node.end } });
};

const literalOf = (node: ASTNode): Literal | undefined => {
  if (node.op !== "value") return undefined;
  const value = node.args;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const number = Number(value);
  // Seconds become milliseconds below and must stay exact
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER / SECOND_MS) return number;
  return refuse(node, "A number in the rule is too large", "RULE_TYPE");
};

const argumentOf = (node: ASTNode, args: readonly ASTNode[]): string => {
  const [argument] = args;
  const name = argument && literalOf(argument);
  if (typeof name !== "string") return refuse(node, "A fact's argument must be written out as text");
  if (name === "" || name.length > ARGUMENT_MAX) {
    return refuse(node, `A fact's argument has 1 to ${ARGUMENT_MAX} characters`, "RULE_TYPE");
  }
  return name;
};

const factOf = (node: ASTNode): FactUse | undefined => {
  if (node.op !== ".") return undefined;
  const [object, field] = node.args;
  if (object.op === "id") {
    const definition = findFact(object.args, field);
    return definition && { definition, key: definition.key };
  }
  if (object.op !== "call") return undefined;
  const [root, args] = object.args;
  const definition = findFact(root, field);
  return definition && { definition, key: `${definition.key}:${argumentOf(object, args)}` };
};

/** One fact against one constant. */
const comparison = (node: ASTNode, op: string, fact: FactUse, literal: Literal): RuleJson => {
  const { type } = fact.definition;
  const ordering = MIRRORED.has(op);
  if (type === "duration") {
    if (!ordering || typeof literal !== "number")
      return refuse(node, "A duration is compared with <, <=, > or >=");
    return [op, fact.key, Math.round(literal * SECOND_MS)];
  }
  if (ordering && type !== "number") return refuse(node, "Only numbers and durations have an order");
  return op === "!=" ? ["!", ["==", fact.key, literal]] : [op, fact.key, literal];
};

const compareSides = (node: ASTNode, op: string, left: ASTNode, right: ASTNode): RuleJson => {
  const [leftFact, rightLiteral] = [factOf(left), literalOf(right)];
  if (leftFact && rightLiteral !== undefined) return comparison(node, op, leftFact, rightLiteral);
  const [rightFact, leftLiteral] = [factOf(right), literalOf(left)];
  if (rightFact && leftLiteral !== undefined) {
    return comparison(node, MIRRORED.get(op) ?? op, rightFact, leftLiteral);
  }
  return refuse(node, "A comparison has a fact on one side and a constant on the other");
};

const membership = (node: ASTNode, left: ASTNode, right: ASTNode): RuleJson => {
  const fact = factOf(left);
  if (!fact || right.op !== "list" || right.args.length === 0) {
    return refuse(node, "`in` looks for a fact in a list of constants");
  }
  const literals = right.args.map(one => literalOf(one) ?? refuse(one, "The list holds constants only"));
  return ["||", ...literals.map(literal => comparison(node, "==", fact, literal))];
};

const textMethod = (node: ASTNode, method: string, receiver: ASTNode, args: readonly ASTNode[]): RuleJson => {
  const fact = factOf(receiver);
  const text = args[0] && literalOf(args[0]);
  if (!TEXT_METHODS.has(method) || fact?.definition.type !== "string" || typeof text !== "string") {
    return refuse(node, "Texts know startsWith, endsWith and contains, each with a constant");
  }
  return [method, fact.key, text];
};

/** `a && b && c` is one AND of three: chains stay flat, however long. */
const chain = (node: ASTNode, op: "&&" | "||", depth: number): RuleJson[] => {
  if (node.op !== op) return [toJson(node, depth)];
  const [left, right] = node.args;
  return [...chain(left, op, depth), toJson(right, depth)];
};

export const toJson = (node: ASTNode, depth = 0): RuleJson => {
  if (depth > RULE_LIMITS.depth) return refuse(node, "The rule is nested too deeply", "RULE_TOO_COMPLEX");
  switch (node.op) {
    case "&&":
    case "||":
      return [node.op, ...chain(node, node.op, depth + 1)];
    case "!_":
      return ["!", toJson(node.args, depth + 1)];
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compareSides(node, node.op, ...node.args);
    case "in":
      return membership(node, ...node.args);
    case "rcall":
      return textMethod(node, ...node.args);
    case "value":
      if (typeof node.args === "boolean") return node.args;
      break;
    case ".": {
      const fact = factOf(node);
      if (fact?.definition.type === "boolean") return ["==", fact.key, true];
    }
  }
  return refuse(node, "The rule uses something outside of profile 1");
};
