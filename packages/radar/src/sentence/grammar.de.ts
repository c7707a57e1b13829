/** Rules in German: every clause is one that can follow "wenn", its verb last. */
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
import { PHRASES } from "./phrases.de.ts";

const TIMES = {
  days: ["Tag", "Tage"],
  hours: ["Stunde", "Stunden"],
  minutes: ["Minute", "Minuten"],
  seconds: ["Sekunde", "Sekunden"],
} as const;

const MORE = { ">": "mehr als", ">=": "mindestens", "<": "weniger als", "<=": "höchstens" } as const;
const LONGER = { ...MORE, ">": "länger als", "<": "kürzer als" } as const;
const isOrder = (op: Relation["op"]): op is keyof typeof MORE => op in MORE;

const quoted = (text: string): string => `„${escaped(text)}“`;
const number = (value: number): string => numberIn("de", value);
const time = (seconds: number): string => timeIn("de", TIMES, seconds);
const not = (negated: boolean): string => (negated ? "nicht " : "");

const counted = (given: Relation, noun: Noun) => {
  const relation = ofCounts(given);
  if (isNone(relation)) return { text: noun.none, plural: false };
  if (isSome(relation)) return { text: `mindestens ${noun.a}`, plural: false };
  const plural = relation.values.length > 1 || relation.values[0] !== 1;
  const values = relation.values.map(value => number(Number(value))).join("/");
  const how = isOrder(relation.op) ? MORE[relation.op] : `${not(relation.negated)}genau`;
  return { text: `${how} ${values} ${plural ? noun.many : noun.one}`, plural };
};

const value = ({ op, values, negated }: Relation, format = number): string => {
  const said = (one: Literal): string => (typeof one === "number" ? format(one) : quoted(String(one)));
  const [first = ""] = values;
  if (isOrder(op)) return `${MORE[op]} ${said(first)} beträgt`;
  if (op === "startsWith") return `${not(negated)}mit ${said(first)} beginnt`;
  if (op === "endsWith") return `${not(negated)}mit ${said(first)} endet`;
  if (op === "contains") return `${said(first)} ${not(negated)}enthält`;
  if (op === "in") return `${not(negated)}in der Liste ${values.map(said).join(", ")} steht`;
  if (typeof first === "boolean") return `${not(first === negated)}zutrifft`;
  if (first === "") return `${not(negated)}leer ist`;
  return `${not(negated)}${said(first)} ist`;
};

const moment = (given: Relation, format: (value: number) => string): string => {
  const { op, values, negated } = ofWholeNumbers(given);
  const [first = ""] = values;
  if (op === ">=") return `nicht vor ${format(Number(first))} liegt`;
  if (op === "<=") return `vor ${format(Number(first) + 1)} liegt`;
  const all = values.map(one => format(Number(one)));
  return op === "in" ? `${not(negated)}${all.join("/")} ist` : value({ op, values, negated }, format);
};

export const GERMAN: Grammar = {
  phrases: PHRASES,
  quoted,
  number,
  time,
  always: holds => ({ subject: "es", rest: holds ? "immer so ist" : "nie so ist" }),
  span: ({ op, values }, amount) =>
    `${(amount ? MORE : LONGER)[op as keyof typeof MORE]} ${time(Number(values[0]))}`,
  counted,
  value,
  moment,
  joints: { if: "wenn", all: "und", any: "oder", not: "es nicht zutrifft, dass" },
  headings: {
    all: "alles davon zutrifft",
    any: "mindestens eines davon zutrifft",
    not: "es nicht zutrifft, dass",
  },
};
