/**
 * What the snippet costs a page's main thread: the demo shop's quote form, from navigation until it has come to rest,
 * with the loader and with an empty script in its place, turn by turn in one browser. By the browser's own count
 * (TaskDuration, ScriptDuration). A figure for people, asserted nowhere: it counts what else the machine does, too.
 *
 *     npm run bench -- embed
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";

const RUNS = 15;
/** Long enough for the loader's first beacon and its answer. */
const REST_MS = 1_500;
const DEBIAN_CHROMIUM = "/usr/bin/chromium";
const ROOT = fileURLToPath(new URL("../", import.meta.url));

interface Figures {
  readonly taskMs: number;
  readonly scriptMs: number;
  /** The longest stretch without a breath; 0 if none was over 50 ms. */
  readonly longestMs: number;
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** The product by the command a stranger uses. */
const start = async () => {
  const [port, shopPort] = [await freePort(), await freePort()];
  const data = mkdtempSync(join(tmpdir(), "lotse-bench-"));
  const env = { ...process.env, PORT: `${port}`, SHOP_PORT: `${shopPort}`, LOTSE_DATA: data };
  const product = spawn(process.execPath, ["scripts/run.mjs", "start"], { cwd: ROOT, env });
  const exited = new Promise<void>(resolve => product.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    product.stdout.on("data", (text: Buffer) => {
      if (text.includes("Lotse is ready")) resolve();
    });
    product.once("exit", () => reject(new Error("The hub did not start")));
  });
  return {
    page: `http://localhost:${shopPort}/quote`,
    stop: async () => {
      product.kill("SIGTERM");
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
};

const measure = async (browser: Browser, url: string, withLoader: boolean): Promise<Figures> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (!withLoader) await page.route(/\/s\/[\w-]+\.js/, route => route.fulfill({ body: "" }));
  await page.addInitScript(() => {
    Reflect.set(window, "longest", 0);
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries())
        Reflect.set(window, "longest", Math.max(Reflect.get(window, "longest"), duration));
    }).observe({ type: "longtask" });
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(REST_MS);
  const { metrics } = await devtools.send("Performance.getMetrics");
  const ms = (name: string) => (metrics.find(metric => metric.name === name)?.value ?? 0) * 1_000;
  const longestMs = await page.evaluate(() => Reflect.get(window, "longest") as number);
  const figures = { taskMs: ms("TaskDuration"), scriptMs: ms("ScriptDuration"), longestMs };
  await context.close();
  return figures;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const product = await start();
const browser = await chromium.launch({
  ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
  ...(!process.env.LOTSE_CHROMIUM && existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const bare: Figures[] = [];
  const embedded: Figures[] = [];
  // The first of each fills the browser's caches, and is not counted.
  for (let run = 0; run <= RUNS; run++) {
    for (const [into, withLoader] of [[bare, false] as const, [embedded, true] as const]) {
      const figures = await measure(browser, product.page, withLoader);
      if (run > 0) into.push(figures);
    }
  }
  console.log(`\nThe shop's quote form, ${RUNS} times each, median of main-thread ms until at rest`);
  console.log("                    without    with  difference  ratio");
  for (const name of ["taskMs", "scriptMs", "longestMs"] as const) {
    const [without, withIt] = [median(bare.map(one => one[name])), median(embedded.map(one => one[name]))];
    const ratio = without > 0 ? `${(withIt / without).toFixed(2)}x` : "-";
    console.log(
      `  ${name.padEnd(16)} ${without.toFixed(1).padStart(8)} ${withIt.toFixed(1).padStart(7)} ${(withIt - without).toFixed(1).padStart(11)} ${ratio.padStart(6)}`,
    );
  }
} finally {
  await browser.close();
  await product.stop();
}
