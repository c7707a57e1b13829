// `npm run verify`: the two commands as a stranger runs them. For root and for an ordinary user each a fresh clone of the
// committed state, in a folder with a space in its name, with a home of its own and so with cold caches: `npm start`
// until it is ready, its pages, Ctrl-C, its end; `npm start -- --production`; then `npm test` on the storage contract and
// the story through every room. `npm run verify -- --whole` runs all tests.
import { spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, getuid } from "node:process";
import { command, commandOrThrow } from "./lib/command.mjs";
import { root } from "./lib/root.mjs";
import { say, seconds, step } from "./lib/say.mjs";

/** Packages, builds and the first database, on a machine that has other things to do. */
const READY_WITHIN_MS = 300_000;
const STOPPED_WITHIN_MS = 30_000;
const TESTS = ["packages/storage", "e2e/story"];
/** What a person's shell has anyway; nothing that another run of ours has set. */
const INHERITED = ["PATH", "LANG", "TZ", "LOTSE_CHROMIUM"];

const numberOf = async flag => Number((await commandOrThrow("id", [flag, "nobody"])).trim());

const peopleHere = async () => {
  if (getuid?.() !== 0) {
    say.warn("NOT RUN AS ROOT: the two commands are verified for this user only.");
    return [{ name: "this user", ids: {} }];
  }
  return [
    { name: "root", ids: {} },
    { name: "an ordinary user", ids: { uid: await numberOf("-u"), gid: await numberOf("-g") } },
  ];
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const giveTo = async ({ uid, gid }, folder) => {
  if (uid === undefined) return;
  await commandOrThrow("chown", ["-R", `${uid}:${gid}`, folder]);
};

const clone = async (person, place) => {
  const home = join(place, "home");
  const folder = join(place, "a fresh clone");
  await mkdir(home, { recursive: true });
  await commandOrThrow("git", ["clone", "--quiet", "--no-local", root, folder]);
  await giveTo(person.ids, place);
  const inherited = INHERITED.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]]));
  const ports = { PORT: `${await freePort()}`, SHOP_PORT: `${await freePort()}` };
  return { folder, env: { ...Object.fromEntries(inherited), HOME: home, ...ports }, ...person };
};

/** A command of theirs, in a process group of its own, so that Ctrl-C reaches all of it as in a terminal. */
const run = ({ folder, env: environment, ids }, args) => {
  const child = spawn("npm", args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...ids,
  });
  let output = "";
  const heard = new Set();
  const hear = chunk => {
    output += chunk;
    for (const listener of heard) listener();
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  const ended = new Promise(resolve => child.once("close", code => resolve(code ?? 1)));
  /** False when all of the group has ended. */
  const signal = name => {
    try {
      return process.kill(-child.pid, name);
    } catch {
      return false;
    }
  };
  return { ended, signal, lives: () => signal(0), heard, output: () => output };
};

const within = (ms, what, promise) => {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${seconds(ms)}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Resolves with the first match in what the command prints; rejects when it ends before. */
const prints = (running, pattern) =>
  new Promise((resolve, reject) => {
    const look = () => {
      const match = pattern.exec(running.output());
      if (match === null) return;
      running.heard.delete(look);
      resolve(match);
    };
    running.heard.add(look);
    look();
    running.ended.then(code => reject(new Error(`It ended with code ${code} before it printed ${pattern}`)));
  });

const expectPage = async (url, content) => {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok || !content.test(text))
    throw new Error(`${url} answered ${response.status}, without ${content}`);
};

const visit = async ({ env: { PORT, SHOP_PORT } }) => {
  await expectPage(`http://localhost:${PORT}/readyz`, /./);
  await expectPage(`http://localhost:${PORT}/console/`, /<script/);
  await expectPage(`http://localhost:${PORT}/s/demo.js`, /lotse-widget/);
  await expectPage(`http://localhost:${SHOP_PORT}/`, /\/s\/demo\.js/);
  await expectPage(`http://localhost:${SHOP_PORT}/quote`, /\/s\/demo\.js/);
};

const answers = async ({ env: { PORT, SHOP_PORT } }) => {
  const asked = await Promise.allSettled(
    [PORT, SHOP_PORT].map(port => fetch(`http://localhost:${port}/healthz`)),
  );
  return asked.some(({ status }) => status === "fulfilled");
};

