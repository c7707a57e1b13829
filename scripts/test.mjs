// `npm test`: unit and contract tests (vitest), then the stories in a real browser (Playwright).
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { build } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { tool } from "./lib/command.mjs";
import { root } from "./lib/root.mjs";
import { say, seconds } from "./lib/say.mjs";

const resultsDir = join(root, "test-results");
const unitReport = join(resultsDir, "unit.json");
const browserReport = join(resultsDir, "browser.json");

const readReport = async file => JSON.parse(await readFile(file, "utf8").catch(() => "null"));

const countUnit = report => ({ passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 });
const countBrowser = report => ({
  passed: report?.stats?.expected ?? 0,
  failed: report?.stats?.unexpected ?? 0,
});

const stage = async (name, work) => {
  const startedAtMs = performance.now();
  say.title(name);
  const code = await work();
  say.line(`${name}: ${code === 0 ? "passed" : "FAILED"} after ${seconds(performance.now() - startedAtMs)}`);
  return code === 0;
};

const unitTests = options =>
  tool(
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`, ...options],
    {
      // Playwright's colour variables and the like must not leak into what the tests read.
      env: { NODE_ENV: "test" },
    },
  ).then(({ code }) => code);

const browserTests = async options => {
  const browser = await findBrowser();
  if (browser === null) {
    say.warn("THE BROWSER TESTS DID NOT RUN.");
    return env.CI === "true" ? 1 : 0;
  }
  await build();
  const { code } = await tool("playwright", ["test", ...options], {
    env: { ...browser, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  });
  return code;
};

/** Names given after `npm test --` choose tests by file, in both parts. */
export const test = async options => {
  await mkdir(resultsDir, { recursive: true });
  const unit = await stage("Unit and contract tests", () => unitTests(["--passWithNoTests", ...options]));
  const browser = await stage("Stories in a real browser", () =>
    browserTests([...(options.length > 0 ? ["--pass-with-no-tests"] : []), ...options]),
  );
  const counts = [countUnit(await readReport(unitReport)), countBrowser(await readReport(browserReport))];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  say.line();
  say.line(`${passed} passed, ${failed} failed`);
  return unit && browser && passed > 0 ? 0 : 1;
};
