// Child processes, without a shell: arguments stay whole in folders with spaces.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { execPath, platform } from "node:process";
import { root } from "./root.mjs";

// npm and npx are batch files on Windows, which only a shell can run.
const shell = platform === "win32";

/** Runs to the end. Resolves to {code, output}; `quiet` collects the output instead of passing it through. */
export const command = (file, args, { quiet = false, env = {}, cwd = root } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    const chunks = [];
    child.stdout?.on("data", chunk => chunks.push(chunk));
    child.stderr?.on("data", chunk => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", code => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });

/** A tool from node_modules, called directly: npx would cost seconds a call. */
export const tool = (name, args, options) => command(join(root, "node_modules", ".bin", name), args, options);

/** Quiet; a failure is an error that carries what was printed. */
export const commandOrThrow = async (file, args, options) => {
  const { code, output } = await command(file, args, { ...options, quiet: true });
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} failed:\n${output.trim()}`);
  return output;
};

/** A script under the same Node, TypeScript included. */
export const typescript = (file, args = [], options = {}) =>
  command(execPath, ["--import", "tsx", file, ...args], options);
