// Installs the packages when what they depend on has changed: lockfile, workspace, Node's major version, platform.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { arch, platform, versions } from "node:process";
import { command } from "./lib/command.mjs";
import { fingerprint, readStamp } from "./lib/fingerprint.mjs";
import { root } from "./lib/root.mjs";
import { say, step } from "./lib/say.mjs";

const PNPM = "pnpm@10.34.9";
const stampFile = join(root, "node_modules", ".lotse-bootstrap");

const wanted = () =>
  fingerprint(["pnpm-lock.yaml", "pnpm-workspace.yaml"], [`${versions.node.split(".")[0]}`, platform, arch]);

const install = async () => {
  // CI=true: pnpm must never wait for an answer, e.g. before it replaces a node_modules of another kind.
  const args = ["-y", PNPM, "install", "--frozen-lockfile", "--prefer-offline"];
  const { code, output } = await command("npx", args, { quiet: true, env: { CI: "true" } });
  if (code !== 0) {
    throw new Error(`The packages could not be installed. Is the npm registry reachable?\n${output.trim()}`);
  }
};

/** True when the packages are in place. */
export const bootstrap = async () => {
  const stamp = await wanted();
  if ((await readStamp(stampFile)) === stamp) return true;
  try {
    await step("Packages (once, and again after a change of lockfile, Node or platform)", install);
    await writeFile(stampFile, stamp);
    return true;
  } catch (error) {
    say.error(error.message);
    return false;
  }
};
