/** `cases.json`, read for whoever runs it: facts by key, the rule as text. */
import { readFileSync } from "node:fs";
import type { RuleJson } from "@lotse/protocol";
import type { Truth } from "../src/compile.ts";
import type { FactValue } from "../src/facts.ts";
import { parseRule } from "../src/parse/index.ts";

export interface RuleCase {
  readonly spec: string;
  readonly cel: string;
  readonly when: RuleJson;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly nowMs: number;
  readonly expected: readonly [Truth, number | null];
}

type Row = readonly [string, string, RuleCase["facts"], number, Truth, number | null];

const file = new URL("./cases.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly Row[] };

export const CASES: readonly RuleCase[] = cases.map(([spec, cel, facts, nowMs, result, recheckAtMs]) => ({
  ...{ spec, cel, facts, nowMs },
  when: parseRule(cel),
  expected: [result, recheckAtMs],
}));

export const titleOf = ({ spec, cel, facts }: RuleCase): string =>
  `[${spec}] ${cel} of ${JSON.stringify(facts)}`;
