import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createFactSource, type LiveFacts, withHub } from "../facts.ts";
import { OBSERVED } from "../observed.ts";
import { parseRule } from "../parse/index.ts";
import { readRule } from "../parse/read.ts";
import { testsOf } from "../tree/RuleTree.ts";
import { ARGUMENTS, FACTS, factNamed, factOfKey } from "./index.ts";

const live: LiveFacts = {
  page: { url: "https://shop.example/a", title: "A", referrer: "https://search.example/" },
  visit: { pages: 1, time: { accumulatedMs: 5, sinceMs: null } },
  forms: {},
  products: {},
};
const RUNTIME_TYPES = { duration: "object", number: "number", text: "string", boolean: "boolean" } as const;

const keyOf = (key: string, takesArgument: boolean) => (takesArgument ? `${key}:x` : key);

/** Who watches has a value for it; an argument stands in the key. */
const watched = (key: string): LiveFacts => ({ ...live, observed: { [key]: "watched" } });

describe("what is read today", () => {
  it.each(FACTS.map(fact => [fact.name, fact] as const))("%s is what the catalogue says of it", (_, fact) => {
    const key = keyOf(fact.key, fact.argument !== undefined);
    const value = createFactSource(live).read(key);
    const expected =
      fact.source === "page" ? RUNTIME_TYPES[fact.type as keyof typeof RUNTIME_TYPES] : "undefined";
    expect(typeof value).toBe(expected);
    // Whatever the page does not know itself is asked of the hub
    const asked = withHub(createFactSource(live), one => `hub ${one}`).read(key);
    expect(asked).toEqual(fact.source === "page" ? value : `hub ${key}`);
    const seen = withHub(createFactSource(watched(key)), one => `hub ${one}`).read(key);
    expect(seen).toEqual(fact.source === "page" ? value : "watched");
  });

  it("what is watched stands in the observers' list with its type, and nothing else", () => {
    const listed = FACTS.filter(fact => fact.source === "observer").map(({ key, type }) => [key, type]);
    expect(Object.entries(OBSERVED)).toEqual(listed);
  });
});

describe("every fact", () => {
  it.each(FACTS.map(fact => [fact.name, fact] as const))(
    "%s has words, an example that names it, a range",
    (_, fact) => {
      expect(fact.description.de && fact.description.en).toBeTruthy();
      const tests = testsOf(readRule(fact.example));
      expect(tests.map(test => test.fact)).toContain(fact.name);
      expect(() => parseRule(fact.example)).not.toThrow();
      const numeric = fact.type === "number" || fact.type === "duration" || fact.type === "amount";
      expect(fact.range !== undefined).toBe(numeric);
      expect(fact.unit !== null).toBe(numeric);
      if (fact.argument) expect(ARGUMENTS[fact.argument].de && ARGUMENTS[fact.argument].en).toBeTruthy();
      expect((fact.argument === undefined) === (fact.argumentAt === null)).toBe(true);
    },
  );

  it("has a key of its own, and the key leads back to it", () => {
    expect(new Set(FACTS.map(fact => fact.key)).size).toBe(FACTS.length);
    for (const fact of FACTS) {
      const found = factOfKey(keyOf(fact.key, fact.argument !== undefined));
      expect(found).toEqual({ definition: factNamed(fact.name), argument: fact.argument ? "x" : null });
      expect(factOfKey(keyOf(fact.key, fact.argument === undefined))).toBeUndefined();
    }
    expect(factOfKey("constructor")).toBeUndefined();
  });

  it("stands in the README as it is", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    for (const { name, root, field, argument, argumentAt, type, source, description } of FACTS) {
      const given = argument === undefined ? "" : `(${argument})`;
      const written =
        argumentAt === "field" || field === null ? `${name}${given}` : `${root}${given}.${field}`;
      expect(readme).toContain(`| \`${written}\` | ${type} | ${source} | ${description.en} |`);
    }
  });
});
