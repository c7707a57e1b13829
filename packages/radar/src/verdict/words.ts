/** What a part of a rule says and what was read of it, in words: shared by the trace and by what a rule lacks. */
import type { Language, RuleJson } from "@lotse/protocol";
import type { Explanation } from "../explain.ts";
import { elapsedMs, type FactValue } from "../facts.ts";
import { type Sentence, sentenceOf, valueIn } from "../sentence/index.ts";
import { treeOfJson } from "../tree/json.ts";
import type { FactTest, Literal, RuleTree } from "../tree/RuleTree.ts";

const SECOND_MS = 1_000;
const NOW: Readonly<Record<Language, string>> = { de: "jetzt", en: "now" };

/** Whole seconds: what is running has moved on before it is read. What is no number at all is not said. */
const literalOf = (value: FactValue, atMs: number): Literal | undefined => {
  if (typeof value === "object") return Math.floor(elapsedMs(value, atMs) / SECOND_MS);
  return Number.isNaN(value) ? undefined : value;
};

const seenIn = (explanation: Explanation): Explanation["fact"] =>
  explanation.fact ?? explanation.parts.map(seenIn).find(fact => fact !== undefined);

export const headOf = (when: RuleJson, language: Language): string => {
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

/** The test of a part that is one: by itself, as a list, or denied. */
export const testIn = (tree: RuleTree | undefined): FactTest | undefined => {
  if (tree?.kind === "test") return tree;
  return tree?.kind === "not" && tree.part.kind === "test" ? tree.part : undefined;
};

/** "now 47 seconds"; null where the verdict says it all. */
export const seenText = (
  explanation: Explanation,
  test: FactTest | undefined,
  language: Language,
): string | null => {
  const value = literalOf(seenIn(explanation)?.value, explanation.atMs);
  const seen = test && value !== undefined ? valueIn(test.fact, value, language) : null;
  return seen === null ? null : `${NOW[language]} ${seen}`;
};
