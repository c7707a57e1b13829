/**
 *     npm run faults -- --kills 100 --engine pglite
 *
 * Breaks a real hub under chat load and says what became of every acknowledged message. Talks to this machine only.
 */
import { parseArgs } from "node:util";
import type { Verdict } from "@lotse/testkit/faults";
import { runChat } from "./chatRun.ts";
import { FAULTS, type FaultName } from "./faults.ts";
import type { EngineName } from "./hubUnderTest.ts";
import { PLANTED } from "./planted/index.ts";

const names = Object.keys(FAULTS) as FaultName[];
const usage = `npm run faults -- [--engine pglite|postgres] [--seed N] [--visitors N] [--planted] ${names
  .map(name => `[--${name} N]`)
  .join(" ")}`;

const readOptions = () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      engine: { ...text, default: "pglite" },
      seed: { ...text, default: `${Math.floor(Date.now() / 1_000)}` },
      visitors: { ...text, default: "12" },
      planted: { type: "boolean", default: false },
      ...Object.fromEntries(names.map(name => [name, text])),
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  const counts = names.flatMap(name => (given[name] === undefined ? [] : [[name, Number(given[name])]]));
  const { engine } = values;
  if (engine !== "pglite" && engine !== "postgres") throw new Error("--engine is pglite or postgres");
  const numbers = [Number(values.seed), Number(values.visitors), ...counts.map(([, count]) => Number(count))];
  if (!numbers.every(Number.isSafeInteger)) throw new Error("Counts are whole numbers");
  return {
    engine: engine as EngineName,
    seed: Number(values.seed),
    visitors: Number(values.visitors),
    planted: values.planted,
    faults: counts.length > 0 ? Object.fromEntries(counts) : { kills: 100 },
  };
};

/** The rule of three: none in n trials bounds the rate, with 95 % confidence, by 3/n. */
const bound = (trials: number): string => `${(300 / trials).toFixed(trials > 300 ? 2 : 1)} %`;

const print = (verdict: Verdict, trials: number): void => {
  const { acked, sent, duplicates, unacked, received, channels, violations } = verdict;
  console.log(
    `${acked} messages acknowledged of ${sent} sent in ${channels} conversations; shown ${received} times.`,
  );
  console.log(`${duplicates} were acknowledged on a repeated try, ${unacked.stored + unacked.absent} never.`);
  for (const { flaw, by, channel, id, detail } of violations.slice(0, 20)) {
    console.log(`  ${flaw}: ${by}, conversation ${channel}, message ${id}: ${detail}`);
  }
  if (violations.length > 0) console.log(`${violations.length} promises broken.`);
  else {
    console.log("No acknowledged message was lost, duplicated, altered or reordered.");
    console.log(
      `${trials} faults without one bound the rate at ${bound(trials)} a fault, with 95 % confidence.`,
    );
  }
};

const main = async (): Promise<number> => {
  const { planted, ...options } = readOptions();
  const startedAtMs = performance.now();
  console.log(`Engine ${options.engine}, seed ${options.seed}${planted ? ", WITH THE PLANTED FAULT" : ""}`);
  let trials = 0;
  const verdict = await runChat({
    ...options,
    ...(planted ? { planted: PLANTED } : {}),
    onFault: ({ name }, index) => {
      trials = index + 1;
      console.log(`${trials}. ${name}`);
    },
  });
  print(verdict, trials);
  console.log(`${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
  return verdict.violations.length === 0 ? 0 : 1;
};

main().then(
  code => process.exit(code),
  error => {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exit(2);
  },
);
