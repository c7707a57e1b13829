// Which Chromium the tests drive: Debian's where there is one (installed on the way as root), otherwise Playwright's own.
import { access } from "node:fs/promises";
import { env, getuid, platform } from "node:process";
import { command, tool } from "./command.mjs";
import { say, step } from "./say.mjs";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

const exists = file =>
  access(file).then(
    () => true,
    () => false,
  );

const installDebianChromium = async () => {
  const options = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await command("apt-get", ["update", "-q"], options);
  const { code, output } = await command("apt-get", ["install", "-yq", "chromium"], options);
  if (code !== 0) throw new Error(`apt-get could not install chromium:\n${output.trim().slice(-2000)}`);
};

const canInstallDebianPackages = async () =>
  platform === "linux" && getuid?.() === 0 && (await exists("/etc/debian_version"));

const playwrightsOwn = async () => {
  const { code } = await tool("playwright", ["install", "chromium"], { quiet: true });
  return code === 0;
};

/**
 * The environment the browser tests need, or null when no browser is to be had here.
 * An executable given as LOTSE_CHROMIUM wins.
 */
export const findBrowser = async () => {
  if (env.LOTSE_CHROMIUM !== undefined) return { LOTSE_CHROMIUM: env.LOTSE_CHROMIUM };
  if (await exists(DEBIAN_CHROMIUM)) return { LOTSE_CHROMIUM: DEBIAN_CHROMIUM };
  if (await canInstallDebianPackages()) {
    await step("Chromium from Debian's packages (once)", installDebianChromium);
    return { LOTSE_CHROMIUM: DEBIAN_CHROMIUM };
  }
  if (await playwrightsOwn()) return {};
  say.warn("No Chromium here, and none could be installed. As root on Debian it is installed by itself;");
  say.warn("otherwise: apt-get install chromium, or name one with LOTSE_CHROMIUM=/path/to/chromium.");
  return null;
};
