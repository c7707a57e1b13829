// `npm run check`: what can be known without running the product. Types, lint, import borders, bundle budgets.
import { build } from "./build.mjs";
import { tool } from "./lib/command.mjs";
import { say, seconds } from "./lib/say.mjs";

const PROJECTS = ["pure", "node", "web", "shop"];

const types = async () => {
  const results = await Promise.all(
    PROJECTS.map(name => tool("tsc", ["-p", `tsconfig.${name}.json`], { quiet: true })),
  );
  for (const { output } of results) if (output.trim() !== "") say.line(output.trim());
  return results.every(({ code }) => code === 0);
};

const lint = async () => (await tool("biome", ["check", "--error-on-warnings", "."])).code === 0;

const borders = async () => {
  const { code, output } = await tool(
    "depcruise",
    ["--config", ".dependency-cruiser.cjs", "packages", "apps"],
    { quiet: true },
  );
  say.line(output.trim());
  // A parser that cannot read TypeScript reports "no violations (0 modules)"; that is no pass.
  const modules = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
  if (modules < 50) say.error(`The border check saw only ${modules} modules.`);
  return code === 0 && modules >= 50;
};

const budgets = async () => {
  await build();
  return (await tool("size-limit", [])).code === 0;
};

export const checks = { Types: types, Lint: lint, "Import borders": borders, "Bundle budgets": budgets };

export const check = async () => {
  let passed = true;
  for (const [name, run] of Object.entries(checks)) {
    const startedAtMs = performance.now();
    say.title(name);
    const good = await run();
    say.line(`${name}: ${good ? "passed" : "FAILED"} after ${seconds(performance.now() - startedAtMs)}`);
    passed &&= good;
  }
  return passed ? 0 : 1;
};
