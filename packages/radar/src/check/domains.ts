/**
 * Which answers tests of one fact can give together: `> 5` and `< 3` never both yes. One value is taken from every stretch
 * that the constants cut a fact's range into, and asked; so the answers are the evaluator's own.
 */
import { type Fact, factOfKey } from "../catalogue/index.ts";
import { compile, evaluate, type Truth } from "../compile.ts";
import type { FactValue } from "../facts.ts";
import type { Atom } from "./formula.ts";

/** One way in which a fact can be, as the answers it gives to its tests, by number of the atom. */
export type Answers = ReadonlyMap<number, Truth>;

/** 2^6 texts; who tests one text in more ways is not helped by a warning. */
const TEXT_TESTS_MAX = 6;
/** Stands in no constant that a person writes: joins what must not overlap. */
const APART = "\uE000";
const SECOND_MS = 1_000;

type TextAtom = { readonly op: string; readonly text: string };

const constantOf = ({ json }: Atom): unknown => (Array.isArray(json) ? json[2] : undefined);

/** Borders, their neighbours and what lies between. Of whole numbers only what is whole. */
const numbersFor = (constants: readonly number[], fact: Fact): readonly number[] => {
  const scale = fact.type === "duration" ? SECOND_MS : 1;
  const min = (fact.range?.min ?? Number.NEGATIVE_INFINITY) * scale;
  const max = (fact.range?.max ?? Number.POSITIVE_INFINITY) * scale;
  const ends = [min, max].filter(Number.isFinite);
  if (fact.type === "number" || fact.type === "duration") {
    const near = constants.flatMap(one => {
      const [below, above] = [Math.floor(one), Math.ceil(one)];
      return [below - 1, below, above, above + 1];
    });
    return [...near, ...ends].filter(one => one >= min && one <= max);
  }
  const sorted = [...constants].sort((left, right) => left - right);
  const between = sorted.map((one, index) => (one + (sorted[index + 1] ?? one + 2)) / 2);
  const below = sorted[0] === undefined ? [] : [sorted[0] - 1];
  return [...sorted, ...between, ...below, ...ends].filter(one => one >= min && one <= max);
};

/**
 * For each choice of tests that shall hold the text that holds least besides: what holds of it in spite of the choice holds of
 * every such text. So what none of these answers, none at all can answer.
 */
const textsFor = (atoms: readonly TextAtom[]): readonly string[] | null => {
  const exact = atoms.filter(({ op }) => op === "==").map(({ text }) => text);
  const inexact = atoms.filter(({ op }) => op !== "==");
  if (inexact.length > TEXT_TESTS_MAX || atoms.some(({ text }) => text.includes(APART))) return null;
  const longest = (chosen: readonly TextAtom[], op: string): string =>
    chosen.reduce((found, one) => (one.op === op && one.text.length > found.length ? one.text : found), "");
  const made = Array.from({ length: 2 ** inexact.length }, (_, choice) => {
    const chosen = inexact.filter((_, index) => (choice >> index) & 1);
    const within = chosen.filter(({ op }) => op === "contains").map(({ text }) => text);
    return [longest(chosen, "startsWith"), ...within, longest(chosen, "endsWith")].join(APART);
  });
  return [...exact, ...made];
};

const valuesFor = (atoms: readonly Atom[], fact: Fact): readonly FactValue[] | null => {
  if (fact.type === "boolean") return [true, false];
  if (fact.values) return fact.values;
  const constants = atoms.map(constantOf);
  const numbers = constants.filter(one => typeof one === "number");
  const texts = atoms.flatMap(({ json }, index): TextAtom[] => {
    const text = constants[index];
    return typeof text === "string" && Array.isArray(json) ? [{ op: String(json[0]), text }] : [];
  });
  if (fact.type === "text") return textsFor(texts);
  if (fact.type !== "any") return numbersFor(numbers, fact);
  const textual = texts.length > 0 ? textsFor(texts) : [APART];
  // Of a type that nothing is compared with, one value stands for all
  return textual && [...(numbers.length > 0 ? numbersFor(numbers, fact) : [0]), ...textual, true, false];
};

/** Null where there are too many to go through. */
export const answersOf = (key: string, atoms: ReadonlyMap<number, Atom>): readonly Answers[] | null => {
  const fact = factOfKey(key)?.definition;
  const values = fact && valuesFor([...atoms.values()], fact);
  if (!values) return null;
  const compiled = [...atoms].map(([index, { json }]) => [index, compile(json)] as const);
  const ways = new Map<string, Answers>();
  for (const value of values) {
    const read = fact.type === "duration" ? { accumulatedMs: Number(value), sinceMs: null } : value;
    const facts = { read: () => read };
    const answers = new Map(compiled.map(([index, test]) => [index, evaluate(test, facts, 0).result]));
    ways.set([...answers.values()].join(), answers);
  }
  return [...ways.values()];
};
