// `npm start`: hub with embedded database, demo site, demo agents. Prints the links, stops cleanly on Ctrl-C.
// `npm start -- --production`: the hub alone, with nobody in it; prints the link for its first administrator.
import { fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { env } from "node:process";
import { build } from "./build.mjs";
import { root } from "./lib/root.mjs";
import { say, seconds, step } from "./lib/say.mjs";

const settings = production => {
  const port = env.PORT ?? "3300";
  const shopPort = env.SHOP_PORT ?? "3301";
  return {
    production,
    port,
    shopPort,
    dataDir: resolve(root, env.LOTSE_DATA ?? ".lotse"),
    hubUrl: env.LOTSE_PUBLIC_URL ?? `http://localhost:${port}`,
    shopUrl: `http://localhost:${shopPort}`,
  };
};

const isFree = port =>
  new Promise(answer => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen({ port: Number(port), host: "127.0.0.1" }, () => probe.close(() => answer(true)));
  });

/** Says what to do before anything is built: the servers would find out only after the database has started. */
const checkPlace = async ({ production, port, shopPort, dataDir }) => {
  const ports = production ? { PORT: port } : { PORT: port, SHOP_PORT: shopPort };
  for (const [name, value] of Object.entries(ports)) {
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new Error(`${name} must be a port number.`);
  }
  if (!production && port === shopPort)
    throw new Error(`PORT and SHOP_PORT are both ${port}; the hub and the shop need one each.`);
  if (!(await isFree(port))) {
    throw new Error(
      `Port ${port} is taken. Stop the other program, or choose another, e.g. PORT=${Number(port) + 10}.`,
    );
  }
  if (!production && !(await isFree(shopPort))) {
    const other = Number(shopPort) + 10;
    throw new Error(
      `Port ${shopPort} is taken. Stop the other program, or choose another, e.g. SHOP_PORT=${other}.`,
    );
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch(() => {
    throw new Error(`${dataDir} cannot be used as data folder. Choose another with LOTSE_DATA.`);
  });
};

/**
 * Starts a server of ours and waits until it says it is ready. Its log goes to a file; what it says on standard
 * error is for people and is shown if it does not come up.
 */
const startServer = ({ file, log, extraEnv, servers }) =>
  new Promise((resolveReady, reject) => {
    const child = fork(join(root, file), [], {
      cwd: root,
      execArgv: ["--import", "tsx"],
      env: { ...env, ...extraEnv },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A process group of its own: Ctrl-C reaches us alone, and we stop the servers once, in order.
      detached: true,
    });
    servers.push(child);
    const complaints = [];
    child.stdout.pipe(log, { end: false });
    child.stderr.on("data", chunk => {
      complaints.push(chunk);
      log.write(chunk);
    });
    child.once("message", resolveReady);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error(Buffer.concat(complaints).toString("utf8").trim() || `${file} ended`));
    });
  });

const hasEnded = child => child.exitCode !== null || child.signalCode !== null;
const end = child =>
  new Promise(done => {
    if (hasEnded(child)) return done();
    child.once("exit", done);
    child.kill("SIGTERM");
  });

/** Resolves when somebody wants us to stop, from the first step on. */
const stopWanted = () =>
  new Promise(resolveStop => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolveStop("stop"));
  });

const welcome = ({ hubUrl, shopUrl, dataDir, logFile, agents, tookMs }) => {
  say.title(`Lotse is ready (${seconds(tookMs)})`);
  say.line(`  Demo shop        ${say.bold(`${shopUrl}/`)}`);
  say.line(
    `  Quote form       ${say.bold(`${shopUrl}/quote`)}   (an invitation comes after two minutes in the form …`,
  );
  say.line(
    `  Product P        ${say.bold(`${shopUrl}/product/P`)}   … or at once after looking at this product)`,
  );
  say.line(`  Agent console    ${say.bold(`${hubUrl}/console/`)}`);
  say.title("Demo agents");
  for (const { name, email, password, skills } of agents) {
    say.line(`  ${name.padEnd(16)} ${email.padEnd(26)} ${password}   ${say.dim(skills.join(", "))}`);
  }
  say.line();
  say.line("Sign in as an agent first: invitations are only made while somebody is really free.");
  say.line(say.dim(`Data in ${dataDir}, log in ${logFile}. Ctrl-C stops.`));
};

const welcomeProduction = ({ hubUrl, dataDir, logFile, setupLink, tookMs }) => {
  say.title(`Lotse is ready (${seconds(tookMs)})`);
  say.line(`  Agent console    ${say.bold(`${hubUrl}/console/`)}`);
  if (setupLink !== null) {
    say.title("Nobody administers this hub yet");
    say.line("  Whoever opens this link becomes its first administrator. It works once, for 24 hours:");
    say.line(`  ${say.bold(setupLink)}`);
    say.line(say.dim("  It is in the log, too. A new start makes a new one, as long as it was not used."));
  }
  if (!env.LOTSE_PUBLIC_URL) {
    say.line();
    say.warn("LOTSE_PUBLIC_URL is not set: only this machine can use the hub (docs/operating.md).");
  }
  say.line();
  say.line(say.dim(`Data in ${dataDir}, log in ${logFile}. Ctrl-C stops.`));
};

/** Brings everything up; answers what the hub said when it was ready. */
const bringUp = async ({ place, log, servers }) => {
  const { production, port, shopPort, dataDir, hubUrl } = place;
  const hub = {
    file: "apps/hub/src/main.ts",
    extraEnv: { PORT: port, LOTSE_DATA: dataDir, LOTSE_DEMO: production ? "0" : "1" },
  };
  const shop = {
    file: "apps/shop/src/server/main.ts",
    extraEnv: { SHOP_PORT: shopPort, LOTSE_HUB_URL: hubUrl },
  };
  const hubName = env.DATABASE_URL ? "Hub on PostgreSQL" : "Hub with embedded database";
  const [ready] = await Promise.all([
    step(hubName, () => startServer({ ...hub, log, servers })),
    ...(production ? [] : [step("Demo shop", () => startServer({ ...shop, log, servers }))]),
  ]);
  return ready;
};

const readOptions = options => {
  const unknown = options.find(option => option !== "--production");
  if (unknown !== undefined) throw new Error(`npm start knows one option, --production, and not ${unknown}.`);
  return { production: options.includes("--production") };
};

export const start = async (options = []) => {
  const startedAtMs = performance.now();
  const place = settings(readOptions(options).production);
  await checkPlace(place);
  await build();
  const logFile = join(place.dataDir, "lotse.log");
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  const servers = [];
  const stopped = stopWanted();
  try {
    const ready = await Promise.race([bringUp({ place, log, servers }), stopped]);
    if (ready !== "stop") {
      const told = { ...place, ...ready, logFile, tookMs: performance.now() - startedAtMs };
      if (place.production) welcomeProduction(told);
      else welcome(told);
      const died = servers.map(child => new Promise(done => child.once("exit", () => done("died"))));
      if ((await Promise.race([stopped, ...died])) === "died") {
        throw new Error(`A server ended unexpectedly; its last words are in ${logFile}`);
      }
    }
    say.line();
    return 0;
  } finally {
    await Promise.all(servers.map(end));
    log.end();
    say.line("Stopped.");
  }
};
