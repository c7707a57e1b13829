/** The two commands as a person runs them: against a hub that runs, without one, and back again. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const file = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** Processes that start on a busy machine. */
const SLOW_MS = 600_000;

let folder: string;
const envOf = (data: string): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  LOTSE_DATA: join(folder, data),
  LOTSE_DEMO: "1",
  // However slow the machine, only what the test asks for is made
  LOTSE_BACKUP_AT: "off",
  PORT: "0",
});

const startHub = async (data: string): Promise<{ hub: ChildProcess; url: string }> => {
  const hub = fork(file("main.ts"), [], {
    execArgv: ["--import", "tsx"],
    env: envOf(data),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    hub.once("message", message => resolve(message as { url: string }));
    hub.once("exit", () => reject(new Error("never ready")));
  });
  return { hub, url };
};

const end = (hub: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise(resolve => {
    hub.once("exit", () => resolve());
    hub.kill(signal);
  });

const run = (script: string, data: string, args: readonly string[]) =>
  new Promise<{ code: number | null; out: string; err: string }>(resolve => {
    const child = spawn(process.execPath, ["--import", "tsx", file(script), ...args], { env: envOf(data) });
    const said = { out: "", err: "" };
    child.stdout.on("data", chunk => {
      said.out += chunk;
    });
    child.stderr.on("data", chunk => {
      said.err += chunk;
    });
    child.once("close", code => resolve({ code, ...said }));
  });

const signIn = async (url: string): Promise<number> => {
  const response = await fetch(`${url.replace("localhost", "127.0.0.1")}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: "anna@nordwind.example", password: "anna-lotse-demo" }),
  });
  return response.status;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lotse backup "));
});
afterAll(() => rm(folder, { recursive: true }));

it(
  "backs up a running hub, and restores into a new folder where people sign in as before",
  async () => {
    const { hub } = await startHub("first");
    const target = join(folder, "of running.backup");
    const made = await run("backupMain.ts", "first", [target]);
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toContain(target);
    expect((await stat(target)).mode & 0o777).toBe(0o600);

    const again = await run("backupMain.ts", "first", [target]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("there already") });
    const intoRunning = await run("restoreMain.ts", "first", [target]);
    expect(intoRunning).toMatchObject({ code: 1, err: expect.stringContaining("in use by another Lotse") });
    await end(hub, "SIGKILL");

    const restored = await run("restoreMain.ts", "second", [target]);
    expect(restored).toMatchObject({ code: 0, err: "" });
    const secretsOf = (data: string) => readFile(join(folder, data, "secrets.json"), "utf8");
    expect(await secretsOf("second")).toBe(await secretsOf("first"));
    const second = await startHub("second");
    expect(await signIn(second.url)).toBe(200);
    await end(second.hub, "SIGTERM");
    expect(await readdir(join(folder, "second"))).not.toContain("door");
  },
  SLOW_MS,
);

it(
  "backs up the folder of a hub that was killed, under the time's name",
  async () => {
    const made = await run("backupMain.ts", "first", []);
    expect(made).toMatchObject({ code: 0, err: "" });
    const names = await readdir(join(folder, "first", "backups"));
    expect(names).toEqual([expect.stringMatching(/^lotse-\d{8}-\d{6}Z\.backup$/)]);
    const over = await run("restoreMain.ts", "first", [join(folder, "first", "backups", names[0] ?? "")]);
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining("not empty") });
  },
  SLOW_MS,
);

it(
  "says in one line what it cannot do",
  async () => {
    await writeFile(join(folder, "noise"), "noise");
    const cases = await Promise.all([
      run("restoreMain.ts", "third", [join(folder, "noise")]),
      run("restoreMain.ts", "fourth", [join(folder, "no such file")]),
      run("restoreMain.ts", "third", []),
      run("backupMain.ts", "nowhere", []),
    ]);
    for (const { code, out, err } of cases) {
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/^[^\n]{10,300}\n$/);
    }
  },
  SLOW_MS,
);
