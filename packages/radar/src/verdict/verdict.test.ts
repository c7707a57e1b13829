import type { Language } from "@lotse/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { treeArbitrary } from "../../test/trees.ts";
import { FACTS } from "../catalogue/index.ts";
import { compile, evaluate } from "../compile.ts";
import { type Explanation, explain } from "../explain.ts";
import type { FactValue } from "../facts.ts";
import { parseRule } from "../parse/index.ts";
import { jsonOf, treeOfJson } from "../text.ts";
import { keyOf } from "../tree/json.ts";
import { testsOf } from "../tree/RuleTree.ts";
import { shortfallOf, verdictLines } from "./index.ts";

const NOW = 1_000_000;
const MISSION = '(form("quote").seconds > 120 || product("P").viewed) && skill("Sales").free > 0';

const traceOf = (cel: string, values: Readonly<Record<string, FactValue>>) =>
  explain(parseRule(cel), { read: key => values[key] }, NOW);
const shown = (cel: string, values: Readonly<Record<string, FactValue>>, language: Language = "en") =>
  verdictLines(traceOf(cel, values), language).map(
    line => `${line.decides ? "*" : " "} ${"  ".repeat(line.depth)}${line.text}`,
  );
const running = (ms: number): FactValue => ({ accumulatedMs: ms, sinceMs: NOW });

