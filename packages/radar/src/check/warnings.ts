/**
 * What a manager did not mean: parts that are always or never true, that contradict each other, or that change nothing. Said only
 * where it is proven; of facts that nobody knows nothing is claimed.
 */
import type { Localized } from "@lotse/protocol";
import type { RuleTree } from "../tree/RuleTree.ts";
import { type Formula, type Logic, logicOf } from "./formula.ts";
import { canBe, canDiffer, type Worlds, worldsOf } from "./possible.ts";

export type WarningKind =
  | "alwaysTrue"
  | "neverTrue"
  | "contradiction"
  | "neverMatters"
  | "unknownSkill"
  | "unknownQueue";

export interface Warning {
  readonly kind: WarningKind;
  readonly part: RuleTree;
  /** The part it contradicts. */
  readonly with?: RuleTree;
}

/** What there is, where the check is asked by somebody who knows the plan. */
export interface World {
  readonly skills: readonly string[];
  /** Keys of queues. */
  readonly queues: readonly string[];
}

export const WARNING_TEXTS: Readonly<Record<WarningKind, Localized>> = {
  alwaysTrue: { de: "Das trifft immer zu", en: "This is always true" },
  neverTrue: { de: "Das trifft nie zu", en: "This is never true" },
  contradiction: {
    de: "Das kann nicht zugleich mit einem anderen Teil zutreffen",
    en: "This cannot be true together with another part",
  },
  neverMatters: {
    de: "Ohne diesen Teil sagt die Regel dasselbe",
    en: "Without this part the rule says the same",
  },
  unknownSkill: { de: "Diese Fähigkeit gibt es im Plan nicht", en: "The plan has no such skill" },
  unknownQueue: { de: "Diese Warteschlange gibt es im Plan nicht", en: "The plan has no such queue" },
};

interface Look {
  readonly logic: Logic;
  readonly worlds: Worlds;
}

const formulaOf = ({ logic }: Look, part: RuleTree): Formula => logic.of.get(part) ?? false;

const childrenOf = (tree: RuleTree): readonly RuleTree[] => {
  if (tree.kind === "not") return [tree.part];
  return tree.kind === "all" || tree.kind === "any" ? tree.parts : [];
};

/** `true` and `false` by themselves are meant. */
const constant = (look: Look, part: RuleTree): WarningKind | null => {
  if (part.kind === "always") return null;
  const formula = formulaOf(look, part);
  if (canBe(look.worlds, formula, true) === false) return "neverTrue";
  return canBe(look.worlds, formula, false) === false ? "alwaysTrue" : null;
};

/** Two of a group that cannot be true together are more help than "this is never true" about the whole. */
const contradictionsIn = (look: Look, group: readonly RuleTree[]): readonly Warning[] => {
  const parts = group.filter(part => part.kind !== "always");
  return parts.flatMap((part, index) =>
    parts.slice(0, index).flatMap((earlier): Warning[] => {
      const both: Formula = { op: "all", parts: [formulaOf(look, earlier), formulaOf(look, part)] };
      const never = canBe(look.worlds, both, true) === false;
      return never ? [{ kind: "contradiction", part, with: earlier }] : [];
    }),
  );
};

/** From the inside out: of what is wrong because of a part, only the part is told. */
const constantsIn = (look: Look, tree: RuleTree): readonly Warning[] => {
  const inner = childrenOf(tree).flatMap(part => constantsIn(look, part));
  if (inner.length > 0) return inner;
  const kind = constant(look, tree);
  if (kind === null) return [];
  const pairs = tree.kind === "all" && kind === "neverTrue" ? contradictionsIn(look, tree.parts) : [];
  return pairs.length > 0 ? pairs : [{ kind, part: tree }];
};

/** The formula with one part left out of its group, which is as if it never decided. */
const without = (look: Look, tree: RuleTree, gone: ReadonlySet<RuleTree>): Formula => {
  if (tree.kind === "not") return { op: "not", part: without(look, tree.part, gone) };
  if (tree.kind !== "all" && tree.kind !== "any") return formulaOf(look, tree);
  const left = tree.parts.filter(part => !gone.has(part));
  return { op: tree.kind, parts: left.map(part => without(look, part, gone)) };
};

/** Later parts first, so that of two that say the same the first one stays. */
const idleIn = (look: Look, whole: RuleTree): readonly Warning[] => {
  const gone = new Set<RuleTree>();
  const visit = (tree: RuleTree): void => {
    for (const part of childrenOf(tree).toReversed()) {
      const inGroup =
        tree.kind !== "not" && childrenOf(tree).some(other => other !== part && !gone.has(other));
      const tried = new Set([...gone, part]);
      const differs = inGroup
        ? canDiffer(look.worlds, without(look, whole, gone), without(look, whole, tried))
        : true;
      if (differs === false) gone.add(part);
      else visit(part);
    }
  };
  visit(whole);
  return [...gone].map((part): Warning => ({ kind: "neverMatters", part })).toReversed();
};

const strangersIn = (tree: RuleTree, world: World): readonly Warning[] => {
  if (tree.kind !== "test") return childrenOf(tree).flatMap(part => strangersIn(part, world));
  const { fact, argument } = tree;
  if (argument === null) return [];
  if (fact === "skill.free") {
    return world.skills.includes(argument) ? [] : [{ kind: "unknownSkill", part: tree }];
  }
  const aQueue = fact === "hours.open" || fact === "queue.waiting" || fact === "queue.expectedSeconds";
  return aQueue && !world.queues.includes(argument) ? [{ kind: "unknownQueue", part: tree }] : [];
};

export const warningsOf = (tree: RuleTree, world?: World): readonly Warning[] => {
  const logic = logicOf(tree);
  const look: Look = { logic, worlds: worldsOf(logic) };
  const constants = constantsIn(look, tree);
  // Where something is settled already, much else changes nothing: it would only be noise
  const idle = constants.length === 0 ? idleIn(look, tree) : [];
  return [...constants, ...idle, ...(world ? strangersIn(tree, world) : [])];
};
