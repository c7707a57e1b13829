/**
 * A fresh cluster, kept beside the installed packages: making one costs about four seconds of processor time,
 * unpacking it half of one. Only an accelerator: whatever goes wrong here, a new cluster is made instead.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const CACHE = join(MODULES, ".cache", "lotse");

/** Named by the engine's version: a cluster belongs to the build that made it. */
const templatePath = (): string => {
  const about = readFileSync(join(MODULES, "@electric-sql/pglite/package.json"), "utf8");
  const { version } = JSON.parse(about) as { version: string };
  return join(CACHE, `pglite-${version}.tar`);
};

export const readTemplate = (): Blob | null => {
  try {
    return new Blob([readFileSync(templatePath())]);
  } catch {
    return null;
  }
};

export const dropTemplate = (): void => {
  try {
    rmSync(templatePath(), { force: true });
  } catch {
    // A folder that cannot be written to; then there was nothing of ours in it.
  }
};

/** `pglite` must be as `initdb` left it. */
export const keepTemplate = async (pglite: PGlite): Promise<void> => {
  try {
    const path = templatePath();
    const draft = `${path}.${process.pid}`;
    const dump = await pglite.dumpDataDir("none");
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(draft, new Uint8Array(await dump.arrayBuffer()));
    renameSync(draft, path);
  } catch {
    // Installed read-only, or no space: the next start makes its own cluster again.
  }
};
