import { expect, it } from "vitest";
import { runFaults, type Workload } from "./faultRun.ts";
import { seededRandom } from "./random.ts";

const run = async (seed: number): Promise<readonly string[]> => {
  const told: string[] = [];
  const tell = (what: string) => async (): Promise<void> => void told.push(what);
  const workload: Workload = {
    begin: tell("begin"),
    advance: async by => void told.push(`advance ${by}`),
    settle: tell("settle"),
    evidence: async () => {
      told.push("evidence");
      return {
        testimonies: [
          {
            by: "anna",
            channels: ["c"],
            notes: [{ kind: "acked", channel: "c", id: "1", seq: 1, duplicate: false }],
          },
        ],
        readings: [{ by: "tables", channel: "c", entries: [] }],
      };
    },
    close: tell("close"),
  };
  const faults = ["one", "two"].map(name => ({ name, inject: tell(name) }));
  const verdict = await runFaults({
    workload,
    faults,
    random: seededRandom(seed),
    between: { least: 1, most: 1_000 },
    beforeReading: tell("restart"),
    onFault: ({ name }, index) => told.push(`${index} is ${name}`),
  });
  expect(verdict.violations).toMatchObject([{ flaw: "lost", by: "anna", id: "1" }]);
  return told;
};

it("waits for progress before every fault, then for quiet, restarts, reads and judges", async () => {
  const told = await run(1);
  expect(told.map(what => what.replace(/advance \d+/, "advance N"))).toEqual([
    "begin",
    "advance N",
    "0 is one",
    "one",
    "advance N",
    "1 is two",
    "two",
    "advance N",
    "settle",
    "restart",
    "evidence",
  ]);
});

it("does the same again for the same seed, and something else for another", async () => {
  expect(await run(1)).toEqual(await run(1));
  expect(await run(2)).not.toEqual(await run(1));
});
