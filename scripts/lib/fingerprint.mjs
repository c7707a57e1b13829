// A hash over files and folders, to know whether something must be made again.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./root.mjs";

const SKIPPED = new Set(["node_modules", "dist", "test", "test-results", "playwright-report", ".vite"]);
const isTest = name => /\.(test|spec)\.tsx?$/.test(name);

const filesUnder = async path => {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch(error => {
    if (error.code === "ENOTDIR") return null;
    throw error;
  });
  if (entries === null) return [path];
  const nested = await Promise.all(
    entries
      .filter(entry => !SKIPPED.has(entry.name) && !isTest(entry.name))
      .map(entry => (entry.isDirectory() ? filesUnder(`${path}/${entry.name}`) : [`${path}/${entry.name}`])),
  );
  return nested.flat();
};

/** `paths` are relative to the repository; `also` are further strings that count. */
export const fingerprint = async (paths, also = []) => {
  const hash = createHash("sha256");
  for (const text of also) hash.update(`${text}\n`);
  const files = (await Promise.all(paths.map(filesUnder))).flat().sort();
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(await readFile(join(root, file)));
  return hash.digest("hex");
};

/** The stamp left by the last success; null if there is none. */
export const readStamp = file => readFile(file, "utf8").catch(() => null);
