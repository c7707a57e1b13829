/** Names that are known to mean something: from the plan, from visits that were looked at, and from rules that there are. Pure. */
import type { RuleView } from "@lotse/protocol";
import { ARGUMENTS, type ArgumentKind, factNamed } from "@lotse/radar/catalogue";
import type { World } from "@lotse/radar/check";
import { type RuleTree, treeOf } from "@lotse/radar/text";
import type { KnownNames } from "./tests.ts";

export interface RadarWorld {
  readonly skills: readonly string[];
  /** Keys of queues, and what they are called. */
  readonly queues: readonly { readonly key: string; readonly name: string }[];
  /** False as long as the plan is not read: then nothing is held against a rule. */
  readonly known: boolean;
  /** By kind, beyond skills and queues. */
  readonly seen: Partial<KnownNames>;
}

const KINDS = Object.keys(ARGUMENTS) as readonly ArgumentKind[];

const argumentsIn = (tree: RuleTree): readonly (readonly [ArgumentKind, string])[] => {
  if (tree.kind === "always") return [];
  if (tree.kind === "not") return argumentsIn(tree.part);
  if (tree.kind !== "test") return tree.parts.flatMap(argumentsIn);
  const kind = factNamed(tree.fact)?.argument;
  return kind === undefined || tree.argument === null ? [] : [[kind, tree.argument]];
};

const treeOrNothing = (cel: string): RuleTree => {
  try {
    return treeOf(cel, { comments: "drop" });
  } catch {
    return { kind: "always", value: true };
  }
};

/** What rules name besides. A skill or queue that only a rule names is none. */
export const namesIn = (rules: readonly RuleView[], world: RadarWorld): RadarWorld => {
  const named = rules.flatMap(rule => argumentsIn(treeOrNothing(rule.newest.definition.cel)));
  const ofKind = (kind: ArgumentKind) => [
    ...(world.seen[kind] ?? []),
    ...named.filter(([other]) => other === kind).map(([, name]) => name),
  ];
  const seen = Object.fromEntries(KINDS.map(kind => [kind, [...new Set(ofKind(kind))].sort()]));
  return { ...world, seen };
};

/** What an argument of this kind may well be. */
export const suggestions = (kind: ArgumentKind, { skills, queues, seen }: RadarWorld): readonly string[] => {
  if (kind === "skill") return skills;
  return kind === "queue" || kind === "hours" ? queues.map(({ key }) => key) : (seen[kind] ?? []);
};

export const checkWorld = ({ known, skills, queues }: RadarWorld): World | null =>
  known ? { skills, queues: queues.map(({ key }) => key) } : null;
