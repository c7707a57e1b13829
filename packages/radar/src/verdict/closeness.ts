/**
 * How near a rule is to holding: of the ways that lead there the one that lacks least. Compiled once and asked often, for every
 * visitor of a site; so it looks at the parts as they are written and does not ask whether they are possible together,
 * which `shortfallOf` does for the one that somebody looks at.
 */
import type { Language, RuleJson } from "@lotse/protocol";
import { compile, evaluate } from "../compile.ts";
import { explain } from "../explain.ts";
import type { FactSource } from "../facts.ts";
import { treeOfJson } from "../tree/json.ts";
import { headOf, seenText, testIn } from "./words.ts";

export interface Closeness {
  /** Tests that would have to come out otherwise. Infinite: nothing could make it hold. */
  readonly missing: number;
  /** Tests of which nothing is known here. */
  readonly open: number;
  /** Of so many on that way. */
  readonly of: number;
  /** What is missing: each a test, or a denied one. */
  readonly lacks: readonly RuleJson[];
}

export type Measure = (facts: FactSource, nowMs: number) => Closeness;

const REACHED: Closeness = { missing: 0, open: 0, of: 0, lacks: [] };
const NEVER: Closeness = { missing: Number.POSITIVE_INFINITY, open: 0, of: 0, lacks: [] };

const isNearer = (one: Closeness, other: Closeness): boolean => {
  if (one.missing !== other.missing) return one.missing < other.missing;
  return one.open === other.open ? one.of < other.of : one.open < other.open;
};

const together = (measures: readonly Measure[]): Measure => {
  return (facts, nowMs) => {
    let [missing, open, of] = [0, 0, 0];
    const lacks: RuleJson[] = [];
    for (const measure of measures) {
      const part = measure(facts, nowMs);
      missing += part.missing;
      open += part.open;
      of += part.of;
      lacks.push(...part.lacks);
    }
    return { missing, open, of, lacks };
  };
};

const nearest =
  (measures: readonly Measure[]): Measure =>
  (facts, nowMs) =>
    measures.reduce<Closeness>((best, measure) => {
      const part = measure(facts, nowMs);
      return isNearer(part, best) ? part : best;
    }, NEVER);

const testMeasure = (when: RuleJson, wanted: boolean): Measure => {
  const compiled = compile(when);
  const lacks: readonly RuleJson[] = [wanted ? when : ["!", when]];
  return (facts, nowMs) => {
    const { result } = evaluate(compiled, facts, nowMs);
    if (result === "unknown") return { missing: 0, open: 1, of: 1, lacks: [] };
    return result === wanted
      ? { missing: 0, open: 0, of: 1, lacks: [] }
      : { missing: 1, open: 0, of: 1, lacks };
  };
};

/** What a sentence says in one clause is one test: a list is, too. */
const isTest = (when: RuleJson): boolean =>
  (Array.isArray(when) && typeof when[1] === "string") || treeOfJson(when)?.kind === "test";

const measureOf = (when: RuleJson, wanted: boolean): Measure => {
  if (!Array.isArray(when)) return () => (when === wanted ? REACHED : NEVER);
  if (isTest(when)) return testMeasure(when, wanted);
  const [op, ...parts]: readonly RuleJson[] = when;
  const [first] = parts;
  if (op === "!" && first !== undefined) return measureOf(first, !wanted);
  const measures = parts.map(part => measureOf(part, wanted));
  return (op === "&&") === wanted ? together(measures) : nearest(measures);
};

/** Throws RULE_SYNTAX like `compile`. */
export const compileCloseness = (when: RuleJson): Measure => {
  compile(when);
  return measureOf(when, true);
};

/** "the visitor has been in form “quote” for more than 2 minutes (now 47 seconds)", and when that comes by itself. */
export const lackText = (
  lack: RuleJson,
  { facts, nowMs }: { readonly facts: FactSource; readonly nowMs: number },
): { readonly text: Readonly<Record<Language, string>>; readonly turnsAtMs: number | null } => {
  const explanation = explain(lack, facts, nowMs);
  const test = testIn(treeOfJson(lack));
  const say = (language: Language): string => {
    const seen = seenText(explanation, test, language);
    const head = headOf(lack, language);
    return seen === null ? head : `${head} (${seen})`;
  };
  return { text: { de: say("de"), en: say("en") }, turnsAtMs: explanation.recheckAtMs };
};
