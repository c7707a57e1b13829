/**
 * Why and why not, in a manager's words: each part of a trace with its verdict and what was seen, which parts decided, and what
 * would have to be different. Goes by the trace alone, so that a recorded one is read like a live one.
 */
import type { Language } from "@lotse/protocol";
import type { Truth } from "../compile.ts";
import type { Explanation } from "../explain.ts";
import { treeOfJson } from "../tree/json.ts";
import type { FactTest } from "../tree/RuleTree.ts";
import { headOf, seenText, testIn } from "./words.ts";

export { type Closeness, compileCloseness, lackText, type Measure } from "./closeness.ts";
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

const VERDICTS: Readonly<Record<Language, Readonly<Record<`${Truth}`, string>>>> = {
  de: { true: "ja", false: "nein", unknown: "hier unbekannt" },
  en: { true: "yes", false: "no", unknown: "unknown here" },
};

const textOfLine = (explanation: Explanation, test: FactTest | undefined, language: Language): string => {
  const verdict = `${headOf(explanation.when, language)}: ${VERDICTS[language][`${explanation.result}`]}`;
  const seen = seenText(explanation, test, language);
  return seen === null ? verdict : `${verdict} (${seen})`;
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
