/**
 * What there is to say about a condition as it stands: what is wrong or odd and at which part, what it costs, and the rule to read
 * out. Text and tree have the same leaves in the same order; by them a finding in the one is found in the other. Pure.
 */
import type { Localized } from "@lotse/protocol";
import { type Check, check, type Finding, type World } from "@lotse/radar/check";
import { commentsIn, normalTree, type RuleTree } from "@lotse/radar/text";
import type { Condition } from "./Condition.ts";
import {
  type Drawing,
  type EditNode,
  type Gap,
  leavesIn,
  type NodeId,
  nodesIn,
  refusalOf,
  ruleOf,
} from "./EditTree.ts";

export interface Reading {
  /** About the text; none while the tree is ahead. */
  readonly findings: readonly Finding[];
  readonly cost: Check["cost"];
  readonly gaps: readonly Gap[];
  /** The tree is finished, and too much or too deep. */
  readonly refused: Localized | null;
  /** Oddities at the part of the tree they are about. */
  readonly notes: ReadonlyMap<NodeId, readonly Finding[]>;
  /** To be read out: what is open holds its place in it. */
  readonly rule: RuleTree;
  /** The node that a part of `rule` says; undefined for groups, which the normal form may have made anew. */
  readonly nodeOf: (part: RuleTree) => NodeId | undefined;
  readonly hasComments: boolean;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const childrenOf = (tree: RuleTree): readonly RuleTree[] => {
  if (tree.kind === "not") return [tree.part];
  return tree.kind === "all" || tree.kind === "any" ? tree.parts : [];
};

/** Which leaves each part covers, counted from the left. */
const stretchesIn = (root: RuleTree): ReadonlyMap<RuleTree, Stretch> => {
  const found = new Map<RuleTree, Stretch>();
  let leaves = 0;
  const visit = (part: RuleTree): void => {
    const from = leaves;
    const children = childrenOf(part);
    if (children.length === 0) leaves += 1;
    else children.forEach(visit);
    found.set(part, { from, to: leaves });
  };
  visit(root);
  return found;
};

const nodeAt = (root: EditNode, { from, to }: Stretch, kind: EditNode["kind"]): NodeId | undefined => {
  const leaves = leavesIn(root).slice(from, to);
  const covers = nodesIn(root).filter(node => {
    const own = leavesIn(node);
    return own.length === leaves.length && own.every((leaf, index) => leaf === leaves[index]);
  });
  return (covers.find(node => node.kind === kind) ?? covers[0])?.id;
};

const notesOf = (root: EditNode, { tree, findings, placeOf }: Check): Reading["notes"] => {
  const notes = new Map<NodeId, Finding[]>();
  if (tree === null) return notes;
  const stretches = stretchesIn(tree);
  for (const finding of findings) {
    const { position } = finding;
    const [part, stretch] =
      [...stretches].find(([one]) => {
        const place = placeOf(one);
        return place !== null && place.start === position?.start && place.end === position.end;
      }) ?? [];
    const id = part && stretch && nodeAt(root, stretch, part.kind);
    if (id !== undefined) notes.set(id, [...(notes.get(id) ?? []), finding]);
  }
  return notes;
};

const nodeIn =
  ({ nodes }: Drawing) =>
  (part: RuleTree): NodeId | undefined =>
    nodes.get(part) ?? (part.kind === "not" ? nodes.get(part.part) : undefined);

/** Whether the text holds comments is asked only of what is valid CEL. */
const NOTHING: Check = { findings: [], tree: null, cost: null, placeOf: () => null };

export const readingOf = (condition: Condition, world: World | null): Reading => {
  const checked =
    condition.ahead === "tree" ? NOTHING : check(condition.text, world === null ? {} : { world });
  const drawing = ruleOf(condition.tree);
  return {
    findings: checked.findings,
    cost: checked.cost,
    gaps: condition.ahead === "tree" ? drawing.gaps : [],
    refused: condition.ahead === "tree" && drawing.gaps.length === 0 ? refusalOf(drawing.tree) : null,
    notes: condition.ahead === "both" ? notesOf(condition.tree, checked) : new Map(),
    rule: normalTree(drawing.tree),
    nodeOf: nodeIn(drawing),
    hasComments: checked.tree !== null && commentsIn(condition.text).length > 0,
  };
};
