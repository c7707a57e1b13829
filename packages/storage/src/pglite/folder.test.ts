import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPgliteEngine } from "./engine.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lotse folder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("starts anew where an earlier start died before its folder was whole", async () => {
  mkdirSync(join(folder, "pg.making", "base"), { recursive: true });
  writeFileSync(join(folder, "pg.making", "PG_VERSION"), "18\n");
  const { storage } = await openPgliteEngine(folder);
  expect(await storage.listSites()).toEqual([]);
  await storage.close();
});

it("does not touch a folder of another PostgreSQL, and says what to do", async () => {
  mkdirSync(join(folder, "pg"));
  writeFileSync(join(folder, "pg", "PG_VERSION"), "17\n");
  await expect(openPgliteEngine(folder)).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    message: expect.stringMatching(/was written by PostgreSQL 17; this build reads 18\..*LOTSE_DATA/),
  });
});
