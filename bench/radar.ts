/**
 * One fact changes: how many times a second is a whole site's rule set up to date again? Compared with evaluating
 * every rule anew (our closures) and with the same rules in cel-js, in the same run; every answer is cross-checked.
 *
 *     node --import tsx bench/radar.ts
 */
import type { RuleId, RuleJson, SiteRule } from "@lotse/protocol";
import { compile, createRuleSet, evaluate, type FactSource } from "@lotse/radar";
import { Environment } from "@marcbachmann/cel-js";

const RULE_COUNTS = [10, 100, 1_000];
const RUNS = 5;
const RUN_MS = 300;
const VALUES = 100;

/** Repeatable numbers (mulberry32); a run that cannot be repeated proves nothing. */
const seeded = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/** (a > x || b > y) && (c <= z || !(d > w)): the shape of the mission's rule, over as many facts as rules. */
const makeRule = (random: (below: number) => number, facts: number) => {
  const part = (op: string) => ({ op, key: `f${random(facts)}`, literal: random(VALUES) });
  const [a, b, c, d] = [part(">"), part(">"), part("<="), part(">")];
  const json = ({ op, key, literal }: ReturnType<typeof part>): RuleJson => [op, key, literal];
  const cel = ({ op, key, literal }: ReturnType<typeof part>) => `${key} ${op} ${literal}.0`;
  return {
    when: ["&&", ["||", json(a), json(b)], ["||", json(c), ["!", json(d)]]] satisfies RuleJson,
    cel: `(${cel(a)} || ${cel(b)}) && (${cel(c)} || !(${cel(d)}))`,
  };
};

/** Updates a second: each call changes one fact and answers how many rules hold. */
const rate = (change: () => number): number => {
  const startMs = performance.now();
  let updates = 0;
  while (performance.now() - startMs < RUN_MS) {
    for (let index = 0; index < 10; index++) change();
    updates += 10;
  }
  return (updates / (performance.now() - startMs)) * 1_000;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const contenders = (count: number) => {
  const random = seeded(count);
  const rules = Array.from({ length: count }, () => makeRule(random, count));
  const siteRules = rules.map(({ when }, index): SiteRule => ({ id: `${index}` as RuleId, when }));
  const environment = new Environment();
  for (let fact = 0; fact < count; fact++) environment.registerVariable(`f${fact}`, "double");
  const parsed = rules.map(({ cel }) => environment.parse(cel));
  const compiled = rules.map(({ when }) => compile(when));
  const world = () => {
    const next = seeded(7);
    const values: Record<string, number> = {};
    for (let fact = 0; fact < count; fact++) values[`f${fact}`] = next(VALUES);
    const facts: FactSource = { read: key => values[key] };
    const change = (): string => {
      const key = `f${next(count)}`;
      values[key] = next(VALUES);
      return key;
    };
    return { values, facts, change };
  };
  const [forIndex, forAll, forCel] = [world(), world(), world()];
  const set = createRuleSet(siteRules);
  const holding = new Set(set.update(forIndex.facts, 0));
  return {
    "closures + index": () => {
      for (const id of set.update(forIndex.facts, 0, [forIndex.change()])) {
        if (!holding.delete(id)) holding.add(id);
      }
      return holding.size;
    },
    "closures, every rule": () => {
      forAll.change();
      return compiled.filter(rule => evaluate(rule, forAll.facts, 0).result === true).length;
    },
    "cel-js 8.0.0, every rule": () => {
      forCel.change();
      return parsed.filter(rule => rule(forCel.values) === true).length;
    },
  };
};

for (const count of RULE_COUNTS) {
  const cases = Object.entries(contenders(count));
  for (let update = 0; update < 300; update++) {
    const [expected, ...others] = cases.map(([, change]) => change());
    if (others.some(other => other !== expected)) throw new Error(`the answers differ at update ${update}`);
  }
  const rates = new Map<string, number[]>(cases.map(([name]) => [name, []]));
  for (let run = 0; run < RUNS; run++)
    for (const [name, change] of cases) rates.get(name)?.push(rate(change));
  const peer = median(rates.get("cel-js 8.0.0, every rule") ?? []);
  console.log(`\n${count} rules, ${count} facts, one fact changes`);
  for (const [name, all] of rates) {
    const perSecond = median(all);
    console.log(
      `  ${name.padEnd(26)} ${Math.round(perSecond).toLocaleString("en").padStart(12)}/s ${(perSecond / peer).toFixed(1).padStart(9)}x`,
    );
  }
}
