import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSecrets } from "./secrets.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lotse-secrets-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("makes the keys once, readable by their owner alone, and finds them again", async () => {
  const data = join(folder, "a b", "data");
  const first = await loadSecrets(data, randomBytes);
  expect(first.visitTokenKey).not.toBe(first.authSecret);
  expect((await stat(join(data, "secrets.json"))).mode & 0o777).toBe(0o600);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await loadSecrets(data, randomBytes)).toEqual(first);
});

it("gives a folder of an earlier build the key it lacks, and leaves the others", async () => {
  const { identityKey, ...earlier } = await loadSecrets(folder, randomBytes);
  const path = join(folder, "secrets.json");
  await writeFile(path, JSON.stringify(earlier));
  const now = await loadSecrets(folder, randomBytes);
  expect(now).toMatchObject(earlier);
  expect(now.identityKey).not.toBe(identityKey);
  expect(now.identityKey).toMatch(/^[\w-]{43}$/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await loadSecrets(folder, randomBytes)).toEqual(now);
});

it("never replaces a damaged file", async () => {
  const path = join(folder, "secrets.json");
  await writeFile(path, '{"visitTokenKey":');
  await expect(loadSecrets(folder, randomBytes)).rejects.toThrow("damaged");
  expect(await readFile(path, "utf8")).toBe('{"visitTokenKey":');
});
