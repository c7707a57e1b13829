// A worker starts from JavaScript; this teaches it TypeScript and goes on. `--import tsx` as the worker's
// execArgv does not work on Node 20, and vitest has no such flag to inherit.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.entry);
