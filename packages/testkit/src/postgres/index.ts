/**
 * A real PostgreSQL for tests, on a free port of this machine, gone with the test that started it: also when the
 * test dies of kill -9, because a watcher holds the other end of a pipe. Started in about a second, also as root.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { openTmpDir, postgresBinaries, whyNoPostgres } from "./binaries.ts";

export interface PostgresSettings {
  /** True: writes reach the disk before they are acknowledged, as in production. Slower; for benches. */
  readonly durable?: boolean;
}

export interface TestPostgres {
  /** Of the database `postgres`, as the superuser. */
  readonly url: string;
  readonly port: number;
  /** A new, empty database; its URL, as the superuser. */
  createDatabase(): Promise<string>;
  /** One statement as the superuser, in the database `postgres`. */
  query(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends every server process at once, as a crash does. The data stays for `restart`. */
  crash(): Promise<void>;
  /** Starts again on the same port with the same data. */
  restart(): Promise<void>;
  /** Idempotent. Ends the server and removes its data. */
  stop(): Promise<void>;
}

const START_ATTEMPTS = 5;

/** PostgreSQL refuses to run as root. */
const unprivileged = (): { uid: number; gid: number } | Record<string, never> => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

interface Cluster {
  readonly bin: string;
  readonly folder: string;
  readonly password: string;
  readonly who: ReturnType<typeof unprivileged>;
}

const LOCALE = { LC_ALL: "C", PATH: process.env.PATH ?? "" };

const initialise = (): Cluster => {
  const bin = join(postgresBinaries(), "bin");
  const who = unprivileged();
  const folder = mkdtempSync(join(openTmpDir(), "lotse-pg-"));
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  chmodSync(passwordFile, 0o600);
  if (who.uid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, who.uid, who.gid);
  const how = ["--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--username=postgres"];
  const what = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"];
  execFileSync(
    join(bin, "initdb"),
    [`--pgdata=${join(folder, "data")}`, ...how, ...what, "--no-sync", "--no-instructions"],
    { ...who, cwd: folder, env: LOCALE, stdio: ["ignore", "ignore", "pipe"] },
  );
  return { bin, folder, password, who };
};

const launch = (cluster: Cluster, port: number, durable: boolean): ChildProcess => {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "32MB",
    fsync: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(join(cluster.bin, "postgres"), ["-D", join(cluster.folder, "data"), ...options], {
    ...cluster.who,
    cwd: cluster.folder,
    env: LOCALE,
    stdio: ["ignore", "ignore", "pipe"],
  });
};

/** Resolves when connections are accepted; false if the port was taken meanwhile. */
const untilReady = (server: ChildProcess): Promise<boolean> =>
  new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.setEncoding("utf8").on("data", chunk => {
      said = `${said}${chunk}`.slice(-4_000);
      if (said.includes("ready to accept connections")) resolve(true);
    });
    server.once("error", reject);
    server.once("exit", () => {
      if (said.includes("Address already in use")) resolve(false);
      else reject(new Error(`PostgreSQL did not start:\n${said}`));
    });
  });

/** Reads until we are gone, whatever the reason, then ends the server and removes its data. */
const watch = (server: ChildProcess, folder: string): ChildProcess => {
  const script = 'read -r _; kill -QUIT "$0" && while kill -0 "$0"; do sleep 0.1; done; rm -rf "$1"';
  const watcher = spawn("sh", ["-c", script, `${server.pid}`, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watcher.unref();
  return watcher;
};

interface Running {
  readonly end: (signal: "SIGINT" | "SIGQUIT") => Promise<void>;
}

const run = async (cluster: Cluster, port: number, durable: boolean): Promise<Running | null> => {
  const server = launch(cluster, port, durable);
  const watcher = watch(server, cluster.folder);
  const ended = once(server, "exit");
  const ready = await untilReady(server).catch(error => {
    watcher.kill("SIGKILL");
    throw error;
  });
  if (!ready) {
    watcher.kill("SIGKILL");
    return null;
  }
  return {
    end: async signal => {
      server.kill(signal);
      await ended;
      watcher.kill("SIGKILL");
    },
  };
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

export { whyNoPostgres } from "./binaries.ts";

/**
 * False where no PostgreSQL can be started, said loudly; an error under CI=true, where nothing may be left out
 * unnoticed.
 */
export const canStartPostgres = (): boolean => {
  const why = whyNoPostgres();
  if (why === null) return true;
  const complaint = `THE POSTGRESQL TESTS CANNOT RUN: ${why}.`;
  if (process.env.CI === "true") throw new Error(complaint);
  process.stderr.write(`${complaint}\n`);
  return false;
};

export const startPostgres = async ({ durable = false }: PostgresSettings = {}): Promise<TestPostgres> => {
  const cluster = initialise();
  let port = 0;
  let running: Running | null = null;
  try {
    for (let attempt = 0; running === null && attempt < START_ATTEMPTS; attempt++) {
      port = await freePort();
      running = await run(cluster, port, durable);
    }
    if (running === null) throw new Error("No free port for PostgreSQL");
  } catch (error) {
    rmSync(cluster.folder, { recursive: true, force: true });
    throw error;
  }
  const urlOf = (database: string): string =>
    `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}`;
  const query: TestPostgres["query"] = statement =>
    withClient(urlOf("postgres"), async client => (await client.query(statement)).rows);
  const end = async (signal: "SIGINT" | "SIGQUIT"): Promise<void> => {
    const before = running;
    running = null;
    await before?.end(signal);
  };
  let stopping: Promise<void> | null = null;
  return {
    url: urlOf("postgres"),
    port,
    query,
    createDatabase: async () => {
      const name = `lotse_${randomBytes(6).toString("hex")}`;
      await query(`create database ${name}`);
      return urlOf(name);
    },
    crash: () => end("SIGQUIT"),
    restart: async () => {
      running ??= await run(cluster, port, durable);
      if (running === null) throw new Error(`Port ${port} was taken meanwhile`);
    },
    stop: () => {
      stopping ??= end("SIGINT").then(() => rmSync(cluster.folder, { recursive: true, force: true }));
      return stopping;
    },
  };
};
