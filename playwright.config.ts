import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

/**
 * Stories in a real browser. The product under test is started by the very command a stranger uses, on ports and in a
 * data folder of its own.
 */
const PORT = process.env.LOTSE_TEST_PORT ?? "23300";
const SHOP_PORT = process.env.LOTSE_TEST_SHOP_PORT ?? "23301";
// The config is read again in each worker; all of them must mean the same folder.
process.env.LOTSE_TEST_DATA ??= mkdtempSync(join(tmpdir(), "lotse-test-"));
process.env.LOTSE_TEST_HUB_URL = `http://localhost:${PORT}`;
process.env.LOTSE_TEST_SHOP_URL = `http://localhost:${SHOP_PORT}`;

const BESIDE = ["e2e/cobrowse/**/*.spec.ts", "e2e/control/**/*.spec.ts", "e2e/pages/**/*.spec.ts"];

const executablePath = process.env.LOTSE_CHROMIUM;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  outputDir: "test-results/browser",
  projects: [
    {
      name: "product",
      testMatch: "e2e/**/*.spec.ts",
      testIgnore: BESIDE,
      // One product instance with a handful of agents: stories would take each other's slots.
      workers: 1,
    },
    // Stories with a world of their own, which run beside those.
    { name: "parts", testMatch: ["packages/*/test/**/*.spec.ts", "apps/*/test/**/*.spec.ts", ...BESIDE] },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI === "true",
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? "test-results/browser.json" }],
  ],
  use: {
    browserName: "chromium",
    locale: "de-DE",
    viewport: { width: 1280, height: 800 },
    // Recording one costs a story a fifth of its time; where stories run by themselves, nobody opens it.
    trace: process.env.CI === "true" ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        // Chromium's own sandbox refuses to run as root; the pages under test are ours.
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
      ],
    },
  },
  webServer: {
    command: "node scripts/run.mjs start",
    // What a person would wait for, too.
    wait: { stdout: /Lotse is ready/ },
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "pipe",
    env: { PORT, SHOP_PORT, LOTSE_DATA: process.env.LOTSE_TEST_DATA },
  },
});
