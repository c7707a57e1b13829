/**
 * What a page pays for its rules: the bytes it loads, and what runs while somebody is busy on it: 1,500 elements, a minute of
 * moving, scrolling, typing and clicking on a page that itself changes five times a second. Without Lotse, with the loader and
 * rules that need no observers, with observers and rules that read twenty of their facts; turn by turn in one browser. By the
 * browser's own count (ScriptDuration, TaskDuration). A figure for people, asserted nowhere: it counts what else the machine
 * does, too.
 *
 *     npm run bench -- radar
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync } from "node:zlib";
import type { RuleId } from "@lotse/protocol";
import { watchedKeys } from "@lotse/radar";
import { parseRule } from "@lotse/radar/parse";
import { type Browser, chromium, type Page } from "playwright";
import { FakeHub } from "../packages/widget/test/fakeHub.ts";

const RUNS = 3;
const MINUTE_MS = 60_000;
const STEP_MS = 100;
const NODES = 1_500;
const DEBIAN_CHROMIUM = "/usr/bin/chromium";

const ruleOf = (cel: string, index: number) => ({
  id: `00000000-0000-4000-8000-00000000000${index}` as RuleId,
  when: parseRule(`skill("Sales").free < 0 && (${cel})`),
});

/** What the loader itself knows. */
const PLAIN_RULES = ['form("quote").seconds > 3000 || product("x").viewed || page.path == "/x"'].map(ruleOf);

const OBSERVING_RULES = [
  'form("quote").fieldsTouched > 99 || form("quote").hesitationSeconds > 3000 || form("quote").errors > 99',
  'form("quote").retyped > 99 || form("quote").left || category("x").viewed || item.price > 1000000',
  "page.seconds > 3000 || page.idleSeconds > 3000 || page.scrolled > 100 || page.exitIntent && page.rageClicks > 999",
  'page.deadClicks > 999 || basket.value > 1000000 || basket.count > 999 || basket.changed || item.sku == "x"',
  'event("x").count > 99 || pages.visited("/x*") || visit.campaign == "x" || visit.device == "x" || fact("x") == 1',
].map(ruleOf);

