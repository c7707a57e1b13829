/** The specification's cases: by the sources, and by what the loader's build makes of them. */
import { readdirSync, readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { compile, evaluate } from "../src/compile.ts";
import { argumentsOf, buildBundle } from "./bundle/buildBundle.ts";
import { CASES, titleOf } from "./cases.ts";

const PACKAGE = new URL("../", import.meta.url);

describe("cases", () => {
  it.each(CASES.map(one => [titleOf(one), one] as const))("%s", (_, { when, facts, nowMs, expected }) => {
    const source = { read: (key: string) => (Object.hasOwn(facts, key) ? facts[key] : undefined) };
    const { result, recheckAtMs } = evaluate(compile(when), source, nowMs);
    expect([result, recheckAtMs]).toEqual(expected);
  });

  it("are many", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
  });

  it("and titles of tests name every rule of the specification, and no other", () => {
    const read = (file: string) => readFileSync(new URL(file, PACKAGE), "utf8");
    const rules = [...read("SPEC.md").matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, number]) => number);
    const files = ["src", "test"].flatMap(folder =>
      readdirSync(new URL(`${folder}/`, PACKAGE), { recursive: true, encoding: "utf8" })
        .filter(name => name.endsWith(".test.ts"))
        .map(name => `${folder}/${name}`),
    );
    const titles = files.flatMap(file =>
      [...read(file).matchAll(/(?<=\[)[A-Z]\d+(?=\] )/g)].map(([number]) => number),
    );
    const named = new Set([...titles, ...CASES.map(one => one.spec)]);
    expect(rules.length).toBeGreaterThan(30);
    expect([...named].sort()).toEqual([...rules].sort());
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
