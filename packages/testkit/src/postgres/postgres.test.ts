import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createConnection } from "node:net";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { canStartPostgres, startPostgres } from "./index.ts";

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 50));
};

describe.skipIf(!canStartPostgres())("the PostgreSQL for tests", () => {
  it("makes databases, keeps its data through a crash, and is gone afterwards", async () => {
    const server = await startPostgres();
    try {
      const [one, other] = [await server.createDatabase(), await server.createDatabase()];
      expect(one).not.toBe(other);
      await server.query("create table kept as select 42 as answer");
      await server.crash();
      expect(await isListening(server.port)).toBe(false);
      await server.restart();
      expect(await server.query("select answer from kept")).toEqual([{ answer: 42 }]);
    } finally {
      await server.stop();
    }
    await server.stop();
    expect(await isListening(server.port)).toBe(false);
  });

  it("does not outlive a test that is killed", async () => {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
    const source = `
      const { startPostgres } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const server = await startPostgres();
      const [{ folder }] = await server.query("select current_setting('data_directory') as folder");
      process.stdout.write(server.port + " " + folder);
      setInterval(() => {}, 60_000);`;
    const child = spawn(process.execPath, ["--import", tsx, "--input-type=module", "--eval", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said] = await once(child.stdout, "data");
    const [port, folder] = String(said).split(" ");
    child.kill("SIGKILL");
    await once(child, "exit");
    await until(async () => !(await isListening(Number(port))));
    await until(async () => !existsSync(folder ?? ""));
  });
});
