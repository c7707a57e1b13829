/**
 * A rule's JSON becomes closures over a fact source. Three truth values: what is not known stays "unknown"
 * under AND, OR and NOT until the known part decides. Knows no CEL, no fact by name, and trusts no input.
 *
 *     true | false | ["&&", rule...] | ["||", rule...] | ["!", rule]
 *     ["==", key, string | number | boolean]
 *     ["<" | "<=" | ">" | ">=", key, number]                  numbers, and durations in milliseconds
 *     ["startsWith" | "endsWith" | "contains", key, string]
 */
import { LotseError } from "@lotse/protocol";
import { elapsedMs, type FactKey, type FactSource } from "./facts.ts";

export type Truth = boolean | "unknown";

export interface Evaluation {
  readonly result: Truth;
  /** The first moment at which the result will be another if no fact changes but by time passing; null = never. */
  readonly recheckAtMs: number | null;
}

/** One pass over a rule: what is read, when, and the next moment at which a comparison passed on the way flips. */
interface Pass {
  readonly facts: FactSource;
  nowMs: number;
  flipAtMs: number;
}

type Test = (pass: Pass) => Truth;

export interface CompiledRule {
  /** Every fact the rule can read. */
  readonly keys: ReadonlySet<FactKey>;
  readonly test: Test;
}

const DEPTH_MAX = 32;
const NODES_MAX = 1_000;
const NEVER = Number.POSITIVE_INFINITY;

const malformed = () => new LotseError("RULE_SYNTAX", "The compiled rule is malformed");

/** `decides` is the value that settles the whole: false for AND, true for OR. */
const combine =
  (tests: readonly Test[], decides: boolean): Test =>
  pass => {
    let result: Truth = !decides;
    for (const test of tests) {
      const part = test(pass);
      if (part === decides) return part;
      if (part === "unknown") result = part;
    }
    return result;
  };

/** What has to be true of the fact; undefined if there is no such comparison. */
const predicate = (op: unknown, literal: unknown): ((value: never) => boolean) | undefined => {
  if (typeof literal === "number") {
    if (op === "<") return (value: number) => value < literal;
    if (op === "<=") return (value: number) => value <= literal;
    if (op === ">") return (value: number) => value > literal;
    if (op === ">=") return (value: number) => value >= literal;
  } else if (typeof literal === "string") {
    if (op === "startsWith") return (value: string) => value.startsWith(literal);
    if (op === "endsWith") return (value: string) => value.endsWith(literal);
    if (op === "contains") return (value: string) => value.includes(literal);
  } else if (typeof literal !== "boolean") return undefined;
  return op === "==" ? value => value === literal : undefined;
};

/** The first whole millisecond at which a duration compared with `literal` gives the other answer. */
const flipOf = (op: unknown, literal: unknown): number | undefined => {
  if (typeof literal !== "number" || op === "==") return undefined;
  return op === ">" || op === "<=" ? Math.floor(literal) + 1 : Math.ceil(literal);
};

/** A value of another type than the literal's is as good as unknown: this side may be older than the rule. */
const compare = (op: unknown, key: FactKey, [literal, ...more]: readonly unknown[]): Test => {
  const holds = predicate(op, literal);
  if (!holds || more.length > 0) throw malformed();
  const flipMs = flipOf(op, literal);
  return pass => {
    let value = pass.facts.read(key);
    if (typeof value === "object" && flipMs !== undefined) {
      const { accumulatedMs, sinceMs } = value;
      value = elapsedMs(value, pass.nowMs);
      if (sinceMs !== null && value < flipMs) {
        const flipAtMs = Math.max(pass.nowMs + 1, Math.ceil(sinceMs + flipMs - accumulatedMs));
        pass.flipAtMs = Math.min(pass.flipAtMs, flipAtMs);
      }
    }
    return typeof value === typeof literal ? holds(value as never) : "unknown";
  };
};

/** Throws RULE_SYNTAX for anything that is not a rule, however strange. */
export const compile = (json: unknown): CompiledRule => {
  const keys = new Set<FactKey>();
  let nodes = 0;
  const build = (node: unknown, depth: number): Test => {
    if (++nodes > NODES_MAX || depth > DEPTH_MAX) throw malformed();
    if (typeof node === "boolean") return () => node;
    if (!Array.isArray(node) || node.length < 2) throw malformed();
    const [op, first, ...rest]: readonly unknown[] = node;
    if (typeof first === "string") {
      keys.add(first);
      return compare(op, first, rest);
    }
    const tests = [first, ...rest].map(part => build(part, depth + 1));
    if (op === "&&" || op === "||") return combine(tests, op === "||");
    const [inner] = tests;
    if (op !== "!" || inner === undefined || tests.length > 1) throw malformed();
    return pass => {
      const part = inner(pass);
      return part === "unknown" ? part : !part;
    };
  };
  return { test: build(json, 0), keys };
};

export const evaluate = (rule: CompiledRule, facts: FactSource, nowMs: number): Evaluation => {
  const pass: Pass = { facts, nowMs, flipAtMs: NEVER };
  const result = rule.test(pass);
  // A comparison that flips need not change the whole; time is tried forward from flip to flip.
  while (pass.flipAtMs > pass.nowMs && pass.flipAtMs < NEVER) {
    pass.nowMs = pass.flipAtMs;
    pass.flipAtMs = NEVER;
    if (rule.test(pass) !== result) return { result, recheckAtMs: pass.nowMs };
  }
  return { result, recheckAtMs: null };
};
