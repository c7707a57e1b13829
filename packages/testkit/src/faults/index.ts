/** The fault harness: breaks a real server under load, and judges what its clients witnessed. See docs/testing.md. */
export {
  type Entry,
  type Evidence,
  type Flaw,
  judge,
  type Reading,
  type Testimony,
  type Verdict,
  type Violation,
} from "./checker.ts";
export type { Break, Direction, ProxiedConnection } from "./connection.ts";
export { type Admission, type FaultProxy, type FaultProxyOptions, startFaultProxy } from "./faultProxy.ts";
export { type Fault, type FaultRun, runFaults, type Workload } from "./faultRun.ts";
export type { Conditions } from "./lane.ts";
export { type Random, seededRandom } from "./random.ts";
export { type ProcessSettings, type Supervisor, supervise } from "./supervisor.ts";
export { type Note, openWitness, readWitness, type Witness } from "./witness.ts";
