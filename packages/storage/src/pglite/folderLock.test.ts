import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FolderLock, lockFolder } from "./folderLock.ts";
import { openPgliteStorage } from "./index.ts";
import { type Child, startChild } from "./test/child.ts";

describe("the data folder's lock", () => {
  let folder = "";
  const children: Child[] = [];
  const locks: FolderLock[] = [];

  const hold = async (where: string): Promise<Child> => {
    const child = startChild("lockHolder.ts", [where]);
    children.push(child);
    await child.said(1);
    return child;
  };
  const lock = async (where: string): Promise<FolderLock> => {
    const held = await lockFolder(where);
    locks.push(held);
    return held;
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "lotse lock-")));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    for (const held of locks.splice(0)) await held.release();
    rmSync(folder, { recursive: true, force: true });
  });

  it("refuses a second process, naming the first and what to do", async () => {
    const holder = await hold(folder);
    const refusal = {
      name: "LotseError",
      code: "STORE_UNAVAILABLE",
      message: `The data folder ${folder} is in use by another Lotse (process ${holder.pid}). Stop that one first, or choose another folder with LOTSE_DATA.`,
    };
    await expect(lockFolder(folder)).rejects.toMatchObject(refusal);
    await expect(openPgliteStorage({ dataDir: folder })).rejects.toMatchObject(refusal);
    expect(existsSync(join(folder, "pg"))).toBe(false);
  });

  it("is free at once after its owner was killed, and after it was released", async () => {
    const holder = await hold(folder);
    await holder.kill();
    const mine = await lock(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await mine.release();
    await mine.release();
    await lock(folder);
  });

  it("goes to exactly one of many who find it abandoned", async () => {
    const holder = await hold(folder);
    await holder.kill();
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lock(folder)));
    const won = attempts.filter(attempt => attempt.status === "fulfilled");
    expect(won).toHaveLength(1);
  });

  it("holds in a folder whose path is longer than a socket's may be", async () => {
    const deep = join(folder, "a rather long name for a folder".repeat(3), "and one more below it".repeat(4));
    mkdirSync(deep, { recursive: true });
    await lock(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    const neighbour = `${deep} 2`;
    mkdirSync(neighbour);
    await lock(neighbour);
  });

  it("keeps the folder to its owner", async () => {
    const dataDir = join(folder, "new", "data");
    const { storage } = await openPgliteStorage({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await storage.close();
    expect(existsSync(join(dataDir, "lock"))).toBe(false);
  });
});
