import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Supervisor, supervise } from "./supervisor.ts";

/** Answers every request with how often it was asked; as stubborn as told. */
const SERVER = `
  import { createServer } from "node:http";
  let asked = 0;
  if (process.env.STUBBORN === "1") process.on("SIGTERM", () => {});
  if (process.env.BROKEN === "1") throw new Error("cannot start");
  if (process.env.SILENT !== "1")
    createServer((request, response) => {
      if (request.url === "/die") process.exit(3);
      response.end(String(++asked));
    }).listen(0, "127.0.0.1", function () { process.send({ port: this.address().port }); });
  else setInterval(() => {}, 1000);
`;

const folder = mkdtempSync(join(tmpdir(), "lotse supervisor-"));
const file = join(folder, "server.mjs");
beforeAll(() => writeFileSync(file, SERVER));
afterAll(() => rmSync(folder, { recursive: true }));

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const ask = async (port: number, path = "/"): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).text();

describe("the supervisor", () => {
  let server: Supervisor<{ readonly port: number }>;
  const supervised = (env: Record<string, string> = {}, readyWithinMs?: number) => {
    server = supervise({ file, env, ...(readyWithinMs === undefined ? {} : { readyWithinMs }) });
    return server;
  };
  afterEach(() => server.close());

  it("kills at once and starts anew, with nothing left of the old life", async () => {
    supervised();
    const first = await server.start();
    const pid = server.pid ?? 0;
    expect(await ask(first.port)).toBe("1");
    await server.kill();
    expect([isRunning(pid), server.pid]).toEqual([false, null]);
    const second = await server.start();
    expect(await ask(second.port)).toBe("1");
    expect(server.pid).not.toBe(pid);
  });

  it("pauses: connections are taken, answers only come after going on", async () => {
    supervised();
    const { port } = await server.start();
    server.pause();
    let answered = false;
    const answer = ask(port).then(text => {
      answered = true;
      return text;
    });
    // Something else answers meanwhile, so the paused one has had every chance to.
    const other = createServer((_request, response) => response.end("other")).listen(0, "127.0.0.1");
    await new Promise(resolve => other.once("listening", resolve));
    const address = other.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    expect(await ask(address.port)).toBe("other");
    expect(answered).toBe(false);
    server.resume();
    expect(await answer).toBe("1");
    other.close();
  });

  it("can be killed while paused", async () => {
    supervised();
    await server.start();
    server.pause();
    await server.kill();
    expect(server.pid).toBeNull();
  });

  it("tells of a death nobody wanted, and of no other", async () => {
    supervised();
    const { port } = await server.start();
    const death = new Promise<string>(resolve => server.onDeath(resolve));
    await ask(port, "/die").catch(() => {});
    await death;
    let mourned = false;
    server.onDeath(() => {
      mourned = true;
    });
    await server.start();
    await server.kill();
    await server.start();
    await server.stop();
    expect(mourned).toBe(false);
  });

  it("can kill on the way up", async () => {
    supervised();
    server.launch();
    await server.kill();
    expect((await server.start()).port).toBeGreaterThan(0);
  });

  it("says why it did not become ready, and leaves nothing running", async () => {
    supervised({ BROKEN: "1" });
    await expect(server.start()).rejects.toThrow(/ended before it was ready: .*cannot start/s);
    supervised({ SILENT: "1" }, 300);
    await expect(server.start()).rejects.toThrow(/not ready after 300 ms/);
  });

  it("stops by asking", async () => {
    supervised();
    await server.start();
    expect(await server.stop()).toBeNull();
    expect(server.pid).toBeNull();
  });

  it("does not leave a child behind on close, twice if need be", async () => {
    supervised({ STUBBORN: "1" });
    await server.start();
    const pid = server.pid ?? 0;
    await server.close();
    await server.close();
    expect(isRunning(pid)).toBe(false);
    expect(() => server.launch()).toThrow();
  });
});
