/** What runs on the visitor's page for the recording, by the browser's own count. */
import { median, type World } from "./world.ts";

const RUNS = 3;
const DURATION_MS = 20_000;
const WORKLOADS = ["shop", "form", "table by rows", "table anew"];

const ARMS = {
  nothing: { path: "/stock/", start: "() => undefined" },
  bare: { path: "/stock/", start: "() => bench.recordOnly()" },
  stock: { path: "/stock/", start: "() => bench.share(crypto.randomUUID())" },
  ours: { path: "/ours/", start: "() => bench.share(crypto.randomUUID())" },
} as const;
type Arm = keyof typeof ARMS;

/** Milliseconds of script from before the recording began until the work was done. */
const measure = async (world: World, arm: Arm, workload: string): Promise<number> => {
  const context = await world.browser.newContext();
  const page = await world.open(context, ARMS[arm].path);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  const scriptMs = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0) * 1_000;
  };
  await page.evaluate(`void (window.workload = bench.openWorkload(${JSON.stringify(workload)}))`);
  const beforeMs = await scriptMs();
  // In a task of the page's own: the browser does not count what devtools call.
  await page.evaluate(`new Promise(done => setTimeout(() => done((${ARMS[arm].start})())))`);
  await page.evaluate(`workload.run(${DURATION_MS})`);
  await page.waitForTimeout(500);
  const took = (await scriptMs()) - beforeMs;
  await context.close();
  return took;
};

export const printScripts = async (world: World): Promise<void> => {
  console.log(
    `\nScript on the visitor's page, ms in ${DURATION_MS / 1_000} s of work and the snapshot before it, median of ${RUNS}`,
  );
  console.log(
    "                     nothing  bare rrweb  rrweb sent       Lotse   what each adds, Lotse to bare, to sent",
  );
  for (const workload of WORKLOADS) {
    const figures: Record<Arm, number[]> = { nothing: [], bare: [], stock: [], ours: [] };
    // Turn by turn, so that what else the machine does falls on all alike.
    for (let run = 0; run < RUNS; run++) {
      for (const arm of Object.keys(ARMS) as Arm[]) figures[arm].push(await measure(world, arm, workload));
    }
    const [nothing, bare, stock, ours] = (Object.keys(ARMS) as Arm[]).map(arm => median(figures[arm])) as [
      number,
      number,
      number,
      number,
    ];
    const cells = [nothing, bare, stock, ours].map(value => value.toFixed(1).padStart(11)).join(" ");
    const ratios = `${((ours - nothing) / (bare - nothing)).toFixed(2)}x  ${((ours - nothing) / (stock - nothing)).toFixed(2)}x`;
    console.log(`  ${workload.padEnd(14)} ${cells}   ${ratios}`);
  }
  console.log("  goal: at most 1.25 times bare rrweb");
};
