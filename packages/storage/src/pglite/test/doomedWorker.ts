/** The worker, but it dies after it has stored the next messages and before it says so. */
import { parentPort } from "node:worker_threads";
import type { Reply, Request } from "../wire.ts";

const port = parentPort;
if (port === null) throw new Error("doomedWorker.ts runs in a worker thread only");

let doomed: number | null = null;
port.on("message", (request: Request) => {
  if (request.to === "storage" && request.command === "appendMessages") doomed ??= request.id;
});
const say = port.postMessage.bind(port);
port.postMessage = (reply: Reply) => {
  if (reply.is === "answer" && reply.id === doomed) process.exit();
  say(reply);
};

await import("../worker.ts");