describe("a manager reads why, and why not", () => {
  it("in the browser, where nobody knows who is free", () => {
    const facts = { "form.ms:quote": running(47_900), "product.viewed:P": false };
    expect(shown(MISSION, facts)).toEqual([
      "* all of these hold: no",
      "*   at least one of these holds: no",
      "*     the visitor has been in form “quote” for more than 2 minutes: no (now 47 seconds)",
      "*     the visitor has looked at product “P”: no",
      "    at least one agent with “Sales” is free: unknown here",
    ]);
    expect(shown(MISSION, facts, "de")).toEqual([
      "* alles davon zutrifft: nein",
      "*   mindestens eines davon zutrifft: nein",
      "*     der Besucher länger als 2 Minuten im Formular „quote“ war: nein (jetzt 47 Sekunden)",
      "*     der Besucher das Produkt „P“ angesehen hat: nein",
      "    mindestens ein Berater mit „Sales“ frei ist: hier unbekannt",
    ]);
  });

  it("at the hub, where one part has come true and another lacks", () => {
    const facts = { "form.ms:quote": running(47_000), "product.viewed:P": true, "skill.free:Sales": 0 };
    expect(shown(MISSION, facts)).toEqual([
      "* all of these hold: no",
      "    at least one of these holds: yes",
      "      the visitor has been in form “quote” for more than 2 minutes: no (now 47 seconds)",
      "      the visitor has looked at product “P”: yes",
      "*   at least one agent with “Sales” is free: no (now 0 agents)",
    ]);
  });

  it("lists, denials, prices, texts and what nobody knows any more", () => {
    const facts = { "page.path": "/b", "item.price": 99.9, "time.weekday": 6, "visit.pages": 1 };
    const cel = "page.path in ['/a', '/b'] && !(item.price > 100) && time.weekday < 6 && visit.pages != 1";
    expect(shown(cel, facts)).toEqual([
      "* all of these hold: no",
      "    the page's path is one of “/a”, “/b”: yes (now “/b”)",
      "    the price of the product shown is at most 100: yes (now 99.90)",
      "*   the weekday is before Saturday: no (now Saturday)",
      "*   the visitor has seen not exactly 1 page: no (now 1 page)",
    ]);
    const old = explain(["!", ["&&", ["==", "weather.today", "rain"], true]], { read: () => undefined }, NOW);
    expect(verdictLines(old, "en").map(({ text }) => text)).toEqual([
      "it is not the case that: unknown here",
      "all of these hold: unknown here",
      'weather.today == "rain": unknown here',
      "it is always so: yes",
    ]);
    expect(shortfallOf(old, "en")).toBeNull();
  });

  it("says when a part turns by itself", () => {
    const [, , form] = verdictLines(traceOf(MISSION, { "form.ms:quote": running(47_000) }), "en");
    expect(form?.turnsAtMs).toBe(NOW + 73_001);
  });

  it("[W2] parts that decide, decide: the others may come out as they like", () => {
    const facts = FACTS.filter(({ type }) => type === "boolean" || type === "text");
    const truths = fc.infiniteStream(fc.constantFrom<FactValue>(true, false, undefined, "a", "b", "ab"));
    fc.assert(
      fc.property(treeArbitrary({ facts, small: true }), truths, truths, (tree, some, others) => {
        const values = new Map<string, FactValue>();
        const json = jsonOf(tree);
        const read = (key: string): FactValue => {
          if (!values.has(key)) values.set(key, some.next().value);
          return values.get(key);
        };
        const trace = explain(json, { read }, NOW);
        const lines = verdictLines(trace, "de");
        expect(lines[0]?.verdict).toBe(trace.result);
        const deciding = keysOf(
          trace,
          lines.map(({ decides }) => decides),
        );
        const changed = new Map(
          [...values].map(([key, value]) => [key, deciding.has(key) ? value : others.next().value]),
        );
        if (trace.result === "unknown") return;
        expect(evaluate(compile(json), { read: key => changed.get(key) }, NOW).result).toBe(trace.result);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Keys of the lines that decide; lines come in the trace's own order. */
const keysOf = (trace: Explanation, decides: readonly boolean[]): ReadonlySet<string> => {
  const keys = new Set<string>();
  let at = 0;
  const all = ({ fact, parts }: Explanation): readonly string[] => (fact ? [fact.key] : parts.flatMap(all));
  const isTest = ({ when }: Explanation): boolean => {
    const tree = treeOfJson(when);
    return tree?.kind === "test" || (tree?.kind === "not" && tree.part.kind === "test");
  };
  const visit = (part: Explanation): void => {
    const decided = decides[at++];
    if (!isTest(part)) part.parts.forEach(visit);
    else if (decided) for (const key of all(part)) keys.add(key);
  };
  visit(trace);
  expect(at).toBe(decides.length);
  return keys;
};

describe("[W3] what a rule lacks", () => {
  it.each<[string, Readonly<Record<string, FactValue>>, string, string]>([
    [
      MISSION,
      { "form.ms:quote": running(0), "product.viewed:P": false, "skill.free:Sales": 0 },
      "Sie träfe zu, wenn der Besucher länger als 2 Minuten im Formular „quote“ war und mindestens ein Berater mit „Sales“ frei ist.",
      "It would hold if the visitor has been in form “quote” for more than 2 minutes and at least one agent with “Sales” is free.",
    ],
    [
      MISSION,
      { "form.ms:quote": running(0), "product.viewed:P": true },
      "Sie träfe zu, wenn mindestens ein Berater mit „Sales“ frei ist.",
      "It would hold if at least one agent with “Sales” is free.",
    ],
    [
      // The shorter way would need 6 pages and fewer than 3 at once
      "(visit.pages > 5 && product('P').viewed || basket.changed && contact.identified) && visit.pages < 3",
      { "visit.pages": 1, "product.viewed:P": true, "basket.changed": false, "contact.identified": false },
      "Sie träfe zu, wenn der Besucher den Warenkorb geändert hat und bekannt ist.",
      "It would hold if the visitor has changed the basket and is known.",
    ],
    [
      "!(visit.pages > 5 || product('P').viewed)",
      { "visit.pages": 7, "product.viewed:P": false },
      "Sie träfe zu, wenn der Besucher höchstens 5 Seiten gesehen hat.",
      "It would hold if the visitor has seen at most 5 pages.",
    ],
  ])("%s", (cel, facts, de, en) => {
    const trace = traceOf(cel, facts);
    expect(shortfallOf(trace, "de")?.text).toBe(de);
    expect(shortfallOf(trace, "en")?.text).toBe(en);
  });

  it("nothing, where it holds or never can", () => {
    expect(shortfallOf(traceOf("visit.pages > 1", { "visit.pages": 2 }), "en")).toBeNull();
    expect(shortfallOf(traceOf("visit.pages > 5 && visit.pages < 3", { "visit.pages": 2 }), "en")).toBeNull();
    expect(shortfallOf(traceOf("false", {}), "en")).toBeNull();
  });

  it("no fewer changed facts make it hold", () => {
    const facts = FACTS.filter(({ name }) =>
      [
        "product.viewed",
        "product.viewing",
        "basket.changed",
        "page.exitIntent",
        "contact.identified",
      ].includes(name),
    );
    const keys = facts.flatMap(({ key, argument }) =>
      argument === undefined ? [key] : [`${key}:a`, `${key}:b`],
    );
    const truths = fc.tuple(...keys.map(() => fc.constantFrom<FactValue>(true, false, undefined)));
    let longest = 0;
    fc.assert(
      fc.property(treeArbitrary({ facts, small: true }), truths, (tree, values) => {
        const compiled = compile(jsonOf(tree));
        const before = new Map(keys.map((key, index) => [key, values[index]]));
        const holds = (given: ReadonlyMap<string, FactValue>) =>
          evaluate(compiled, { read: key => given.get(key) }, NOW).result === true;
        const used = [...compiled.keys];
        const worlds = Array.from(
          { length: 2 ** used.length },
          (_, world) =>
            new Map(used.map((key, index): [string, boolean] => [key, ((world >> index) & 1) === 1])),
        );
        const needed = worlds.filter(holds).map(world => minimalOf(world, before, holds));
        const shortfall = shortfallOf(explain(jsonOf(tree), { read: key => before.get(key) }, NOW), "en");
        if (holds(before) || needed.length === 0) {
          expect(shortfall).toBeNull();
          return;
        }
        longest = Math.max(longest, Math.min(...needed));
        expect(shortfall?.changes).toHaveLength(Math.min(...needed));
        const changed = new Map(before);
        for (const change of shortfall?.changes ?? []) {
          for (const test of testsOf(change)) changed.set(keyOf(test), change.kind !== "not");
        }
        expect(holds(changed)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(longest).toBeGreaterThan(2);
  });
});

/** Of the facts that a world changes, how few suffice: changed back one subset at a time. */
const minimalOf = (
  world: ReadonlyMap<string, boolean>,
  before: ReadonlyMap<string, FactValue>,
  holds: (given: ReadonlyMap<string, FactValue>) => boolean,
): number => {
  const changed = [...world].filter(([key, value]) => before.get(key) !== value);
  let least = changed.length;
  for (let choice = 0; choice < 2 ** changed.length; choice++) {
    const kept = changed.filter((_, index) => (choice >> index) & 1);
    if (kept.length < least && holds(new Map([...before, ...kept]))) least = kept.length;
  }
  return least;
};
