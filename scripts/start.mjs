// `npm start`: hub with embedded database, demo site, demo agents. Prints the links, stops cleanly on Ctrl-C.
import { fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { env } from "node:process";
import { build } from "./build.mjs";
import { root } from "./lib/root.mjs";
import { say, seconds, step } from "./lib/say.mjs";

const settings = () => {
  const port = env.PORT ?? "3300";
  const shopPort = env.SHOP_PORT ?? "3301";
  return {
    port,
    shopPort,
    dataDir: resolve(root, env.LOTSE_DATA ?? ".lotse"),
    hubUrl: env.LOTSE_PUBLIC_URL ?? `http://localhost:${port}`,
    shopUrl: `http://localhost:${shopPort}`,
  };
};

/**
 * Starts a server of ours and waits until it says it is ready. Its log goes to a file; what it says on standard
 * error is for people and is shown if it does not come up.
 */
const startServer = ({ file, log, extraEnv }) =>
  new Promise((resolveReady, reject) => {
    const child = fork(join(root, file), [], {
      cwd: root,
      execArgv: ["--import", "tsx"],
      env: { ...env, ...extraEnv },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const complaints = [];
    child.stdout.pipe(log, { end: false });
    child.stderr.on("data", chunk => {
      complaints.push(chunk);
      log.write(chunk);
    });
    child.once("message", message => resolveReady({ child, message }));
    child.once("error", reject);
    child.once("exit", () =>
      reject(new Error(Buffer.concat(complaints).toString("utf8").trim() || `${file} ended`)),
    );
  });

const ended = child => new Promise(done => (child.exitCode === null ? child.once("exit", done) : done()));

/** Resolves with the exit code once a signal arrived or a server died, after both have ended. */
const untilStopped = async (servers, log) => {
  const reason = await new Promise(done => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => done("signal"));
    for (const { child } of servers) child.once("exit", () => done("died"));
  });
  for (const { child } of servers) if (child.exitCode === null) child.kill("SIGTERM");
  await Promise.all(servers.map(({ child }) => ended(child)));
  log.end();
  if (reason === "signal") {
    say.line();
    say.line("Stopped.");
    return 0;
  }
  say.error(`A server ended unexpectedly; its last words are in ${log.path}`);
  return 1;
};

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

export const start = async () => {
  const startedAtMs = performance.now();
  const { port, shopPort, dataDir, hubUrl, shopUrl } = settings();
  await build();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const logFile = join(dataDir, "lotse.log");
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  const hub = await step("Hub with embedded database", () =>
    startServer({
      file: "apps/hub/src/main.ts",
      log,
      extraEnv: { PORT: port, LOTSE_DATA: dataDir, LOTSE_DEMO: "1" },
    }),
  );
  const servers = [hub];
  try {
    servers.push(
      await step("Demo shop", () =>
        startServer({
          file: "apps/shop/src/server/main.ts",
          log,
          extraEnv: { SHOP_PORT: shopPort, LOTSE_HUB_URL: hubUrl },
        }),
      ),
    );
  } catch (error) {
    hub.child.kill("SIGTERM");
    await ended(hub.child);
    throw error;
  }
  welcome({
    hubUrl,
    shopUrl,
    dataDir,
    logFile,
    agents: hub.message.agents,
    tookMs: performance.now() - startedAtMs,
  });
  return untilStopped(servers, log);
};
