/**
 * What the loader carries of this package, by itself: bundled, minified and shortened as the loader is. Everything that crosses its
 * border is an array, since the names of properties do not survive the shortening.
 */
import { compile, evaluate, type FactSource, type FactValue } from "../../src/index.ts";

type Given = string | number | boolean | readonly [number, number | null];

const valueGiven = (given: Given | undefined): FactValue => {
  if (typeof given !== "object") return given;
  const [accumulatedMs, sinceMs] = given;
  return { accumulatedMs, sinceMs };
};

const judge = (when: unknown, entries: readonly (readonly [string, Given])[], nowMs: number) => {
  const known = new Map(entries);
  const facts: FactSource = { read: key => valueGiven(known.get(key)) };
  const { result, recheckAtMs } = evaluate(compile(when), facts, nowMs);
  return [result, recheckAtMs];
};

Reflect.set(globalThis, "lotseJudge", judge);
// The loader's build demands its token, once
Reflect.set(globalThis, "lotseSite", "__LOTSE_SITE__");
