import { expect, it } from "vitest";
import { runChat } from "./chatRun.ts";
import { PLANTED } from "./planted/index.ts";

it("fails a hub that acknowledges before it has committed", async () => {
  const verdict = await runChat({ engine: "pglite", seed: 3, faults: { kills: 3 }, planted: PLANTED });
  const lost = verdict.violations.filter(({ flaw }) => flaw === "lost");
  expect(lost.length).toBeGreaterThan(0);
  expect(lost[0]).toMatchObject({ by: expect.any(String), detail: expect.stringMatching(/^acked as \d+$/) });
}, 600_000);
