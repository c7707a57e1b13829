/**
 * The same rule in full CEL, evaluated by cel-js itself: the reference. Everything is dynamic here; nothing of our own type checks,
 * profile, JSON or closures takes part.
 */
import { Environment } from "@marcbachmann/cel-js";
import { FACTS, type Fact, factNamed } from "../src/catalogue/index.ts";
import { elapsedMs, type FactSource } from "../src/facts.ts";

/** As CEL knows values: whole numbers are ints, durations are seconds. */
const celValue = (name: string, argument: string | null, facts: FactSource, nowMs: number): unknown => {
  const fact = factNamed(name);
  if (fact === undefined) return undefined;
  const value = facts.read(argument === null ? fact.key : `${fact.key}:${argument}`);
  if (typeof value === "object") return elapsedMs(value, nowMs) / 1_000;
  if (typeof value !== "number" || fact.type === "amount") return value;
  return Number.isInteger(value) ? BigInt(value) : value;
};

export type Reference = (cel: string, facts: FactSource, nowMs: number) => unknown;

export const createReference = (): Reference => {
  let facts: FactSource = { read: () => undefined };
  let nowMs = 0;
  const read = (name: string, argument: string | null) => celValue(name, argument, facts, nowMs);
  /** CEL has no undefined: what nobody knows is a field that is not there. */
  const fieldsOf = (facts: readonly Fact[], argument: string | null) => {
    const all = facts.map(({ name, field }) => [field, read(name, argument)] as const);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  };
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  for (const root of new Set(FACTS.map(fact => fact.root))) {
    const own = FACTS.filter(fact => fact.root === root);
    const fields = own.filter(({ argumentAt }) => argumentAt === "root");
    if (own.some(({ field }) => field === null)) {
      environment.registerFunction(`${root}(string): dyn`, (argument: string) => read(root, argument));
    } else if (fields.length > 0) {
      environment.registerFunction(`${root}(string): map`, (argument: string) => fieldsOf(fields, argument));
    }
    for (const { name, field, argumentAt } of own) {
      if (argumentAt !== "field") continue;
      environment.registerFunction(`map.${field}(string): dyn`, (_root: unknown, argument: string) =>
        read(name, argument),
      );
    }
  }
  const variables = [...new Set(FACTS.filter(fact => fact.argumentAt !== "root").map(fact => fact.root))];
  return (cel, source, atMs) => {
    facts = source;
    nowMs = atMs;
    const context = variables.map(root => {
      const facts = FACTS.filter(fact => fact.root === root && fact.argumentAt === null);
      return [root, fieldsOf(facts, null)] as const;
    });
    return environment.evaluate(cel, Object.fromEntries(context));
  };
};