const FIELDS = Array.from(
  { length: 20 },
  (_, index) => `<label>Feld ${index} <input name="f${index}"></label>`,
);
const html = (snippet: string) => {
  const before = `<h1>Angebot</h1><form name="quote">${FIELDS.join("")}<button type="button">Weiter</button></form>`;
  const items = Array.from({ length: NODES - 50 }, (_, index) => `<p>Absatz ${index}</p>`);
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite</title>${snippet}</head>
<body data-lotse-basket-value="10">${before}${items.join("")}<script>setInterval(() => {
  document.querySelectorAll("p")[Math.floor(performance.now() / 200) % 20].replaceChildren(String(Date.now())); }, 200)</script></body></html>`;
};

/** The same minute every time. */
const actions: readonly ((page: Page, step: number) => Promise<void>)[] = [
  (page, step) => page.mouse.move(100 + ((step * 37) % 900), 200 + ((step * 53) % 400), { steps: 5 }),
  page => page.mouse.wheel(0, 40),
  (page, step) => page.mouse.move(100 + ((step * 71) % 900), 250 + ((step * 29) % 300), { steps: 5 }),
  page => page.keyboard.type("ab"),
  page => page.mouse.wheel(0, -40),
  (page, step) => page.mouse.click(200 + ((step * 31) % 600), 500),
  (page, step) => page.locator(`[name=f${step % 20}]`).focus(),
  page => page.keyboard.press("Backspace"),
];

const work = async (page: Page): Promise<void> => {
  const beginMs = Date.now();
  for (let step = 0; Date.now() - beginMs < MINUTE_MS; step++) {
    await actions[step % actions.length]?.(page, step);
    await page.waitForTimeout(Math.max(0, beginMs + step * STEP_MS - Date.now()));
  }
};

interface Figures {
  readonly scriptMs: number;
  readonly taskMs: number;
}

const measure = async (browser: Browser, url: string): Promise<Figures> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  await page.goto(url, { waitUntil: "load" });
  await work(page);
  const { metrics } = await devtools.send("Performance.getMetrics");
  const ms = (name: string) => (metrics.find(metric => metric.name === name)?.value ?? 0) * 1_000;
  const figures = { scriptMs: ms("ScriptDuration"), taskMs: ms("TaskDuration") };
  await context.close();
  return figures;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const DIST = new URL("../packages/widget/dist/", import.meta.url);

/** As a hub sends them. */
const printBytes = (): void => {
  const modules = readdirSync(new URL("modules/", DIST));
  console.log("\nBytes, by brotli");
  for (const name of ["loader", "reader", "observers"]) {
    const file = modules.find(one => one.startsWith(`${name}-`));
    const text = readFileSync(new URL(file === undefined ? `${name}.js` : `modules/${file}`, DIST));
    console.log(`  ${name.padEnd(16)} ${String(brotliCompressSync(text).length).padStart(8)}`);
  }
};

type Arm = "without" | "loader" | "observers";

const printTimes = (figures: Readonly<Record<Arm, readonly Figures[]>>, told: number): void => {
  console.log(
    `\nA minute on ${NODES} elements, ${RUNS} times each; observers tell ${told} facts; median of main-thread ms`,
  );
  console.log("                    without   loader    adds  ratio  observers    adds  ratio");
  for (const name of ["scriptMs", "taskMs"] as const) {
    const [bare, ...others] = (["without", "loader", "observers"] as const).map(arm =>
      median(figures[arm].map(one => one[name])),
    );
    const cells = others.map((ms, index) => {
      const ratio = `${(ms / (bare ?? 0)).toFixed(2)}x`;
      return `${ms.toFixed(1).padStart(index === 0 ? 8 : 10)} ${(ms - (bare ?? 0)).toFixed(1).padStart(7)} ${ratio.padStart(6)}`;
    });
    console.log(`  ${name.padEnd(16)} ${(bare ?? 0).toFixed(1).padStart(8)} ${cells.join(" ")}`);
  }
};

/** What the page said to the hub in the last of those minutes. */
const printBeacons = (told: Readonly<Record<Exclude<Arm, "without">, readonly unknown[]>>): void => {
  console.log("\nBeacons in that minute: how many, and bytes of JSON together");
  for (const [arm, beacons] of Object.entries(told)) {
    const bytes = beacons.reduce<number>((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
    console.log(`  ${arm.padEnd(16)} ${String(beacons.length).padStart(8)} ${String(bytes).padStart(8)}`);
  }
};

const hub = await new FakeHub().start();
const snippet = `<script async src="${hub.url}/s/demo.js"></script>`;
const server = createServer((request, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(html(request.url === "/with" ? snippet : ""));
});
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await chromium.launch({
  ...(process.env.LOTSE_CHROMIUM ? { executablePath: process.env.LOTSE_CHROMIUM } : {}),
  ...(!process.env.LOTSE_CHROMIUM && existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const observed = () => Object.keys(hub.beacons.at(-1)?.facts.observed ?? {}).length;
try {
  printBytes();
  const figures: Record<Arm, Figures[]> = { without: [], loader: [], observers: [] };
  const told: { loader: unknown[]; observers: unknown[] } = { loader: [], observers: [] };
  for (let run = 0; run < RUNS; run++) {
    figures.without.push(await measure(browser, `${site}/without`));
    hub.site = { rules: PLAIN_RULES, watch: watchedKeys(PLAIN_RULES) };
    const before = hub.beacons.length;
    figures.loader.push(await measure(browser, `${site}/with`));
    told.loader = hub.beacons.slice(before);
    if (observed() > 0) throw new Error("what no rule reads was observed");
    hub.site = { rules: OBSERVING_RULES, watch: watchedKeys(OBSERVING_RULES) };
    const between = hub.beacons.length;
    figures.observers.push(await measure(browser, `${site}/with`));
    told.observers = hub.beacons.slice(between);
    // What is not watched costs nothing: the figures would be worth nothing.
    if (observed() < 15) throw new Error(`only ${observed()} facts were observed`);
  }
  printTimes(figures, observed());
  printBeacons(told);
} finally {
  await browser.close();
  await hub.close();
  server.closeAllConnections();
  server.close();
}
