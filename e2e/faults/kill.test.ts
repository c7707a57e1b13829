import { canStartPostgres } from "@lotse/testkit/postgres";
import { describe, expect, it } from "vitest";
import { runChat } from "./chatRun.ts";

const KILLS = 20;
/** A kill costs a start of the hub; on a busy machine that may take a while. */
const WITHIN_MS = 1_200_000;
/** Below this there was no load worth the name. */
const ACKED_AT_LEAST = KILLS * 50;

describe.each([
  ["pglite", true],
  ["postgres", canStartPostgres()],
] as const)("kill -9 under chat load on %s", (engine, possible) => {
  it.skipIf(!possible)(
    `loses, repeats and reorders no acknowledged message in ${KILLS} kills`,
    async () => {
      const seed = 20_261_125;
      const verdict = await runChat({ engine, seed, faults: { kills: KILLS } });
      expect(verdict.violations).toEqual([]);
      expect(verdict.acked).toBeGreaterThan(ACKED_AT_LEAST);
      expect(verdict.channels).toBe(12);
    },
    WITHIN_MS,
  );
});
