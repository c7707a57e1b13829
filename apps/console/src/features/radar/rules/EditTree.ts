/**
 * A rule's condition as it is drawn: like the rule's own tree, but parts may still be open, and each has a number that stays its
 * own while things move around it. Knows how to become a rule; not what is on the screen.
 */
import type { Localized } from "@lotse/protocol";
import { ARGUMENT_MAX, type FactName, factNamed } from "@lotse/radar/catalogue";
import { type FactTest, type Literal, type RuleTree, type TestOp, textOf } from "@lotse/radar/text";

export type NodeId = number;
export type NextId = () => NodeId;
export type Op = TestOp | "in";

export interface GroupNode {
  readonly id: NodeId;
  readonly kind: "all" | "any";
  readonly parts: readonly EditNode[];
}

export interface NotNode {
  readonly id: NodeId;
  readonly kind: "not";
  readonly part: EditNode;
}

export interface TestNode {
  readonly id: NodeId;
  readonly kind: "test";
  /** Null: not yet chosen. */
  readonly fact: FactName | null;
  readonly argument: string;
  readonly op: Op;
  /** One, or for `in` several; none as long as it is open. */
  readonly values: readonly Literal[];
}

export interface AlwaysNode {
  readonly id: NodeId;
  readonly kind: "always";
  readonly value: boolean;
}

export type EditNode = GroupNode | NotNode | TestNode | AlwaysNode;

/** What keeps a drawn condition from being a rule. `refused`: the language does not take it, and says why. */
export interface Gap {
  readonly id: NodeId;
  readonly why: "fact" | "argument" | "value" | "empty" | "refused";
  readonly text: Localized | null;
}

export const counter = (): NextId => {
  let last = 0;
  return () => ++last;
};

export const openTest = (nextId: NextId): TestNode => ({
  id: nextId(),
  kind: "test",
  fact: null,
  argument: "",
  op: "==",
  values: [],
});

export const drawn = (tree: RuleTree, nextId: NextId): EditNode => {
  const id = nextId();
  switch (tree.kind) {
    case "always":
      return { id, kind: "always", value: tree.value };
    case "not":
      return { id, kind: "not", part: drawn(tree.part, nextId) };
    case "test": {
      const values = tree.op === "in" ? tree.values : [tree.value];
      return { id, kind: "test", fact: tree.fact, argument: tree.argument ?? "", op: tree.op, values };
    }
    default:
      return { id, kind: tree.kind, parts: tree.parts.map(part => drawn(part, nextId)) };
  }
};

export const childrenOf = (node: EditNode): readonly EditNode[] => {
  if (node.kind === "not") return [node.part];
  return node.kind === "all" || node.kind === "any" ? node.parts : [];
};

export const nodesIn = (node: EditNode): readonly EditNode[] => [node, ...childrenOf(node).flatMap(nodesIn)];

export const leavesIn = (node: EditNode): readonly EditNode[] => {
  const children = childrenOf(node);
  return children.length === 0 ? [node] : children.flatMap(leavesIn);
};

/** Undefined while it is open. */
export const testOfNode = ({ fact, argument, op, values }: TestNode): FactTest | undefined => {
  const [value] = values;
  if (fact === null || value === undefined) return undefined;
  const of = {
    kind: "test",
    fact,
    argument: factNamed(fact)?.argument === undefined ? null : argument,
  } as const;
  return op === "in" ? { ...of, op, values } : { ...of, op, value };
};

const gapOf = (node: TestNode): Gap | null => {
  const { id } = node;
  const open = (why: Gap["why"]): Gap => ({ id, why, text: null });
  if (node.fact === null) return open("fact");
  const takesName = factNamed(node.fact)?.argument !== undefined;
  if (takesName && (node.argument === "" || node.argument.length > ARGUMENT_MAX)) return open("argument");
  const test = testOfNode(node);
  if (test === undefined) return open("value");
  const text = refusalOf(test);
  return text && { id, why: "refused", text };
};

/** In the language's own words; null for what it takes. */
export const refusalOf = (tree: RuleTree): Localized | null => {
  try {
    textOf(tree);
    return null;
  } catch (error) {
    return hasWords(error) ? error.text : { de: String(error), en: String(error) };
  }
};

const hasWords = (error: unknown): error is { readonly text: Localized } =>
  typeof error === "object" && error !== null && "text" in error;

export interface Drawing {
  /** What is open stands in it as a part that is always true: it holds its place. */
  readonly tree: RuleTree;
  readonly gaps: readonly Gap[];
  /** Of which node a part of the tree came. */
  readonly nodes: ReadonlyMap<RuleTree, NodeId>;
}

/** As a rule, with the same parts in the same places. */
export const ruleOf = (root: EditNode): Drawing => {
  const gaps: Gap[] = [];
  const nodes = new Map<RuleTree, NodeId>();
  const open = (gap: Gap): RuleTree => {
    gaps.push(gap);
    return { kind: "always", value: true };
  };
  const partOf = (node: EditNode): RuleTree => {
    if (node.kind === "always") return { kind: "always", value: node.value };
    if (node.kind === "not") return { kind: "not", part: visit(node.part) };
    if (node.kind === "test") {
      const gap = gapOf(node);
      const test = testOfNode(node);
      return gap !== null || test === undefined
        ? open(gap ?? { id: node.id, why: "value", text: null })
        : test;
    }
    if (node.parts.length === 0) return open({ id: node.id, why: "empty", text: null });
    return { kind: node.kind, parts: node.parts.map(visit) };
  };
  const visit = (node: EditNode): RuleTree => {
    const part = partOf(node);
    nodes.set(part, node.id);
    return part;
  };
  const tree = visit(root);
  return { tree, gaps, nodes };
};
