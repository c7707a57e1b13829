/**
 *     npm run faults -- --kills 100 --engine pglite
 *
 * Breaks a real hub under chat load and says what became of every acknowledged message. Talks to this machine only.
 */
import { parseArgs } from "node:util";
import type { Verdict } from "@lotse/testkit/faults";
import { runChat } from "./chatRun.ts";
import { killHub } from "./faults.ts";
import type { EngineName } from "./hubUnderTest.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    engine: { type: "string", default: "pglite" },
    seed: { type: "string", default: `${Math.floor(Date.now() / 1_000)}` },
  },
});

const engine = values.engine as EngineName;
const kills = Number(values.kills);
const seed = Number(values.seed);

const print = (verdict: Verdict): void => {
  const { acked, sent, duplicates, unacked, received, channels, violations } = verdict;
  console.log(
    `${acked} acknowledged messages of ${sent} sent, in ${channels} conversations, ${received} times shown`,
  );
  console.log(`${duplicates} acknowledged only on a repeated try; ${unacked.stored + unacked.absent} never`);
  for (const { flaw, by, channel, id, detail } of violations.slice(0, 20)) {
    console.log(`  ${flaw}: ${by}, conversation ${channel}, message ${id}: ${detail}`);
  }
  console.log(`${violations.length} violations`);
};

const startedAtMs = performance.now();
console.log(`${engine}, seed ${seed}`);
const verdict = await runChat({
  engine,
  seed,
  faults: (hub, random) => Array.from({ length: kills }, () => killHub(hub, random)),
  onFault: ({ name }, index) => console.log(`${index + 1}: ${name}`),
});
print(verdict);
console.log(`${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
process.exit(verdict.violations.length === 0 ? 0 : 1);
