/** Chat as a workload of the fault harness: starts the crew, counts its acknowledgements, collects its evidence. */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Evidence,
  type Reading,
  readWitness,
  type Testimony,
  type Workload,
} from "@lotse/testkit/faults";
import type { CrewOrders, Order, Report } from "./crew.ts";

export interface ChatWorkloadOptions {
  readonly orders: CrewOrders;
  /** All conversations as they stand in the tables; the server is stopped by then. */
  readonly readTables: () => Promise<readonly Reading[]>;
}

const CREW = fileURLToPath(new URL("./crew.ts", import.meta.url));
/** No acknowledgement for this long, and nothing will come any more. */
const PATIENCE_MS = 180_000;

class ChatWorkload implements Workload {
  #child: ChildProcess | null = null;
  #acked = 0;
  #problem: Error | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #said = new Set<Report["kind"]>();
  readonly #options: ChatWorkloadOptions;

  constructor(options: ChatWorkloadOptions) {
    this.#options = options;
  }

  begin(): Promise<void> {
    const child = fork(CREW, [JSON.stringify(this.#options.orders)], {
      execArgv: ["--import", "tsx"],
      env: { PATH: process.env.PATH },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (report: Report) => this.#heard(report));
    child.once("exit", code => this.#fail(`the crew ended (${code})`));
    this.#child = child;
    return this.#until(() => this.#said.has("flowing"), "the load to flow");
  }

  advance(by: number): Promise<void> {
    const goal = this.#acked + by;
    return this.#until(() => this.#acked >= goal, `${by} more acknowledgements`);
  }

  settle(): Promise<void> {
    return this.#order("settle", "settled");
  }

  /** Reads through the front door, which must be open; then the tables. */
  async evidence(): Promise<Evidence> {
    await this.#order("read", "read");
    const tables = await this.#options.readTables();
    const { folder } = this.#options.orders;
    const names = readdirSync(folder).filter(file => file.endsWith(".witness"));
    const read = names.map(file => this.#readOf(join(folder, file.replace(/witness$/, "reading"))));
    const testimonies: Testimony[] = names.map((file, index) => ({
      by: file.replace(/\.witness$/, ""),
      channels: read[index]?.map(({ channel }) => channel) ?? [],
      notes: readWitness(join(folder, file)),
    }));
    return { testimonies, readings: [...tables, ...read.flat()] };
  }

  async close(): Promise<void> {
    this.#fail("closed");
    this.#child?.kill("SIGKILL");
  }

  #readOf(file: string): readonly Reading[] {
    return JSON.parse(readFileSync(file, "utf8")) as readonly Reading[];
  }

  #order(order: Order, answer: Report["kind"]): Promise<void> {
    this.#said.delete(answer);
    this.#child?.send(order);
    return this.#until(() => this.#said.has(answer), answer);
  }

  #heard(report: Report): void {
    if (report.kind === "problem") this.#fail(report.what);
    if (report.kind === "progress") this.#acked = report.acked;
    this.#said.add(report.kind);
    this.#look();
  }

  #fail(what: string): void {
    this.#problem ??= new Error(`The run is void: ${what}`);
    this.#look();
  }

  #look(): void {
    for (const check of [...this.#waiting]) check();
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#fail(`waited too long for ${what}`), PATIENCE_MS);
      const check = (): void => {
        if (!holds() && this.#problem === null) return;
        this.#waiting.delete(check);
        clearTimeout(late);
        if (this.#problem !== null) reject(this.#problem);
        else resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

export const createChatWorkload = (options: ChatWorkloadOptions): Workload => new ChatWorkload(options);
