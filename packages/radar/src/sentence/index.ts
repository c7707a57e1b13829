/**
 * A rule as a person says it, in German and in English. The sentence has the tree's own structure, so that an editor shows it
 * as lines; `plainSentence` makes one string of it in which AND and OR cannot be taken for each other.
 */
import type { Language } from "@lotse/protocol";
import type { FactName } from "../catalogue/index.ts";
import type { FactTest, Literal, RuleTree } from "../tree/RuleTree.ts";
import { type Clause, type Grammar, type Relation, relationOf } from "./Grammar.ts";
import { GERMAN } from "./grammar.de.ts";
import { ENGLISH } from "./grammar.en.ts";

export type { Clause } from "./Grammar.ts";

export type Sentence =
  | (Clause & { readonly kind: "clause"; readonly tree: RuleTree })
  | {
      readonly kind: "all" | "any";
      /** What stands above the lines: "at least one of these holds". */
      readonly heading: string;
      readonly parts: readonly Sentence[];
      readonly tree: RuleTree;
    }
  | { readonly kind: "not"; readonly heading: string; readonly part: Sentence; readonly tree: RuleTree };

const GRAMMARS: Readonly<Record<Language, Grammar>> = { de: GERMAN, en: ENGLISH };

const holds = ({ values, negated }: Relation): boolean => (values[0] === true) !== negated;

const clauseOf = (test: FactTest, negated: boolean, grammar: Grammar): Clause => {
  const phrase = grammar.phrases[test.fact];
  const name = test.argument === null ? "" : grammar.quoted(test.argument);
  const relation = relationOf(test, negated);
  switch (phrase.kind) {
    case "duration":
      return phrase.clause(grammar.span(relation, phrase.amount ?? false), name);
    case "count":
      return phrase.clause(grammar.counted(relation, phrase.noun), name);
    case "boolean":
      return phrase.clause(holds(relation), name);
    case "value":
      return { subject: phrase.subject(name), rest: grammar.value(relation, phrase.format) };
    case "moment":
      return { subject: phrase.subject, rest: grammar.moment(relation, phrase.format) };
  }
};

/** What a fact is now, in the measure in which it is spoken of. Null for yes and no, which the verdict itself says. */
export const valueIn = (fact: FactName, value: Literal, language: Language): string | null => {
  const { phrases, quoted, number, time } = GRAMMARS[language];
  if (typeof value === "boolean") return null;
  if (typeof value === "string") return quoted(value);
  const phrase = phrases[fact];
  switch (phrase.kind) {
    case "duration":
      return time(value);
    case "count":
      return `${number(value)} ${value === 1 ? phrase.noun.one : phrase.noun.many}`;
    case "value":
    case "moment":
      return (phrase.format ?? number)(value);
    case "boolean":
      return null;
  }
};

const say = (tree: RuleTree, grammar: Grammar): Sentence => {
  const { headings } = grammar;
  switch (tree.kind) {
    case "always":
      return { kind: "clause", tree, ...grammar.always(tree.value) };
    case "test":
      return { kind: "clause", tree, ...clauseOf(tree, false, grammar) };
    case "not":
      // NOT of a single test goes into its clause: "not more than 5" is "at most 5"
      return tree.part.kind === "test"
        ? { kind: "clause", tree, ...clauseOf(tree.part, true, grammar) }
        : { kind: "not", tree, heading: headings.not, part: say(tree.part, grammar) };
    default: {
      const parts = tree.parts.map(part => say(part, grammar));
      return { kind: tree.kind, tree, heading: headings[tree.kind], parts };
    }
  }
};

export const sentenceOf = (tree: RuleTree, language: Language): Sentence => say(tree, GRAMMARS[language]);

type Joints = Grammar["joints"];

const isGroup = (sentence: Sentence): boolean => sentence.kind === "all" || sentence.kind === "any";

/** A stretch of the plain sentence. `tree`: the part of the rule that it says; null for what joins parts. */
export interface Piece {
  readonly text: string;
  readonly tree: RuleTree | null;
}

const joint = (text: string): Piece => ({ text, tree: null });

const joined = (parts: readonly (readonly Piece[])[], between: string): readonly Piece[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [joint(between), ...part]));

/** A part inside a list: groups in parentheses, and a subject that was just said is not said again. */
const inList = (part: Sentence, before: Sentence | undefined, joints: Joints): readonly Piece[] => {
  if (part.kind === "clause") {
    const again = before?.kind === "clause" && before.subject === part.subject;
    return [{ text: again ? part.rest : `${part.subject} ${part.rest}`, tree: part.tree }];
  }
  const [opening, inside] = part.kind === "not" ? [`${joints.not} (`, part.part] : ["(", part];
  return [joint(opening), ...list(inside, joints), joint(")")];
};

/** "A, B and C". */
const list = (sentence: Sentence, joints: Joints): readonly Piece[] => {
  if (sentence.kind === "clause" || sentence.kind === "not") return inList(sentence, undefined, joints);
  const said = sentence.parts.map((part, index) => inList(part, sentence.parts[index - 1], joints));
  const last = said.at(-1) ?? [];
  if (said.length < 2) return last;
  return [...joined(said.slice(0, -1), ", "), joint(` ${joints[sentence.kind]} `), ...last];
};

/**
 * One sentence that begins with "if". Two levels need no parentheses: within a level parts are joined by a bare "and" or "or",
 * the level above begins each part anew with ", and if". What lies deeper stands in parentheses.
 */
export const sentencePieces = (sentence: Sentence, language: Language): readonly Piece[] => {
  const { joints } = GRAMMARS[language];
  const begin = joint(`${joints.if} `);
  if (sentence.kind === "clause" || sentence.kind === "not" || !sentence.parts.some(isGroup)) {
    return [begin, ...list(sentence, joints)];
  }
  const parts = sentence.parts.map(part => list(part, joints));
  return [begin, ...joined(parts, `, ${joints[sentence.kind]} ${joints.if} `)];
};

export const plainSentence = (sentence: Sentence, language: Language): string =>
  sentencePieces(sentence, language)
    .map(({ text }) => text)
    .join("");
