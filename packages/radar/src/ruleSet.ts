/**
 * A site's rules with an index from fact to rules: a changed fact evaluates only the rules that read it, passing
 * time only those whose moment has come. Sets no timer and observes nothing; its owner says what changed.
 */
import type { RuleId, SiteRule } from "@lotse/protocol";
import { type CompiledRule, compile, evaluate, type Truth } from "./compile.ts";
import type { FactKey, FactSource } from "./facts.ts";

export interface RuleSet {
  /**
   * Evaluates what may have changed: the rules that read a changed key (all rules when `changed` is left out) and
   * those that are due. Answers the rules whose result is another than before; at first every result is false.
   */
  update(facts: FactSource, nowMs: number, changed?: Iterable<FactKey>): readonly RuleId[];
  /** Rules whose result is not definitely false, in the order given: the ones to ask the hub about. */
  asks(): readonly RuleId[];
  /** When to call `update` again if no fact changes before; null = not needed. */
  recheckAtMs(): number | null;
}

interface Entry {
  readonly id: RuleId;
  readonly rule: CompiledRule;
  result: Truth;
  recheckAtMs: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** A malformed rule is left out; the others live. */
export const createRuleSet = (rules: readonly SiteRule[]): RuleSet => {
  const entries: Entry[] = [];
  const readers = new Map<FactKey, Entry[]>();
  const timed = new Set<Entry>();
  for (const { id, when } of rules) {
    try {
      const entry: Entry = { id, rule: compile(when), result: false, recheckAtMs: NEVER };
      entries.push(entry);
      for (const key of entry.rule.keys) {
        const known = readers.get(key);
        if (known) known.push(entry);
        else readers.set(key, [entry]);
      }
    } catch {
      // Whoever published it has been told.
    }
  }

  const stale = (nowMs: number, changed: Iterable<FactKey>): Set<Entry> => {
    const found = new Set<Entry>();
    for (const key of changed) for (const entry of readers.get(key) ?? []) found.add(entry);
    for (const entry of timed) if (entry.recheckAtMs <= nowMs) found.add(entry);
    return found;
  };

  return {
    update(facts, nowMs, changed) {
      const flipped: RuleId[] = [];
      for (const entry of changed ? stale(nowMs, changed) : entries) {
        const { result, recheckAtMs } = evaluate(entry.rule, facts, nowMs);
        if (result !== entry.result) flipped.push(entry.id);
        entry.result = result;
        entry.recheckAtMs = recheckAtMs ?? NEVER;
        if (recheckAtMs === null) timed.delete(entry);
        else timed.add(entry);
      }
      return flipped;
    },
    asks: () => entries.filter(entry => entry.result !== false).map(entry => entry.id),
    recheckAtMs() {
      const soonest = Math.min(...[...timed].map(entry => entry.recheckAtMs));
      return soonest < NEVER ? soonest : null;
    },
  };
};
