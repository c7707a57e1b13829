/**
 * A server as a process of its own that can be killed, paused, stopped and started again. Always ends what it began:
 * the process, and, when this process dies first, by the closed channel. Knows nothing of what the server serves.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

type Environment = Readonly<Record<string, string>>;

export interface ProcessSettings {
  /** The program. It says that it is ready by its first message to the parent. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Node's own options, e.g. `--import tsx`. */
  readonly execArgv?: readonly string[];
  /** The whole environment, but for what a single start adds; nothing is inherited but PATH. */
  readonly env?: Environment;
  readonly cwd?: string;
  readonly readyWithinMs?: number;
}

export interface Supervisor<Ready> {
  /** Starts the process and waits until it is ready. Rejects, with its last words, if it ends before. */
  start(env?: Environment): Promise<Ready>;
  /** Starts the process without waiting: for deaths on the way up. */
  launch(env?: Environment): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and says nothing. */
  pause(): void;
  resume(): void;
  /** SIGTERM; kill -9 if it does not end in time. Answers the exit code; null = it had to be killed. */
  stop(): Promise<number | null>;
  /** Called when it ends although nobody wanted it to. */
  onDeath(fn: (lastWords: string) => void): void;
  readonly pid: number | null;
  /** Idempotent: kills what runs. */
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 30_000;
const LAST_WORDS_MAX = 4_000;

/** One life of the process. */
interface Life {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly gone: Promise<number | null>;
  wanted: boolean;
}

const hear = (child: ChildProcess): (() => string) => {
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (said: string) => {
      words = (words + said).slice(-LAST_WORDS_MAX);
    });
  }
  return () => words;
};

const becomesReady = (child: ChildProcess, withinMs: number, lastWords: () => string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`not ready after ${withinMs} ms: ${lastWords()}`));
      child.kill("SIGKILL");
    }, withinMs);
    child.once("message", resolve);
    child.once("close", () => reject(new Error(`ended before it was ready: ${lastWords()}`)));
    child.once("close", () => clearTimeout(late)).once("message", () => clearTimeout(late));
  });

class ProcessSupervisor<Ready> implements Supervisor<Ready> {
  #life: Life | null = null;
  #closed = false;
  readonly #mourners = new Set<(lastWords: string) => void>();
  readonly #settings: ProcessSettings;

  constructor(settings: ProcessSettings) {
    this.#settings = settings;
  }

  get pid(): number | null {
    return this.#life?.child.pid ?? null;
  }

  launch(added: Environment = {}): void {
    if (this.#closed || this.#life !== null) throw new Error("It is running already, or closed");
    const { file, args = [], execArgv = [], env = {}, cwd } = this.#settings;
    const child = fork(file, args, {
      execArgv: [...execArgv],
      env: { PATH: process.env.PATH, ...env, ...added },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      ...(cwd === undefined ? {} : { cwd }),
    });
    const lastWords = hear(child);
    const ready = becomesReady(child, this.#settings.readyWithinMs ?? READY_WITHIN_MS, lastWords);
    ready.catch(() => {});
    const gone = once(child, "close").then(([code]) => code as number | null);
    const life: Life = { child, ready, gone, wanted: true };
    this.#life = life;
    void gone.then(() => {
      if (this.#life === life) this.#life = null;
      if (life.wanted) for (const fn of this.#mourners) fn(lastWords());
    });
  }

  async start(added?: Environment): Promise<Ready> {
    this.launch(added);
    return (await this.#life?.ready) as Ready;
  }

  async kill(): Promise<void> {
    const life = this.#life;
    if (life === null) return;
    life.wanted = false;
    life.child.kill("SIGKILL");
    await life.gone;
  }

  pause(): void {
    this.#life?.child.kill("SIGSTOP");
  }

  resume(): void {
    this.#life?.child.kill("SIGCONT");
  }

  async stop(): Promise<number | null> {
    const life = this.#life;
    if (life === null) return null;
    life.wanted = false;
    life.child.kill("SIGTERM");
    const late = setTimeout(() => life.child.kill("SIGKILL"), STOP_WITHIN_MS);
    const code = await life.gone;
    clearTimeout(late);
    return code;
  }

  onDeath(fn: (lastWords: string) => void): void {
    this.#mourners.add(fn);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.kill();
  }
}

export const supervise = <Ready>(settings: ProcessSettings): Supervisor<Ready> =>
  new ProcessSupervisor<Ready>(settings);
