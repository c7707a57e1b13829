/**
 * A real hub as a process of its own, behind the fault proxy, on the engine under test. People come through the proxy
 * alone, which stays open while the hub dies and comes back.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type FaultProxy,
  type Reading,
  type Supervisor,
  startFaultProxy,
  supervise,
} from "@lotse/testkit/faults";
import { startPostgres, type TestPostgres } from "@lotse/testkit/postgres";
import type { SignIn } from "./chat/agent.ts";
import { readPgliteTables, readPostgresTables } from "./chat/tables.ts";

export type EngineName = "pglite" | "postgres";

interface Ready {
  readonly agents: readonly SignIn[];
}

export interface HubSettings {
  readonly engine: EngineName;
  /** A module that Node loads before the hub: how a planted fault gets in. */
  readonly planted?: string;
  readonly random?: () => number;
}

export interface HubUnderTest {
  /** Where people find it, whatever happens to it. */
  readonly url: string;
  readonly proxy: FaultProxy;
  readonly agents: readonly SignIn[];
  /** The server behind `DATABASE_URL`; null on the embedded engine. */
  readonly postgres: TestPostgres | null;
  /** Of this run; gone with it. */
  readonly folder: string;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts the process again, and waits until it is ready or only until it runs. */
  start(): Promise<void>;
  launch(): void;
  pause(): void;
  resume(): void;
  /** SIGTERM, as an upgrade would. */
  stop(): Promise<void>;
  /** Stops the hub and reads what lies in its tables. */
  readTables(): Promise<readonly Reading[]>;
  /** Rejects when the hub dies by itself; a run races with it. */
  readonly died: Promise<never>;
  close(): Promise<void>;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/**
 * The hub's own port for the whole run, below those the system hands out: while the hub is down nobody else may get
 * it, or people would be led to a stranger.
 */
const takePort = async (): Promise<number> => {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
};

const superviseHub = (
  folder: string,
  parts: {
    readonly url: string;
    readonly port: number;
    readonly databaseUrl: string | null;
    readonly planted: string | undefined;
  },
): Supervisor<Ready> =>
  supervise<Ready>({
    file: join(ROOT, "apps/hub/src/main.ts"),
    cwd: ROOT,
    execArgv: ["--import", "tsx", ...(parts.planted === undefined ? [] : ["--import", parts.planted])],
    env: {
      LOTSE_DEMO: "1",
      PORT: `${parts.port}`,
      LOTSE_DATA: folder,
      LOTSE_PUBLIC_URL: parts.url,
      LOTSE_LOG: "warn",
      ...(parts.databaseUrl === null ? {} : { DATABASE_URL: parts.databaseUrl }),
    },
  });

export const startHubUnderTest = async (settings: HubSettings): Promise<HubUnderTest> => {
  const folder = mkdtempSync(join(tmpdir(), "lotse-faults-"));
  const dataFolder = join(folder, "data");
  const postgres = settings.engine === "postgres" ? await startPostgres() : null;
  const databaseUrl = (await postgres?.createDatabase()) ?? null;
  const port = await takePort();
  const proxy = await startFaultProxy({
    patient: true,
    targetPort: port,
    ...(settings.random === undefined ? {} : { random: settings.random }),
  });
  const url = `http://localhost:${proxy.port}`;
  const hub = superviseHub(dataFolder, { url, port, databaseUrl, planted: settings.planted });

  const died = new Promise<never>((_resolve, reject) => {
    hub.onDeath(lastWords => reject(new Error(`The hub died by itself: ${lastWords}`)));
  });
  died.catch(() => {});
  const close = async (): Promise<void> => {
    await hub.close();
    await proxy.close();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const { agents } = await hub.start();
    return {
      url,
      proxy,
      agents,
      postgres,
      folder,
      died,
      close,
      kill: () => hub.kill(),
      start: async () => void (await hub.start()),
      launch: () => hub.launch(),
      pause: () => hub.pause(),
      resume: () => hub.resume(),
      stop: async () => void (await hub.stop()),
      readTables: async () => {
        await hub.stop();
        return databaseUrl === null ? readPgliteTables(dataFolder) : readPostgresTables(databaseUrl);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};
