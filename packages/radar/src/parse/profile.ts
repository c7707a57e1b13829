/** Profile 1: from a tree that CEL has accepted to the rule's own, which is nested AND, OR and NOT over tests of facts. */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { RuleTree } from "../tree/RuleTree.ts";
import { RULE_LIMITS } from "./environment.ts";
import { comparedSides, membership, methodOrFact, refuse } from "./leaf.ts";
import type { RulePosition } from "./RuleError.ts";
import { REASONS } from "./reasons.ts";

export interface Reading {
  /** Told where each part of the tree stands in the text. */
  readonly note?: (tree: RuleTree, position: RulePosition) => void;
}

/** Chains are one group, however they are bracketed: `a && (b && c)` is an AND of three. */
const chain = (node: ASTNode, op: "&&" | "||", visit: (node: ASTNode) => RuleTree): RuleTree[] =>
  node.op === op ? node.args.flatMap(side => chain(side, op, visit)) : [visit(node)];

const read = (node: ASTNode, reading: Reading, depth: number): RuleTree => {
  switch (node.op) {
    case "&&":
    case "||": {
      const parts = chain(node, node.op, part => treeOfNode(part, reading, depth + 1));
      return { kind: node.op === "&&" ? "all" : "any", parts };
    }
    case "!_":
      return { kind: "not", part: treeOfNode(node.args, reading, depth + 1) };
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparedSides(node, node.op, node.args);
    case "in":
      return membership(node, node.args);
    case "value":
      if (typeof node.args === "boolean") return { kind: "always", value: node.args };
  }
  return methodOrFact(node) ?? refuse(node, REASONS.outside);
};

/** Throws a RuleError for whatever is outside of the profile. */
export const treeOfNode = (node: ASTNode, reading: Reading = {}, depth = 0): RuleTree => {
  if (depth > RULE_LIMITS.depth) return refuse(node, REASONS.tooDeep);
  const tree = read(node, reading, depth);
  reading.note?.(tree, { start: node.start, end: node.end });
  return tree;
};
