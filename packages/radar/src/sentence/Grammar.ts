/** What a language brings along so that rules can be said in it. Knows neither German nor English. */
import type { FactName } from "../catalogue/index.ts";
import type { FactTest, Literal } from "../tree/RuleTree.ts";

/**
 * What is said of a fact, with NOT already inside it: "not more than 5" is "at most 5". `!=` is a negated `==`, a list of one is
 * `==`, too.
 */
export interface Relation {
  readonly op: "==" | "<" | "<=" | ">" | ">=" | "in" | "startsWith" | "endsWith" | "contains";
  readonly values: readonly Literal[];
  readonly negated: boolean;
}

/** Subject apart, so that "the visitor" need not be said twice in a row. */
export interface Clause {
  readonly subject: string;
  readonly rest: string;
}

/** "at least 2 pages", and whether a verb that follows is in the plural. */
export interface Counted {
  readonly text: string;
  readonly plural: boolean;
}

export interface Noun {
  /** With the indefinite article: "a page". */
  readonly a: string;
  readonly none: string;
  readonly one: string;
  readonly many: string;
}

/** How a fact is said. `name` is its argument, in quotes. */
export type Phrase =
  | {
      readonly kind: "duration";
      /** It is an amount of time rather than a stretch that lasts: "more than" instead of "longer than". */
      readonly amount?: true;
      readonly clause: (span: string, name: string) => Clause;
    }
  | {
      readonly kind: "count";
      readonly noun: Noun;
      readonly clause: (counted: Counted, name: string) => Clause;
    }
  | { readonly kind: "boolean"; readonly clause: (holds: boolean, name: string) => Clause }
  | {
      readonly kind: "value";
      readonly subject: (name: string) => string;
      readonly format?: (value: number) => string;
    }
  /** Points on a scale that is gone through in order: hours, weekdays. */
  | { readonly kind: "moment"; readonly subject: string; readonly format: (value: number) => string };

export type Phrases = Readonly<Record<FactName, Phrase>>;

export interface Grammar {
  readonly phrases: Phrases;
  readonly quoted: (text: string) => string;
  readonly number: (value: number) => string;
  /** "1 minute 30 seconds". */
  readonly time: (seconds: number) => string;
  readonly always: (value: boolean) => Clause;
  /** "longer than 2 minutes". */
  readonly span: (relation: Relation, amount: boolean) => string;
  readonly counted: (relation: Relation, noun: Noun) => Counted;
  /** "is more than 5", "starts with “a”": everything after the subject. */
  readonly value: (relation: Relation, format?: (value: number) => string) => string;
  readonly moment: (relation: Relation, format: (value: number) => string) => string;
  readonly joints: {
    readonly if: string;
    readonly all: string;
    readonly any: string;
    readonly not: string;
  };
  readonly headings: { readonly all: string; readonly any: string; readonly not: string };
}

const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

export const relationOf = (test: FactTest, negated: boolean): Relation => {
  if (test.op === "in") {
    const op = test.values.length === 1 ? "==" : "in";
    return { op, values: test.values, negated };
  }
  const { op, value } = test;
  const values = [value];
  switch (op) {
    case "!=":
      return { op: "==", values, negated: !negated };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { op: negated ? OPPOSITE[op] : op, values, negated: false };
    default:
      return { op, values, negated };
  }
};

/** Of whole numbers, "more than 2.5" and "more than 2" are "at least 3". Only `>=`, `<=` and the unordered are left. */
export const ofWholeNumbers = (relation: Relation): Relation => {
  const [value] = relation.values;
  if (typeof value !== "number") return relation;
  switch (relation.op) {
    case ">":
      return { ...relation, op: ">=", values: [Math.floor(value) + 1] };
    case ">=":
      return { ...relation, values: [Math.ceil(value)] };
    case "<":
      return { ...relation, op: "<=", values: [Math.ceil(value) - 1] };
    case "<=":
      return { ...relation, values: [Math.floor(value)] };
    default:
      return relation;
  }
};

/** "At most -1" is no number of things: fewer than none, which the check says never to be true. */
export const ofCounts = (given: Relation): Relation => {
  const relation = ofWholeNumbers(given);
  const isBelowNone = relation.op === "<=" && Number(relation.values[0]) < 0;
  return isBelowNone ? { ...relation, op: "<", values: [0] } : relation;
};

/** "at least none" is nobody's word: what counting from nothing comes down to. */
export const isNone = ({ op, values: [value], negated }: Relation): boolean =>
  value === 0 && !negated && (op === "==" || op === "<=");

export const isSome = ({ op, values: [value], negated }: Relation): boolean =>
  (op === ">=" && value === 1) || (op === "==" && value === 0 && negated);
