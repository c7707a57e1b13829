/** The specification's cases: by the sources, and by what the loader's build makes of them. */
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { compile, evaluate } from "../src/compile.ts";
import { argumentsOf, buildBundle } from "./bundle/buildBundle.ts";
import { CASES, titleOf } from "./cases.ts";

/** Of many rules or moments together: no case, but a law in `reference.test.ts`. */
const LAWS = ["D8", "T6"];

describe("cases", () => {
  it.each(CASES.map(one => [titleOf(one), one] as const))("%s", (_, { when, facts, nowMs, expected }) => {
    const source = { read: (key: string) => (Object.hasOwn(facts, key) ? facts[key] : undefined) };
    const { result, recheckAtMs } = evaluate(compile(when), source, nowMs);
    expect([result, recheckAtMs]).toEqual(expected);
  });

  it("are many, and every rule of the specification that can have one has one", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
    const spec = readFileSync(new URL("../SPEC.md", import.meta.url), "utf8");
    const numbers = [...spec.matchAll(/^- \*\*([VDT]\d+)\*\*/gm)].map(([, number]) => number);
    const covered = new Set([...CASES.map(one => one.spec), ...LAWS]);
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers.filter(number => number !== undefined && !covered.has(number))).toEqual([]);
    for (const number of covered) expect(spec).toContain(`- **${number}** `);
  });
});

describe("the loader's build", () => {
  it("judges every case alike, in a world without Node", async () => {
    const context = createContext(Object.create(null));
    runInContext(await buildBundle(), context);
    const failed = CASES.filter(one => {
      // As JSON, as a page gets it: no object of this world enters the other
      const call = `JSON.stringify(lotseJudge(...${JSON.stringify(argumentsOf(one))}))`;
      return runInContext(call, context) !== JSON.stringify(one.expected);
    });
    expect(failed.map(titleOf)).toEqual([]);
  });
});
