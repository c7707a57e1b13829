import { canStartPostgres } from "@lotse/testkit/postgres";
import { expect, it } from "vitest";
import { runChat } from "./chatRun.ts";

const WITHIN_MS = 900_000;

it(
  "keeps every promise over lost answers, silence, bad lines, pauses, restarts and storms",
  async () => {
    const verdict = await runChat({
      engine: "pglite",
      seed: 7,
      visitors: 40,
      faults: { "lost-answers": 6, silences: 1, "bad-lines": 2, pauses: 1, stops: 1, storms: 2 },
    });
    expect(verdict.violations).toEqual([]);
    expect(verdict.channels).toBe(40);
    // Otherwise no answer was lost after a commit, and nothing was proven.
    expect(verdict.duplicates).toBeGreaterThan(0);
  },
  WITHIN_MS,
);

it.skipIf(!canStartPostgres())(
  "acknowledges nothing while PostgreSQL is away, and recovers by itself",
  async () => {
    const verdict = await runChat({ engine: "postgres", seed: 11, faults: { "postgres-crashes": 3 } });
    expect(verdict.violations).toEqual([]);
    expect(verdict.acked).toBeGreaterThan(60);
  },
  WITHIN_MS,
);