/** Up, looked at, stopped by Ctrl-C: answers how long it took until it was ready. */
const startAndStop = async (person, { args, ready, look }) => {
  const startedAtMs = performance.now();
  const running = run(person, args);
  try {
    await within(READY_WITHIN_MS, "Starting", prints(running, ready));
    const tookMs = performance.now() - startedAtMs;
    await look(running);
    running.signal("SIGINT");
    // npm answers Ctrl-C with a code of its own; what counts is that our end was orderly and nobody is left.
    await within(STOPPED_WITHIN_MS, "Stopping", running.ended);
    if (!/Stopped\./.test(running.output())) throw new Error("It did not stop cleanly");
    if (running.lives() || (await answers(person))) throw new Error("It left processes behind");
    return tookMs;
  } catch (error) {
    throw new Error(`${error.message}\n${running.output().trim()}`);
  } finally {
    running.signal("SIGKILL");
  }
};

const demo = person => ({
  args: ["start"],
  ready: /Lotse is ready/,
  look: () => visit(person),
});

const post = (url, body) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(url).origin },
    body: JSON.stringify(body),
  });

/** In production nobody is inside, nothing of the demo is there, and one link lets the first person in. */
const production = person => ({
  args: ["start", "--", "--production"],
  ready: /\/console\/welcome#(\S+)[\s\S]*Ctrl-C stops/,
  look: async running => {
    const hub = `http://localhost:${person.env.PORT}`;
    const token = /\/console\/welcome#([\w-]+)/.exec(running.output())?.[1];
    const link = await post(`${hub}/api/v1/account-links/read`, { token });
    if ((await link.json()).value?.kind !== "setup") throw new Error("The set-up link opens nothing");
    const forged = await post(`${hub}/api/v1/account-links/read`, { token: `${token}x` });
    if (forged.status !== 404) throw new Error(`A forged link was answered ${forged.status}`);
    const demo = { email: "anna@nordwind.example", password: "anna-lotse-demo" };
    const signIn = await post(`${hub}/api/auth/sign-in/email`, demo);
    if (signIn.status !== 401) throw new Error(`A demo password was answered ${signIn.status}`);
    const shop = await Promise.allSettled([fetch(`http://localhost:${person.env.SHOP_PORT}/`)]);
    if (shop[0].status === "fulfilled") throw new Error("The demo shop is there");
  },
});

const testsPass = async (person, options) => {
  const running = run({ ...person, env: { ...person.env, CI: "true" } }, ["test", "--", ...options]);
  const code = await running.ended;
  if (code !== 0) throw new Error(`npm test failed\n${running.output().trim().slice(-6_000)}`);
  return /^\d+ passed, \d+ failed$/m.exec(running.output())?.[0] ?? "nothing was counted";
};

const verify1 = async (person, tests) => {
  const place = await mkdtemp(join(tmpdir(), "lotse-verify-"));
  if (person.ids.uid !== undefined) await chown(place, person.ids.uid, person.ids.gid);
  try {
    const own = await clone(person, place);
    const coldMs = await step(`npm start, ${person.name}, cold`, () => startAndStop(own, demo(own)));
    const warmMs = await step(`npm start, ${person.name}, again`, () => startAndStop(own, demo(own)));
    const empty = { ...own, env: { ...own.env, LOTSE_DATA: join(place, "data of production") } };
    await step(`npm start -- --production, ${person.name}`, () => startAndStop(empty, production(empty)));
    const count = await step(`npm test, ${person.name}`, () => testsPass(own, tests));
    say.line(`  ${person.name}: ready after ${seconds(coldMs)}, again after ${seconds(warmMs)}; ${count}`);
    return true;
  } catch (error) {
    say.error(`${person.name}: ${error.message}`);
    return false;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

export const verify = async options => {
  const { output } = await command("git", ["status", "--porcelain"], { quiet: true });
  if (output.trim() !== "") say.warn("Only what is committed is verified.");
  const tests = options.includes("--whole") ? [] : TESTS;
  let passed = true;
  for (const person of await peopleHere()) passed = (await verify1(person, tests)) && passed;
  return passed ? 0 : 1;
};
