/** The worker's side: opens the engine, runs what the main thread asks, answers each call exactly once. */
import { parentPort, workerData } from "node:worker_threads";
import { writeBackup } from "../backup/writeBackup.ts";
import { toLotseError } from "../sql/errors.ts";
import { openPgliteEngine, type PgliteEngine } from "./engine.ts";
import type { Reply, Request, WorkerSettings } from "./wire.ts";

const port = parentPort;
if (port === null) throw new Error("worker.ts runs in a worker thread only");
const say = (reply: Reply): void => port.postMessage(reply);

const run = (engine: PgliteEngine, request: Request): Promise<unknown> => {
  switch (request.to) {
    case "storage": {
      // The proxy's type fixed the arguments to the command; here they are data again.
      const command = engine.storage[request.command] as (...args: readonly unknown[]) => Promise<unknown>;
      return command(...request.args);
    }
    case "auth":
      return engine.authQuery(request.statement, request.parameters);
    case "backup":
      return writeBackup(engine.db, request.request);
    case "close":
      return engine.storage.close();
  }
};

const serve = (engine: PgliteEngine): void => {
  port.on("message", (request: Request) => {
    run(engine, request).then(
      value => say({ is: "answer", id: request.id, value }),
      error => {
        // After a trap inside the engine nothing it says can be trusted: die, and everything pending is rejected.
        if (error instanceof WebAssembly.RuntimeError) throw error;
        say({ is: "error", id: request.id, error: toLotseError(error).toWire() });
      },
    );
  });
};

try {
  const { dataDir } = workerData as WorkerSettings;
  const engine = await openPgliteEngine(dataDir);
  serve(engine);
  say({ is: "ready", info: engine.info });
} catch (error) {
  say({ is: "failed", error: toLotseError(error).toWire() });
}
