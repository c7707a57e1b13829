/**
 * Is there a world in which ...? Goes through the ways in which a rule's facts can be, cut short where the answer is already
 * settled, and gives up in time: what it does not find out, nobody is warned of.
 */
import type { Truth } from "../compile.ts";
import { type Answers, answersOf } from "./domains.ts";
import { type Atom, type Formula, type Logic, truthOf } from "./formula.ts";

/** Looks at formulas, over all questions asked of one rule. */
const LOOKS_MAX = 20_000;

/** Before the `last` fact is given "unknown" may only mean "not yet": then the answer may be left open. */
type Wanted = (truths: readonly Truth[], last: boolean) => boolean | "open";

export interface Worlds {
  /** Null = not found out. */
  possible(formulas: readonly Formula[], wanted: Wanted): boolean | null;
}

const atomsByKey = (atoms: readonly Atom[]): ReadonlyMap<string, ReadonlyMap<number, Atom>> => {
  const byKey = new Map<string, Map<number, Atom>>();
  for (const [index, atom] of atoms.entries()) {
    const found = byKey.get(atom.key) ?? new Map<number, Atom>();
    byKey.set(atom.key, found.set(index, atom));
  }
  return byKey;
};

const atomsIn = (formula: Formula): readonly number[] => {
  if (typeof formula === "boolean") return [];
  if ("atom" in formula) return [formula.atom];
  return formula.op === "not" ? atomsIn(formula.part) : formula.parts.flatMap(atomsIn);
};

export const worldsOf = ({ atoms }: Logic): Worlds => {
  const ways = new Map<string, readonly Answers[] | null>();
  for (const [key, own] of atomsByKey(atoms)) ways.set(key, answersOf(key, own));
  let looks = 0;

  const search = (
    keys: readonly string[],
    given: Map<number, Truth>,
    settled: (given: ReadonlyMap<number, Truth>, last: boolean) => boolean | "open",
  ): boolean | null => {
    if (++looks > LOOKS_MAX) return null;
    const [key, ...others] = keys;
    const now = settled(given, key === undefined);
    if (now !== "open" || key === undefined) return now === true;
    let found: boolean | null = false;
    for (const answers of ways.get(key) ?? []) {
      for (const [atom, truth] of answers) given.set(atom, truth);
      const deeper = search(others, given, settled);
      if (deeper) return true;
      if (deeper === null) found = null;
    }
    for (const atom of ways.get(key)?.[0]?.keys() ?? []) given.delete(atom);
    return found;
  };

  return {
    possible(formulas, wanted) {
      const keys = new Set(formulas.flatMap(atomsIn).flatMap(index => atoms[index]?.key ?? []));
      if ([...keys].some(key => ways.get(key) === null)) return null;
      return search([...keys], new Map(), (given, last) => {
        const truths = formulas.map(formula => truthOf(formula, atom => given.get(atom) ?? "unknown"));
        return wanted(truths, last);
      });
    },
  };
};

export const canBe = (worlds: Worlds, formula: Formula, wanted: boolean): boolean | null =>
  worlds.possible([formula], ([truth]) => (truth === "unknown" ? "open" : truth === wanted));

/** Where every fact is known. What is not, may make either of the two unknown by itself. */
export const canDiffer = (worlds: Worlds, left: Formula, right: Formula): boolean | null =>
  worlds.possible([left, right], ([one, other], last) =>
    !last && (one === "unknown" || other === "unknown") ? "open" : one !== other,
  );
