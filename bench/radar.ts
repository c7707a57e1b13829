/**
 * One fact changes: how many times a second is a whole site's rule set up to date again? Our index beside evaluating every
 * rule anew: by our closures, by cel-js, json-logic-js and json-rules-engine, all in the same run. None of the three has an
 * index from fact to rules; each gets the rules in its own form, made once. At every update all must name the same rules.
 * Times are of the processor, and of each the best of five runs counts.
 *
 *     npm run bench -- radar
 */
import type { RuleId, RuleJson, SiteRule } from "@lotse/protocol";
import { compile, createRuleSet, evaluate, type FactSource } from "@lotse/radar";
import { Environment } from "@marcbachmann/cel-js";
import jsonLogic, { type RulesLogic } from "json-logic-js";
import { type ConditionProperties, Engine } from "json-rules-engine";

const RULE_COUNTS = [10, 100, 1_000];
const RUNS = 5;
const RUN_MS = 300;
const VALUES = 100;
const COMPARED = 300;
/** All ratios are to it. */
const PEER = "cel-js 8.0.0";

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

interface Part {
  readonly op: ">" | "<=";
  readonly key: string;
  readonly literal: number;
}

const ENGINE_OPS = { ">": "greaterThan", "<=": "lessThanInclusive" } as const;

const forJson = ({ op, key, literal }: Part): RuleJson => [op, key, literal];
const forCel = ({ op, key, literal }: Part): string => `${key} ${op} ${literal}.0`;
const forLogic = ({ op, key, literal }: Part): RulesLogic =>
  op === ">" ? { ">": [{ var: key }, literal] } : { "<=": [{ var: key }, literal] };
const forEngine = ({ op, key, literal }: Part): ConditionProperties => ({
  fact: key,
  operator: ENGINE_OPS[op],
  value: literal,
});

/** (a > x || b > y) && (c <= z || !(d > w)): the shape of the mission's rule, over as many facts as rules. */
const makeRule = (random: (below: number) => number, facts: number) => {
  const part = (op: Part["op"]): Part => ({ op, key: `f${random(facts)}`, literal: random(VALUES) });
  const [a, b, c, d] = [part(">"), part(">"), part("<="), part(">")];
  return {
    when: ["&&", ["||", forJson(a), forJson(b)], ["||", forJson(c), ["!", forJson(d)]]] satisfies RuleJson,
    cel: `(${forCel(a)} || ${forCel(b)}) && (${forCel(c)} || !(${forCel(d)}))`,
    logic: {
      and: [{ or: [forLogic(a), forLogic(b)] }, { or: [forLogic(c), { "!": forLogic(d) }] }],
    } satisfies RulesLogic,
    conditions: {
      all: [{ any: [forEngine(a), forEngine(b)] }, { any: [forEngine(c), { not: forEngine(d) }] }],
    },
  };
};

/** Changes one fact and answers which rules hold, as the sum of their numbers. */
type Change = () => number | Promise<number>;

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Only what must be waited for is; the clock is looked at less and less often, so that it does not count. */
const rate = async (change: Change): Promise<number> => {
  const startMs = processorMs();
  let updates = 0;
  while (processorMs() - startMs < RUN_MS) {
    const before = updates;
    do {
      const answer = change();
      if (typeof answer !== "number") await answer;
      updates += 1;
    } while (updates - before < before / 10);
  }
  return (updates / (processorMs() - startMs)) * 1_000;
};

/** Each contender gets a world of its own, in which the same happens. */
const createWorld = (count: number) => {
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

const sumOf = <T>(rules: readonly T[], holds: (rule: T) => boolean): number =>
  rules.reduce((sum, rule, index) => (holds(rule) ? sum + index + 1 : sum), 0);

const indexed = (count: number, siteRules: readonly SiteRule[]): Change => {
  const { facts, change } = createWorld(count);
  const set = createRuleSet(siteRules);
  const holding = new Set(set.update(facts, 0));
  let sum = [...holding].reduce((all, id) => all + Number(id), 0);
  return () => {
    for (const id of set.update(facts, 0, [change()])) {
      const gone = holding.delete(id);
      if (!gone) holding.add(id);
      sum += gone ? -Number(id) : Number(id);
    }
    return sum;
  };
};

const engineOf = (count: number, rules: readonly ReturnType<typeof makeRule>[]): Change => {
  const { values, change } = createWorld(count);
  const engine = new Engine();
  for (const [index, { conditions }] of rules.entries()) {
    engine.addRule({ conditions, event: { type: String(index + 1) } });
  }
  return async () => {
    change();
    const { events } = await engine.run(values);
    return events.reduce((sum, { type }) => sum + Number(type), 0);
  };
};

const contenders = (count: number): Readonly<Record<string, Change>> => {
  const random = seeded(count);
  const rules = Array.from({ length: count }, () => makeRule(random, count));
  const siteRules = rules.map(({ when }, index): SiteRule => ({ id: `${index + 1}` as RuleId, when }));
  const environment = new Environment();
  for (let fact = 0; fact < count; fact++) environment.registerVariable(`f${fact}`, "double");
  const parsed = rules.map(({ cel }) => environment.parse(cel));
  const compiled = rules.map(({ when }) => compile(when));
  const [forAll, forParsed, forLogics] = [createWorld(count), createWorld(count), createWorld(count)];
  return {
    "closures + index": indexed(count, siteRules),
    "closures, every rule": () => {
      forAll.change();
      return sumOf(compiled, rule => evaluate(rule, forAll.facts, 0).result === true);
    },
    [PEER]: () => {
      forParsed.change();
      return sumOf(parsed, rule => rule(forParsed.values) === true);
    },
    "json-logic-js 2.0.5": () => {
      forLogics.change();
      return sumOf(rules, ({ logic }) => jsonLogic.apply(logic, forLogics.values) === true);
    },
    "json-rules-engine 7.3.1": engineOf(count, rules),
  };
};

for (const count of RULE_COUNTS) {
  const cases = Object.entries(contenders(count));
  for (let update = 0; update < COMPARED; update++) {
    const [expected, ...others] = await Promise.all(cases.map(([, change]) => change()));
    if (others.some(other => other !== expected)) throw new Error(`the answers differ at update ${update}`);
  }
  const rates = new Map<string, number[]>(cases.map(([name]) => [name, []]));
  for (let run = 0; run < RUNS; run++)
    for (const [name, change] of cases) rates.get(name)?.push(await rate(change));
  const peer = Math.max(...(rates.get(PEER) ?? []));
  console.log(`\n${count} rules, ${count} facts, one fact changes; ${COMPARED} updates compared`);
  for (const [name, all] of rates) {
    const perSecond = Math.max(...all);
    console.log(
      `  ${name.padEnd(26)} ${Math.round(perSecond).toLocaleString("en").padStart(12)}/s ${(perSecond / peer).toFixed(2).padStart(10)}x`,
    );
  }
}
