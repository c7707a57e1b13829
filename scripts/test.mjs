// `npm test`: unit and contract tests (vitest), then the stories in a real browser (Playwright).
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
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

const failedUnit = report =>
  (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(result => result.status === "failed");
    // A file that could not even be read has no tests to name
    if (failed.length === 0 && status === "failed") return [{ name: relative(root, name), why: message }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${relative(root, name)} › ${fullName}`,
      why: failureMessages[0],
    }));
  });

const failedBrowser = report => {
  const inSuite = suite => [
    ...(suite.suites ?? []).flatMap(inSuite),
    ...(suite.specs ?? [])
      .filter(({ ok }) => !ok)
      .map(({ file, line, title, tests }) => ({
        name: `${file}:${line} › ${title}`,
        why: tests[0]?.results[0]?.error?.message,
      })),
  ];
  return (report?.suites ?? []).flatMap(inSuite);
};

/** Once more at the end, where it is seen: what failed, and the first lines of why. */
const recall = ({ name, why = "" }) => {
  say.line(`FAILED ${name}`);
  for (const line of String(why).split("\n").slice(0, 6)) say.line(`       ${line.slice(0, 200)}`);
};

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
  // What an earlier run left there must not be taken for this one's
  for (const report of [unitReport, browserReport]) await rm(report, { force: true });
  await mkdir(resultsDir, { recursive: true });
  const unit = await stage("Unit and contract tests", () => unitTests(["--passWithNoTests", ...options]));
  const browser = await stage("Stories in a real browser", () =>
    browserTests([...(options.length > 0 ? ["--pass-with-no-tests"] : []), ...options]),
  );
  const [unitResults, browserResults] = [await readReport(unitReport), await readReport(browserReport)];
  const counts = [countUnit(unitResults), countBrowser(browserResults)];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  say.line();
  for (const one of [...failedUnit(unitResults), ...failedBrowser(browserResults)]) recall(one);
  say.line(`${passed} passed, ${failed} failed`);
  return unit && browser && passed > 0 ? 0 : 1;
};
