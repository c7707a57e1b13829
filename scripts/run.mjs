// The one entry behind `npm start`, `npm test`, `npm run check` and `npm run bench`. Needs Node alone: it installs the rest.
import { argv, env, exit, versions } from "node:process";
import { say } from "./lib/say.mjs";

const NODE_AT_LEAST = [20, 19];

const tasks = {
  start: async options => (await import("./start.mjs")).start(options),
  build: async () => (await import("./build.mjs")).build(),
  test: async options => (await import("./test.mjs")).test(options),
  check: async () => (await import("./check.mjs")).check(),
  verify: async options => (await import("./verify.mjs")).verify(options),
  bench: async options => (await import("./bench.mjs")).bench(options),
  faults: async options => (await import("./faults.mjs")).faults(options),
};

const nodeIsOldEnough = () => {
  const [major = 0, minor = 0] = versions.node.split(".").map(Number);
  return major > NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor >= NODE_AT_LEAST[1]);
};

const main = async () => {
  const [name = "", ...options] = argv.slice(2);
  const task = Object.hasOwn(tasks, name) ? tasks[name] : null;
  if (task === null) {
    say.error(`Usage: node scripts/run.mjs ${Object.keys(tasks).join("|")}`);
    return 2;
  }
  if (!nodeIsOldEnough()) {
    say.error(`Lotse needs Node ${NODE_AT_LEAST.join(".")} or newer; this is ${versions.node}.`);
    return 2;
  }
  const { bootstrap } = await import("./bootstrap.mjs");
  if (!(await bootstrap())) return 1;
  return task(options);
};

main().then(
  code => exit(code),
  error => {
    say.error(env.DEBUG ? (error?.stack ?? String(error)) : `${error?.message ?? error}`);
    exit(1);
  },
);
