/** Starts a file of this folder as a process of its own, and reads it line by line. For tests of sudden deaths. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

export interface Child {
  readonly pid: number;
  /** Every line so far. */
  readonly lines: readonly string[];
  /** Resolves once that many lines have been said; rejects if the process ends before. */
  said(count: number): Promise<void>;
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>;
}

const watch = (process: ChildProcess, lines: string[]) => {
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  if (process.stdout !== null) {
    createInterface({ input: process.stdout }).on("line", line => {
      lines.push(line);
      look();
    });
  }
  process.once("exit", look);
  return (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (lines.length >= count) resolve();
        else if (process.exitCode !== null) reject(new Error(`ended with code ${process.exitCode}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
};

export const startChild = (file: "lockHolder.ts" | "writer.ts", args: readonly string[]): Child => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const process_ = spawn(process.execPath, ["--import", TSX, path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const said = watch(process_, lines);
  return {
    pid: process_.pid ?? 0,
    lines,
    said,
    kill: async () => {
      if (process_.exitCode !== null || process_.signalCode !== null) return;
      const gone = once(process_, "exit");
      process_.kill("SIGKILL");
      await gone;
    },
  };
};
