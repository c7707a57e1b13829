/**
 * Why and why not, in a manager's words: each part of a trace with its verdict and what was seen, which parts decided, and what
 * would have to be different. Goes by the trace alone, so that a recorded one is read like a live one.
 */
import type { Language, RuleJson } from "@lotse/protocol";
import type { Truth } from "../compile.ts";
import type { Explanation } from "../explain.ts";
import { elapsedMs, type FactValue } from "../facts.ts";
import { type Sentence, sentenceOf, valueIn } from "../sentence/index.ts";
import { treeOfJson } from "../tree/json.ts";
import type { FactTest, Literal, RuleTree } from "../tree/RuleTree.ts";

export { type Shortfall, shortfallOf } from "./shortfall.ts";

export interface VerdictLine {
  /** 0 = the whole. */
  readonly depth: number;
  /** "the visitor has been in form “quote” for more than 2 minutes: no (now 47 seconds)". */
  readonly text: string;
  readonly verdict: Truth;
  /** Had it come out otherwise, so might the whole have. */
  readonly decides: boolean;
  /** When this part turns by itself, if nothing happens; null = never. */
  readonly turnsAtMs: number | null;
}

interface Words {
  readonly verdicts: Readonly<Record<`${Truth}`, string>>;
  readonly now: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  de: { verdicts: { true: "ja", false: "nein", unknown: "hier unbekannt" }, now: "jetzt" },
  en: { verdicts: { true: "yes", false: "no", unknown: "unknown here" }, now: "now" },
};
const SECOND_MS = 1_000;

/** The test of a line that is one: by itself, as a list, or denied. */
const testIn = (tree: RuleTree | undefined): FactTest | undefined => {
  if (tree?.kind === "test") return tree;
  return tree?.kind === "not" && tree.part.kind === "test" ? tree.part : undefined;
};

/** Whole seconds: what is running has moved on before it is read. What is no number at all is not said. */
const literalOf = (value: FactValue, atMs: number): Literal | undefined => {
  if (typeof value === "object") return Math.floor(elapsedMs(value, atMs) / SECOND_MS);
  return Number.isNaN(value) ? undefined : value;
};

const seenIn = (explanation: Explanation): Explanation["fact"] =>
  explanation.fact ?? explanation.parts.map(seenIn).find(fact => fact !== undefined);

const headOf = (when: RuleJson, language: Language): string => {
  const tree = treeOfJson(when);
  const sentence: Sentence | undefined = tree && sentenceOf(tree, language);
  if (sentence?.kind === "clause") return `${sentence.subject} ${sentence.rest}`;
  if (sentence) return sentence.heading;
  // A fact that a newer or older catalogue knows: better its raw form than nothing
  const [op, first, value] = Array.isArray(when) ? when : [when];
  if (typeof first === "string") return `${first} ${op} ${JSON.stringify(value)}`;
  const kinds = { "&&": "all", "||": "any", "!": "not" } as const;
  const kind = kinds[op as keyof typeof kinds];
  const empty: RuleTree = kind === "not" ? { kind, part: { kind: "all", parts: [] } } : { kind, parts: [] };
  const said = sentenceOf(empty, language);
  return said.kind === "clause" ? String(op) : said.heading;
};

const textOfLine = (explanation: Explanation, test: FactTest | undefined, language: Language): string => {
  const { verdicts, now } = WORDS[language];
  const verdict = `${headOf(explanation.when, language)}: ${verdicts[`${explanation.result}`]}`;
  const value = literalOf(seenIn(explanation)?.value, explanation.atMs);
  const seen = test && value !== undefined ? valueIn(test.fact, value, language) : null;
  return seen === null ? verdict : `${verdict} (${now} ${seen})`;
};

/** Of a true AND all parts decide, of a false one those that are false; what is open hangs on what is open. */
const decidesIn = ({ when, result }: Explanation, part: Explanation): boolean => {
  const op = Array.isArray(when) ? when[0] : undefined;
  if (op === "!") return true;
  const settledByAll = result === (op === "&&");
  return settledByAll || part.result === result;
};

const linesOf = (
  explanation: Explanation,
  at: { readonly depth: number; readonly decides: boolean },
  language: Language,
): readonly VerdictLine[] => {
  const test = testIn(treeOfJson(explanation.when));
  const line: VerdictLine = {
    ...at,
    text: textOfLine(explanation, test, language),
    verdict: explanation.result,
    turnsAtMs: explanation.recheckAtMs,
  };
  if (test) return [line];
  const inner = explanation.parts.flatMap(part => {
    const decides = at.decides && decidesIn(explanation, part);
    return linesOf(part, { depth: at.depth + 1, decides }, language);
  });
  return [line, ...inner];
};

export const verdictLines = (explanation: Explanation, language: Language): readonly VerdictLine[] =>
  linesOf(explanation, { depth: 0, decides: true }, language);
