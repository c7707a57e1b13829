/**
 * One run: load, faults at moments chosen by the seed, quiet, evidence, verdict. Knows neither what the load is (the
 * workload's business) nor what a fault does (a function), and waits for progress, never for a time.
 */
import { type Evidence, judge, type Verdict } from "./checker.ts";
import type { Random } from "./random.ts";

/** What keeps a server busy and can tell afterwards what it was promised. Chat is one; a queue would be another. */
export interface Workload {
  /** Resolves once the load flows. */
  begin(): Promise<void>;
  /** Resolves once so many more things were acknowledged; rejects if nothing moves any more. */
  advance(by: number): Promise<void>;
  /** Nothing new; resolves once everything handed over was answered, or at the end of its patience. */
  settle(): Promise<void>;
  /** What all witnessed, and what stands in the end. */
  evidence(): Promise<Evidence>;
  close(): Promise<void>;
}

export interface Fault {
  readonly name: string;
  /** Resolves once the server serves again. */
  inject(): Promise<void>;
}

export interface FaultRun {
  readonly workload: Workload;
  readonly faults: readonly Fault[];
  readonly random: Random;
  /** Acknowledgements between two faults. */
  readonly between: { readonly least: number; readonly most: number };
  /** After everything was answered, before anything is read: e.g. one more restart. */
  readonly beforeReading?: () => Promise<void>;
  readonly onFault?: (fault: Fault, index: number) => void;
}

export const runFaults = async (run: FaultRun): Promise<Verdict> => {
  const { workload, random, between } = run;
  await workload.begin();
  for (const [index, fault] of run.faults.entries()) {
    await workload.advance(random.between(between.least, between.most));
    run.onFault?.(fault, index);
    await fault.inject();
  }
  await workload.advance(between.most);
  await workload.settle();
  await run.beforeReading?.();
  return judge(await workload.evidence());
};
