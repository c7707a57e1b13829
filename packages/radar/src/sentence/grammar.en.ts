/** Rules in English: every clause is one that can follow "if". */
import type { Literal } from "../tree/RuleTree.ts";
import {
  type Grammar,
  isNone,
  isSome,
  type Noun,
  ofCounts,
  ofWholeNumbers,
  type Relation,
} from "./Grammar.ts";
import { numberIn, timeIn } from "./measures.ts";
import { escaped } from "./names.ts";
import { PHRASES } from "./phrases.en.ts";

const TIMES = {
  days: ["day", "days"],
  hours: ["hour", "hours"],
  minutes: ["minute", "minutes"],
  seconds: ["second", "seconds"],
} as const;

const MORE = { ">": "more than", ">=": "at least", "<": "less than", "<=": "at most" } as const;
const isOrder = (op: Relation["op"]): op is keyof typeof MORE => op in MORE;

const quoted = (text: string): string => `“${escaped(text)}”`;
const number = (value: number): string => numberIn("en", value);
const time = (seconds: number): string => timeIn("en", TIMES, seconds);

/** Pages, not time. */
const FEWER = { ...MORE, "<": "fewer than" } as const;

const counted = (given: Relation, noun: Noun) => {
  const relation = ofCounts(given);
  if (isNone(relation)) return { text: noun.none, plural: false };
  if (isSome(relation)) return { text: `at least ${noun.a}`, plural: false };
  const plural = relation.values.length > 1 || relation.values[0] !== 1;
  const values = relation.values.map(value => number(Number(value))).join("/");
  const how = isOrder(relation.op) ? FEWER[relation.op] : `${relation.negated ? "not " : ""}exactly`;
  return { text: `${how} ${values} ${plural ? noun.many : noun.one}`, plural };
};

const value = ({ op, values, negated }: Relation, format = number): string => {
  const said = (one: Literal): string => (typeof one === "number" ? format(one) : quoted(String(one)));
  const [first = ""] = values;
  const is = negated ? "is not" : "is";
  if (isOrder(op)) return `is ${MORE[op]} ${said(first)}`;
  if (op === "startsWith") return `${negated ? "does not start" : "starts"} with ${said(first)}`;
  if (op === "endsWith") return `${negated ? "does not end" : "ends"} with ${said(first)}`;
  if (op === "contains") return `${negated ? "does not contain" : "contains"} ${said(first)}`;
  if (op === "in") return `${is} one of ${values.map(said).join(", ")}`;
  if (typeof first === "boolean") return first === negated ? "is not true" : "is true";
  return first === "" ? `${is} empty` : `${is} ${said(first)}`;
};

const moment = (given: Relation, format: (value: number) => string): string => {
  const { op, values, negated } = ofWholeNumbers(given);
  const [first = ""] = values;
  if (op === ">=") return `is not before ${format(Number(first))}`;
  if (op === "<=") return `is before ${format(Number(first) + 1)}`;
  return value({ op, values, negated }, format);
};

export const ENGLISH: Grammar = {
  phrases: PHRASES,
  quoted,
  number,
  time,
  always: holds => ({ subject: "it", rest: holds ? "is always so" : "is never so" }),
  span: ({ op, values }) => `${MORE[op as keyof typeof MORE]} ${time(Number(values[0]))}`,
  counted,
  value,
  moment,
  joints: { if: "if", all: "and", any: "or", not: "it is not the case that" },
  headings: {
    all: "all of these hold",
    any: "at least one of these holds",
    not: "it is not the case that",
  },
};
