/**
 * What a rule that does not hold lacks: the fewest tests that would have to come out otherwise, all at once possible. Among ways
 * that are equally short the first one written wins.
 */
import type { Language } from "@lotse/protocol";
import { answersOf } from "../check/domains.ts";
import { type Atom, type Formula, logicOf } from "../check/formula.ts";
import { compile, evaluate, type Truth } from "../compile.ts";
import type { Explanation } from "../explain.ts";
import type { FactValue } from "../facts.ts";
import { plainSentence, sentenceOf } from "../sentence/index.ts";
import { treeOfJson } from "../tree/json.ts";
import { normalTree, type RuleTree } from "../tree/RuleTree.ts";

export interface Shortfall {
  /** What would have to be true besides what is; each a test or a denied test. */
  readonly changes: readonly RuleTree[];
  /** "It would hold if the visitor ...". */
  readonly text: string;
}

/** What tests must answer for a part of the rule to come out as wanted. */
type Way = ReadonlyMap<number, boolean>;

/** More are not kept at any step; the shortest stay. */
const WAYS_MAX = 200;

const WOULD: Readonly<Record<Language, string>> = { de: "Sie träfe zu,", en: "It would hold" };

const NOTHING: readonly Way[] = [new Map()];

const merged = (left: Way, right: Way): Way | undefined => {
  const both = new Map(left);
  for (const [atom, wanted] of right) {
    if ((both.get(atom) ?? wanted) !== wanted) return undefined;
    both.set(atom, wanted);
  }
  return both;
};

interface Standing {
  readonly atoms: readonly Atom[];
  readonly truths: readonly Truth[];
}

const lengthOf = (way: Way, { truths }: Standing): number =>
  [...way].filter(([atom, wanted]) => truths[atom] !== wanted).length;

const shortest = (ways: readonly Way[], standing: Standing): readonly Way[] =>
  [...ways].sort((left, right) => lengthOf(left, standing) - lengthOf(right, standing)).slice(0, WAYS_MAX);

const waysTo = (formula: Formula, wanted: boolean, standing: Standing): readonly Way[] => {
  if (typeof formula === "boolean") return formula === wanted ? NOTHING : [];
  if ("atom" in formula) return [new Map([[formula.atom, wanted]])];
  if (formula.op === "not") return waysTo(formula.part, !wanted, standing);
  const parts = formula.parts.map(part => waysTo(part, wanted, standing));
  const oneIsEnough = (formula.op === "any") === wanted;
  if (oneIsEnough) return shortest(parts.flat(), standing);
  return parts.reduce((ways, more) => {
    const all = ways.flatMap(way => more.flatMap(other => merged(way, other) ?? []));
    return shortest(all, standing);
  }, NOTHING);
};

/** Can its tests of each fact answer so together? */
const isPossible = (way: Way, { atoms }: Standing): boolean => {
  const keys = new Set([...way.keys()].map(atom => atoms[atom]?.key));
  return [...keys].every(key => {
    const wanted = [...way].filter(([atom]) => atoms[atom]?.key === key);
    const own = new Map(wanted.flatMap(([atom]) => (atoms[atom] ? [[atom, atoms[atom]] as const] : [])));
    const answers = key === undefined ? null : answersOf(key, own);
    return answers?.some(one => wanted.every(([atom, truth]) => one.get(atom) === truth)) ?? true;
  });
};

const seenIn = ({ fact, parts }: Explanation): readonly (readonly [string, FactValue])[] =>
  fact ? [[fact.key, fact.value]] : parts.flatMap(seenIn);

/** Null where the rule holds, where nothing could make it hold, or where it names facts that the catalogue does not know. */
export const shortfallOf = (explanation: Explanation, language: Language): Shortfall | null => {
  const tree = treeOfJson(explanation.when);
  if (tree === undefined || explanation.result === true) return null;
  const { atoms, formula } = logicOf(tree);
  const values = new Map(seenIn(explanation));
  const source = { read: (key: string) => values.get(key) };
  const truths = atoms.map(({ json }) => evaluate(compile(json), source, explanation.atMs).result);
  const standing: Standing = { atoms, truths };
  const way = waysTo(formula, true, standing).find(one => isPossible(one, standing));
  if (way === undefined) return null;
  const changes = [...way].flatMap(([atom, wanted]): RuleTree[] => {
    const test = atoms[atom]?.test;
    if (test === undefined || truths[atom] === wanted) return [];
    return [wanted ? test : { kind: "not", part: test }];
  });
  const together = normalTree({ kind: "all", parts: changes });
  return { changes, text: `${WOULD[language]} ${plainSentence(sentenceOf(together, language), language)}.` };
};
