/**
 * The hub as a process: reads the environment, starts, says that it is ready (as a message to the parent, if there
 * is one), stops on a signal. Logs go to standard output; standard error is for the person who started it.
 */
import { ConfigError, type HubConfig, readConfig } from "./config.ts";
import { DEMO_AGENTS } from "./demo/nordwind.ts";
import { createLog, errorFields, type Log } from "./log.ts";
import { type StartedHub, startHub } from "./startHub.ts";

/** After this long a stop is no longer waited for. */
const STOP_PATIENCE_MS = 20_000;

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

const FOLDER_CODES: readonly unknown[] = ["ENOTDIR", "EEXIST", "ENOENT", "EACCES", "EPERM", "EROFS"];

/** A failure to do something with a path in the data folder; one to listen names no path. */
const isAboutFolder = (error: unknown, folder: string): boolean =>
  FOLDER_CODES.includes(codeOf(error)) &&
  error instanceof Error &&
  "path" in error &&
  typeof error.path === "string" &&
  error.path.startsWith(folder);

/** What went wrong, in one line that says what to do. */
const explain = (error: unknown, config: HubConfig | null): string => {
  if (error instanceof ConfigError) return `The setting ${error.message}.`;
  if (codeOf(error) === "EADDRINUSE" && config !== null) {
    return `Port ${config.port} is taken. Stop the other program, or choose another port, e.g. PORT=${config.port + 10}.`;
  }
  if (config !== null && isAboutFolder(error, config.dataFolder)) {
    return `${config.dataFolder} is not a folder this program can write to. Choose another with LOTSE_DATA.`;
  }
  if (codeOf(error) === "EACCES" && config !== null) {
    return `Not allowed to listen on port ${config.port}. Choose another port, e.g. PORT=3300.`;
  }
  return error instanceof Error ? error.message : String(error);
};

const announce = (hub: StartedHub, config: HubConfig): void => {
  const agents = config.demo
    ? DEMO_AGENTS.map(({ name, email, password, skills }) => ({ name, email, password, skills }))
    : [];
  process.send?.({ kind: "ready", url: hub.url, agents, setupLink: hub.setupLink });
};

/** Stops once, whichever reason comes first; a second one does not wait. */
const createStop = (hub: StartedHub, log: Log): ((reason: string) => void) => {
  let stopping = false;
  return reason => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info("stopping", { reason });
    setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
    hub.close().then(
      () => {
        log.info("stopped");
        process.exit();
      },
      error => {
        log.error("stopping failed", errorFields(error));
        process.exit(1);
      },
    );
  };
};

const stopOnSignals = (stop: (reason: string) => void): void => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  // Whoever started us is gone.
  if (process.send !== undefined) process.once("disconnect", () => stop("disconnect"));
};

/** Every handler answers its own failures; what still gets here must be seen, and must not stop the others. */
const watchStrays = (log: Log, stop: (reason: string) => void): void => {
  process.on("unhandledRejection", error => log.error("unhandled rejection", errorFields(error)));
  process.on("uncaughtException", error => {
    // After this nobody knows what state we are in; whoever supervises us starts anew.
    log.error("uncaught exception", errorFields(error));
    process.exitCode = 1;
    stop("uncaughtException");
  });
};

const main = async (): Promise<void> => {
  let config: HubConfig | null = null;
  try {
    config = readConfig(process.env);
    const log = createLog({ level: config.logLevel });
    const onLost = (): void => {
      log.error("storage lost");
      process.stderr.write("The embedded database ended unexpectedly. Start the hub again.\n");
      process.exit(1);
    };
    const hub = await startHub(config, { log, onLost });
    const stop = createStop(hub, log);
    stopOnSignals(stop);
    watchStrays(log, stop);
    announce(hub, config);
  } catch (error) {
    process.stderr.write(`${explain(error, config)}\n`);
    process.exit(1);
  }
};

await main();
