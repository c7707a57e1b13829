import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly complaint: string;
  readonly log: string;
}

interface Run {
  readonly child: ChildProcess;
  readonly ready: Promise<{
    readonly kind: string;
    readonly url: string;
    readonly agents: readonly object[];
  }>;
  readonly ended: Promise<Ended>;
}

const run = (env: Record<string, string>): Run => {
  const child = fork(MAIN, [], {
    execArgv: ["--import", "tsx"],
    env: { PATH: process.env.PATH, LOTSE_DEMO: "1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said = { out: "", err: "" };
  child.stdout?.on("data", chunk => {
    said.out += chunk;
  });
  child.stderr?.on("data", chunk => {
    said.err += chunk;
  });
  return {
    child,
    ready: new Promise((resolve, reject) => {
      child.once("message", message => resolve(message as never));
      child.once("exit", () => reject(new Error(`never ready: ${said.err}`)));
    }),
    ended: new Promise(resolve =>
      child.once("close", code => resolve({ code, complaint: said.err, log: said.out })),
    ),
  };
};

let folder: string;
let first: Run;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lotse main "));
  first = run({ LOTSE_DATA: join(folder, "first") });
  url = (await first.ready).url;
});
afterAll(() => rm(folder, { recursive: true }));

describe("the hub as a process", () => {
  it("says that it is ready, with the demo's agents", async () => {
    const ready = await first.ready;
    expect(ready.kind).toBe("ready");
    expect(ready.agents[0]).toEqual({
      name: "Anna Petersen",
      email: "anna@nordwind.example",
      password: expect.any(String),
      skills: ["Sales"],
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it.each([
    ["a taken data folder", () => ({ LOTSE_DATA: join(folder, "first") }), /folder|process/i],
    [
      "a taken port",
      () => ({ LOTSE_DATA: join(folder, "second"), PORT: new URL(url).port }),
      /Port \d+ is taken/,
    ],
    ["a data folder that is a file", () => ({ LOTSE_DATA: MAIN }), /main\.ts is not a folder .* LOTSE_DATA/],
    [
      "a database that does not answer",
      () => ({
        LOTSE_DATA: join(folder, "third"),
        DATABASE_URL: "postgres://lotse:hunter2@127.0.0.1:1/lotse",
      }),
      /^No PostgreSQL answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. .*DATABASE_URL/,
    ],
    ["a wrong setting", () => ({ LOTSE_DEMO: "yes" }), /LOTSE_DEMO must be 0 or 1/],
  ])("explains %s in one line", async (_case, env, line) => {
    const second = run(env());
    second.ready.catch(() => {});
    const { code, complaint, log } = await second.ended;
    expect(code).toBe(1);
    expect(complaint).toMatch(line);
    expect(complaint + log).not.toContain("hunter2");
    expect(complaint.trim().split("\n")).toHaveLength(1);
  });

  it("stops cleanly on a signal", async () => {
    first.child.kill("SIGINT");
    const { code, complaint, log } = await first.ended;
    expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
    expect(log).toContain('"event":"stopped"');
    // Nothing but structured lines, and no passwords in them.
    for (const one of log.trim().split("\n")) expect(() => JSON.parse(one)).not.toThrow();
    expect(log).not.toContain("lotse-demo");
  });
});
