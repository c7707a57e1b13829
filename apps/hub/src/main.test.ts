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
    readonly setupLink: string | null;
  }>;
  readonly ended: Promise<Ended>;
}

const children: ChildProcess[] = [];

const run = (env: Record<string, string>): Run => {
  const child = fork(MAIN, [], {
    execArgv: ["--import", "tsx"],
    env: { PATH: process.env.PATH, LOTSE_DEMO: "1", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  children.push(child);
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
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe("the hub as a process", { timeout: 120_000 }, () => {
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

/** Several processes one after the other, on a machine that may be busy. */
const STARTS_MS = 240_000;

describe("the hub in production", { timeout: STARTS_MS }, () => {
  const post = async (at: string, path: string, body: object, cookie = "") => {
    const { port } = new URL(at);
    const response = await fetch(`${at}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: `http://localhost:${port}`, cookie },
      body: JSON.stringify(body),
    });
    const cookies = response.headers.getSetCookie().map(one => one.split(";")[0]);
    return { status: response.status, cookie: cookies.join("; "), body: await response.json() };
  };
  const stop = async ({ child, ended }: Run): Promise<Ended> => {
    child.kill("SIGTERM");
    return ended;
  };
  const inProduction = (place: string): Run => run({ LOTSE_DATA: join(folder, place), LOTSE_DEMO: "0" });

  it("starts with nobody in it, and lets its first administrator in by the link in its log", async () => {
    const started = inProduction("production");
    const { url: at, agents, setupLink } = await started.ready;
    expect(agents).toEqual([]);
    const known = { email: "anna@nordwind.example", password: "anna-lotse-demo" };
    expect((await post(at, "/api/auth/sign-in/email", known)).status).toBe(401);
    const config = (await (await fetch(`${at}/api/v1/console-config`)).json()) as { demoAgents: unknown };
    expect(config.demoAgents).toBeNull();
    const token = new URL(setupLink ?? "").hash.slice(1);
    const read = await post(at, "/api/v1/account-links/read", { token });
    expect(read.body).toMatchObject({ ok: true, value: { kind: "setup", name: null, email: null } });
    const person = {
      token,
      name: "Ada",
      email: "Ada@Suedwind.example",
      password: "korrekt-pferd-batterie",
      tenantName: "Südwind",
      siteOrigin: "https://suedwind.example/",
    };
    const pathed = { ...person, siteOrigin: "https://suedwind.example/shop" };
    expect((await post(at, "/api/v1/account-links/redeem", pathed)).body).toMatchObject({
      error: { code: "URL_INVALID", field: "siteOrigin" },
    });
    const redeemed = await post(at, "/api/v1/account-links/redeem", person);
    expect(redeemed.body).toEqual({ ok: true, value: { email: "ada@suedwind.example" } });
    expect((await post(at, "/api/v1/account-links/redeem", person)).status).toBe(404);
    const { cookie } = await post(at, "/api/auth/sign-in/email", person);
    const sites = await post(at, "/api/v1/commands/site:list", {}, cookie);
    expect(sites.body).toMatchObject({
      value: { sites: [{ enabled: true, origins: ["https://suedwind.example"], consent: "assumed" }] },
    });
    const members = await post(at, "/api/v1/commands/member:list", {}, cookie);
    expect(members.body).toMatchObject({ value: { members: [{ name: "Ada", role: "administrator" }] } });
    const { log } = await stop(started);
    expect(log).toContain(`"setupLink":"${setupLink}"`);
    for (const one of log.trim().split("\n")) expect(() => JSON.parse(one)).not.toThrow();
    expect(log).not.toContain("korrekt-pferd");

    const again = inProduction("production");
    expect((await again.ready).setupLink).toBeNull();
    expect((await stop(again)).log).not.toContain("setupLink");

    const demo = run({ LOTSE_DATA: join(folder, "production") });
    demo.ready.catch(() => {});
    const { code, complaint } = await demo.ended;
    expect({ code, complaint }).toEqual({ code: 1, complaint: expect.stringContaining("production hub's") });
    expect(complaint.trim().split("\n")).toHaveLength(1);
  });

  it("makes a new link at every start until somebody used one; the last one counts", async () => {
    const first = inProduction("unused");
    const old = (await first.ready).setupLink ?? "";
    await stop(first);
    const second = inProduction("unused");
    const { url: at, setupLink } = await second.ready;
    const read = (link: string) =>
      post(at, "/api/v1/account-links/read", { token: new URL(link).hash.slice(1) });
    expect((await read(old)).body).toMatchObject({ error: { code: "LINK_INVALID" } });
    expect((await read(setupLink ?? "")).body).toMatchObject({ ok: true });
    await stop(second);
  });

  it("does not open the demo's data, whose passwords are known", async () => {
    const production = inProduction("first");
    production.ready.catch(() => {});
    const { code, complaint } = await production.ended;
    expect({ code, complaint }).toEqual({ code: 1, complaint: expect.stringContaining("the demo's") });
    expect(complaint.trim().split("\n")).toHaveLength(1);
  });
});
